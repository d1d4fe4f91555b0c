import { describe, expect, it, vi } from "vitest"
import { draftStore } from "../../src/core/db/drafts.ts"
import { fileStore } from "../../src/core/db/files.ts"
import { Connection } from "../../src/core/db/open.ts"
import { PRINCIPAL_UPGRADES, type Upgrade } from "../../src/core/db/schema.ts"
import { plainCodec } from "../../src/core/db/codec.ts"
import { put, putBytes, Store, table } from "../../src/core/db/store.ts"
import type { Draft } from "../../src/core/db/records.ts"
import { disk, maker, openTestStore } from "./idb.ts"

interface Note {
  id: string
  text: string
}
const NOTES = table<Note>("settings", (note) => note.id)

const draft = (more: Partial<Draft> = {}): Draft => ({
  id: "d1",
  procedure: "1.001193",
  form_ref: `1.001193@${"a".repeat(64)}`,
  unit_id: "u1",
  answers: { child_name: "Nguyễn Văn An" },
  files: [],
  at: { section: "child" },
  checklist: [],
  for: "self",
  created_at: "2026-11-22T01:00:00.000Z",
  saved_at: "",
  ...more,
})

describe("records", () => {
  it("come back as they were written, and count their writes", async () => {
    const store = openTestStore()
    await store.write([put(NOTES, { id: "a", text: "một" })])
    await store.write([put(NOTES, { id: "a", text: "hai" })])
    expect(await store.get(NOTES, "a")).toEqual({ value: { id: "a", text: "hai" }, rev: 2 })
  })

  it("are written together or not at all", async () => {
    const store = openTestStore()
    await store.write([put(NOTES, { id: "a", text: "một" })])
    const both = store.write([put(NOTES, { id: "b", text: "b" }), put(NOTES, { id: "a", text: "hai" }, 7)])
    await expect(both).rejects.toMatchObject({ code: "stale" })
    expect(await store.get(NOTES, "b")).toBeUndefined()
    expect((await store.get(NOTES, "a"))?.value.text).toBe("một")
  })

  it("changed from two tabs at once keep both changes", async () => {
    const factory = disk()
    const tabs = [openTestStore(factory), openTestStore(factory), openTestStore(factory)]
    const add = (store: Store): Promise<unknown> => store.change(NOTES, "n", (old) => ({ id: "n", text: `${old?.text ?? ""}+` }))
    await Promise.all([...tabs, ...tabs].map(add))
    expect((await tabs[0]!.get(NOTES, "n"))?.value.text).toBe("++++++")
  })

  it("keep members that another release wrote", async () => {
    const store = openTestStore()
    const drafts = draftStore(store, maker())
    await store.write([
      put(
        table<Draft & { mood: string }>("drafts", (d) => d.id),
        { ...draft(), mood: "calm" },
      ),
    ])
    await drafts.save(draft({ title: "Khai sinh" }))
    expect(await drafts.get("d1")).toMatchObject({ mood: "calm", title: "Khai sinh" })
  })

  it("that cannot be read stay where they are and hide no others", async () => {
    const store = openTestStore()
    await store.write([put(NOTES, { id: "a", text: "một" })])
    await store.write([{ store: "settings", id: "b", bytes: new Uint8Array([123, 255]).buffer }])
    expect((await store.all(NOTES)).map((held) => held.value.id)).toEqual(["a"])
    await expect(store.get(NOTES, "b")).rejects.toThrow()
  })
})

describe("the connection", () => {
  it("F32: opens again when the browser closed it, and the write is kept", async () => {
    const factory = disk()
    const connection = new Connection(factory, "cl-test", PRINCIPAL_UPGRADES)
    const store = new Store(connection, plainCodec)
    await store.write([put(NOTES, { id: "a", text: "một" })])
    await connection.run(["settings"], "readonly", (tx) => {
      tx.db.close()
      return Promise.resolve()
    })
    await store.write([put(NOTES, { id: "b", text: "hai" })])
    expect((await store.all(NOTES)).length).toBe(2)
  })

  it("F32: tells after three vain tries that the store is lost", async () => {
    const broken = {
      open: () => {
        throw new DOMException("Connection to Indexed Database server lost", "UnknownError")
      },
    }
    const connection = new Connection(broken as unknown as IDBFactory, "cl-test", PRINCIPAL_UPGRADES)
    await expect(connection.run(["settings"], "readonly", () => Promise.resolve())).rejects.toMatchObject({ code: "storage_lost" })
  })

  it("F38: says that the disk is full and keeps what was there", async () => {
    const store = openTestStore()
    await store.write([put(NOTES, { id: "a", text: "một" })])
    const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementationOnce(() => {
      throw new DOMException("the disk is full", "QuotaExceededError")
    })
    await expect(store.write([put(NOTES, { id: "b", text: "b" }), put(NOTES, { id: "a", text: "hai" })])).rejects.toMatchObject({
      code: "storage_full",
    })
    full.mockRestore()
    expect((await store.all(NOTES)).map((held) => held.value.text)).toEqual(["một"])
  })

  it("F31: with no room for a photo still keeps what was typed", async () => {
    const store = openTestStore()
    const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementationOnce(() => {
      throw new DOMException("the disk is full", "QuotaExceededError")
    })
    const photo = await fileStore(store, maker()).put("f1", new ArrayBuffer(9), { sha256: "c".repeat(64), type: "image/jpeg" })
    full.mockRestore()
    expect(photo).toMatchObject({ ok: false, code: "storage_full" })
    expect(await fileStore(store, maker()).get("f1")).toBeUndefined()
    expect((await draftStore(store, maker()).save(draft())).ok).toBe(true)
  })

  it("F37: gives way to a newer release, tells its page, and still writes without loss", async () => {
    const factory = disk()
    let told = 0
    const old = openTestStore(factory, {
      superseded: () => {
        told += 1
      },
    })
    await old.write([put(NOTES, { id: "a", text: "một" })])
    const later: Upgrade[] = [...PRINCIPAL_UPGRADES, (db) => void db.createObjectStore("moods", { keyPath: "id" })]
    const fresh = new Store(new Connection(factory, "cl-test", later), plainCodec)
    await fresh.write([put(NOTES, { id: "b", text: "hai" })])
    expect(told).toBe(1)
    await old.write([put(NOTES, { id: "c", text: "ba" })])
    expect((await fresh.all(NOTES)).map((held) => held.value.id)).toEqual(["a", "b", "c"])
  })

  it("F43: opens a store that a later release wrote, after a roll-back, with everything in it", async () => {
    const factory = disk()
    const later: Upgrade[] = [...PRINCIPAL_UPGRADES, (db) => void db.createObjectStore("moods", { keyPath: "id" })]
    const fresh = new Store(new Connection(factory, "cl-test", later), plainCodec)
    await fresh.write([put(NOTES, { id: "a", text: "một" })])
    fresh.close()
    const old = openTestStore(factory)
    expect((await old.get(NOTES, "a"))?.value.text).toBe("một")
    await old.write([put(NOTES, { id: "b", text: "hai" })])
    expect((await old.all(NOTES)).length).toBe(2)
  })
})

