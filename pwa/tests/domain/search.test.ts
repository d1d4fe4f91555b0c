import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isOneEditAway, SearchIndex, type Searchable } from "../../src/core/domain/search.ts"

function procedure(code: string, name: string, more: Partial<Searchable> & { en?: string; say?: string } = {}): Searchable {
  return {
    code,
    aliases: more.aliases ?? [],
    name: more.en === undefined ? { vi: name } : { vi: name, en: more.en },
    summary: { vi: more.say ?? "" },
    words: more.words ?? [],
    life_events: more.life_events ?? [],
  }
}

const PROCEDURES = [
  procedure("1.000894", "Đăng ký kết hôn", {
    en: "Marriage registration",
    words: ["cưới", "lấy vợ", "lấy chồng"],
    life_events: ["marriage"],
  }),
  procedure("1.000001", "Đăng ký lại khai sinh", { words: ["mất sổ gốc"] }),
  procedure("1.001193", "Đăng ký khai sinh", {
    en: "Birth registration",
    aliases: ["2.009999"],
    words: ["làm giấy khai sinh", "sinh con"],
    life_events: ["birth"],
    say: "Làm giấy tờ cho bé mới sinh.",
  }),
  procedure("2.000815", "Chứng thực bản sao từ bản chính", { words: ["sao y", "công chứng bản sao"], say: "Không áp dụng cho khai sinh." }),
  procedure("1.004194", "Đăng ký tạm trú", { words: ["ở trọ", "thuê nhà"] }),
  procedure("1.002755", "Công nhận hộ nghèo"),
  procedure("1.002756", "Xác nhận họ tên khai khác nhau"),
]
const EVENTS = [
  { key: "birth", name: { vi: "Sinh con", en: "A child is born" } },
  { key: "marriage", name: { vi: "Kết hôn" } },
]
const index = new SearchIndex(PROCEDURES, EVENTS)
const found = (query: string): string[] => index.find(query).map((hit) => hit.code)

describe("finding a procedure", () => {
  it("finds it by its code, by the start of it, by its digits, and by an old code", () => {
    expect(found("1.001193")).toEqual(["1.001193"])
    expect(found("1.00119")[0]).toBe("1.001193")
    expect(found("1001193")[0]).toBe("1.001193")
    expect(found("001193")[0]).toBe("1.001193")
    expect(found("2.009999")).toEqual(["1.001193"])
  })

  it("finds it with and without marks, capitals and order", () => {
    for (const query of ["kết hôn", "ket hon", "KẾT  HÔN", "hôn kết"]) expect(found(query)[0]).toBe("1.000894")
  })

  it("puts the shorter name first when both names say it all", () => {
    expect(found("khai sinh").slice(0, 2)).toEqual(["1.001193", "1.000001"])
  })

  it("puts names before everyday words, and both before the summary", () => {
    expect(found("khai sinh").indexOf("2.000815")).toBe(2)
    expect(found("sao")[0]).toBe("2.000815")
  })

  it("understands everyday words", () => {
    expect(found("cưới vợ")[0]).toBe("1.000894")
    expect(found("o tro")[0]).toBe("1.004194")
    expect(found("sao y")[0]).toBe("2.000815")
    expect(found("tôi muốn làm giấy khai sinh cho con")[0]).toBe("1.001193")
  })

  it("understands life events and English", () => {
    expect(found("child")).toEqual(["1.001193"])
    expect(found("marriage")).toEqual(["1.000894"])
  })

  it("finds while a word is still being typed", () => {
    expect(found("tạm tr")[0]).toBe("1.004194")
    expect(found("kh si").slice(0, 2)).toContain("1.001193")
  })

  it("forgives one slip in a word of five letters or more, and words written together", () => {
    expect(found("nghheo")).toEqual(["1.002755"])
    expect(found("marriege")).toEqual(["1.000894"])
    expect(found("khaisinh")[0]).toBe("1.001193")
  })

  it("lets written marks decide between words that fold to the same letters", () => {
    expect(found("họ")[0]).toBe("1.002756")
    expect(found("hộ")[0]).toBe("1.002755")
  })

  it("shows what fits most of the words when nothing fits all of them", () => {
    expect(found("đăng ký kết hôn zzzzzz")[0]).toBe("1.000894")
  })

  it("finds nothing in nothing, and nothing for what is not there", () => {
    expect(found("")).toEqual([])
    expect(found(" . ")).toEqual([])
    expect(found("zzzzzz")).toEqual([])
    expect(new SearchIndex([]).find("khai sinh")).toEqual([])
  })

  it("keeps to the limit that was asked for", () => {
    expect(index.find("đăng ký", 2)).toHaveLength(2)
  })

  it("answers any question with procedures it has, the best first", () => {
    const codes = new Set(PROCEDURES.map((item) => item.code))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string({ unit: fc.constantFrom("k", "h", "a", "i", "s", "n", "đ", "ă", "g", "ý", " ", "1", "0", ".") }),
        ),
        (query) => {
          const hits = index.find(query)
          expect(hits.every((hit, at) => codes.has(hit.code) && hit.score <= (hits[at - 1]?.score ?? Infinity))).toBe(true)
          expect(new Set(hits.map((hit) => hit.code)).size).toBe(hits.length)
        },
      ),
    )
  })
})

describe("one edit", () => {
  it.each([
    ["nghiep", "nghiep", true],
    ["nghiep", "nghip", true],
    ["nghip", "nghiep", true],
    ["nghiap", "nghiep", true],
    ["nghipe", "nghiep", true],
    ["nghie", "nghxep", false],
    ["abcdef", "badcfe", false],
    ["", "ab", false],
  ])("is what lies between %s and %s: %s", (one, other, yes) => {
    expect(isOneEditAway(one, other)).toBe(yes)
  })
})
