import { describe, expect, it } from "vitest"
import { DOSSIERS, DOCUMENTS, DRAFTS, MESSAGES, OPERATIONS, SLIPS } from "../../src/core/db/tables.ts"
import { put } from "../../src/core/db/store.ts"
import { withdraw } from "../../src/core/sync/acts.ts"
import { AHEAD, authorshipAt, authorshipOf } from "../../src/core/sync/authorship.ts"
import { blockOf } from "../../src/core/sync/blocked.ts"
import { letActGo, refusedActs } from "../../src/core/sync/refused.ts"
import { reopen } from "../../src/core/sync/outbox.ts"
import { queueOf, statusOf } from "../../src/core/sync/status.ts"
import { holdsOf } from "../../src/core/sync/told.ts"
import { forgetOld } from "../../src/core/db/forget.ts"
import { enter, LAN } from "./lan.ts"
import { Tab } from "./phone.ts"
import { FakeServer, problem } from "./server.ts"

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

async function filed(tab: Tab, owner: string, pages: number[] = []): Promise<string> {
  const slip = await tab.submit(await tab.draft(pages, owner), {}, owner)
  if (!slip.ok) throw new Error(slip.code)
  return slip.value.dossier_id
}

const waits = { status: "quarantined", code: "author_closed", say: { vi: "Cán bộ đang xem.", en: "Held." } }

describe("a closed account", () => {
  it("F62: hands what was made with it to the phone's own session, with its pages, and says so", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await enter(tab, server)
    await filed(tab, LAN, [40])
    const her = await tab.base.token(LAN)
    server.mischief = (seen) => (seen.token === her ? problem(401, "account_closed") : undefined)
    server.verdict = () => waits
    await tab.round()
    const pushed = server.seen.filter((each) => each.path === "/api/sync/push")
    expect(pushed.map((each) => server.tokens.get(each.token ?? ""))).toEqual([LAN, tab.principal])
    expect((await tab.ops(LAN))[0]).toMatchObject({ state: "quarantined", reason: "author_closed" })
    expect((await tab.pages(LAN))[0]!.state).toBe("stored")
    expect(server.count("/api/sync/handover/")).toBeGreaterThan(0)
    expect(await tab.base.pausedBy(LAN)).toBe("account_closed")
  })

  it("F61: another refusal of her session pauses her queue alone, and nothing of it is handed on", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await enter(tab, server)
    await filed(tab, LAN)
    server.mischief = (seen) => (seen.path === "/api/sync/push" ? problem(401, "session_ended") : undefined)
    await tab.round()
    expect((await tab.ops(LAN))[0]).toMatchObject({ state: "queued" })
    expect(server.count("/api/sync/push")).toBe(1)
  })
})

describe("what waits for an officer", () => {
  async function waiting(): Promise<{ server: FakeServer; tab: Tab }> {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    server.verdict = () => waits
    await tab.round()
    return { server, tab }
  }

  it("is asked about seldom: after an hour, then less and less often, at least once a day", async () => {
    const { server, tab } = await waiting()
    const asked: number[] = []
    for (let hour = 1; hour <= 100; hour += 1) {
      tab.clock.move(HOUR + 1000)
      const before = server.count("/api/sync/push")
      await tab.round()
      if (server.count("/api/sync/push") > before) asked.push(hour)
    }
    expect(asked[0]).toBe(1)
    expect(asked.length).toBeLessThan(10)
    expect(Math.max(...asked.map((hour, at) => hour - (asked[at - 1] ?? 0)))).toBeLessThanOrEqual(24)
  })

  it("is acknowledged once it was adopted", async () => {
    const { server, tab } = await waiting()
    server.verdict = () => undefined
    tab.clock.move(2 * HOUR)
    await tab.round()
    expect((await tab.ops())[0]!.state).toBe("archived")
  })

  it("is set aside with the officer's words once it was refused", async () => {
    const { server, tab } = await waiting()
    server.verdict = () => ({ status: "rejected", code: "refused_by_officer", say: { vi: "Bà Hoa đã nộp.", en: "x" } })
    tab.clock.move(2 * HOUR)
    await tab.round()
    expect((await tab.ops())[0]).toMatchObject({ state: "set_aside", reason: "refused_by_officer", say: { vi: "Bà Hoa đã nộp." } })
  })

  it("is asked about at once when the feed tells of its dossier", async () => {
    const { server, tab } = await waiting()
    const [op] = await tab.ops()
    server.verdict = () => undefined
    server.tell(tab.principal, "dossier", op!.dossier_id!, { dossier_id: op!.dossier_id, version: 2, state: "submitted", events: [] })
    await tab.round()
    tab.clock.move(2000)
    await tab.round()
    expect((await tab.ops())[0]!.state).toBe("archived")
  })
})

