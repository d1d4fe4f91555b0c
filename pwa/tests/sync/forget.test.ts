import { describe, expect, it } from "vitest"
import { forgetOld } from "../../src/core/db/forget.ts"
import { makeRoom } from "../../src/core/db/room.ts"
import { put } from "../../src/core/db/store.ts"
import { DOSSIERS, FILES, KEPT, OPERATIONS } from "../../src/core/db/tables.ts"
import type { DossierRecord, FileRecord, KeptRecord, OpRecord } from "../../src/core/db/records.ts"
import { newDisk, Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

const DAY = 24 * 60 * 60 * 1000

async function sentAndWhole(server: FakeServer): Promise<Tab> {
  const tab = await Tab.open(server)
  await tab.sent([3000])
  await tab.sync()
  expect((await tab.ops()).map((op) => op.state)).toEqual(["archived"])
  return tab
}

describe("what the server holds whole", () => {
  it("leaves the phone when its time is over: bytes after 14 days, the operation after 30", async () => {
    const tab = await sentAndWhole(new FakeServer())
    const store = tab.base.store(tab.principal)
    const page = (await tab.pages())[0]!
    const now = tab.base.serverNow()
    await forgetOld(store, now + 13.9 * DAY)
    expect(await store.hasBytes(page.attachment_id)).toBe(true)
    await forgetOld(store, now + 14.1 * DAY)
    expect(await store.hasBytes(page.attachment_id)).toBe(false)
    expect((await tab.ops()).length).toBe(1)
    await forgetOld(store, now + 30.1 * DAY)
    expect(await tab.ops()).toEqual([])
    expect(await tab.pages()).toEqual([])
  })

  it("stays whole as long as one of its pages must go again", async () => {
    const tab = await sentAndWhole(new FakeServer())
    const store = tab.base.store(tab.principal)
    const page = (await tab.pages())[0]!
    await store.write([put(FILES, { ...page, state: "queued" })])
    await forgetOld(store, tab.base.serverNow() + 400 * DAY)
    expect((await tab.ops()).length).toBe(1)
    expect(await store.hasBytes(page.attachment_id)).toBe(true)
  })

  it("F63: is not forgotten early by a phone whose clock jumped three years, neither without a network nor with one", async () => {
    const server = new FakeServer()
    const disk = newDisk()
    const tab = await Tab.open(server, disk)
    await tab.sent([3000])
    await tab.sync()
    const page = (await tab.pages())[0]!
    const later = await Tab.open(server, disk)
    later.clock.now += 3 * 365 * DAY
    server.mischief = () => "cut_before"
    await later.sync()
    expect((await later.ops()).length).toBe(1)
    server.mischief = () => undefined
    await later.sync()
    expect((await later.ops()).length).toBe(1)
    expect(await later.base.store(later.principal).hasBytes(page.attachment_id)).toBe(true)
  })

  it.each([-1, 1])(
    "F63: knows the server's clock for as long as the app is open, though its own is set %s years off meanwhile",
    async (years) => {
      const server = new FakeServer()
      const tab = await Tab.open(server)
      expect(tab.base.device.knownMoment).toBeUndefined()
      await tab.sync()
      tab.clock.now += years * 365 * DAY
      tab.clock.move(3 * DAY)
      expect(Math.abs(tab.base.device.knownNow! - server.now - 3 * DAY)).toBeLessThan(1000)
      const op = await tab.sent([3000])
      server.mischief = (seen) => (seen.path === "/api/sync/changes" ? "cut_before" : undefined)
      await tab.sync()
      await forgetOld(tab.base.store(tab.principal), tab.base.device.knownNow! + 13 * DAY)
      expect((await tab.ops()).map((each) => each.dossier_id)).toEqual([op.dossier_id])
      expect(await tab.base.store(tab.principal).hasBytes((await tab.pages())[0]!.attachment_id)).toBe(true)
    },
  )

  it("F63: has its time counted by the server's clock where the phone's is three years behind", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    tab.clock.now -= 3 * 365 * DAY
    await tab.sent([3000])
    await tab.sync()
    await tab.sync()
    expect((await tab.ops()).map((op) => op.state)).toEqual(["archived"])
    expect(Math.abs(Date.parse((await tab.ops())[0]!.done_at!) - server.now)).toBeLessThan(DAY)
  })
})

describe("F63: on a phone whose clock stood years back", () => {
  const WORDS = {
    draft_id: "d",
    draft: { id: "d", files: [] },
    reason: "sent",
    at: "2023-11-30T00:00:00Z",
    kept_at: "2023-11-30T00:00:00Z",
  }

  it("what was kept of an ended draft has its whole time from when the server's clock is known", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const store = tab.base.store(tab.principal)
    await store.write([put(KEPT, WORDS as unknown as KeptRecord, 0)])
    for (const days of [0, 89]) {
      await forgetOld(store, server.now + days * DAY)
      expect((await store.all(KEPT)).map(({ value }) => value.draft_id)).toEqual(["d"])
    }
    await forgetOld(store, server.now + 91 * DAY)
    expect(await store.all(KEPT)).toEqual([])
  })

  it("an act that a person let go of is kept for its whole time too, and a page that another phone sent", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const store = tab.base.store(tab.principal)
    await tab.sent([3000])
    await tab.sync()
    const [op, page] = [(await tab.ops())[0]!, (await tab.pages())[0]!]
    const settled: OpRecord = { ...op, op_id: "act", kind: "dossier.withdraw", state: "archived", reason: "let_go" }
    delete settled.done_at
    const asked: FileRecord = { ...page, attachment_id: "another", state: "queued", kept_at: "2023-11-30T00:00:00Z" }
    delete asked.op_id
    await store.write([put(OPERATIONS, settled, 0), put(FILES, asked, 0)])
    const left = async (): Promise<number> =>
      [...(await tab.ops()).map((each) => each.op_id), ...(await tab.pages()).map((each) => each.attachment_id)].filter((id) =>
        ["act", "another"].includes(id),
      ).length
    for (const days of [0, 89]) {
      await forgetOld(store, server.now + days * DAY)
      expect(await left()).toBe(2)
    }
    await forgetOld(store, server.now + 91 * DAY)
    expect(await left()).toBe(0)
  })
})

describe("room for dossiers", () => {
  const dossier = (n: number, state: string): DossierRecord =>
    ({
      dossier_id: `d${n}`,
      body: { dossier_id: `d${n}`, state, submitted_at: new Date(n * DAY).toISOString(), events: [], version: 1 },
      epoch: "e",
      seen_at: "",
      round: 0,
    }) as unknown as DossierRecord

  it("is made by what is over, the oldest first; what is open stays whatever the number", async () => {
    const tab = await Tab.open(new FakeServer())
    const store = tab.base.store(tab.principal)
    const all = [dossier(1, "submitted"), dossier(2, "returned"), dossier(3, "withdrawn"), dossier(4, "returned"), dossier(5, "received")]
    await store.write(all.map((each) => put(DOSSIERS, each)))
    expect(await makeRoom(store, 5)).toBe(0)
    expect(await makeRoom(store, 3)).toBe(2)
    expect((await store.all(DOSSIERS)).map((held) => held.value.dossier_id)).toEqual(["d1", "d4", "d5"])
    expect(await makeRoom(store, 1)).toBe(1)
    expect((await store.all(DOSSIERS)).map((held) => held.value.dossier_id)).toEqual(["d1", "d5"])
  })
})
