import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Json } from "../../src/core/domain/forms/types.ts"
import { merge, merged, sameContent, settled, type Mergeable, type Writers } from "../../src/core/domain/merge.ts"

type Draft = Mergeable & { unit_id?: string; title?: string; at?: { section: string }; later?: Json }

const A = { device_id: "a", device: "A", at: "2026-11-28T09:41:00Z" }
const B = { device_id: "b", device: "B", at: "2026-11-28T09:39:00Z" }
const who: Writers = { mine: A, theirs: B }
const turned: Writers = { mine: B, theirs: A }
const draft = (answers: Draft["answers"], more: Partial<Draft> = {}): Draft => ({ answers, files: [], checklist: [], ...more })
const page = (id: string, n = 1) => ({ attachment_id: id, page: n })
const open = (of: Draft): [string, Json | undefined][] => (of.conflicts ?? []).map((clash) => [clash.path, clash.value])

describe("F49: two phones wrote in different fields", () => {
  it("F49: both answers stand, and nobody is asked", () => {
    const out = merge(draft({ a: "1" }), draft({ a: "1", b: "2" }), draft({ a: "3" }), who)
    expect(out).toEqual(draft({ a: "3", b: "2" }))
  })

  it("F49: rows are known by their ids: changes in two rows, a new one of each", () => {
    const base = draft({
      rows: [
        { _id: "r1", x: 1 },
        { _id: "r2", x: 1 },
      ],
    })
    const mine = draft({
      rows: [
        { _id: "r1", x: 5 },
        { _id: "r2", x: 1 },
        { _id: "r3", x: 3 },
      ],
    })
    const theirs = draft({ rows: [{ _id: "r1", x: 1, y: 2 }, { _id: "r2", x: 9 }, { _id: "r4" }] })
    const out = merge(base, mine, theirs, who)
    expect(out.answers["rows"]).toEqual([{ _id: "r1", x: 5, y: 2 }, { _id: "r2", x: 9 }, { _id: "r3", x: 3 }, { _id: "r4" }])
    expect(open(out)).toEqual([])
  })

  it("a row that one took away and the other wrote in stays; one nobody wrote in goes", () => {
    const base = draft({
      rows: [
        { _id: "r1", x: 1 },
        { _id: "r2", x: 1 },
      ],
    })
    const out = merge(
      base,
      draft({ rows: [] }),
      draft({
        rows: [
          { _id: "r1", x: 2 },
          { _id: "r2", x: 1 },
        ],
      }),
      who,
    )
    expect(out.answers["rows"]).toEqual([{ _id: "r1", x: 2 }])
  })

  it("pages that both added are all there, numbered in their order", () => {
    const base = draft({ paper: ["p1"] }, { files: [page("p1")] })
    const mine = draft({ paper: ["p1", "p2"] }, { files: [page("p1"), page("p2", 2)] })
    const theirs = draft({ paper: ["p1", "p3"] }, { files: [page("p1"), page("p3", 2)] })
    const out = merge(base, mine, theirs, who)
    expect(out.answers["paper"]).toEqual(["p1", "p2", "p3"])
    expect(out.files).toEqual([page("p1"), page("p2", 2), page("p3", 3)])
  })

  it("what is a phone's own, its place in the form, is not touched", () => {
    const out = merge(draft({}), draft({}, { at: { section: "mine" } }), draft({ a: 1 }, { at: { section: "theirs" } }), who)
    expect(out.at).toEqual({ section: "mine" })
  })

  it("members a later release wrote are carried over", () => {
    const out = merge(draft({}), draft({ a: 1 }), draft({}, { later: { new: [1] } }), who)
    expect(out.later).toEqual({ new: [1] })
  })
})

