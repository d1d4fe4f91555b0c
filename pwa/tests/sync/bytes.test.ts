import { describe, expect, it } from "vitest"
import { putBytes } from "../../src/core/db/store.ts"
import { forgetOld } from "../../src/core/db/forget.ts"
import { archiveWhole, changeFile, changeOp } from "../../src/core/db/operations.ts"
import { Pace, LARGEST, SMALLEST } from "../../src/core/sync/uploads.ts"
import { outboxItems } from "../../src/core/sync/outbox.ts"
import { slipParts, slipState } from "../../src/core/sync/status.ts"
import { newDisk, pageBytes, Tab } from "./phone.ts"
import { FakeServer, problem, type Seen } from "./server.ts"

const isPatch = (seen: Seen): boolean => seen.method === "PATCH"
const DAY = 24 * 60 * 60 * 1000

describe("a page on its way", () => {
  it("F16: cut in the middle goes on from the byte the server has, in smaller pieces, and sends no byte twice", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([400_000])
    let sent = 0
    server.mischief = (seen) => (isPatch(seen) && (sent += 1) === 2 ? "cut_after" : undefined)
    await tab.sync()
    expect(tab.loop.phase).toBe("offline")
    await tab.sync()
    const [page] = await tab.pages()
    expect(page!.state).toBe("stored")
    const bytes = server.seen.filter(isPatch).map((seen) => (seen.body as Uint8Array).length)
    expect(bytes).toEqual([131_072, 262_144, 6784])
  })

  it("F16: whose tab died in the middle asks how far it is, and sends no byte twice", async () => {
    const server = new FakeServer()
    const disk = newDisk()
    const tab = await Tab.open(server, disk)
    await tab.sent([400_000])
    await tab.sync()
    const [page] = await tab.pages()
    const upload = server.uploads.get(page!.attachment_id)!
    // as if the tab had died after 300,000 bytes of which it had heard of 100,000
    Object.assign(upload, { bytes: [new Uint8Array(pageBytes(400_000, 0)).slice(0, 300_000)], have: 300_000, state: "partial" })
    await changeFile(tab.base.store(tab.principal), page!.attachment_id, (old) => ({ ...old, state: "sending", offset: 100_000 }))
    server.seen.length = 0
    const next = await Tab.open(server, disk)
    await changeOp(next.base.store(next.principal), page!.op_id!, (old) => ({ ...old, state: "acknowledged" }))
    await next.sync()
    expect((await next.pages())[0]!.state).toBe("stored")
    expect(server.seen.filter(isPatch).map((seen) => (seen.body as Uint8Array).length)).toEqual([100_000])
  })

  it("F17, F18: whose last answer was lost asks whether it is stored, and sends nothing again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([5000])
    server.mischief = (seen) => (isPatch(seen) ? "cut_after" : undefined)
    await tab.sync()
    server.mischief = () => undefined
    await tab.sync()
    expect((await tab.pages())[0]!.state).toBe("stored")
    expect(server.dossiers.size).toBe(1)
  })

  it("F19: found elsewhere at the same moment waits a little", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([5000])
    let tries = 0
    server.mischief = (seen) => (isPatch(seen) && (tries += 1) === 1 ? problem(423, "upload_busy") : undefined)
    await tab.sync()
    expect((await tab.pages())[0]!).toMatchObject({ state: "queued", reason: "upload_busy" })
    tab.clock.move(3000)
    await tab.round()
    expect((await tab.pages())[0]!.state).toBe("stored")
  })

  it("F20: that the browser sent empty, then short, is never counted as sent, and goes on from what arrived", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([300_000])
    const whole = new Uint8Array(pageBytes(300_000, 0))
    const lost: ((id: string) => Response)[] = [
      () => problem(400, "empty_body", { offset: 0 }),
      () => problem(400, "empty_body", { offset: 0 }),
      (id) => {
        const kept = { sha256: "", size: 300_000, bytes: [whole.slice(0, 7000)], have: 7000, state: "partial" as const }
        server.uploads.set(id, { ...kept, sha256: page!.sha256, principal: tab.principal })
        return problem(400, "body_short", { offset: 7000 })
      },
    ]
    const [page] = await tab.pages()
    const shown: string[] = []
    server.mischief = (seen) => {
      if (!isPatch(seen)) return undefined
      const answer = lost.shift()?.(page!.attachment_id)
      if (answer !== undefined) shown.push(server.uploads.get(page!.attachment_id)?.state ?? "nothing")
      return answer
    }
    await tab.sync()
    await tab.sync()
    expect(shown).toEqual(["nothing", "nothing", "partial"])
    expect((await tab.pages())[0]!).toMatchObject({ state: "stored", offset: 300_000 })
    const [first, ...rest] = server.seen.filter(isPatch).map((seen) => (seen.body as Uint8Array).length)
    // every piece was read anew from the kept bytes, smaller after each loss
    expect(rest[0]).toBeLessThan(first!)
    expect(Buffer.concat(server.uploads.get(page!.attachment_id)!.bytes).equals(whole)).toBe(true)
  })

  it("F21: damaged on its way is read and sent again; three times, then the person is asked to take it again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([5000, 40])
    server.mischief = (seen) =>
      isPatch(seen) && (seen.body as Uint8Array).length === 5000 ? problem(460, "hash_mismatch", { offset: 0 }) : undefined
    for (let n = 0; n < 3; n += 1) await tab.sync()
    const pages = await tab.pages()
    expect(pages.map(({ size, state, reason }) => ({ size, state, reason })).sort((a, b) => a.size - b.size)).toEqual([
      { size: 40, state: "stored", reason: undefined },
      { size: 5000, state: "set_aside", reason: "photo_unreadable" },
    ])
    expect(server.seen.filter((seen) => isPatch(seen) && (seen.body as Uint8Array).length === 5000).length).toBe(3)
    expect((await outboxItems(tab.base, tab.principal))[0]).toMatchObject({
      what: "file",
      state: "needs_you",
      advice: "retake",
      may: ["retry"],
    })
  })

  it("damaged on the phone itself is not sent as if it were whole", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([5000])
    const [page] = await tab.pages()
    await tab.base.store(tab.principal).write([putBytes(page!.attachment_id, new ArrayBuffer(5000))])
    await tab.sync()
    expect((await tab.pages())[0]!).toMatchObject({ state: "set_aside", reason: "photo_unreadable" })
  })

  it("that the office's checks refuse is set aside with the server's reason", async () => {
    const server = new FakeServer()
    server.refuseUpload = true
    const tab = await Tab.open(server)
    await tab.sent([500])
    await tab.sync()
    expect((await tab.pages())[0]!).toMatchObject({ state: "set_aside", reason: "picture_unreadable" })
  })

  it("waits for Wi-Fi where the person chose so, and goes at once when she taps", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server, undefined, undefined, { metered: () => true })
    await tab.base.device.keepUploadsOn("wifi")
    await tab.sent([500])
    await tab.round()
    expect((await tab.ops())[0]!.state).toBe("acknowledged")
    expect((await tab.pages())[0]!.state).toBe("queued")
    await tab.sync()
    expect((await tab.pages())[0]!.state).toBe("stored")
  })

  it("the server names as held is not sent at all", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([500])
    const [page] = await tab.pages()
    server.uploads.set(page!.attachment_id, {
      sha256: page!.sha256,
      size: 500,
      bytes: [],
      have: 500,
      state: "stored",
      principal: tab.principal,
    })
    await tab.sync()
    expect(server.seen.filter(isPatch).length).toBe(0)
    expect((await tab.pages())[0]!.state).toBe("stored")
  })
})

