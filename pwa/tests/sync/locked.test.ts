/* Locked stores, several people on one phone, and what stands in the databases for everybody to read. */
import { beforeEach, describe, expect, it } from "vitest"
import { draftStore } from "../../src/core/db/drafts.ts"
import { DEVICE_DB, DEVICE_STORES, PRINCIPAL_STORES } from "../../src/core/db/schema.ts"
import { keepSetting } from "../../src/core/db/settings.ts"
import { put } from "../../src/core/db/store.ts"
import { DRAFTS, MESSAGES, PAUSE, SLIPS } from "../../src/core/db/tables.ts"
import { wipeEverything, wipePrincipal } from "../../src/core/db/wipe.ts"
import { bringToFront, closeStore, othersUnsent, sealAll, setPin, unlock } from "../../src/core/sync/locking.ts"
import { signedIn, signOut, unsentCount } from "../../src/core/sync/session.ts"
import { Tab, newDisk, type Disk } from "./phone.ts"
import { FakeServer, problem } from "./server.ts"

const LAN = "person:01900000-0000-7000-8000-0000000000f1"
const BINH = "person:01900000-0000-7000-8000-0000000000f2"
const PIN = "739160"
const DAY = 24 * 60 * 60 * 1000

let server: FakeServer
let disk: Disk
let tab: Tab

beforeEach(async () => {
  server = new FakeServer()
  disk = newDisk()
  tab = await Tab.open(server, disk)
})

const enter = (person = LAN, at = tab): Promise<unknown> => signedIn(at.base, server.signIn(person) as Parameters<typeof signedIn>[1])
const open = (person = LAN, at = tab): Promise<unknown> => unlock(at.base, person, { kind: "pin", pin: PIN })

/** Lan signs in, has a PIN and something unsent; then the app is closed and opened again. */
async function lanAway(): Promise<void> {
  await enter()
  await setPin(tab.base, LAN, { pin: PIN })
  await tab.submit(await tab.draft([20], LAN), {}, LAN)
  await closeStore(tab.base, LAN)
  tab.base.close()
  tab = await Tab.open(server, disk)
}

describe("a locked store", () => {
  it("is left out by the loop, and sends when it is opened", async () => {
    await lanAway()
    await tab.sync()
    expect(server.ops.size).toBe(0)
    expect(tab.loop.phase).toBe("resting")
    await open()
    await tab.sync()
    expect(server.ops.size).toBe(1)
    expect(await unsentCount(tab.base, LAN)).toBe(0)
  })

  it("does not keep the others from sending", async () => {
    await lanAway()
    await bringToFront(tab.base, tab.principal)
    await tab.sent([10])
    await tab.sync()
    expect([...server.ops.values()].map((op) => op.principal)).toEqual([tab.principal])
  })

  it("never looks empty: whoever asks is told that it is locked", async () => {
    await lanAway()
    await expect(unsentCount(tab.base, LAN)).rejects.toMatchObject({ code: "locked" })
    await expect(draftStore(tab.base.store(LAN), { newId: () => "", now: () => 0 }).list()).rejects.toMatchObject({ code: "locked" })
    await expect(tab.draft([], LAN)).rejects.toThrow("locked")
    expect(await signOut(tab.base, true)).toMatchObject({ code: "locked" })
  })

  it("F55: takes nothing over of what was made while nobody was in front: that waits for who signs in next", async () => {
    await lanAway()
    await bringToFront(tab.base, tab.principal)
    const slip = await tab.sent([10])
    await tab.draft([20])
    await tab.sync()
    await bringToFront(tab.base, LAN)
    await open()
    await tab.sync()
    const own = tab.base.store(tab.principal)
    const draftsOf = async (who: string): Promise<number> =>
      (await tab.base.store(who).all(DRAFTS)).filter(({ value }) => !value.frozen).length
    expect([await draftsOf(tab.principal), await draftsOf(LAN)]).toEqual([1, 0])
    expect((await own.all(SLIPS)).map(({ value }) => value.dossier_id)).toEqual([slip.dossier_id])
    await bringToFront(tab.base, tab.principal)
    await enter(BINH)
    expect([await draftsOf(tab.principal), await draftsOf(BINH)]).toEqual([0, 1])
    expect(await own.all(SLIPS)).toEqual([])
  })

  it("F55: the next person learns that somebody has unsent work, and nothing else; it goes when she is back", async () => {
    await lanAway()
    await bringToFront(tab.base, tab.principal)
    await enter(BINH)
    expect(await othersUnsent(tab.base, BINH)).toBe(1)
    expect(tab.base.vault.people()).toEqual([{ principal: LAN, unsent: true, locked: true }])
    await tab.sync()
    expect(server.ops.size).toBe(0)
    await bringToFront(tab.base, LAN)
    await open()
    await tab.sync()
    expect([...server.ops.values()].map((op) => op.principal)).toEqual([LAN])
  })

  it("F59: after 45 days without network opens by its PIN, drafts can be written, and one sign-in lets the queue flow", async () => {
    await lanAway()
    tab.clock.move(45 * DAY)
    server.mischief = (seen) => (seen.path.startsWith("/api/sync") ? problem(401, "session_ended") : undefined)
    await open()
    const draft = await tab.draft([], LAN)
    await tab.sync()
    expect(await tab.base.pausedBy(LAN)).toBe("session_ended")
    expect(await unsentCount(tab.base, LAN)).toBe(1)
    expect((await tab.base.store(LAN).get(DRAFTS, draft.id))?.value.answers).toEqual(draft.answers)
    server.mischief = () => undefined
    await enter()
    await tab.sync()
    expect([...server.ops.values()].map((op) => op.principal)).toEqual([LAN])
  })

  it("is opened in a second tab by the first one's key, and closed in both together", async () => {
    await enter()
    await setPin(tab.base, LAN, { pin: PIN })
    const two = await Tab.open(server, disk, tab.clock)
    expect(two.base.locked(LAN)).toBe(true)
    expect(await two.base.heard({ kind: "keys", keys: structuredClone(tab.base.vault.lend()) })).toBe(true)
    expect(two.base.locked(LAN)).toBe(false)
    await two.base.heard({ kind: "vault", principal: LAN, lock: true })
    expect(two.base.locked(LAN)).toBe(true)
  })
})

