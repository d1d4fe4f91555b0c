import { describe, expect, it } from "vitest"
import { answer, answeredBy, answersOf, type Sheet, type Table, type Wanted } from "../../src/page/features/desk/digitiseSheets.ts"

const WANTED: readonly Wanted[] = [
  { key: "record", kind: "paper", name: "Giấy chứng sinh" },
  { key: "name", kind: "answer", name: "Họ tên" },
]

const sheet = (paper: string): Sheet => ({ paper }) as unknown as Sheet
const table = (...papers: string[]): Table => ({ sheets: papers.map(sheet), compared: [] })

describe("papers brought while more is asked for", () => {
  it("answer the thing of their own kind, until the official says another or none", () => {
    expect(answeredBy(table("record"), "record", WANTED)).toBe("record")
    expect(answeredBy(answer("record", "name")(table("record")), "record", WANTED)).toBe("name")
    expect(answersOf(answer("record", "")(table("record")), WANTED)).toEqual([])
  })

  it("answer only what is still asked for, each paper once, and pages without a paper nothing", () => {
    expect(answersOf(table("record", "record", ""), WANTED)).toEqual([{ paper: "record", item: "record" }])
    expect(answersOf(answer("other", "gone")(table("record", "other")), WANTED)).toEqual([{ paper: "record", item: "record" }])
  })
})
