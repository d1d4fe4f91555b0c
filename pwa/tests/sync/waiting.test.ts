/* Work that has to wait: for a server's repair, for another operation, and on phones whose clocks are wrong. */
import { describe, expect, it } from "vitest"
import { withdraw } from "../../src/core/sync/acts.ts"
import { outboxItems } from "../../src/core/sync/outbox.ts"
import { Clock, newDisk, Tab } from "./phone.ts"
import { FakeServer, problem } from "./server.ts"
import { until } from "./until.ts"

const DAY = 24 * 60 * 60 * 1000

/** Every operation that was sent, as it travelled. */
const pushed = (server: FakeServer): { text: string }[] =>
  server.seen
    .filter((seen) => seen.path === "/api/sync/push")
    .flatMap((seen) => (seen.body as { operations: { text: string }[] }).operations)

describe("work that waits", () => {
  it.each([
    ["400 for every request", (): Response => problem(400, "bad_request")],
    ["404 from a route that a release forgot", (): Response => problem(404, "not_found")],
    ["422 for every request", (): Response => problem(422, "invalid")],
  ])("F13: met by %s, a bug of the server's, keeps the work and sends it after the repair by itself", async (_name, answer) => {
    const server = new FakeServer()
    const clock = new Clock()
    const tab = await Tab.open(server, newDisk(), clock)
    const slip = await tab.sent([10])
    server.mischief = (seen) => (seen.path === "/api/sync/push" ? answer() : undefined)
    await tab.round()
    // a day of its own timers
    for (let hour = 0; hour < 24; hour += 1) {
      clock.move(60 * 60 * 1000)
      await tab.loop.settled()
    }
    expect((await tab.ops()).map(({ state, tries }) => ({ state, tries }))).toEqual([{ state: "queued", tries: 0 }])
    server.mischief = () => undefined
    clock.move(5 * 60 * 1000)
    await until(async () => (await tab.pages())[0]!.state === "stored", "the pages")
    expect(server.dossiers.has(slip.dossier_id)).toBe(true)
  })

  it("F15: holds an operation for what it waits for in bounded steps, tells the person, and never drops or forces it", async () => {
    const server = new FakeServer()
    const clock = new Clock()
    const tab = await Tab.open(server, newDisk(), clock)
    await tab.sent()
    server.verdict = () => ({ status: "held", code: "mandate_unknown", needs: ["01900000-0000-7000-8000-00000000cccc"] })
    await tab.round()
    for (let n = 0; n < 20; n += 1) {
      const [op] = await tab.ops()
      expect(op!.state).toBe("held")
      // never given up, never asked more seldom than each hour
      expect(op!.next_at - clock.now).toBeLessThanOrEqual(60 * 60 * 1000)
      expect(op!.next_at).toBeGreaterThan(clock.now)
      clock.move(op!.next_at - clock.now)
      await tab.loop.settled()
    }
    expect((await outboxItems(tab.base, tab.principal)).map(({ state, reason }) => ({ state, reason }))).toEqual([
      { state: "needs_you", reason: "keeps_failing" },
    ])
    server.verdict = () => undefined
    clock.move(60 * 60 * 1000)
    await tab.round()
    expect((await tab.ops()).map((op) => op.state)).toEqual(["archived"])
    expect(server.dossiers.size).toBe(1)
  })

  it("F14: dependants wait with an operation that is set aside, and unrelated ones go", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const first = await tab.sent()
    await withdraw(tab.base, tab.principal, first.dossier_id, "đổi ý")
    const other = await tab.sent()
    server.verdict = (op) => (op["dossier_id"] === first.dossier_id ? { status: "rejected", code: "answers_refused" } : undefined)
    await tab.sync()
    // in the first batch both went; the dependant's own verdict counts, and it does not go again past its parked creation
    server.seen.length = 0
    await tab.sync()
    expect((await tab.ops()).map((op) => op.state)).toEqual(["set_aside", "set_aside", "archived"])
    expect(server.dossiers.has(other.dossier_id)).toBe(true)
    expect(server.count("/api/sync/push")).toBe(0)
  })

  it("F14: a sending that another phone of hers was faster with keeps nothing back: what follows is about the dossier that is there", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent()
    server.verdict = (op) => (op["kind"] === "dossier.submit" ? { status: "rejected", code: "dossier_exists" } : undefined)
    await tab.sync()
    await withdraw(tab.base, tab.principal, slip.dossier_id, "đổi ý")
    await tab.sync()
    expect(pushed(server).map((op) => (JSON.parse(op.text) as { kind: string }).kind)).toEqual(["dossier.submit", "dossier.withdraw"])
    expect((await tab.ops())[0]).toMatchObject({ state: "set_aside", reason: "dossier_exists" })
  })

  it("F64: sends in the order things were done, also when the clock jumped back between them", async () => {
    const server = new FakeServer()
    const clock = new Clock()
    const tab = await Tab.open(server, newDisk(), clock)
    const slip = await tab.sent()
    clock.now -= 3 * 365 * DAY
    await withdraw(tab.base, tab.principal, slip.dossier_id, "đổi ý")
    await tab.sync()
    const sent = pushed(server)
    const told = sent.map((op) => JSON.parse(op.text) as { kind: string; device_seq: number; device_time: string })
    expect(told.map((op) => op.kind)).toEqual(["dossier.submit", "dossier.withdraw"])
    expect(told[1]!.device_seq).toBeGreaterThan(told[0]!.device_seq)
    expect(Date.parse(told[1]!.device_time)).toBeLessThan(Date.parse(told[0]!.device_time))
    expect((await tab.ops()).map((op) => op.state)).toEqual(["archived", "archived"])
  })

  it.each([-3, 3])("F63: works on a phone whose clock is %i years off, and says both times", async (years) => {
    const server = new FakeServer()
    const clock = new Clock()
    clock.now += years * 365 * DAY
    const tab = await Tab.open(server, newDisk(), clock)
    await tab.round()
    await tab.sent([2000])
    await tab.sync()
    const sent = pushed(server)
    const op = JSON.parse(sent[0]!.text) as { device_time: string; clock_offset_ms: number }
    // what the phone's clock said, and how far the server's is from it
    expect(Date.parse(op.device_time)).toBe(clock.now)
    expect(Math.abs(op.clock_offset_ms + years * 365 * DAY)).toBeLessThan(1000)
    expect((await tab.pages())[0]!.state).toBe("stored")
    expect((await tab.ops())[0]!.state).toBe("archived")
  })
})