describe("the words on the slip", () => {
  it("F24: follow what the server holds: only here, partly, sent", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([1000, 300])
    const at = async (): Promise<string> => slipState((await tab.ops())[0], await tab.pages(), undefined)
    expect(await at()).toBe("only_here")
    server.mischief = (seen) => (isPatch(seen) && (seen.body as Uint8Array).length === 300 ? "cut_before" : undefined)
    await tab.sync()
    expect(await at()).toBe("partly")
    expect(slipParts((await tab.ops())[0], await tab.pages())).toEqual({ form: true, files_done: 1, files_total: 2, bytes_left: 300 })
    server.mischief = () => undefined
    await tab.sync()
    expect(await at()).toBe("sent")
    expect(slipState((await tab.ops())[0], await tab.pages(), "received")).toBe("received")
  })
})

describe("forgetting", () => {
  it("takes bytes after 14 days and operations after 30, counted from when the server had everything", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([500])
    await tab.sync()
    const store = tab.base.store(tab.principal)
    const [page] = await tab.pages()
    await forgetOld(store, tab.clock.now + 13 * DAY)
    expect(await store.hasBytes(page!.attachment_id)).toBe(true)
    await forgetOld(store, tab.clock.now + 15 * DAY)
    expect(await store.hasBytes(page!.attachment_id)).toBe(false)
    expect((await tab.ops()).length).toBe(1)
    await forgetOld(store, tab.clock.now + 31 * DAY)
    expect((await tab.ops()).length).toBe(0)
  })

  it("never touches what the server has not acknowledged, however old it is", async () => {
    const tab = await Tab.open(new FakeServer())
    await tab.sent([500])
    const store = tab.base.store(tab.principal)
    await archiveWhole(store, new Date(tab.clock.now).toISOString())
    await forgetOld(store, tab.clock.now + 4000 * DAY)
    expect((await tab.ops()).length).toBe(1)
    expect(await store.hasBytes((await tab.pages())[0]!.attachment_id)).toBe(true)
  })
})

describe("the size of a piece", () => {
  it("stays between 32 and 512 kB", () => {
    const pace = new Pace()
    for (let n = 0; n < 9; n += 1) pace.went(10, pace.size)
    expect(pace.size).toBe(LARGEST)
    for (let n = 0; n < 9; n += 1) pace.cut()
    expect(pace.size).toBe(SMALLEST)
  })

  it("settles on what a line carries in some seconds", () => {
    const seconds = (rate: number): number => {
      const pace = new Pace()
      for (let n = 0; n < 20; n += 1) pace.went((pace.size / rate) * 1000, pace.size)
      return pace.size / rate
    }
    // 40 kbit/s, EDGE, 3G: a piece takes long enough to be worth its round trip, and no longer than an operation may wait
    for (const rate of [5_000, 25_000, 50_000]) {
      expect(seconds(rate)).toBeGreaterThan(3)
      expect(seconds(rate)).toBeLessThan(13)
    }
  })
})
