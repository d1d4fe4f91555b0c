import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import {
  checkSentence,
  evaluate,
  parties,
  type Evaluation,
  type FormDef,
  type Json,
  type Parties,
} from "../../src/core/domain/forms/index.ts"
import { load } from "./shared.ts"

interface Case {
  name: string
  form: FormDef
  answers: Json
  today: string
  lists?: Record<string, string[]>
  expect: Partial<Evaluation & { parties: Parties }>
}

test.each(load<Case>("forms"))("shared case: $name", (shared) => {
  const lists = Object.fromEntries(Object.entries(shared.lists ?? {}).map(([name, values]) => [name, new Set(values)]))
  const found = evaluate(shared.form, shared.answers, shared.today, lists)
  const all = { ...found, parties: parties(shared.form, found.answers) }
  const asked = Object.fromEntries(Object.keys(shared.expect).map((key) => [key, all[key as keyof typeof all]]))
  expect(asked).toEqual(shared.expect)
})

const wide: FormDef = {
  title: { vi: "x" },
  sections: [
    {
      key: "s",
      title: { vi: "x" },
      fields: (
        [
          "text",
          "long_text",
          "person_name",
          "date",
          "id_number",
          "phone",
          "address",
          "choice",
          "multi_choice",
          "number",
          "money",
          "yes_no",
          "statement",
          "attachment",
          "info",
        ] as const
      ).map((type) => ({ key: type, type, label: { vi: "x" }, required: true })),
    },
    { key: "g", title: { vi: "x" }, repeat: { max: 2, item: { vi: "x" } }, fields: [{ key: "row", type: "text", label: { vi: "x" } }] },
  ],
}

describe("evaluate", () => {
  it("never throws, whatever the answers are", () => {
    const keys = fc.constantFrom(...(wide.sections[0]?.fields ?? []).map((field) => field.key), "g")
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue())), (answers) => {
        const found = evaluate(wide, answers as Json, "2026-11-22")
        expect(evaluate(wide, found.answers, "2026-11-22").answers).toEqual(found.answers)
      }),
    )
  })

  it("leaves what it was given as it was", () => {
    const answers = Object.freeze({ text: " a ", g: Object.freeze([Object.freeze({ row: " b " })]) })
    expect(evaluate(wide, answers, "2026-11-22").answers).toEqual({ text: "a", g: [{ _id: "#0", row: "b" }] })
  })
})

describe("checkSentence", () => {
  const form: FormDef = {
    title: { vi: "x" },
    sections: [
      {
        key: "s",
        title: { vi: "x" },
        fields: [
          {
            key: "a",
            type: "text",
            label: { vi: "x" },
            check: [
              { if: true, say: { vi: "một" } },
              { if: true, say: { vi: "hai" } },
            ],
          },
        ],
      },
    ],
    checks: [{ id: "one", fields: ["a"], if: true, say: { vi: "cả tờ" } }],
  }

  it("finds the words of a check by the id in its problem", () => {
    const ids = evaluate(form, { a: "x" }, "2026-11-22").errors.map((problem) => problem.params["id"] as string)
    expect(ids.map((id) => checkSentence(form, id)?.vi)).toEqual(["một", "hai", "cả tờ"])
  })

  it("has no words for a check that is not there", () => {
    expect(checkSentence(form, "b#1")).toBeNull()
    expect(checkSentence(form, "a#9")).toBeNull()
  })
})