describe("drafts", () => {
  it("have a final dossier id from the first save on", async () => {
    const drafts = draftStore(openTestStore(), maker())
    const first = await drafts.save(draft())
    const second = await drafts.save(draft({ title: "x", dossier_id: "other" }))
    if (!first.ok || !second.ok) throw new Error("not saved")
    expect(first.value.dossier_id).toBeTruthy()
    expect(second.value.dossier_id).toBe(first.value.dossier_id)
  })

  it("keep their pictures in small beside them and give them back", async () => {
    const drafts = draftStore(openTestStore(), maker())
    const file = { attachment_id: "f1", paper: "id_front", page: 1, sha256: "b".repeat(64), size: 3, type: "image/jpeg" }
    await drafts.save(draft({ files: [{ ...file, thumb: new Uint8Array([1, 2, 3]).buffer }] }))
    const back = await drafts.get("d1")
    expect(new Uint8Array(back!.files[0]!.thumb!)).toEqual(new Uint8Array([1, 2, 3]))
    await drafts.save({ ...back!, files: [file] })
    expect((await drafts.list())[0]!.files[0]!.thumb).toBeDefined()
  })

  it("are listed with the last one touched first", async () => {
    const store = openTestStore()
    await draftStore(store, maker(1000)).save(draft({ id: "old" }))
    await draftStore(store, maker(2000)).save(draft({ id: "new" }))
    expect((await draftStore(store, maker()).list()).map((d) => d.id)).toEqual(["new", "old"])
  })

  it("that were sent are frozen: not listed, not changed, not removed", async () => {
    const store = openTestStore()
    const drafts = draftStore(store, maker())
    await drafts.save(draft())
    await store.change(
      table<Draft>("drafts", (d) => d.id),
      "d1",
      (old) => ({ ...old!, frozen: "op" }),
    )
    expect(await drafts.list()).toEqual([])
    expect(await drafts.save(draft({ title: "late edit" }))).toMatchObject({ ok: false, code: "draft_frozen" })
    await drafts.remove("d1", "user")
    expect(await drafts.get("d1")).toMatchObject({ frozen: "op" })
  })

  it("take their pages with them when a person removes them", async () => {
    const store = openTestStore()
    const drafts = draftStore(store, maker())
    const files = fileStore(store, maker())
    await files.put("f1", new Uint8Array([1]).buffer, { sha256: "c".repeat(64), type: "image/jpeg" })
    await drafts.save(draft({ files: [{ attachment_id: "f1", paper: "p", page: 1, sha256: "c".repeat(64), size: 1, type: "image/jpeg" }] }))
    await drafts.remove("d1", "user")
    expect(await files.get("f1")).toBeUndefined()
    expect(await store.hasBytes("f1")).toBe(false)
  })
})

describe("pages", () => {
  it("keep bytes and what is known of them together", async () => {
    const store = openTestStore()
    const files = fileStore(store, maker())
    const bytes = new Uint8Array([7, 8, 9]).buffer
    const kept = await files.put("f1", bytes, { sha256: "c".repeat(64), type: "image/jpeg" })
    expect(kept).toMatchObject({ ok: true, value: { size: 3, state: "draft" } })
    expect(new Uint8Array((await files.get("f1"))!.bytes)).toEqual(new Uint8Array([7, 8, 9]))
  })

  it("that are being sent are not removed", async () => {
    const store = openTestStore()
    const files = fileStore(store, maker())
    await files.put("f1", new Uint8Array([1]).buffer, { sha256: "c".repeat(64), type: "image/jpeg" })
    await store.change(
      table<{ attachment_id: string; state: string }>("files", (f) => f.attachment_id),
      "f1",
      (old) => ({
        ...old!,
        state: "queued",
      }),
    )
    await files.remove("f1")
    expect(await files.get("f1")).toBeDefined()
  })

  it("survive as bytes of any length", async () => {
    const store = openTestStore()
    const bytes = crypto.getRandomValues(new Uint8Array(60_000)).buffer
    await store.write([putBytes("x", bytes)])
    expect(new Uint8Array((await store.bytes("x"))!)).toEqual(new Uint8Array(bytes))
  })
})
