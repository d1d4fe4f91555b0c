import { describe, expect, test } from "vitest"
import { parseCard } from "../../src/core/domain/cccd.ts"
import { evaluate, type FormDef } from "../../src/core/domain/forms/index.ts"
import { cardNumbers, fromCard } from "../../src/page/form/card.ts"
import { measureOf } from "../../src/page/form/measure.ts"
import { answerAt, fieldAt, pathIn, withAnswer } from "../../src/page/form/paths.ts"
import { decoding, faultsOf, grey, sniff } from "../../src/page/form/photo.ts"
import { isHole, problemName, problemText } from "../../src/page/form/problems.ts"
import { CHECK, nextOf, SEND, sectionOf, stepsOf } from "../../src/page/form/steps.ts"

const form: FormDef = {
  title: { vi: "Tờ khai" },
  sections: [
    {
      key: "mother",
      title: { vi: "Mẹ" },
      fields: [
        { key: "mother_name", type: "person_name", label: { vi: "Họ tên mẹ" }, required: true },
        { key: "mother_birth", type: "date", label: { vi: "Ngày sinh" }, partial: true, past: true },
        { key: "mother_has_id", type: "yes_no", label: { vi: "Có số định danh không?" } },
        { key: "mother_id_number", type: "id_number", label: { vi: "Số định danh" }, kinds: ["cccd"] },
        { key: "mother_address", type: "address", label: { vi: "Nơi ở" } },
        { key: "married", type: "yes_no", label: { vi: "Đã kết hôn?" } },
      ],
    },
    {
      key: "father",
      title: { vi: "Cha" },
      visible_if: { is: [{ get: "married" }, true] },
      fields: [{ key: "father_name", type: "person_name", label: { vi: "Họ tên cha" } }],
    },
    {
      key: "members",
      title: { vi: "Người cùng đi" },
      repeat: { max: 3, item: { vi: "Người" } },
      fields: [{ key: "name", type: "person_name", label: { vi: "Họ tên" } }],
    },
    { key: "hidden", title: { vi: "Không hỏi gì" }, fields: [{ key: "never", type: "text", label: { vi: "Không" }, visible_if: false }] },
  ],
}
const TODAY = "2026-11-22"

function wrong(answers: Record<string, string>): string[] {
  return evaluate(form, answers, TODAY).errors.map((problem) => problemText(problem, form, answers))
}

describe("answers by their paths", () => {
  test("a changed answer leaves the others and the old object alone", () => {
    const before = { mother_name: "Vi Thị Hòa" }
    const after = withAnswer(before, "mother_birth", "1994")
    expect(after).toEqual({ mother_name: "Vi Thị Hòa", mother_birth: "1994" })
    expect(before).toEqual({ mother_name: "Vi Thị Hòa" })
    expect(withAnswer(after, "mother_birth", undefined)).toEqual(before)
  })
  test("a row of a group is found by its own id, whatever characters it has", () => {
    const path = pathIn("members", "a.b[1]", "name")
    const answers = withAnswer({ members: [{ _id: "a.b[1]" }, { _id: "c" }] }, path, "Lò Văn Pản")
    expect(answerAt(answers, path)).toBe("Lò Văn Pản")
    expect(answerAt(answers, pathIn("members", "c", "name"))).toBeUndefined()
    expect(fieldAt(form, path)?.section.key).toBe("members")
  })
})

describe("steps", () => {
  test("only sections that are shown and ask something are steps, then the check, then the sending", () => {
    expect(stepsOf(form, evaluate(form, {}, TODAY))).toEqual(["mother", "members", CHECK, SEND])
    expect(stepsOf(form, evaluate(form, { married: true }, TODAY))).toEqual(["mother", "father", "members", CHECK, SEND])
  })
  test("after the last section comes the check, also from a step that is gone", () => {
    expect(nextOf(["mother", CHECK, SEND], "mother")).toBe(CHECK)
    expect(nextOf(["mother", CHECK, SEND], "father")).toBe(CHECK)
  })
  test("a problem knows its section", () => {
    const problem = evaluate(form, {}, TODAY).errors[0]!
    expect([sectionOf(form, problem), problemName(problem, form), isHole(problem)]).toEqual(["mother", "Họ tên mẹ", true])
  })
})