describe("a server that was restored", () => {
  it("and does not know this phone is introduced to it again, and the work goes on by itself", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.round()
    await tab.sent()
    let known = false
    server.mischief = (seen) => {
      if (seen.path === "/api/devices") known = true
      return undefined
    }
    server.verdict = () => (known ? undefined : { status: "retry", code: "device_unknown" })
    await tab.round()
    expect((await tab.ops())[0]!.state).toBe("archived")
  })

  it("that goes on not knowing it is not asked in a circle", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    server.verdict = () => ({ status: "retry", code: "device_unknown" })
    await tab.round()
    expect(server.count("/api/sync/push")).toBe(2)
    expect((await tab.ops())[0]).toMatchObject({ state: "queued", reason: "device_unknown" })
  })
})

describe("a signature the server does not believe", () => {
  it("sets the sending aside, and it can be opened and sent newly signed", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([30])
    server.verdict = () => ({ status: "rejected", code: "bad_signature" })
    await tab.round()
    const [op] = await tab.ops()
    expect(op).toMatchObject({ state: "set_aside", reason: "bad_signature" })
    server.verdict = () => undefined
    const draft = await reopen(tab.base, tab.principal, op!.op_id)
    if (!draft.ok) throw new Error(draft.code)
    expect((await tab.submit(draft.value)).ok).toBe(true)
    await tab.round()
    const all = await tab.ops()
    expect(all.map((each) => each.state)).toEqual(["archived", "archived"])
    expect(all[1]!.signature).not.toBe(op!.signature)
    expect(server.dossiers.size).toBe(1)
  })
})

describe("a phone that was reported lost", () => {
  function blocking(server: FakeServer): void {
    server.mischief = (seen) => {
      if (seen.path === "/api/sync/handover" || seen.path.startsWith("/api/sync/handover/") || seen.path === "/api/server") return undefined
      return problem(401, "device_blocked")
    }
    server.verdict = () => ({ status: "quarantined", code: "device_lost" })
  }

  it("F57, V5: hands over what is queued of everybody, with its pages, and is then empty", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.round()
    await enter(tab, server)
    await filed(tab, LAN, [40])
    await tab.draft([20], LAN)
    await tab.base.store(LAN).write([put(MESSAGES, { message_id: "m", body: {} as never, round: 0 })])
    blocking(server)
    await tab.round()
    await tab.round()
    const given = server.seen.filter((each) => each.path === "/api/sync/handover")
    expect(given.map((each) => each.token)).toEqual([null])
    expect([...server.uploads.values()].map((each) => each.state)).toEqual(["stored"])
    for (const principal of [LAN, tab.principal]) {
      const store = tab.base.store(principal)
      for (const kind of [DRAFTS, OPERATIONS, SLIPS, MESSAGES]) expect(await store.all(kind as typeof DRAFTS)).toEqual([])
    }
    expect(await tab.base.token(LAN)).toBeUndefined()
    expect(tab.loop.phase).toBe("blocked")
    expect(await blockOf(tab.base)).toMatchObject({ wiped: true })
  })

  it("keeps what could not be handed over, shows none of it, and tries again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    blocking(server)
    const blocked = server.mischief
    server.mischief = (seen) => (seen.path === "/api/sync/handover" ? "cut_before" : blocked(seen))
    await tab.round()
    await tab.round()
    expect(tab.loop.phase).toBe("blocked")
    expect((await tab.ops()).length).toBe(1)
    server.mischief = blocked
    await tab.round()
    expect((await tab.ops()).length).toBe(0)
  })

  it("is wiped after some days also where the office never took the rest", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    blocking(server)
    server.verdict = () => ({ status: "retry", code: "failed_here" })
    await tab.round()
    tab.clock.move(4 * DAY)
    await tab.round()
    // a clock that was set right is no reason to give up after the second try
    expect((await tab.ops()).length).toBe(1)
    for (let tries = 0; tries < 12; tries += 1) await tab.round()
    expect((await tab.ops()).length).toBe(0)
  })

  it("and found again before it was wiped goes on with everything", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    blocking(server)
    const blocked = server.mischief
    server.mischief = (seen) => (seen.path === "/api/sync/handover" ? "cut_before" : blocked(seen))
    await tab.round()
    expect(tab.loop.phase).toBe("blocked")
    server.mischief = () => undefined
    server.verdict = () => undefined
    await tab.round()
    await tab.round()
    expect(await blockOf(tab.base)).toBeUndefined()
    expect((await tab.ops())[0]!.state).toBe("archived")
    expect(server.dossiers.size).toBe(1)
  })
})