describe("wiping", () => {
  it("takes the key first and then every row, and leaves the others alone", async () => {
    await lanAway()
    await bringToFront(tab.base, tab.principal)
    await tab.draft([])
    await wipePrincipal(tab.base, LAN)
    expect(await rowsOf(`cl-${LAN}`, PRINCIPAL_STORES)).toEqual([])
    expect(await tab.base.device.principals()).toEqual([tab.principal])
    expect((await tab.base.store(tab.principal).all(DRAFTS)).length).toBe(1)
    expect(await open()).toMatchObject({ code: "pin_none" })
  })

  it("that was cut off after the key goes on at the next start", async () => {
    await lanAway()
    await tab.base.vault.erase(LAN)
    expect((await rowsOf(`cl-${LAN}`, PRINCIPAL_STORES)).length).toBeGreaterThan(0)
    tab = await Tab.open(server, disk)
    expect(await rowsOf(`cl-${LAN}`, PRINCIPAL_STORES)).toEqual([])
    expect(await tab.base.device.current()).toBe(tab.principal)
  })

  it("of everything leaves nobody's rows, and a phone that can begin anew", async () => {
    await lanAway()
    await wipeEverything(tab.base)
    expect(await rowsOf(`cl-${LAN}`, PRINCIPAL_STORES)).toEqual([])
    expect(await rowsOf(`cl-${tab.principal}`, PRINCIPAL_STORES)).toEqual([])
    await tab.sent([10])
    await tab.sync()
    expect(server.ops.size).toBe(1)
  })
})

/** Every row of some stores of one database, as a stranger with the disk reads it. */
async function rowsOf(name: string, stores: readonly string[]): Promise<unknown[]> {
  const db = await new Promise<IDBDatabase>((done, failed) => {
    const request = disk.factory.open(name)
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(new Error("cannot be opened"))
  })
  const all: unknown[] = []
  for (const store of stores) {
    const rows = await new Promise<unknown[]>((done) => {
      const request = db.transaction(store).objectStore(store).getAll()
      request.onsuccess = () => done(request.result as unknown[])
    })
    all.push(...rows)
  }
  db.close()
  return all
}

/** Everything in a row that can be read as text, also inside its bytes. */
function textOf(value: unknown): string {
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("utf8")
  if (value instanceof CryptoKey) return ""
  return typeof value === "object" && value !== null ? Object.values(value).map(textOf).join("\n") : String(value)
}

describe("a stranger with the phone's disk", () => {
  const SECRETS = ["Nguyễn Thị Bình", "Khai sinh cho cháu An", "owner_name", "token-", "Hồ sơ của bà Bình", "claim_secret", "1234"]

  it("finds no name, number, title, token, secret or message in any database after a whole visit", async () => {
    for (const person of [undefined, LAN]) {
      if (person !== undefined) await enter(person)
      const owner = person ?? tab.principal
      const message = { message_id: "m1", title: "Hồ sơ của bà Bình", read_at: null, at: "2026-11-22T00:00:00Z" }
      await tab.base.store(owner).write([put(MESSAGES, { message_id: "m1", body: message as never, round: 1 })])
      await tab.draft([30], owner)
      await tab.submit(await tab.draft([20], owner), {}, owner)
      await tab.sync()
    }
    await keepSetting(tab.base.store(LAN), PAUSE, { code: "signed_out", at: "" })
    await signOut(tab.base, true)
    const names = (await disk.factory.databases()).map(({ name }) => name ?? "")
    expect(names.length).toBe(3)
    let rows = 0
    for (const name of names) {
      const all = await rowsOf(name, name === DEVICE_DB ? DEVICE_STORES : PRINCIPAL_STORES)
      rows += all.length
      const found = all.map(textOf).join("\n")
      for (const token of server.tokens.keys()) expect(found).not.toContain(token)
      for (const secret of SECRETS) expect(`${name}: ${found.includes(secret) ? secret : "nothing"}`).toBe(`${name}: nothing`)
    }
    expect(rows).toBeGreaterThan(15)
  })

  it("finds nothing more once the rows of an earlier release were sealed", async () => {
    const plain = { id: "old", rev: 1, by: "x", body: new TextEncoder().encode('{"key":"old","value":"Nguyễn Thị Bình"}').buffer }
    await tab.base.connection(tab.principal).run(["settings"], "readwrite", (tx) => tx.objectStore("settings").put(plain))
    await sealAll(tab.base)
    expect((await rowsOf(`cl-${tab.principal}`, PRINCIPAL_STORES)).map(textOf).join("\n")).not.toContain("Bình")
  })
})
