import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import { cardWarnings, idFacts, parseCard, type IdCard } from "../../src/core/domain/cccd.ts"
import { claimSecret, localCode, parseDossierNumber, parseLocalCode, uuid7, type DossierNumber } from "../../src/core/domain/ids.ts"
import { dong, words } from "../../src/core/domain/money.ts"
import { compareNames, compareTexts, fold, lengthOf, looksLikeAName, nfc, nfcLines } from "../../src/core/domain/text.ts"
import {
  asciiText,
  buildVietQr,
  crc,
  parseVietQr,
  paymentReference,
  referencesIn,
  type VietQr,
  type VietQrFault,
} from "../../src/core/domain/vietqr.ts"
import { load } from "./shared.ts"

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".split("")

interface CodeCase {
  name: string
  text: string
  of?: string
  local?: string | null
  number?: DossierNumber | null
  memo?: string[]
}

describe("ids", () => {
  test.each(load<CodeCase>("ids"))("shared case: $name", (given) => {
    if (given.of !== undefined) expect(localCode(given.of)).toBe(given.local)
    else if (given.local !== undefined) expect(parseLocalCode(given.text)).toBe(given.local)
    else if (given.memo !== undefined) expect(referencesIn(given.text)).toEqual(given.memo)
    else expect(parseDossierNumber(given.text)).toEqual(given.number)
  })

  it("makes an id with its time and the marks of version 7", () => {
    const id = uuid7(0x0192f0a01234)
    expect(id).toMatch(/^0192f0a0-1234-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(Array.from({ length: 1000 }, () => localCode(uuid7()))).size).toBe(1000)
  })

  it("reads a code back however it is typed, and catches every wrong character", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(8), fc.constantFrom(...ALPHABET), (id, place, other) => {
        const code = localCode(id)
        expect(parseLocalCode(code.toLowerCase().replace(/-/g, " ").replace(/0/g, "o").replace(/1/g, "l"))).toBe(code)
        const plain = code.replace(/-/g, "")
        const wrong = plain.slice(0, place) + other + plain.slice(place + 1)
        expect(parseLocalCode(wrong)).toBe(wrong === plain ? code : null)
      }),
    )
  })

  it("makes claim secrets of 120 bits in letters a QR takes well", () => {
    const made = Array.from({ length: 100 }, claimSecret)
    expect(new Set(made).size).toBe(100)
    for (const secret of made) expect(secret).toMatch(/^[A-Z2-7]{24}$/)
  })
})

interface QrCase {
  name: string
  request: VietQr
  text?: string
  code?: VietQrFault
}

describe("VietQR", () => {
  test.each(load<QrCase>("vietqr"))("shared case: $name", ({ request, text, code }) => {
    expect(buildVietQr(request)).toEqual(text === undefined ? { ok: false, code } : { ok: true, value: text })
    if (text === undefined) return
    const { bin, account, amount = null, bill = "", service = "QRIBFTTA" } = request
    const purpose = asciiText(request.purpose ?? "")
    expect(parseVietQr(text)).toEqual({ ok: true, value: { bin, account, amount, bill, service, purpose } })
  })

  it("has the known checksum", () => {
    expect(crc("123456789")).toBe("29B1")
  })

  it("refuses a broken code with its reason", () => {
    const good = "00020101021138540010A00000072701240006970422011003393530730208QRIBFTTA53037045802VN63044451"
    const code = (text: string): string => {
      const read = parseVietQr(text)
      return read.ok ? "read" : read.code
    }
    expect(code(good)).toBe("read")
    expect(code(good.replace("970422", "970423"))).toBe("bad_crc")
    expect(code("")).toBe("bad_crc")
    expect(code("Nguyễn")).toBe("not_vietqr")
    expect(code(`0099x6304${crc("0099x6304")}`)).toBe("bad_shape")
    expect(code(`0002016304${crc("0002016304")}`)).toBe("not_vietqr")
  })

  it("finds the reference it made in the memo of a bank", () => {
    const code = localCode(uuid7())
    expect(paymentReference(code)).toMatch(/^CL[0-9A-Z]{9}$/)
    expect(referencesIn(`IBFT ${paymentReference(code).toLowerCase()}; ma GD 99`)).toEqual([code])
  })

  it("reads or refuses any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const body = `${asciiText(text)}6304`
        expect(typeof parseVietQr(body + crc(body)).ok).toBe("boolean")
      }),
    )
  })
})

describe("ID cards", () => {
  test.each(load<{ name: string; text: string; expect: IdCard | null }>("cccd"))("shared case: $name", (given) => {
    expect(parseCard(given.text)).toEqual(given.expect)
  })

  it("says what a number says, and nothing of what is no number", () => {
    expect(idFacts("048183000000")).toEqual({ place: "048", gender: "female", birth_year: 1983 })
    expect(idFacts("034200000000")).toEqual({ place: "034", gender: "male", birth_year: 2000 })
    expect(idFacts("012345678")).toBeNull()
    expect(cardWarnings("012345678", "male", "1990")).toEqual([])
  })

  it("reads any text, or says that it is no card", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 9 }), (parts) => {
        const card = parseCard(`001090012345|${parts.join("|")}`)
        expect(card?.id_number ?? "001090012345").toBe("001090012345")
      }),
    )
  })
})

interface TextCase {
  name: string
  text: string
  nfc?: string
  lines?: string
  fold?: string
  is_name?: boolean
}

describe("text and money", () => {
  test.each(load<TextCase>("text"))("shared case: $name", (given) => {
    const found = { nfc: nfc(given.text), lines: nfcLines(given.text), fold: fold(given.text), is_name: looksLikeAName(given.text) }
    const { name: _name, text: _text, ...expected } = given
    expect(found).toMatchObject(expected)
  })

  test.each(load<{ name: string; amount: number; dong: string; words: string }>("money"))("amount: $name", (given) => {
    expect([dong(given.amount), words(given.amount)]).toEqual([given.dong, given.words])
  })

  it("stands words and people in the order of the alphabet", () => {
    const [inWords, inNames] = load<{ name: string; words?: string[]; names?: string[] }>("order")
    const list = inWords?.words ?? []
    const names = inNames?.names ?? []
    expect([...list].reverse().sort(compareTexts)).toEqual(list)
    expect([...names].reverse().sort(compareNames)).toEqual(names)
  })

  it("counts characters as a person does", () => {
    expect(lengthOf("Đỗ 😀")).toBe(4)
  })
})
