import { describe, expect, it } from "vitest"
import type { SupplementItemOut } from "../../src/core/contract/types.ts"
import type { Draft } from "../../src/core/domain/draft.ts"
import { evaluate } from "../../src/core/domain/forms/index.ts"
import type { Answers, FormDef } from "../../src/core/domain/forms/types.ts"
import { begun, givenAnswers, lackOf, placeOf, stillAsked } from "../../src/core/domain/supplement.ts"

const FORM = {
  title: { vi: "Tờ khai" },
  sections: [
    {
      key: "who",
      title: { vi: "Ai" },
      fields: [
        { key: "name", type: "person_name", label: { vi: "Họ tên" }, required: true },
        { key: "phone", type: "phone", label: { vi: "Điện thoại" } },
        { key: "photo", type: "attachment", label: { vi: "Ảnh" }, paper: "record", required: true },
      ],
    },
    {
      key: "rows",
      title: { vi: "Dòng" },
      repeat: { min: 0, max: 3, item: { vi: "Giấy" } },
      fields: [{ key: "pages", type: "number", label: { vi: "Trang" }, required: true, whole: true }],
    },
  ],
} as unknown as FormDef

const DECLARED: Answers = { name: "HOA", photo: ["old"], rows: [{ _id: "r1", pages: 1 }] }

const item = (kind: "answer" | "paper", key: string, before: unknown = null): SupplementItemOut =>
  ({
    kind,
    key,
    label: { vi: key },
    reason: "?",
    guidance: "",
    example: null,
    before,
    pages: [],
    note: null,
  }) as unknown as SupplementItemOut

const draftOf = (answers: Answers, notes: Record<string, string> = {}): Draft =>
  ({ answers, supplement: { supplement_id: "s", dossier_id: "d", notes } }) as unknown as Draft

const lack = (of: SupplementItemOut, answers: Answers, notes: Record<string, string> = {}): unknown =>
  lackOf(placeOf(of, FORM, answers), draftOf(answers, notes), evaluate(FORM, answers, "2026-11-29").errors)

describe("a thing that was asked for", () => {
  it("is asked for no more once somebody brought a paper for it to the counter", () => {
    const brought = {
      ...item("paper", "record"),
      brought: { at: "2026-11-30T02:00:00Z", by: "Hoa", paper: { vi: "Giấy" }, official: "Ánh" },
    }
    expect(stillAsked([brought, item("answer", "name")]).map((each) => each.key)).toEqual(["name"])
  })

  it("has its place: the question itself, the slot of its paper, or a place of its own", () => {
    expect(placeOf(item("answer", "name"), FORM, DECLARED).field.type).toBe("person_name")
    expect(placeOf(item("answer", "rows[r1].pages"), FORM, DECLARED).field.type).toBe("number")
    expect(placeOf(item("paper", "record"), FORM, DECLARED).path).toBe("photo")
    const loose = placeOf(item("paper", "power_of_attorney"), FORM, DECLARED)
    expect([loose.path, loose.field.type, loose.field.paper]).toEqual(["@paper_power_of_attorney", "attachment", "power_of_attorney"])
  })

  it("begins with what was declared, a paper without its old pages; a helper has just what is asked for", () => {
    const items = [item("paper", "record"), item("answer", "name", "HOA")]
    expect(begun(items, FORM, DECLARED)).toEqual({ name: "HOA", rows: DECLARED["rows"] })
    expect(begun(items, FORM, {})).toEqual({ name: "HOA" })
  })

  it("is still to do while nothing is given, nothing is changed, or what is given is wrong", () => {
    expect(lack(item("paper", "record"), { name: "HOA" })).toBe("missing")
    expect(lack(item("paper", "record"), { name: "HOA", photo: ["new"] })).toBeUndefined()
    expect(lack(item("answer", "name", "HOA"), DECLARED)).toBe("unchanged")
    expect(lack(item("answer", "name", "HOA"), { ...DECLARED, name: "HOÀ" })).toBeUndefined()
    expect(lack(item("answer", "phone"), { ...DECLARED, phone: "12" })).toMatchObject({ path: "phone" })
    expect(lack(item("answer", "rows[r1].pages", 1), { ...DECLARED, rows: [{ _id: "r1", pages: 1.5 }] })).toMatchObject({
      path: "rows[r1].pages",
    })
  })

  it("is done with words where it cannot be given; what is wrong elsewhere does not matter", () => {
    expect(lack(item("paper", "record"), {}, { record: "Bản chính đã mất" })).toBeUndefined()
    expect(lack(item("paper", "record"), {}, { record: " a " })).toBe("missing")
    expect(lack(item("answer", "phone", "0905111222"), { phone: "0905123456" })).toBeUndefined()
  })

  it("alone is sent", () => {
    const places = [item("answer", "name", "HOA"), item("paper", "record"), item("paper", "loose")].map((each) =>
      placeOf(each, FORM, DECLARED),
    )
    const answers = { ...DECLARED, name: "HOÀ", photo: ["new"], "@paper_loose": ["x"] }
    expect(givenAnswers(places, answers)).toEqual({ name: "HOÀ", photo: ["new"] })
  })
})
