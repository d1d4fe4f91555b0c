import { defineConfig } from "vitest/config"

/** The rules, the stores and the loop of the phone, in Node: no browser here, that is tests/e2e. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "tests/**/*.test.ts"],
    environment: "node",
    setupFiles: ["tests/examples.ts"],
    env: { TZ: "Asia/Ho_Chi_Minh" },
    pool: "threads",
    // a test that needs longer than this waits for something that will not come
    testTimeout: process.env["FUZZ"] === undefined ? 20_000 : 3_600_000,
    unstubGlobals: true,
    restoreMocks: true,
  },
})
