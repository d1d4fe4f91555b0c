import { describe, expect, it } from "vitest"
import type { FormDef } from "../../src/core/domain/forms/index.ts"
import { filledIn, numbersOf, type Offer, ownNumber, sourceOf, toAsk, withoutOffers } from "../../src/page/features/desk/before.ts"

const text = { vi: "Hỏi", en: "Ask" }
const HAS_ID = { is: [{ get: "req_has_id" }, true] }
const OTHER = { not: { is: [{ get: "req_relation" }, "self"] } }

/** As the certificate of marital status asks. */
const MARITAL = {
  title: text,
  sections: [
    {
      key: "requester",
      title: text,
      fields: [
        { key: "req_name", type: "person_name", label: text, binds: "owner.name" },
        { key: "req_has_id", type: "yes_no", label: text },
        { key: "req_id_number", type: "id_number", label: text, kinds: ["cccd"], visible_if: HAS_ID, binds: "owner.id_number" },
        { key: "req_paper_number", type: "id_number", label: text, kinds: ["cmnd", "passport"], binds: "owner.id_number" },
        { key: "req_phone", type: "phone", label: text, binds: "owner.phone" },
        { key: "req_relation", type: "text", label: text },
      ],
    },
    {
      key: "subject",
      title: text,
      fields: [
        { key: "sub_name", type: "person_name", label: text, visible_if: OTHER, binds: "subject.name" },
        { key: "sub_gender", type: "choice", label: text, list: "genders" },
      ],
    },
  ],
} as unknown as FormDef

/** As the marriage form asks: who files is worked out. */
const MARRIAGE = {
  title: text,
  sections: [
    {
      key: "both",
      title: text,
      fields: [
        { key: "woman_id_number", type: "id_number", label: text, kinds: ["cccd"], binds: "subject.1.id_number" },
        { key: "man_id_number", type: "id_number", label: text, kinds: ["cccd"], binds: "subject.2.id_number" },
        { key: "filer_id_number", type: "id_number", label: text, computed: { get: "woman_id_number" }, binds: "owner.id_number" },
      ],
    },
  ],
} as unknown as FormDef

const offer = (path: string, means: string, value: unknown, more: Partial<Offer> = {}): Offer => ({
  ...{
    path,
    means,
    value,
    unless: null,
    from_code: "H1",
    from_procedure: { vi: "Chứng thực", en: null },
    given_at: "2026-11-01T02:00:00Z",
  },
  ...{ again: false, here: false, by: "req_id_number" },
  ...more,
})

const at = { form: MARITAL, truth: {}, used: [], today: "2026-11-30" }

describe("what a person gave before", () => {
  it("is filled in where it is asked, one answer bringing the next question", () => {
    const offers = [offer("req_id_number", "id_number", "038194001234"), offer("req_has_id", "has_id", true)]
    expect(filledIn({ ...at, answers: {}, offers }).answers).toEqual({ req_has_id: true, req_id_number: "038194001234" })
  })

  it("never writes over what was typed, and what was emptied by hand stays empty", () => {
    const offers = [offer("req_name", "name", "Hoa")]
    expect(filledIn({ ...at, answers: { req_name: "Hòa" }, offers }).answers).toEqual({ req_name: "Hòa" })
    const first = filledIn({ ...at, answers: {}, offers })
    expect(first.used).toEqual(["req_name"])
    expect(filledIn({ ...at, answers: {}, offers, used: first.used }).answers).toEqual({})
  })

  it("is asked once whether it is still true, and filled in only if it is", () => {
    const offers = [offer("req_phone", "phone", "0912000360", { again: true })]
    expect(filledIn({ ...at, answers: {}, offers }).answers).toEqual({})
    expect(toAsk(offers, new Set(["req_phone"]), {}, {})).toHaveLength(1)
    expect(toAsk(offers, new Set(["req_phone"]), {}, { phone: "changed" })).toHaveLength(0)
    expect(filledIn({ ...at, answers: {}, offers, truth: { phone: "changed" } }).answers).toEqual({})
    expect(filledIn({ ...at, answers: {}, offers, truth: { phone: "still" } }).answers).toEqual({ req_phone: "0912000360" })
  })

  it("is not given to another person: her sex is filled in once she asks for herself", () => {
    const offers = [offer("sub_gender", "gender", "female", { unless: "sub_name" })]
    expect(filledIn({ ...at, answers: { req_relation: "mother" }, offers }).answers).toEqual({ req_relation: "mother" })
    expect(filledIn({ ...at, answers: { req_relation: "self" }, offers }).answers).toEqual({ req_relation: "self", sub_gender: "female" })
  })

  it("goes away with its offer, and what was changed by hand stays", () => {
    const offers = [offer("req_name", "name", "Hoa"), offer("req_phone", "phone", "0912000360")]
    const answers = { req_name: "Hoa", req_phone: "0977000111" }
    expect(withoutOffers(answers, offers)).toEqual({ req_phone: "0977000111" })
    expect(sourceOf(offers, "req_name", "Hoa")?.from_code).toBe("H1")
    expect(sourceOf(offers, "req_phone", "0977000111")).toBeUndefined()
  })

  it("is looked for with the owner's number, or with both where the form works out who files", () => {
    expect(numbersOf(MARITAL).map((field) => field.key)).toEqual(["req_id_number"])
    expect(numbersOf(MARRIAGE).map((field) => field.key)).toEqual(["woman_id_number", "man_id_number"])
    expect(ownNumber(MARITAL, "req_id_number", "038194001234")).toEqual([
      ["req_has_id", true],
      ["req_id_number", "038194001234"],
    ])
  })
})
