import { describe, expect, it, test } from "vitest"
import { carry, carryOn, type Carried } from "../../src/core/domain/forms/mapping.ts"
import type { FormDef, Json } from "../../src/core/domain/forms/types.ts"
import { load } from "./shared.ts"

interface Case {
  name: string
  old: FormDef
  new: FormDef
  rules: Json
  answers: Json
  expect: Carried
}

test.each(load<Case>("mappings"))("F45: shared case: $name", (shared) => {
  expect(carry(shared.old, shared.new, shared.rules, shared.answers)).toEqual(shared.expect)
})

const form = (...keys: string[]): FormDef => ({
  title: { vi: "x" },
  sections: [{ key: "s", title: { vi: "x" }, fields: keys.map((key) => ({ key, type: "text", label: { vi: key } })) }],
})

describe("through several versions", () => {
  it("F45: what the first version did not ask is new, also where a later one gave it another name", () => {
    const found = carryOn([form("a"), form("a", "b"), form("a", "c")], [[], [{ rename: "b", to: "c" }]], { a: "1" })
    expect(found).toEqual({ answers: { a: "1" }, history: [], asked: ["c"] })
  })

  it("leaves what it was given untouched", () => {
    const answers = { a: "1", gone: "2" }
    carryOn([form("a"), form("b")], [[{ rename: "a", to: "b" }]], answers)
    expect(answers).toEqual({ a: "1", gone: "2" })
  })
})