describe("F63: a clock that stood years ahead and is set right", () => {
  const YEARS = 3 * 365 * DAY

  it.each(["POST /api/sync/push", "PATCH /api/uploads/"])("keeps back nothing that failed under it: %s", async (call) => {
    const server = new FakeServer()
    const clock = new Clock()
    clock.now += YEARS
    const tab = await Tab.open(server, newDisk(), clock)
    await tab.sync()
    const slip = await tab.sent([10])
    server.mischief = (seen) => (`${seen.method} ${seen.path}`.startsWith(call) ? problem(500, "internal") : undefined)
    await tab.round()
    await tab.round()
    server.mischief = () => undefined
    clock.now -= YEARS
    await tab.round()
    expect(server.dossiers.has(slip.dossier_id)).toBe(true)
    expect((await tab.pages()).map((page) => page.state)).toEqual(["stored"])
  })

  it("nor what a restored server lost and failed to take back", async () => {
    const server = new FakeServer()
    const clock = new Clock()
    clock.now += YEARS
    const tab = await Tab.open(server, newDisk(), clock)
    const slip = await tab.sent([])
    await tab.sync()
    server.ops.clear()
    server.dossiers.clear()
    server.epoch = crypto.randomUUID()
    server.cursorGone = true
    server.verdict = (op) => ({ op_id: op["op_id"], status: "retry", code: "busy" })
    await tab.round()
    server.verdict = () => undefined
    clock.now -= YEARS
    await tab.round()
    expect(server.dossiers.has(slip.dossier_id)).toBe(true)
  })
})