describe("F50: two phones answered the same question", () => {
  it("F50: the later arrival shows, the other is kept with its phone and its time", () => {
    const out = merge(draft({ a: "1" }), draft({ a: "2" }), draft({ a: "3" }), who)
    expect(out.answers).toEqual({ a: "2" })
    expect(out.conflicts).toEqual([{ path: "a", value: "3", by: B, now: A }])
  })

  it("F50: emptied on one and changed on the other are two answers too", () => {
    expect(open(merge(draft({ a: "1" }), draft({}), draft({ a: "3" }), who))).toEqual([["a", "3"]])
    expect(open(merge(draft({ a: "1" }), draft({ a: "3" }), draft({}), who))).toEqual([["a", undefined]])
  })

  it("F50: in a row, and about the office, it is the same", () => {
    const rows = (x: number) => draft({ rows: [{ _id: "r", x }] }, { unit_id: `u${x}` })
    expect(open(merge(rows(1), rows(2), rows(3), who))).toEqual([
      ["@unit_id", "u3"],
      ["rows[r].x", 3],
    ])
  })

  it("F50: a choice settles it everywhere", () => {
    const clashed = merge(draft({ a: "1" }), draft({ a: "2" }), draft({ a: "3" }), who)
    const chosen = settled(clashed, "a", (old) => ({ ...old, answers: { a: "3" } }))
    expect(chosen).toEqual(draft({ a: "3" }))
    expect(merge(clashed, clashed, chosen, who)).toEqual(draft({ a: "3" }))
    expect(merge(clashed, chosen, clashed, who)).toEqual(draft({ a: "3" }))
  })

  it("F50: two different choices are asked about again, also where one of them kept what showed", () => {
    const clashed = merge(draft({ a: "1" }), draft({ a: "2" }), draft({ a: "3" }), who)
    const stays = settled(clashed, "a", (old) => old)
    const other = settled(clashed, "a", (old) => ({ ...old, answers: { a: "3" } }))
    expect(open(merge(clashed, stays, other, who))).toEqual([["a", "3"]])
    expect(open(merge(clashed, other, stays, who))).toEqual([["a", "2"]])
  })
})

/* Drafts at random: some scalars, some rows, some pages, all small, so that they meet often. */
const ids = ["01", "02", "03", "04"]
const scalar: fc.Arbitrary<Json> = fc.constantFrom<Json>("x", "y", "z", 1, true)
const rows = fc.uniqueArray(fc.record({ _id: fc.constantFrom(...ids), x: scalar, y: scalar }, { requiredKeys: ["_id"] }), {
  selector: (row) => row._id,
  maxLength: 4,
})
const pages = fc.uniqueArray(fc.constantFrom("p1", "p2", "p3", "p4"), { maxLength: 4 })
const some: fc.Arbitrary<Draft> = fc
  .record({ a: fc.option(scalar), b: fc.option(scalar), rows, pages, ticks: fc.uniqueArray(fc.constantFrom("t", "u"), { maxLength: 2 }) })
  .map(({ a, b, rows: group, pages: list, ticks }) => ({
    answers: {
      ...(a !== null && { a }),
      ...(b !== null && { b }),
      ...(group.length > 0 && { group }),
      ...(list.length > 0 && { paper: list }),
    },
    files: list.map((id, at) => page(id, at + 1)),
    checklist: ticks,
  }))

/** Every answer of a draft by its path; those that wait for a choice beside the one that shows. */
function said(of: Draft): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const say = (path: string, value: Json | undefined): void =>
    void found.set(path, (found.get(path) ?? new Set()).add(JSON.stringify(value ?? null)))
  for (const [key, value] of Object.entries(of.answers)) {
    if (key === "group")
      for (const row of value as { _id: string }[]) for (const [name, each] of Object.entries(row)) say(`group[${row._id}].${name}`, each)
    else if (key !== "paper") say(key, value)
  }
  for (const clash of of.conflicts ?? []) {
    say(clash.path, clash.value)
  }
  return found
}

/** The same content up to which answer shows, and to the order of lists that both sides moved. */
function alike(of: Draft): unknown {
  const answers = said(of)
  for (const clash of of.conflicts ?? []) if (answers.get(clash.path)?.size === 1) answers.get(clash.path)?.add("null")
  const words = [...answers].map(([path, values]) => JSON.stringify([path, [...values].sort()])).sort()
  return [words, of.files.map((file) => file.attachment_id).sort(), [...of.checklist].sort()]
}

