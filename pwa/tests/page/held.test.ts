import { describe, expect, it } from "vitest"
import type { FormDef } from "../../src/core/domain/forms/types.ts"
import { people, plain, shaped, unshaped } from "../../src/page/features/desk/heldShape.ts"

const FORM = {
  title: { vi: "Tờ khai" },
  sections: [
    {
      key: "owner",
      title: { vi: "Người yêu cầu" },
      fields: [
        { key: "name", type: "person_name", label: { vi: "Họ tên" } },
        { key: "born", type: "date", label: { vi: "Ngày sinh" } },
        { key: "photo", type: "attachment", label: { vi: "Ảnh" } },
      ],
    },
    {
      key: "papers",
      title: { vi: "Giấy tờ" },
      repeat: { item: { vi: "Giấy tờ" }, min: 0, max: 9 },
      fields: [{ key: "paper", type: "text", label: { vi: "Tên giấy tờ" } }],
    },
  ],
} as unknown as FormDef

describe("what waits for an officer", () => {
  it("is shown by its questions where it fits them", () => {
    const given = { name: "Lường Thị Xuân", born: "1990-02-01", photo: ["a"], papers: [{ _id: "r1", paper: "Bằng" }] }
    expect(shaped(FORM, given)).toEqual({ answers: given, loose: [] })
  })

  it("loses nothing that fits no question: it is read beside them, by its label where there is one", () => {
    const given = { name: { first: "Xuân" }, born: null, papers: "một bằng", extra: { phone: "0905", list: [1, true] } }
    const { answers, loose } = shaped(FORM, given)
    expect(answers).toEqual({ born: null })
    expect(loose).toEqual([
      { label: "Họ tên", text: "first: Xuân" },
      { label: "Giấy tờ", text: "một bằng" },
      { label: "extra", text: "phone: 0905, list: 1; Có" },
    ])
  })

  it("is never raw text of a machine, however deep", () => {
    const deep = { rows: [{ _id: "r1", a: 1 }, null, { b: [{ c: "x" }] }] }
    expect(plain(deep)).toBe("rows: a: 1; b: c: x")
    expect(unshaped({ deep, empty: {}, none: null }).map((line) => line.text)).toEqual(["rows: a: 1; b: c: x"])
  })

  it("names only people who are people", () => {
    const given = { owner: { name: "Xuân", id_number: 12, phone: "0905" }, submitter: "ai đó", subjects: { name: "x" }, witnesses: [null] }
    expect(people(given)).toEqual({ owner: { name: "Xuân", phone: "0905" }, subjects: [], witnesses: [] })
  })
})
