import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { fail, ok, type Result } from "../../src/core/contract/result.ts"
import type { Draft, Store } from "../../src/page/app/client.ts"
import { Keeper } from "../../src/page/features/apply/keeping.ts"

const draft: Draft = {
  id: "d",
  procedure: "1.001193",
  form_ref: "1.001193@x",
  unit_id: "u",
  answers: {},
  files: [],
  at: { section: "" },
  checklist: [],
  for: "self",
  created_at: "2026-11-22T00:00:00Z",
  saved_at: "2026-11-22T00:00:00Z",
}

let page: EventTarget & { visibilityState: string }
let windows: EventTarget

beforeEach(() => {
  vi.useFakeTimers()
  page = Object.assign(new EventTarget(), { visibilityState: "visible" })
  windows = new EventTarget()
  vi.stubGlobal("document", page)
  vi.stubGlobal("addEventListener", windows.addEventListener.bind(windows))
  vi.stubGlobal("removeEventListener", windows.removeEventListener.bind(windows))
})
afterEach(() => {
  vi.useRealTimers()
})

function store(save: (draft: Draft) => Promise<Result<Draft>>): { store: Store; kept: Draft[] } {
  const kept: Draft[] = []
  const drafts = {
    save: (each: Draft) => {
      kept.push(each)
      return save(each)
    },
  }
  return { store: { drafts, watch: () => () => undefined } as unknown as Store, kept }
}

const fine = (each: Draft): Promise<Result<Draft>> =>
  Promise.resolve(ok({ ...each, saved_at: "2026-11-22T02:41:00Z", dossier_id: "final" }))
const type = (keep: Keeper, name: string): void => keep.change((old) => ({ ...old, answers: { ...old.answers, name } }))

test("keystrokes that follow each other closely are kept together", async () => {
  const { store: made, kept } = store(fine)
  const keep = new Keeper(made, draft)
  for (const name of ["V", "Vi", "Vi T"]) type(keep, name)
  await vi.advanceTimersByTimeAsync(300)
  expect(kept.map((each) => each.answers)).toEqual([{ name: "Vi T" }])
  expect(keep.saved.get()).toEqual({ state: "saved", at: "2026-11-22T02:41:00Z" })
})