describe("whatever two or three phones write", () => {
  it("it comes out the same up to the choice, whoever merges", () => {
    fc.assert(
      fc.property(some, some, some, (base, x, y) => {
        expect(alike(merge(base, x, y, who))).toEqual(alike(merge(base, y, x, turned)))
      }),
    )
  })

  it("merging again, or what is the same, changes nothing", () => {
    fc.assert(
      fc.property(some, some, some, (base, x, y) => {
        expect(sameContent(merge(base, x, x, who), x)).toBe(true)
        expect(sameContent(merge(x, x, y, who), y)).toBe(true)
        expect(sameContent(merge(y, x, y, who), x)).toBe(true)
        const once = merge(base, x, y, who)
        // the same news of the other phone once more, now that it is agreed
        expect(sameContent(merge(y, once, y, who), once)).toBe(true)
      }),
    )
  })

  it("no answer that somebody gave is lost", () => {
    fc.assert(
      fc.property(some, some, some, (base, x, y) => {
        const [before, out] = [said(base), said(merge(base, x, y, who))]
        for (const side of [x, y]) {
          for (const [path, values] of said(side)) {
            for (const value of values) if (!before.get(path)?.has(value)) expect([...(out.get(path) ?? [])], path).toContain(value)
          }
        }
      }),
    )
  })

  it("every page and row that somebody added is there once", () => {
    fc.assert(
      fc.property(some, some, some, (base, x, y) => {
        const out = merge(base, x, y, who)
        const had = new Set(base.files.map((file) => file.attachment_id))
        const added = [...x.files, ...y.files].map((file) => file.attachment_id).filter((id) => !had.has(id))
        const there = out.files.map((file) => file.attachment_id)
        expect(new Set(there).size).toBe(there.length)
        expect(there).toEqual(expect.arrayContaining(added))
        expect([...((out.answers["paper"] ?? []) as string[])].sort()).toEqual([...there].sort())
      }),
    )
  })

  /** A server that takes a text only from who saw the present one, and phones that merge until theirs is taken. */
  it("F50: three phones come to the same draft in whatever order they meet the server", () => {
    const steps = fc.array(fc.tuple(fc.nat(2), some), { maxLength: 8 })
    fc.assert(
      fc.property(some, steps, fc.array(fc.nat(2), { maxLength: 8 }), (first, edits, syncs) => {
        const server = { version: 1, text: first }
        const phones = [0, 1, 2].map((n) => ({ n, base: first, seen: 1, mine: first }))
        const sync = (n: number): void => {
          const phone = phones[n]!
          const writers = { mine: { ...A, device_id: String(n) }, theirs: B }
          if (phone.seen !== server.version) {
            phone.mine = merge(phone.base, phone.mine, server.text, writers)
            Object.assign(phone, { base: server.text, seen: server.version })
          }
          if (sameContent(phone.mine, server.text)) return
          Object.assign(server, { version: server.version + 1, text: phone.mine })
          Object.assign(phone, { base: phone.mine, seen: server.version })
        }
        edits.forEach(([n, next], at) => {
          phones[n]!.mine = { ...next, ...(phones[n]!.mine.conflicts && { conflicts: phones[n]!.mine.conflicts }) }
          if (at < syncs.length) sync(syncs[at]!)
        })
        for (const n of [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]) sync(n)
        for (const phone of phones) expect(sameContent(phone.mine, server.text)).toBe(true)
      }),
    )
  })
})

describe("a list that two changed", () => {
  it("keeps the order that one of them gave it, and puts what is new where it was put", () => {
    expect(merged(["1", "2", "3"], ["3", "1", "2"], ["1", "2", "4", "3"])).toEqual(["3", "1", "2", "4"])
    expect(merged(["1", "2"], ["1", "5", "2"], ["1"])).toEqual(["1", "5"])
    expect(merged([], ["2"], ["1"])).toEqual(["1", "2"])
  })
})