describe("a dossier that is no longer hers to see", () => {
  const body = { dossier_id: "d", version: 1, state: "received", events: [], documents: [], may: ["withdraw"] }
  const out = { way: "out", reason: "reassigned", at: "2026-11-22T01:00:00Z" }

  it("F54: stays, for reading, until what was made here has arrived, and is then gone with its documents", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    server.tell(tab.principal, "dossier", "d", body)
    await tab.round()
    const store = tab.base.store(tab.principal)
    await store.write([put(DOCUMENTS, { document_id: "p", dossier_id: "d", sha256: "", size: 1, type: "application/pdf", kept_at: "" })])
    await withdraw(tab.base, tab.principal, "d", "Tôi ghi nhầm.")
    server.tell(tab.principal, "scope", "d", out)
    server.verdict = () => ({ status: "quarantined", code: "out_of_scope" })
    await tab.round()
    expect((await store.get(DOSSIERS, "d"))?.value.out).toMatchObject({ reason: "reassigned" })
    expect((await tab.ops())[0]).toMatchObject({ state: "quarantined" })
    // it has arrived: the sentence says who has it now, and the office is not told that the phone still holds it
    const sentence = statusOf(await queueOf(tab.base.store(tab.principal)), "working", false)
    expect(sentence).toEqual({ kind: "with_officer", count: 1 })
    expect((await holdsOf(tab.base, tab.principal)).unsent).toBe(0)
    server.verdict = () => undefined
    tab.clock.move(2 * HOUR)
    await tab.round()
    expect(await store.get(DOSSIERS, "d")).toBeUndefined()
    expect(await store.all(DOCUMENTS)).toEqual([])
    expect((await tab.ops())[0]!.state).toBe("archived")
  })

  it("with nothing unsent goes at once, and comes back whole when it is hers again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    server.tell(tab.principal, "dossier", "d", body)
    await tab.round()
    server.tell(tab.principal, "scope", "d", out)
    await tab.round()
    const store = tab.base.store(tab.principal)
    expect(await store.get(DOSSIERS, "d")).toBeUndefined()
    server.tell(tab.principal, "dossier", "d", body)
    await tab.round()
    expect((await store.get(DOSSIERS, "d"))?.value).toMatchObject({ body: { state: "received" } })
    expect((await store.get(DOSSIERS, "d"))?.value.out).toBeUndefined()
  })

  it("takes nothing that was not sent with it", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([30])
    server.verdict = () => ({ status: "retry", code: "failed_here" })
    server.tell(tab.principal, "dossier", slip.dossier_id, { ...body, dossier_id: slip.dossier_id })
    await tab.sync()
    server.tell(tab.principal, "scope", slip.dossier_id, out)
    await tab.sync()
    const store = tab.base.store(tab.principal)
    expect((await tab.ops())[0]!.state).toBe("queued")
    expect(await store.get(SLIPS, slip.dossier_id)).toBeDefined()
    expect((await store.get(DOSSIERS, slip.dossier_id))?.value.out).toBeDefined()
  })
})

