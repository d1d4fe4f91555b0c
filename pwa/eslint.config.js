import { fileURLToPath } from "node:url"
import tseslint from "typescript-eslint"
import { directions } from "./eslint.directions.js"

const here = fileURLToPath(new URL(".", import.meta.url))

const ceilings = {
  "max-lines": ["error", { max: 400 }],
  "max-lines-per-function": ["error", { max: 40, skipComments: true, skipBlankLines: true }],
  "max-depth": ["error", 4],
  "max-params": ["error", 5],
  complexity: ["error", 20],
}

const plain = {
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-alert": "error",
  "no-console": "error",
  "no-constant-binary-expression": "error",
  "no-duplicate-case": "error",
  "no-eval": "error",
  "no-else-return": "error",
  "no-implicit-coercion": ["error", { allow: ["!!"] }],
  "no-param-reassign": "error",
  "no-promise-executor-return": "error",
  "no-self-compare": "error",
  "no-template-curly-in-string": "error",
  "no-unmodified-loop-condition": "error",
  "no-unreachable-loop": "error",
  "no-unsafe-finally": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
}

const typed = {
  "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
  "@typescript-eslint/consistent-type-exports": "error",
  "@typescript-eslint/explicit-module-boundary-types": ["error", { allowTypedFunctionExpressions: true }],
  "@typescript-eslint/no-import-type-side-effects": "error",
  "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" }],
  "@typescript-eslint/require-array-sort-compare": ["error", { ignoreStringArrays: true }],
  "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
  "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
  "@typescript-eslint/only-throw-error": "error",
  // a record whose keys are data is no array: its holes are real
  "@typescript-eslint/no-dynamic-delete": "off",
  "@typescript-eslint/consistent-type-definitions": "off",
  // `() => void doIt()` is how an event handler starts work that nobody waits for
  "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
  "@typescript-eslint/no-meaningless-void-operator": "off",
  "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: true } }],
}

export default tseslint.config(
  { ignores: ["build/**", "public/**", "node_modules/**", "src/core/contract/*.gen.ts"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: here } },
    plugins: { house: { rules: { directions } } },
    rules: { ...plain, ...typed, ...ceilings, "house/directions": "error" },
  },
  {
    // a component's markup is counted by its file; components stay within 250 lines
    files: ["src/page/**/*.tsx"],
    rules: {
      "max-lines-per-function": ["error", { max: 120, skipComments: true, skipBlankLines: true }],
      // what a component returns is always the same thing
      "@typescript-eslint/explicit-module-boundary-types": "off",
    },
  },
  {
    files: ["**/*.test.ts", "**/*.test.tsx", "tests/**", "sim/**", "bench/**"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
    },
  },
  { files: ["sim/**", "bench/**", "*.ts"], rules: { "no-console": "off" } },
  { files: ["*.js"], extends: [tseslint.configs.disableTypeChecked] },
)
