import { describe, expect, it } from "vitest"
import { DOSSIERS, MESSAGES } from "../../src/core/db/tables.ts"
import { messageRead } from "../../src/core/sync/acts.ts"
import { Tab } from "./phone.ts"
import { FakeServer, type Seen } from "./server.ts"

const dossier = (id: string, version = 1, state = "submitted"): Record<string, unknown> => ({
  dossier_id: id,
  version,
  state,
  awaiting_files: 0,
  events: [],
  documents: [],
  may: [],
})
const message = (id: string): Record<string, unknown> => ({ message_id: id, dossier_id: null, read_at: null, at: "2026-11-22T00:00:00Z" })
const asksNews = (seen: Seen): boolean => seen.path === "/api/sync/changes"

async function phoneWith(count: number): Promise<{ server: FakeServer; tab: Tab }> {
  const server = new FakeServer()
  const tab = await Tab.open(server)
  await tab.round()
  for (let n = 0; n < count; n += 1) server.tell(tab.principal, "dossier", `d${n}`, dossier(`d${n}`))
  return { server, tab }
}

const ids = async (tab: Tab): Promise<string[]> => (await tab.base.store(tab.principal).all(DOSSIERS)).map((held) => held.value.dossier_id)

describe("news from the server", () => {
  it("come page by page until the end", async () => {
    const { server, tab } = await phoneWith(5)
    server.pageSize = 2
    await tab.round()
    expect((await ids(tab)).length).toBe(5)
  })

  it("F66: cut in the middle keep what has come and go on from there", async () => {
    const { server, tab } = await phoneWith(6)
    server.pageSize = 2
    let asked = 0
    server.mischief = (seen) => (asksNews(seen) && (asked += 1) === 3 ? "cut_before" : undefined)
    await tab.sync()
    expect((await ids(tab)).length).toBe(4)
    const before = server.count("/api/sync/changes")
    await tab.sync()
    expect((await ids(tab)).length).toBe(6)
    expect(server.count("/api/sync/changes") - before).toBe(1)
  })

  it("F66: of a first sync that is cut three times at 70 % go on from there each time, usable meanwhile", async () => {
    const { server, tab } = await phoneWith(200)
    server.pageSize = 10
    let page = 0
    let cuts = 3
    server.mischief = (seen) => {
      if (!asksNews(seen)) return undefined
      page += 1
      // the same page is lost three times over: after the server read it, so that it may think we have it
      return page > 14 && cuts-- > 0 ? "cut_after" : undefined
    }
    for (let n = 0; n < 3; n += 1) {
      await tab.sync()
      expect(tab.loop.phase).toBe("offline")
      // what has come is there and stays there
      expect((await ids(tab)).length).toBe(140)
    }
    await tab.sync()
    expect((await ids(tab)).length).toBe(200)
    // twenty pages, one of them asked for four times: nothing was fetched twice that had been kept
    expect(page).toBe(23)
  })

  it("F71: with nothing new cost one request", async () => {
    const { server, tab } = await phoneWith(3)
    await tab.round()
    const before = server.seen.length
    await tab.round()
    expect(server.seen.length - before).toBe(1)
  })

  it("never replace what is newer here", async () => {
    const { server, tab } = await phoneWith(0)
    server.tell(tab.principal, "dossier", "d", dossier("d", 5, "received"))
    await tab.round()
    server.tell(tab.principal, "dossier", "d", dossier("d", 3))
    await tab.round()
    expect((await tab.base.store(tab.principal).get(DOSSIERS, "d"))?.value.body.version).toBe(5)
  })

  it("of a kind this release does not know do no harm", async () => {
    const { server, tab } = await phoneWith(1)
    server.tell(tab.principal, "weather", "w", { rain: true })
    await tab.round()
    expect(await ids(tab)).toEqual(["d0"])
  })

  it("F69: start anew when the cursor is gone, and what did not come again goes only at the end", async () => {
    const { server, tab } = await phoneWith(4)
    await tab.round()
    const feed = server.feeds.get(tab.principal)!
    server.feeds.set(tab.principal, feed.slice(0, 2))
    server.cursorGone = true
    server.pageSize = 1
    let asked = 0
    server.mischief = (seen) => (asksNews(seen) && (asked += 1) === 3 ? "cut_before" : undefined)
    await tab.sync()
    expect((await ids(tab)).length).toBe(4)
    await tab.sync()
    expect(await ids(tab)).toEqual(["d0", "d1"])
  })

  it("F69: starting anew leave drafts, operations and unsent dossiers alone", async () => {
    const { server, tab } = await phoneWith(1)
    await tab.draft()
    await tab.sent([10])
    server.mischief = (seen) => (seen.path === "/api/sync/push" ? "cut_before" : undefined)
    await tab.sync()
    expect((await tab.ops()).length).toBe(1)
    server.cursorGone = true
    server.mischief = () => undefined
    await tab.sync()
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
  })

  it("read here are told to the server once", async () => {
    const { server, tab } = await phoneWith(0)
    server.tell(tab.principal, "message", "m1", message("m1"))
    await tab.round()
    await messageRead(tab.base, tab.principal, "m1")
    await messageRead(tab.base, tab.principal, "m1")
    await tab.sync()
    expect([...server.ops.values()].length).toBe(1)
    expect((await tab.base.store(tab.principal).get(MESSAGES, "m1"))?.value.read_at).toBeDefined()
  })

  it("F63: teach the phone the server's clock, and operations carry the difference", async () => {
    const { server, tab } = await phoneWith(0)
    server.now = tab.clock.now - 41_200
    await tab.round()
    await tab.sent()
    expect(JSON.parse((await tab.ops())[0]!.text).clock_offset_ms).toBe(-41_200)
  })
})