describe("a refused withdrawal", () => {
  async function refused(): Promise<{ server: FakeServer; tab: Tab; opId: string }> {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await withdraw(tab.base, tab.principal, "d", "Tôi ghi nhầm giấy tờ.")
    server.verdict = () => ({ status: "conflict", code: "no_longer_open", say: { vi: "Hồ sơ đã ký.", en: "Signed." } })
    await tab.round()
    return { server, tab, opId: (await tab.ops())[0]!.op_id }
  }

  it("F51: keeps what was written, with the reason", async () => {
    const { tab } = await refused()
    expect(await refusedActs(tab.base.store(tab.principal), "d")).toMatchObject([
      { kind: "dossier.withdraw", text: "Tôi ghi nhầm giấy tờ.", reason: "no_longer_open", say: { vi: "Hồ sơ đã ký." } },
    ])
  })

  it("is settled by the next one that is sent in its place", async () => {
    const { server, tab, opId } = await refused()
    server.verdict = () => undefined
    await withdraw(tab.base, tab.principal, "d", "Tôi ghi nhầm giấy tờ, xin rút.", opId)
    await tab.round()
    expect((await tab.ops()).map((op) => [op.state, op.reason])).toEqual([
      ["archived", "replaced"],
      ["archived", undefined],
    ])
    expect(await refusedActs(tab.base.store(tab.principal), "d")).toEqual([])
  })

  it("is let go by a tap, and what was written stays ninety days", async () => {
    const { tab, opId } = await refused()
    expect((await letActGo(tab.base, tab.principal, opId)).ok).toBe(true)
    expect(await refusedActs(tab.base.store(tab.principal), "d")).toEqual([])
    const store = tab.base.store(tab.principal)
    for (const days of [0, 89]) await forgetOld(store, tab.clock.now + days * DAY)
    expect((await tab.ops()).length).toBe(1)
    await forgetOld(store, tab.clock.now + 91 * DAY)
    expect((await tab.ops()).length).toBe(0)
  })

  it("a tap lets nothing else go", async () => {
    const { tab } = await refused()
    await tab.sent()
    const submit = (await tab.ops()).find((op) => op.kind === "dossier.submit")
    expect(await letActGo(tab.base, tab.principal, submit!.op_id)).toMatchObject({ ok: false })
    expect((await tab.ops()).some((op) => op.state === "queued")).toBe(true)
  })
})

describe("the time without contact in which what is made here is hers", () => {
  it("is said a fortnight ahead and when it is over, counts from the last contact, and costs nothing", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await enter(tab, server)
    await tab.round()
    const made = await filed(tab, LAN)
    expect(await authorshipOf(tab.base, LAN)).toBeUndefined()
    server.mischief = () => problem(503, "unavailable")
    tab.clock.move((90 - AHEAD) * DAY - HOUR)
    await tab.round()
    expect(await authorshipOf(tab.base, LAN)).toBeUndefined()
    tab.clock.move(2 * HOUR)
    expect((await authorshipOf(tab.base, LAN))?.state).toBe("ending")
    tab.clock.move(AHEAD * DAY)
    const over = await authorshipOf(tab.base, LAN)
    expect(over?.state).toBe("over")
    expect(Date.parse(over?.until ?? "")).toBeLessThan(tab.clock.now)
    expect((await tab.ops(LAN)).map((op) => [op.dossier_id, op.state])).toEqual([[made, "queued"]])
    expect(await authorshipOf(tab.base, tab.principal)).toBeUndefined()
    server.mischief = () => undefined
    tab.clock.move(HOUR)
    await tab.round()
    expect(await authorshipOf(tab.base, LAN)).toBeUndefined()
  })

  it("follows the office's own days, and says nothing of who never had news here", () => {
    const now = Date.UTC(2026, 10, 29)
    const ago = (days: number): string => new Date(now - days * DAY).toISOString()
    expect(authorshipAt("", 90, now)).toBeUndefined()
    expect(authorshipAt(ago(19), 30, now)).toBeUndefined()
    expect(authorshipAt(ago(20), 30, now)?.state).toBe("ending")
    expect(authorshipAt(ago(30), 30, now)?.state).toBe("over")
  })
})