describe("what is wrong is said so that it can be mended", () => {
  test("a month that does not exist is named", () => {
    expect(wrong({ mother_name: "Vi Thị Hòa", mother_birth: "1994-14" })).toEqual(["Không có tháng 14. Tháng là số từ 1 đến 12."])
  })
  test("a day that the month does not have is named", () => {
    expect(wrong({ mother_name: "Vi Thị Hòa", mother_birth: "1994-02-30" })).toEqual(["Tháng 2 không có ngày 30."])
  })
  test("a date still being typed asks for the rest", () => {
    expect(wrong({ mother_name: "Vi Thị Hòa", mother_birth: "1994-08-" })).toEqual(["Ghi đủ, hoặc chọn phần biết được ở trên."])
  })
  test("an identity number one digit short says how many are missing", () => {
    expect(wrong({ mother_name: "Vi Thị Hòa", mother_id_number: "038 194 012 34" })).toEqual(["Mới có 11 số. Xem lại thẻ, còn thiếu 1 số."])
  })
})

describe("an ID card fills in", () => {
  const section = form.sections[0]!
  const card = parseCard("038194012345||Vi Thị Hòa|05081994|Nữ|Nà Hin, Mai Sơn, Sơn La|10052021")

  test("the number, the name, the birth date, the old address, and that there is a number", () => {
    const number = cardNumbers(section)[0]!
    expect(Object.fromEntries(fromCard(section, number, card!))).toEqual({
      mother_name: "Vi Thị Hòa",
      mother_birth: "1994-08-05",
      mother_has_id: true,
      mother_id_number: "038194012345",
      mother_address: { old: "Nà Hin, Mai Sơn, Sơn La" },
    })
  })
})

describe("photos", () => {
  const head = (...bytes: number[]): Uint8Array => new Uint8Array([...bytes, ...Array<number>(16).fill(0)])
  const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0))

  test("a file is what its first bytes say, not what its name says", () => {
    expect(sniff(head(0xff, 0xd8, 0xff))).toBe("picture")
    expect(sniff(head(...letters("%PDF-1.7")))).toBe("pdf")
    expect(sniff(head(0, 0, 0, 24, ...letters("ftypheic")))).toBe("picture")
    expect(sniff(head(...letters("RIFF0000WEBP")))).toBe("picture")
    expect(sniff(head(...letters("MZ")))).toBeUndefined()
    expect(sniff(head(0, 0, 0, 24, ...letters("ftypisom")))).toBeUndefined()
  })

  /** A JPEG's beginning: a tag of the camera, tables, then the frame with its measure. */
  const jpeg = (width: number, height: number): Uint8Array => {
    const tag = [0xff, 0xe1, 0x40, 0x02, ...Array<number>(0x4000).fill(0)]
    const tables = [0xff, 0xc4, 0x00, 0x04, 0, 0]
    return new Uint8Array([0xff, 0xd8, ...tag, ...tables, 0xff, 0xc2, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 1])
  }

  test("F27: a picture of 48 megapixels is made smaller while it is decoded, along its longer edge", () => {
    expect(measureOf(jpeg(8064, 6048))).toEqual({ width: 8064, height: 6048 })
    expect(decoding(jpeg(8064, 6048))).toMatchObject({ resizeWidth: 3200, imageOrientation: "from-image" })
    expect(decoding(jpeg(6048, 8064))).toMatchObject({ resizeHeight: 3200 })
    const png = new Uint8Array([...[0x89, 0x50, 0x4e, 0x47], ...Array<number>(12).fill(0), 0, 0, 31, 64, 0, 0, 23, 112])
    expect(measureOf(png)).toEqual({ width: 8000, height: 6000 })
  })

  test("F27: one of 12 megapixels, and one whose first bytes tell nothing, is decoded as it is", () => {
    expect(decoding(jpeg(4032, 3024))).toEqual({ imageOrientation: "from-image" })
    expect(decoding(head(...letters("ftypheic")))).toEqual({ imageOrientation: "from-image" })
    expect(measureOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0x40]))).toBeUndefined()
  })

  const page = (paper: number, ink: number, every: number): Uint8ClampedArray =>
    Uint8ClampedArray.from({ length: 100 * 100 }, (_, n) => (Math.floor(n / 100) % every === 0 ? ink : paper))

  test("a page with sharp lines in good light is fine", () => {
    expect(faultsOf(page(230, 40, 6), 100)).toEqual([])
  })
  test("a dark page is told so", () => {
    expect(faultsOf(page(45, 5, 6), 100)).toContain("dark")
  })
  test("a page without edges is told to be blurred", () => {
    const soft = Uint8ClampedArray.from({ length: 100 * 100 }, (_, n) => 150 + 40 * Math.sin(n / 1000))
    expect(faultsOf(soft, 100)).toEqual(["blurred"])
  })
  test("brightness weighs colours as eyes do", () => {
    expect([...grey(Uint8ClampedArray.from([255, 255, 255, 255, 0, 255, 0, 255]))]).toEqual([255, 150])
  })
})