test("who types without a pause is kept all the same", async () => {
  const { store: made, kept } = store(fine)
  const keep = new Keeper(made, draft)
  for (const name of ["V", "Vi", "Vi T", "Vi Tư"]) {
    type(keep, name)
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(kept.map((each) => each.answers)).toEqual([{ name: "Vi" }, { name: "Vi Tư" }])
})

test("a page that is hidden or left keeps at once", async () => {
  const { store: made, kept } = store(fine)
  const keep = new Keeper(made, draft)
  type(keep, "Vi")
  page.visibilityState = "hidden"
  page.dispatchEvent(new Event("visibilitychange"))
  await vi.advanceTimersByTimeAsync(0)
  expect(kept).toHaveLength(1)
  type(keep, "Vi T")
  windows.dispatchEvent(new Event("pagehide"))
  await vi.advanceTimersByTimeAsync(0)
  expect(kept).toHaveLength(2)
})

test("what is typed while a save is under way is neither lost nor called saved", async () => {
  let finish: (answer: Result<Draft>) => void = () => undefined
  const { store: made, kept } = store((each) =>
    kept.length > 1
      ? fine(each)
      : new Promise((resolve) => {
          finish = resolve
        }),
  )
  const keep = new Keeper(made, draft)
  type(keep, "Vi")
  await vi.advanceTimersByTimeAsync(300)
  type(keep, "Vi Thị Hòa")
  finish(ok({ ...draft, answers: { name: "Vi" }, saved_at: "2026-11-22T01:00:00Z" }))
  await vi.advanceTimersByTimeAsync(0)
  expect(keep.draft.get().answers).toEqual({ name: "Vi Thị Hòa" })
  expect(keep.saved.get().state).toBe("saving")
  await vi.advanceTimersByTimeAsync(300)
  expect(kept.at(-1)?.answers).toEqual({ name: "Vi Thị Hòa" })
  expect(keep.saved.get().state).toBe("saved")
})

test("a phone without room says so and tries again with the next change", async () => {
  let full = true
  const { store: made, kept } = store((each) => (full ? Promise.resolve(fail("storage_full")) : fine(each)))
  const keep = new Keeper(made, draft)
  type(keep, "Vi")
  await vi.advanceTimersByTimeAsync(300)
  expect(keep.saved.get()).toEqual({ state: "failed", code: "storage_full" })
  full = false
  type(keep, "Vi T")
  await vi.advanceTimersByTimeAsync(300)
  expect(keep.saved.get().state).toBe("saved")
  expect(kept.at(-1)?.answers).toEqual({ name: "Vi T" })
})

test("F32: what a lost store did not keep stays in the page, is said, and is tried again by itself", async () => {
  let lost = true
  const { store: made, kept } = store((each) => (lost ? Promise.resolve(fail("storage_lost")) : fine(each)))
  const keep = new Keeper(made, draft)
  type(keep, "Vi")
  await vi.advanceTimersByTimeAsync(300)
  expect(keep.saved.get()).toEqual({ state: "failed", code: "storage_lost" })
  expect(keep.draft.get().answers).toEqual({ name: "Vi" })
  lost = false
  await vi.advanceTimersByTimeAsync(5000)
  expect(keep.saved.get().state).toBe("saved")
  expect(kept.at(-1)?.answers).toEqual({ name: "Vi" })
})

test("a draft that is left is looked after no longer, once everything is kept", async () => {
  const { store: made, kept } = store(fine)
  const keep = new Keeper(made, draft)
  type(keep, "Vi")
  keep.leave()
  await vi.advanceTimersByTimeAsync(0)
  windows.dispatchEvent(new Event("pagehide"))
  await vi.advanceTimersByTimeAsync(400)
  expect(kept).toHaveLength(1)
})

/** A store in which another phone's draft on a newer form has come; a save answers with both put together there. */
function carriedElsewhere(there: Draft): { store: Store; wrote: () => void; since: (Draft | undefined)[] } {
  let told: () => void = () => undefined
  const since: (Draft | undefined)[] = []
  const drafts = {
    get: () => Promise.resolve(there),
    save: (each: Draft, from?: Draft) => {
      since.push(from)
      return Promise.resolve(ok({ ...there, answers: { ...there.answers, contact: each.answers["phone"] ?? null } }))
    },
  }
  const watch = (_kind: string, hear: () => void): (() => void) => {
    told = hear
    return () => undefined
  }
  return { store: { drafts, watch } as unknown as Store, wrote: () => told(), since }
}

test("F45: a page whose draft was carried to another form elsewhere is opened anew on that form", async () => {
  const there = { ...draft, form_ref: "1.001193@y", answers: { contact: "1" } }
  const { store: made, wrote } = carriedElsewhere(there)
  const anew = vi.fn()
  const keep = new Keeper(made, draft, anew)
  wrote()
  await vi.advanceTimersByTimeAsync(0)
  expect(anew).toHaveBeenCalledTimes(1)
  expect(keep.draft.get()).toMatchObject({ form_ref: "1.001193@y", answers: { contact: "1" } })
})

test("F45: what was typed there on the older form is saved over what it was made from, and never mixed in by its older name", async () => {
  const there = { ...draft, form_ref: "1.001193@y", answers: { contact: "1" } }
  const { store: made, wrote, since } = carriedElsewhere(there)
  const anew = vi.fn()
  const keep = new Keeper(made, draft, anew)
  keep.change((old) => ({ ...old, answers: { phone: "0905" } }))
  wrote()
  await vi.advanceTimersByTimeAsync(0)
  expect(keep.draft.get()).toMatchObject({ form_ref: draft.form_ref, answers: { phone: "0905" } })
  expect(anew).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(300)
  expect(since).toEqual([draft])
  expect(keep.draft.get()).toMatchObject({ form_ref: "1.001193@y", answers: { contact: "0905" } })
  expect(anew).toHaveBeenCalledTimes(1)
})
