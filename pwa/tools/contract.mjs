/* Writes what the phone must agree on with the server: the shapes, the error codes and their sentences,
   the permissions, the states and moves. Run it whenever the server's contract changes; nothing here is typed by hand. */
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import openapiTS, { astToString } from "openapi-typescript"

const root = fileURLToPath(new URL("../..", import.meta.url))
const contract = fileURLToPath(new URL("../src/core/contract", import.meta.url))
const instance = mkdtempSync(join(tmpdir(), "contract-"))
const env = { ...process.env, DEMO: "1", INSTANCE_DIR: instance, PUBLIC_URL: "http://localhost", LOG_LEVEL: "ERROR" }

const python = process.env.PYTHON ?? join(root, ".venv/bin/python")
const ask = (...args) =>
  JSON.parse(execFileSync(python, args, { cwd: root, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }))

/** The routes of the running application, with every shape, also those that travel inside others as text. */
function wholeDocument() {
  const routes = ask("-m", "flask", "--app", "wsgi", "openapi")
  const shapes = ask(join(root, "pwa/tools/shapes.py"))
  const schemas = { ...routes.components?.schemas, ...shapes.components.schemas }
  return { ...routes, components: { ...routes.components, schemas } }
}

const HEAD = "/* Made by tools/contract.mjs from the server's own words. Never edited. */\n"
const frozen = (name, value) => `export const ${name} = ${JSON.stringify(value, null, 1)} as const\n`

function contractText(said) {
  return [
    HEAD,
    frozen("ERROR_CODES", Object.keys(said.errors)),
    "export type ErrorCode = (typeof ERROR_CODES)[number]\n",
    frozen("PERMISSIONS", said.permissions),
    "export type Permission = (typeof PERMISSIONS)[number]\n",
    frozen("ROLES", said.roles),
    "export type RoleName = keyof typeof ROLES\n",
    frozen("STATES", said.states),
    "export type State = (typeof STATES)[number]\n",
    frozen("MOVES", said.moves),
    "export type Move = (typeof MOVES)[number]\n",
  ].join("\n")
}

try {
  const types = await openapiTS(wholeDocument(), { immutable: true, alphabetize: true, rootTypes: true, rootTypesNoSchemaPrefix: true, defaultNonNullable: false })
  writeFileSync(join(contract, "openapi.gen.ts"), HEAD + astToString(types))
  const said = ask("-m", "flask", "--app", "wsgi", "contract")
  writeFileSync(join(contract, "contract.gen.ts"), contractText(said))
  // apart, so that a screen which needs no sentence does not carry them all
  writeFileSync(join(contract, "sentences.gen.ts"), `${HEAD}\n${frozen("SENTENCES", said.errors)}`)
} finally {
  rmSync(instance, { recursive: true, force: true })
}
