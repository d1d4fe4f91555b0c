import { describe, expect, it } from "vitest"
import type { Draft } from "../../src/core/db/records.ts"
import { carry, sameBindings } from "../../src/core/domain/forms/mapping.ts"
import type { FieldDef, FormDef } from "../../src/core/domain/forms/types.ts"
import { carriedOver, isFresh, onlyFresh, takenBack } from "../../src/page/features/apply/carrying.ts"

const field = (key: string, more: Partial<FieldDef> = {}): FieldDef => ({ key, type: "text", label: { vi: key }, ...more })
const form = (...fields: FieldDef[]): FormDef => ({ title: { vi: "x" }, sections: [{ key: "s", title: { vi: "x" }, fields }] })
const page = (id: string, paper: string): Draft["files"][number] => ({
  attachment_id: id,
  paper,
  page: 1,
  sha256: id,
  size: 1,
  type: "image/jpeg",
})

const OLD = form(
  field("name"),
  field("proof", { type: "attachment", paper: "old_paper" }),
  field("extra", { type: "attachment", paper: "extra" }),
)
const NEW = form(field("name"), field("purpose"), field("evidence", { type: "attachment", paper: "new_paper" }))
const RULES = [{ rename: "proof", to: "evidence" }, { drop: "extra" }]
const DRAFT: Draft = {
  id: "d",
  procedure: "1.001193",
  form_ref: "1.001193@old",
  unit_id: "u",
  answers: { name: "An", proof: ["p1"], extra: ["p2"] },
  files: [page("p1", "old_paper"), page("p2", "extra")],
  at: { section: "s" },
  checklist: [],
  for: "self",
  created_at: "",
  saved_at: "",
}
const moved = (): Draft =>
  carriedOver(DRAFT, { ref: "1.001193@new", form: NEW }, carry(OLD, NEW, RULES, DRAFT.answers), undefined, "2026-11-28")

describe("a draft that is carried over", () => {
  it("F45: is pinned to the newer form, with its pages under their new paper, and knows what is new", () => {
    expect(moved()).toMatchObject({
      form_ref: "1.001193@new",
      answers: { name: "An", evidence: ["p1"] },
      files: [{ attachment_id: "p1", paper: "new_paper", page: 1 }],
      fresh: ["purpose"],
    })
  })

  it("F45: keeps in its history all that it was, word for word and page for page", () => {
    const [past] = moved().history ?? []
    expect(past).toMatchObject({ form_ref: DRAFT.form_ref, answers: DRAFT.answers, files: DRAFT.files })
    expect(past?.aside).toEqual([{ path: "extra", value: ["p2"], why: "drop" }])
  })

  it("is exactly what it was when it is taken back", () => {
    expect(takenBack(moved())).toEqual({ ...DRAFT, history: [] })
    expect(takenBack(DRAFT)).toEqual(DRAFT)
  })

  it("shows only the questions that are new, also in rows", () => {
    expect(onlyFresh(NEW, ["purpose"]).map((section) => section.fields.map((each) => each.key))).toEqual([["purpose"]])
    expect(isFresh("kids[1].sex", new Set(["kids.sex"]))).toBe(true)
    expect(isFresh("sex", new Set(["kids.sex"]))).toBe(false)
  })
})

describe("answers copied to a successor", () => {
  it("F46: come over by their names, and by whose data they are", () => {
    const one = form(field("req_name", { binds: "owner.name" }), field("note"), field("gone"))
    const other = form(field("owner_name", { binds: "owner.name" }), field("note"))
    const rules = sameBindings(one, other)
    expect(rules).toEqual([{ rename: "req_name", to: "owner_name" }])
    expect(carry(one, other, rules, { req_name: "An", note: "x", gone: "y" })).toEqual({
      answers: { owner_name: "An", note: "x" },
      history: [{ path: "gone", value: "y", why: "drop" }],
      asked: [],
    })
  })
})
