/* The cases that both languages run: one truth, two engines. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** The cases of tests/shared/<name>.json; parsed here, as an import would take "__proto__" for what it is not. */
export function load<Case extends { name: string }>(name: string): Case[] {
  const path = fileURLToPath(new URL(`../../../tests/shared/${name}.json`, import.meta.url))
  return (JSON.parse(readFileSync(path, "utf-8")) as { cases: Case[] }).cases
}
