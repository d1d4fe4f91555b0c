import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { fail, ok } from "../../src/core/contract/result.ts"
import { fileStore } from "../../src/core/db/files.ts"
import { put, table, type Store } from "../../src/core/db/store.ts"
import type { Client, Draft } from "../../src/page/app/client.ts"
import type { Filling } from "../../src/page/features/apply/filling.ts"
import { Keeper } from "../../src/page/features/apply/keeping.ts"
import { addPages } from "../../src/page/features/apply/papers.ts"
import { PhotosRoom, toFree } from "../../src/page/offline/photoroom.ts"
import { privateWindow } from "../../src/page/offline/private.ts"
import { maker, openTestStore } from "../db/idb.ts"

const MB = 1_000_000
const META = { sha256: "c".repeat(64), type: "image/jpeg" }
const NOTES = table<{ id: string }>("settings", (note) => note.id)
const bytesIn = (store: Store): Promise<number> => store.count(table<unknown>("bytes", () => ""))

/** Refuses every row of a store from now on, as a full disk does. */
function fill(name: string): () => void {
  const real = Reflect.get(IDBObjectStore.prototype, "put")
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...row) {
    if (this.name === name) throw new DOMException("the disk is full", "QuotaExceededError")
    return real.apply(this, row)
  })
  return () => full.mockRestore()
}

const browserSays = (usage: number, quota: number): void =>
  void vi.stubGlobal("navigator", { storage: { estimate: () => Promise.resolve({ usage, quota }) } })

// as Chromium answers, whatever the disk has
beforeEach(() => browserSays(5 * MB, 10_005 * MB))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe("room for a photo", () => {
  test("F31: is found out by keeping as much, whatever the browser says, and nothing of the trial stays", async () => {
    const store = openTestStore()
    const photos = new PhotosRoom()
    const free = fill("bytes")
    expect(await photos.look(store)).toEqual({ enough: false, free: 20 * MB })
    expect(photos.refused).toBe(true)
    free()
    expect(await photos.look(store)).toEqual({ enough: true })
    expect(photos.refused).toBe(false)
    expect(await bytesIn(store)).toBe(0)
  })

  test("F31: is not tried again at every step, but when the person says that she made room", async () => {
    const store = openTestStore()
    const photos = new PhotosRoom()
    expect(await photos.look(store)).toEqual({ enough: true })
    fill("bytes")
    expect(await photos.look(store)).toEqual({ enough: true })
    expect(await photos.look(store, true)).toMatchObject({ enough: false })
  })

  test("F31: is not tried where the browser itself says that there is none, and so much more must be freed", async () => {
    browserSays(300 * MB, 275 * MB)
    const store = openTestStore()
    const wrote = vi.spyOn(store, "write")
    expect(await new PhotosRoom().look(store)).toEqual({ enough: false, free: 40 * MB })
    expect(wrote).not.toHaveBeenCalled()
  })

  test("is not said to be missing by a store that is locked or lost", async () => {
    const store = openTestStore()
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("lost", "UnknownError")
    })
    expect(await new PhotosRoom().look(store)).toEqual({ enough: true })
  })

  test("F31: a photo that is refused all the same says how much to free, leaves nothing, and the text is kept", async () => {
    const store = openTestStore()
    const photos = new PhotosRoom()
    const files = photos.around(fileStore(store, maker()))
    const free = fill("bytes")
    const refused = await files.put("f1", new ArrayBuffer(12 * MB), { ...META, thumb: new ArrayBuffer(9) })
    expect(refused).toMatchObject({ ok: false, code: "storage_full", params: { free: 30 * MB } })
    await store.write([put(NOTES, { id: "typed" })])
    free()
    expect(await files.get("f1")).toBeUndefined()
    expect(await bytesIn(store)).toBe(0)
    expect(photos.refused).toBe(true)
  })
})

const draft: Draft = {
  id: "d",
  procedure: "1.001193",
  form_ref: "1.001193@x",
  unit_id: "u",
  answers: { name: "Vi Thị Hòa" },
  files: [],
  at: { section: "" },
  checklist: [],
  for: "self",
  created_at: "2026-11-22T00:00:00Z",
  saved_at: "2026-11-22T00:00:00Z",
}

test("F31: a page that took the room which the draft needed goes again, and what was typed is kept", async () => {
  vi.stubGlobal("document", new EventTarget())
  vi.stubGlobal("addEventListener", () => undefined)
  const shelf = new Set<string>()
  const saved: Draft[] = []
  const client = {
    store: {
      drafts: {
        save: (each: Draft) => {
          if (shelf.size > 0) return Promise.resolve(fail("storage_full"))
          saved.push(each)
          return Promise.resolve(ok(each))
        },
      },
      files: {
        put: (id: string) => Promise.resolve(ok(shelf.add(id))),
        remove: (id: string) => Promise.resolve(ok(shelf.delete(id))),
      },
      watch: () => () => undefined,
    },
  } as unknown as Client
  const keep = new Keeper(client.store, draft)
  keep.change((old) => ({ ...old, answers: { name: "Vi Thị Hòa Thuận" } }))
  const slot = { path: "paper_id", paper: "id", required: true }
  const pdf = new File(["%PDF-1.7 giấy"], "giay.pdf", { type: "application/pdf" })
  const fault = await addPages(client, { keep, draft } as unknown as Filling, slot, [pdf, pdf])
  expect(fault).toEqual({ why: "storage_full", page: 1, free: 20 * MB })
  expect(shelf.size).toBe(0)
  expect(saved).toHaveLength(1)
  expect(saved[0]).toMatchObject({ answers: { name: "Vi Thị Hòa Thuận" }, files: [] })
  expect(saved[0]?.answers).not.toHaveProperty("paper_id")
  expect(keep.saved.get().state).toBe("saved")
})

test("what to free is said in whole tens of megabytes, with some to spare", () => {
  expect([0, 400_000, 10 * MB, 10 * MB + 1, 95 * MB].map(toFree)).toEqual([20, 20, 20, 30, 110].map((n) => n * MB))
})

describe("F36: a private window", () => {
  const AGENT = {
    chrome: "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Mobile Safari/537.36",
    safari: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1",
    firefox: "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
  }
  const answers = (error?: string) => () => (error === undefined ? Promise.resolve({}) : Promise.reject(new DOMException("no", error)))
  const browser = (userAgent: string, getDirectory?: () => Promise<unknown>): Navigator =>
    ({ userAgent, storage: getDirectory ? { getDirectory } : {} }) as unknown as Navigator

  test.each([
    ["a browser that gives little", 120 * 1024 * 1024, browser(AGENT.chrome), "yes"],
    ["Firefox without a directory for the site", 10_000 * MB, browser(AGENT.firefox, answers("SecurityError")), "yes"],
    ["Safari without a directory for the site", 10_000 * MB, browser(AGENT.safari, answers("UnknownError")), "yes"],
    ["Firefox with one", 10_000 * MB, browser(AGENT.firefox, answers()), "no"],
    ["Safari with one", 10_000 * MB, browser(AGENT.safari, answers()), "no"],
    ["an ordinary window whose disk is full", 10_000 * MB, browser(AGENT.safari, answers("QuotaExceededError")), "no"],
    ["a browser that knows no such directory", undefined, browser(AGENT.safari), "no"],
    ["Chromium, which shows no difference", 10_000 * MB, browser(AGENT.chrome, answers()), "unknown"],
  ])("by %s", async (_, quota, from, told) => {
    expect(await privateWindow(quota, from)).toBe(told)
  })
})
