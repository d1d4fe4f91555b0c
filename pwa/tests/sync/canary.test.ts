import { describe, expect, it } from "vitest"
import { IDBFactory } from "fake-indexeddb"
import { keepSetting, setting } from "../../src/core/db/settings.ts"
import { drop } from "../../src/core/db/store.ts"
import { DRAFTS, SESSION } from "../../src/core/db/tables.ts"
import { wipeEverything } from "../../src/core/db/wipe.ts"
import { deviceSetting } from "../../src/core/sync/device.ts"
import { lookAround, lost, understood, type Place, type Places } from "../../src/core/sync/canary.ts"
import { leaveNothing } from "../../src/core/sync/locking.ts"
import { holdsOf } from "../../src/core/sync/told.ts"
import { newDisk, Tab, type Disk } from "./phone.ts"
import { FakeServer } from "./server.ts"

/** A place outside the databases, which the browser may clear or refuse. */
class Shelf implements Place {
  mark: string | undefined
  broken = false
  read(): Promise<string | undefined> {
    return this.broken ? Promise.reject(new Error("no place")) : Promise.resolve(this.mark)
  }
  leave(mark: string): Promise<void> {
    if (this.broken) return Promise.reject(new Error("no place"))
    this.mark = mark
    return Promise.resolve()
  }
}

const shelves = (): Places & { local: Shelf; cache: Shelf } => ({ local: new Shelf(), cache: new Shelf() })
const open = (disk: Disk): Promise<Tab> => Tab.open(new FakeServer(), disk)
const LAN = "person:01900000-0000-7000-8000-00000000aaaa"
const MARK = deviceSetting<string>("mark")

describe("the marks", () => {
  it("of a first start tell of no loss, and of a later one neither", async () => {
    const [disk, places] = [newDisk(), shelves()]
    const first = await open(disk)
    expect(await lookAround(first.base, places)).toEqual({ lost: undefined, fresh: true })
    const second = await open(disk)
    expect(await lookAround(second.base, places)).toEqual({ lost: undefined, fresh: false })
  })

  it("F33: with every database gone they tell that all was cleared, and after when", async () => {
    const places = shelves()
    const tab = await open(newDisk())
    await lookAround(tab.base, places)
    const after = new Date(tab.base.serverNow()).toISOString()
    const again = await open({ ...newDisk(), factory: new IDBFactory() })
    const look = await lookAround(again.base, places)
    expect(look).toMatchObject({ fresh: true, lost: { loss: "all", after } })
    expect(await lost(again.base)).toMatchObject({ loss: "all" })
    await understood(again.base)
    expect(await lost(again.base)).toBeUndefined()
  })

  it("F33: with one person's store emptied they tell whose, and the others are whole", async () => {
    const [disk, places] = [newDisk(), shelves()]
    const tab = await open(disk)
    await tab.base.device.know(LAN)
    await lookAround(tab.base, places)
    await tab.base.store(LAN).write([drop(MARK.kind, MARK.key)])
    const look = await lookAround((await open(disk)).base, places)
    expect(look.lost).toMatchObject({ loss: "store", principal: LAN })
  })

  it("tell of no loss where a person had everything of hers deleted, and was here again before the next start", async () => {
    const [disk, places] = [newDisk(), shelves()]
    const tab = await open(disk)
    await tab.base.device.know(LAN)
    await lookAround(tab.base, places)
    await leaveNothing(tab.base, LAN)
    await tab.base.device.know(LAN)
    expect(await lookAround((await open(disk)).base, places)).toEqual({ lost: undefined, fresh: false })
  })

  it("tell of no loss on a phone that was wiped for the office and found again", async () => {
    const [disk, places] = [newDisk(), shelves()]
    const tab = await open(disk)
    await lookAround(tab.base, places)
    await wipeEverything(tab.base)
    expect((await lookAround((await open(disk)).base, places)).lost).toBeUndefined()
  })

  it("F33: with the phone's own database gone everybody's are known again and stay as they are, though nobody can open what was sealed with the key that is gone", async () => {
    const [disk, places] = [newDisk(), shelves()]
    const tab = await open(disk)
    await tab.draft()
    await lookAround(tab.base, places)
    tab.base.close()
    await new Promise((done, failed) => {
      const gone = disk.factory.deleteDatabase("cl-device")
      gone.onsuccess = done
      gone.onerror = failed
    })
    const again = await open(disk)
    expect(again.principal).not.toBe(tab.principal)
    const look = await lookAround(again.base, places)
    expect(look.lost).toMatchObject({ loss: "device" })
    expect(await again.base.device.principals()).toContain(tab.principal)
    expect(await again.base.store(tab.principal).count(DRAFTS)).toBe(1)
  })

  it("F33: with the app's own files gone they tell it, and only once", async () => {
    const [disk, places] = [newDisk(), shelves()]
    await lookAround((await open(disk)).base, places)
    places.cache.mark = undefined
    const tab = await open(disk)
    expect((await lookAround(tab.base, places)).lost).toMatchObject({ loss: "files" })
    await understood(tab.base)
    expect((await lookAround(tab.base, places)).lost).toBeUndefined()
  })

  it("in a browser without the other places tell of nothing, and stop nothing", async () => {
    const [disk, places] = [newDisk(), shelves()]
    places.local.broken = true
    places.cache.broken = true
    await lookAround((await open(disk)).base, places)
    expect((await lookAround((await open(disk)).base, places)).lost).toBeUndefined()
  })
})

describe("what a phone tells of itself", () => {
  it("are counts, to the server with every push and every question, and nothing of what it holds", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const told: string[] = []
    const seen = server.fetch
    const world = {
      ...tab.base.world,
      fetch: async (input: string | URL | Request, init?: RequestInit) => {
        const said = new Headers(init?.headers).get("Phone-Holds")
        if (said !== null) told.push(said)
        return seen(input, init)
      },
    }
    const listening = await Tab.open(server, newDisk(), tab.clock, world)
    await listening.draft()
    const slip = await listening.sent([2000])
    expect(await holdsOf(listening.base, listening.principal)).toMatchObject({ drafts: 1, unsent: 1 })
    await listening.sync()
    expect(told[0]).toMatch(/^drafts=1; unsent=1; oldest=2026-11-22T01:00:00.000Z; installed=0$/)
    expect(told.at(-1)).toMatch(/^drafts=1; unsent=0; oldest=; installed=0$/)
    expect(told.join()).not.toContain(slip.dossier_id)
  })

  it("is its app, so that a server can say that it is too old; then all stays queued", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    server.mischief = ({ path }) =>
      path === "/api/sync/push"
        ? new Response(JSON.stringify({ code: "update_first", say: null, errors: [] }), {
            status: 426,
            headers: { "Content-Type": "application/problem+json" },
          })
        : undefined
    await tab.sync()
    expect(tab.loop.phase).toBe("update")
    expect((await tab.ops()).map((op) => op.state)).toEqual(["queued"])
    server.mischief = () => undefined
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
  })
})

it("a session's record is no part of what is told", async () => {
  const tab = await open(newDisk())
  await keepSetting(tab.base.store(tab.principal), SESSION, { token: "secret", since: "" })
  expect(await setting(tab.base.store(tab.principal), SESSION)).toBeDefined()
  expect(JSON.stringify(await holdsOf(tab.base, tab.principal))).not.toContain("secret")
})
