import { describe, expect, it } from "vitest"
import { DOSSIERS, DRAFTS, FILES, OPERATIONS, SLIPS } from "../../src/core/db/tables.ts"
import { adopt, settle, signedIn, signOut, unsentCount } from "../../src/core/sync/session.ts"
import { Tab, newDisk } from "./phone.ts"
import { FakeServer, problem } from "./server.ts"

const LAN = "person:01900000-0000-7000-8000-0000000000f1"
const BINH = "person:01900000-0000-7000-8000-0000000000f2"

async function enter(tab: Tab, server: FakeServer, person = LAN): Promise<void> {
  await signedIn(tab.base, server.signIn(person) as Parameters<typeof signedIn>[1])
}

async function counts(tab: Tab, principal: string): Promise<number[]> {
  const store = tab.base.store(principal)
  return Promise.all([DRAFTS, OPERATIONS, FILES, SLIPS].map(async (kind) => (await store.all(kind as typeof DRAFTS)).length))
}

describe("signing in", () => {
  it("takes over drafts, unsent operations, pages and slips, each once", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.draft([30, 40])
    await tab.sent([10])
    await enter(tab, server)
    expect(await counts(tab, tab.principal)).toEqual([0, 0, 0, 0])
    expect(await counts(tab, LAN)).toEqual([2, 1, 3, 1])
    expect((await tab.base.store(LAN).get(DRAFTS, (await tab.base.store(LAN).all(DRAFTS))[0]!.value.id))!.value.answers).toBeDefined()
  })

  it("carries what the device made with the person's session, its text untouched", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([10])
    const [before] = await tab.ops()
    await enter(tab, server)
    await tab.sync()
    expect([...server.ops.values()].map((op) => op.principal)).toEqual([LAN])
    expect((await tab.ops(LAN))[0]).toMatchObject({
      text: before!.text,
      sha256: before!.sha256,
      principal: tab.principal,
      state: "archived",
    })
    expect((await tab.pages(LAN))[0]!.state).toBe("stored")
  })

  it("and out again leaves it to the device's session, and takes it over with the slip later", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([10])
    await enter(tab, server)
    await signOut(tab.base, true)
    await tab.sync()
    expect([...server.ops.values()].map((op) => op.principal)).toEqual([tab.principal])
    expect(server.claims).toEqual([])
    await enter(tab, server)
    await tab.sync()
    expect(server.claims).toEqual([slip.local_code])
    await tab.sync()
    expect(server.claims.length).toBe(1)
  })

  it("done twice, or by two tabs, duplicates nothing", async () => {
    const server = new FakeServer()
    const disk = newDisk()
    const one = await Tab.open(server, disk)
    const two = await Tab.open(server, disk)
    await one.draft([30])
    await one.sent([10])
    await enter(one, server)
    await Promise.all([adopt(one.base, LAN), adopt(two.base, LAN), settle(two.base)])
    expect(await counts(one, LAN)).toEqual([2, 1, 2, 1])
  })

  it("brings along what another tab still saved for the device", async () => {
    const server = new FakeServer()
    const disk = newDisk()
    const one = await Tab.open(server, disk)
    const late = await Tab.open(server, disk)
    await enter(one, server)
    const draft = await late.draft([20], late.principal)
    await settle(late.base)
    expect((await one.base.store(LAN).get(DRAFTS, draft.id))?.value.title).toBe("Khai sinh cho cháu An")
    expect(await counts(one, one.principal)).toEqual([0, 0, 0, 0])
  })
})

describe("two people on one phone", () => {
  it("have queues of their own: one's ended session stops nothing of the other's", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await enter(tab, server)
    const lan = await tab.submit(await tab.draft([], LAN), {}, LAN)
    await signOut(tab.base, true)
    await enter(tab, server, BINH)
    await tab.submit(await tab.draft([], BINH), {}, BINH)
    await tab.sync()
    expect(lan.ok && server.dossiers.has(lan.value.dossier_id)).toBe(false)
    expect(server.dossiers.size).toBe(1)
    expect((await tab.ops(LAN))[0]!.state).toBe("queued")
    await enter(tab, server, LAN)
    await tab.sync()
    expect(server.dossiers.size).toBe(2)
  })

  it("pauses a person whom the server refuses, and keeps her work as it is", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await enter(tab, server)
    await tab.submit(await tab.draft([], LAN), {}, LAN)
    server.mischief = (seen) => (seen.path === "/api/sync/push" ? problem(403, "forbidden") : undefined)
    await tab.round()
    expect(await tab.base.pausedBy(LAN)).toBe("forbidden")
    expect(tab.loop.phase).toBe("paused")
    expect((await tab.ops(LAN))[0]!).toMatchObject({ state: "queued", tries: 0 })
  })
})

describe("signing out", () => {
  it("asks first when something is unsent, keeps it, and takes away what came from the server", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await enter(tab, server)
    const told = { dossier_id: "d", version: 1, state: "received", events: [], documents: [], may: [] }
    server.tell(LAN, "dossier", "d", told)
    await tab.round()
    await tab.submit(await tab.draft([], LAN), {}, LAN)
    expect(await signOut(tab.base, false)).toMatchObject({ ok: false, code: "unsent_left" })
    await signOut(tab.base, true)
    expect(await tab.base.device.current()).toBe(tab.principal)
    expect((await tab.base.store(LAN).all(DOSSIERS)).length).toBe(0)
    expect(await unsentCount(tab.base, LAN)).toBe(1)
    expect(await tab.base.token(LAN)).toBeUndefined()
  })

  it("with no network ends the session as soon as there is one", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await enter(tab, server)
    server.mischief = () => "cut_before"
    await signOut(tab.base, false)
    await tab.sync()
    server.mischief = () => undefined
    await tab.sync()
    expect(server.count("/api/sign-out")).toBeGreaterThan(0)
    expect(await tab.base.device.toRevoke()).toEqual([])
  })
})
