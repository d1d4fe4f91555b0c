import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Draft } from "../../src/core/db/records.ts"
import { carriedOver, takenBack } from "../../src/core/domain/carrying.ts"
import { carryOn } from "../../src/core/domain/forms/mapping.ts"
import type { Answers, FieldDef, FormDef } from "../../src/core/domain/forms/types.ts"
import { type FormOf, wayTo } from "../../src/core/domain/forms/ways.ts"
import { meet } from "../../src/core/domain/meeting.ts"
import { same } from "../../src/core/domain/merge.ts"

const field = (key: string): FieldDef => ({ key, type: "text", label: { vi: key } })
const form = (...keys: string[]): FormDef => ({ title: { vi: "x" }, sections: [{ key: "s", title: { vi: "x" }, fields: keys.map(field) }] })

const [V1, V2, V3] = ["1@v1", "1@v2", "1@v3"]
const FORMS: Readonly<Record<string, FormDef>> = {
  [V1]: form("name", "phone", "fax"),
  [V2]: { ...form("name", "contact", "purpose"), from: { v1: { rules: [{ rename: "phone", to: "contact" }, { drop: "fax" }] } } },
  [V3]: { ...form("name", "tel", "purpose"), from: { v2: { rules: [{ rename: "contact", to: "tel" }] } } },
}
const every: FormOf = (ref) => Promise.resolve(FORMS[ref])
const without =
  (...gone: string[]): FormOf =>
  (ref) =>
    Promise.resolve(gone.includes(ref) ? undefined : FORMS[ref])
const [A, B] = ["a", "b"].map((device_id) => ({ device_id, device: device_id, at: `2026-11-28T0${device_id === "a" ? 1 : 2}:00:00Z` }))
const WHO = { mine: A!, theirs: B! }

const draft = (answers: Answers, more: Partial<Draft> = {}): Draft => ({
  id: "d",
  procedure: "1",
  form_ref: V1,
  unit_id: "u",
  answers,
  files: [],
  at: { section: "s" },
  checklist: [],
  for: "self",
  created_at: "",
  saved_at: "",
  ...more,
})
const typed = (old: Draft, answers: Answers): Draft => ({ ...old, answers: { ...old.answers, ...answers } })

async function over(old: Draft, ref: string): Promise<Draft> {
  const way = (await wayTo(every, { ref: old.form_ref, form: FORMS[old.form_ref]! }, ref))!
  return carriedOver(old, way, carryOn(way.forms, way.rules, old.answers), undefined, "2026-11-28T00:30:00Z")
}

const START = draft({ name: "An", phone: "1", fax: "2" })

describe("F45: one phone has carried the draft over, the other has not", () => {
  it("F45: a renamed question is one question: what changed on one side stands, nobody is asked", async () => {
    const newer = typed(await over(START, V2), { purpose: "vay" })
    const older = typed(START, { phone: "0905" })
    for (const [mine, theirs] of [
      [newer, older],
      [older, newer],
    ] as const) {
      const met = (await meet(every, START, { mine, theirs }, WHO))!
      expect(met.form_ref).toBe(V2)
      expect(met.answers).toEqual({ name: "An", contact: "0905", purpose: "vay" })
      expect(met.conflicts).toBeUndefined()
      expect(met.fresh).toEqual(["purpose"])
    }
  })

  it("F45, F50: answered differently on both it is asked about under its newer name", async () => {
    const newer = typed(await over(START, V2), { contact: "0977" })
    const met = (await meet(every, START, { mine: newer, theirs: typed(START, { phone: "0905" }) }, WHO))!
    expect(met.answers["contact"]).toBe("0977")
    expect(met.conflicts?.map(({ path, value }) => [path, value])).toEqual([["contact", "0905"]])
  })

  it("F45: an open question moves with the draft, and comes back with it", async () => {
    const open = draft({ name: "An", phone: "1" }, { conflicts: [{ path: "phone", value: "9", by: A!, now: B! }] })
    const moved = await over(open, V3)
    expect(moved.conflicts?.map(({ path, value }) => [path, value])).toEqual([["tel", "9"]])
    expect(takenBack(moved).conflicts).toEqual(open.conflicts)
  })

  it("F45: through two versions at once", async () => {
    const met = (await meet(
      every,
      START,
      { mine: typed(START, { phone: "0905" }), theirs: typed(await over(START, V3), { name: "Ân" }) },
      WHO,
    ))!
    expect([met.form_ref, met.answers]).toEqual([V3, { name: "Ân", tel: "0905" }])
  })

  it("F45: waits while a form is not on the phone", async () => {
    const sides = { mine: typed(START, { phone: "0905" }), theirs: typed(await over(START, V3), { name: "Ân" }) }
    for (const gone of [V1, V2, V3]) expect(await meet(without(gone), START, sides, WHO)).toBeUndefined()
  })

  it("F45: where only one of them went on, its draft stands whole, also taken back", async () => {
    const newer = await over(START, V2)
    expect((await meet(without(V1, V2), START, { mine: START, theirs: newer }, WHO))?.form_ref).toBe(V2)
    expect((await meet(without(V1, V2), newer, { mine: takenBack(newer), theirs: newer }, WHO))?.form_ref).toBe(V1)
  })

  it("F45: no word is lost and no answer stands under a name of the older form, whatever both wrote", async () => {
    const words = fc.dictionary(fc.constantFrom("name", "phone", "fax"), fc.constantFrom("a", "b", "c"))
    const later = fc.dictionary(fc.constantFrom("name", "contact", "purpose"), fc.constantFrom("d", "e", "a"))
    await fc.assert(
      fc.asyncProperty(words, words, words, later, fc.boolean(), async (start, before, elsewhere, after, swap) => {
        const base = draft(start)
        const older = typed(base, elsewhere)
        const newer = typed(await over(typed(base, before), V2), after)
        const [mine, theirs] = swap ? [older, newer] : [newer, older]
        const met = (await meet(every, base, { mine, theirs }, WHO))!
        const written = JSON.stringify([met.answers, met.conflicts, met.history])
        const changed = (from: Answers, to: Answers): unknown[] =>
          Object.keys(to).flatMap((key) => (same(from[key], to[key]) ? [] : [to[key]]))
        // what stands as both had it is nobody's change, also where it was written over and typed again
        const news = changed((await over(base, V2)).answers, newer.answers)
        for (const word of [...changed(base.answers, older.answers), ...news]) expect(written).toContain(JSON.stringify(word))
        if (same(base, older) || same(base, newer)) return
        const known = new Set(["name", "contact", "purpose"])
        if (met.form_ref !== V2) throw new Error(`on ${met.form_ref}`)
        for (const key of Object.keys(met.answers)) expect(known.has(key)).toBe(true)
        for (const { path } of met.conflicts ?? []) expect(known.has(path)).toBe(true)
      }),
    )
  })
})
