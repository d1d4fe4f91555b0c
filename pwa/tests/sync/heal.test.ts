import { describe, expect, it } from "vitest"
import { needsCopy, textOf } from "../../src/core/db/copies.ts"
import { forgetOld } from "../../src/core/db/forget.ts"
import { endDraft } from "../../src/core/db/kept.ts"
import type { Draft } from "../../src/core/db/records.ts"
import { COPIES, DOSSIERS, DRAFTS, FILES, MANDATES, OPERATIONS } from "../../src/core/db/tables.ts"
import { dropBytes, put } from "../../src/core/db/store.ts"
import { grantMandate, withdraw } from "../../src/core/sync/acts.ts"
import { claim } from "../../src/core/sync/claims.ts"
import { outboxItems } from "../../src/core/sync/outbox.ts"
import { queueOf, statusOf } from "../../src/core/sync/status.ts"
import { Tab } from "./phone.ts"
import { backupOf } from "./restored.ts"
import { FakeServer, problem, type Seen } from "./server.ts"

const HOUR = 60 * 60 * 1000

/** A draft with a page that was taken here and sent from another phone, as this phone has just heard. */
async function sentFromElsewhere(tab: Tab, server: FakeServer): Promise<Draft> {
  const draft = await tab.draft([500])
  const store = tab.base.store(tab.principal)
  const here = { now: tab.base.serverNow(), device_id: tab.base.device.id, epoch: tab.base.device.epoch }
  const agreed = { draft_id: draft.id, version: 1, sha256: "x", text: textOf(draft), pages_held: [], epoch: server.epoch }
  await store.write([put(COPIES, agreed, 0)])
  await endDraft(store, draft.id, { reason: "sent", at: "2026-11-22T00:00:00Z" }, here)
  return draft
}

/** Somebody has given the dossier back to the server, without its page. */
function tellOf(draft: Draft, tab: Tab, server: FakeServer): void {
  const told = { dossier_id: draft.dossier_id, version: 1, state: "submitted", events: [], documents: [], may: [], awaiting_files: 1 }
  server.tell(tab.principal, "dossier", draft.dossier_id!, told)
}

const offered = (server: FakeServer): Seen[] => server.seen.filter((seen) => seen.path === "/api/sync/push")
const says = async (tab: Tab): Promise<string> => statusOf(await queueOf(tab.base.store(tab.principal)), "working", false).kind
const shown = async (tab: Tab): Promise<string[]> =>
  (await tab.base.store(tab.principal).all(DOSSIERS)).map((held) => held.value.dossier_id).sort()

describe("a server restored from yesterday's backup", () => {
  it("F68: is given back what it lost, with every page, and nothing twice", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const before = await tab.sent([300, 40])
    await tab.sync()
    const restore = backupOf(server)
    const after = [await tab.sent([500, 60_000]), await tab.sent([70])]
    await tab.sync()
    const had = new Map(server.ops)
    restore()
    expect(server.dossiers.size).toBe(1)
    await tab.sync()
    await tab.sync()
    expect([...server.dossiers.keys()].sort()).toEqual([before, ...after].map((slip) => slip.dossier_id).sort())
    expect(new Map([...server.ops].map(([id, op]) => [id, op.sha256]))).toEqual(new Map([...had].map(([id, op]) => [id, op.sha256])))
    expect([...server.uploads.values()].map((upload) => upload.state)).toEqual(Array(5).fill("stored"))
    expect((await tab.ops()).map((op) => [op.state, op.epoch])).toEqual(Array(3).fill(["archived", server.epoch]))
    expect((await tab.pages()).every((page) => page.state === "stored" && page.heals === undefined)).toBe(true)
    expect(await shown(tab)).toEqual([...server.dossiers.keys()].sort())
  })

  it("F68: gets the pages of a dossier though another sending about it was refused here", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([500])
    server.mischief = (seen) => (seen.path.startsWith("/api/uploads") ? "cut_before" : undefined)
    await tab.sync()
    const store = tab.base.store(tab.principal)
    const [page] = await tab.pages()
    const [op] = await tab.ops()
    const second = { ...op!, op_id: crypto.randomUUID(), device_seq: 99, state: "set_aside" as const, reason: "dossier_exists" }
    await store.write([put(OPERATIONS, second, 0), put(FILES, { ...page!, op_id: second.op_id })])
    server.mischief = () => undefined
    await tab.sync()
    expect([...server.uploads.values()].map((upload) => upload.state)).toEqual(["stored"])
    expect(server.dossiers.has(slip.dossier_id)).toBe(true)
  })

  it("F68: is told again of what was taken over with a slip, once whoever sent it has brought it back", async () => {
    const server = new FakeServer()
    const owner = await Tab.open(server)
    const other = await Tab.open(server)
    const restore = backupOf(server)
    const { local_code, claim_secret, second_factor } = await owner.sent([])
    await owner.sync()
    await other.sync()
    const words = { local_code, claim_secret, factor: second_factor.last4 }
    // the answer is lost, and it is asked for again
    server.mischief = (seen) => (seen.path === "/api/claims" ? "cut_after" : undefined)
    expect((await claim(other.base, other.principal, words)).ok).toBe(false)
    server.mischief = () => undefined
    await other.sync()
    expect(server.claims).toEqual([local_code, local_code])
    await other.sync()
    expect(server.claims).toHaveLength(2)
    restore()
    // the dossier is not there yet either
    server.mischief = (seen) => (seen.path === "/api/claims" ? problem(404, "not_found_or_wrong") : undefined)
    await other.sync()
    server.mischief = () => undefined
    await owner.sync()
    await other.sync()
    expect(server.claims).toHaveLength(2)
    other.clock.move(3 * HOUR)
    await other.sync()
    expect(server.claims).toHaveLength(3)
    other.clock.move(48 * HOUR)
    await other.sync()
    expect(server.claims).toHaveLength(3)
  })

  it("a slip that was typed wrong is not asked for again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    server.mischief = (seen) => (seen.path === "/api/claims" ? problem(404, "not_found_or_wrong") : undefined)
    expect(await claim(tab.base, tab.principal, { local_code: "X", claim_secret: "y", factor: "1234" })).toMatchObject({ status: 404 })
    server.mischief = () => undefined
    tab.clock.move(48 * HOUR)
    await tab.sync()
    expect(server.count("/api/claims")).toBe(1)
  })

  it("F68: gets a page from the phone that took it, though another phone sent the dossier and has no bytes of it", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    const draft = await sentFromElsewhere(tab, server)
    const store = tab.base.store(tab.principal)
    expect(await store.get(DRAFTS, draft.id)).toBeUndefined()
    await tab.sync()
    // nobody has given the dossier back yet
    expect(server.uploads.size).toBe(0)
    expect(await outboxItems(tab.base, tab.principal)).toEqual([])
    tellOf(draft, tab, server)
    await tab.sync()
    expect([...server.uploads.entries()].map(([id, upload]) => [id, upload.state])).toEqual([[draft.files[0]!.attachment_id, "stored"]])
    expect(await tab.pages()).toMatchObject([{ state: "stored", epoch: server.epoch }])
    const days = 24 * HOUR
    expect(await forgetOld(store, Date.parse((await tab.pages())[0]!.stored_at!) + 13 * days)).toBe(0)
    await forgetOld(store, Date.parse((await tab.pages())[0]!.stored_at!) + 15 * days)
    expect(await tab.pages()).toEqual([])
  })

  it.each([-3, 3])("F63, F68: keeps such a page for its time also on a phone whose clock is %s years off", async (years) => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    tab.clock.move(years * 365 * 24 * HOUR)
    await tab.sync()
    const draft = await sentFromElsewhere(tab, server)
    const store = tab.base.store(tab.principal)
    tellOf(draft, tab, server)
    await tab.sync()
    expect((await tab.pages()).map((page) => page.state)).toEqual(["stored"])
    for (const days of [0, 13]) {
      await forgetOld(store, server.now + days * 24 * HOUR)
      expect(await store.hasBytes(draft.files[0]!.attachment_id)).toBe(true)
    }
    await forgetOld(store, server.now + 15 * 24 * HOUR)
    expect(await tab.pages()).toEqual([])
  })

  it("F68: is told again of a draft that it agreed on before, and of nothing where it still has it", () => {
    const draft = { answers: { a: "một" }, files: [], at: { section: "" }, checklist: [] } as unknown as Draft
    const text = textOf({ ...draft, id: "d", procedure: "p" })
    const agreed = { draft_id: "d", version: 3, sha256: "x", text, pages_held: [], epoch: "before" }
    expect(needsCopy({ ...draft, id: "d", procedure: "p" }, agreed, "before")).toBe(false)
    expect(needsCopy({ ...draft, id: "d", procedure: "p" }, agreed, "after")).toBe(true)
  })

  it("F68: is offered everything once and then left alone", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([10])
    await tab.sync()
    backupOf(server)()
    await tab.sync()
    const count = offered(server).length
    await tab.sync()
    await tab.sync()
    expect(offered(server).length).toBe(count)
  })

  it("F68: is healed without a word of anything unsent, also when the line is cut in the middle", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const restore = backupOf(server)
    const slip = await tab.sent([200_000, 3000])
    await tab.sync()
    restore()
    for (const path of ["/api/sync/push", "/api/uploads", "/api/sync/changes"]) {
      let cuts = 0
      server.mischief = (seen) => (seen.path.startsWith(path) && (cuts += 1) === 1 ? "cut_after" : undefined)
      await tab.sync()
      expect(await says(tab)).toBe("all_sent")
      expect(await outboxItems(tab.base, tab.principal)).toEqual([])
      expect(await shown(tab)).toEqual([slip.dossier_id])
    }
    server.mischief = () => undefined
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
    expect([...server.uploads.values()].every((upload) => upload.state === "stored")).toBe(true)
  })

  it("F68: that kept its epoch is known by its cursor", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const { epoch } = server
    const restore = backupOf(server)
    await tab.sent([10])
    await tab.sync()
    restore()
    server.epoch = epoch
    await tab.sync()
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
    expect((await tab.ops()).map((op) => op.doubted)).toEqual([undefined])
  })

  it("F68: that does not know the phone any more gets its key again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const restore = backupOf(server)
    await tab.sent([10])
    await tab.sync()
    restore()
    server.tokens.clear()
    let unknown = true
    server.verdict = () => (unknown ? { status: "retry", code: "device_unknown" } : undefined)
    server.mischief = (seen) => {
      if (seen.path === "/api/devices" && offered(server).length > 1) unknown = false
      return undefined
    }
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
    expect((await tab.ops()).map((op) => op.epoch)).toEqual([server.epoch])
  })

  it("F68: gets submission and withdrawal in their order; what waits for another phone is offered later", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const restore = backupOf(server)
    const slip = await tab.sent()
    await tab.sync()
    await withdraw(tab.base, tab.principal, slip.dossier_id, "Thôi không làm nữa")
    await tab.sync()
    restore()
    const kinds: string[] = []
    server.verdict = (op) => {
      kinds.push(String(op["kind"]))
      if (op["kind"] === "dossier.withdraw" && kinds.length < 3) return { status: "held", code: "dossier_unknown" }
      return undefined
    }
    await tab.sync()
    expect(kinds).toEqual(["dossier.submit", "dossier.withdraw"])
    expect(await says(tab)).toBe("all_sent")
    tab.clock.move(10 * 60_000)
    await tab.loop.settled()
    expect(kinds).toEqual(["dossier.submit", "dossier.withdraw", "dossier.withdraw"])
    expect(server.ops.size).toBe(2)
  })

  it("keeps a consent in sight until it is there again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    const restore = backupOf(server)
    const given = await grantMandate(
      tab.base,
      tab.principal,
      {
        resident_name: "Bà Sáu",
        unit_id: "01900000-0000-7000-8000-000000000001",
        purposes: ["type"],
        text_version: "1",
        text_hash: "0".repeat(64),
        method: "voice",
        evidence: {},
        expires_at: "2027-01-01T00:00:00Z",
      } as never,
      "Chị Lan",
    )
    expect(given.ok).toBe(true)
    await tab.sync()
    const [kept] = await tab.base.store(tab.principal).all(MANDATES)
    await tab.base.store(tab.principal).change(MANDATES, kept!.value.mandate_id, (old) => ({ ...old!, round: 0 }))
    restore()
    server.mischief = (seen) => (seen.path === "/api/sync/push" ? "cut_before" : undefined)
    await tab.sync()
    expect((await tab.base.store(tab.principal).all(MANDATES)).length).toBe(1)
  })

  it("that refuses now what it took before is shown to the person like any refusal", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const restore = backupOf(server)
    await tab.sent()
    await tab.sync()
    restore()
    server.verdict = () => ({ status: "rejected", code: "unit_unknown" })
    await tab.sync()
    expect(await outboxItems(tab.base, tab.principal)).toMatchObject([{ state: "needs_you", reason: "unit_unknown" }])
  })

  it("asks for a page whose bytes are gone by now instead of waiting for ever", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const restore = backupOf(server)
    await tab.sent([10])
    await tab.sync()
    restore()
    const [page] = await tab.pages()
    await tab.base.store(tab.principal).write([dropBytes(page!.attachment_id)])
    await tab.sync()
    expect(await outboxItems(tab.base, tab.principal)).toMatchObject([{ what: "file", state: "needs_you", reason: "photo_unreadable" }])
  })

  it("stumbling over one offer gets the others, and the work of today goes on", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const restore = backupOf(server)
    const slips = [await tab.sent(), await tab.sent(), await tab.sent()]
    await tab.sync()
    restore()
    const poison = slips[1]!.dossier_id
    server.mischief = (seen) =>
      seen.path === "/api/sync/push" && JSON.stringify(seen.body).includes(poison) ? problem(500, "server_error") : undefined
    await tab.sync()
    const fresh = await tab.sent([20])
    await tab.sync()
    expect([...server.dossiers.keys()].sort()).toEqual([slips[0]!, slips[2]!, fresh].map((slip) => slip.dossier_id).sort())
  })

  it("hears from whose epoch an offer comes", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const { epoch } = server
    const restore = backupOf(server)
    await tab.sent()
    await tab.sync()
    restore()
    await tab.sync()
    const bodies = offered(server).map((seen) => seen.body as { operations: { acknowledged_in?: string }[] })
    expect(bodies.flatMap((body) => body.operations.map((op) => op.acknowledged_in))).toEqual([undefined, epoch])
  })
})

describe("a dossier that only another phone can give back", () => {
  it("F68: stays in sight after the restore, for thirty days", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    const restore = backupOf(server)
    server.tell(tab.principal, "dossier", "of-another", { dossier_id: "of-another", version: 1, state: "submitted", events: [] })
    await tab.sync()
    restore()
    await tab.sync()
    await tab.sync()
    expect(await shown(tab)).toEqual(["of-another"])
    tab.clock.move(31 * 24 * 3_600_000)
    server.now += 31 * 24 * 3_600_000
    const later = await Tab.open(server, { factory: tab.base.world.indexedDB, alone: tab.base.world.alone }, tab.clock)
    await later.sync()
    expect(await shown(later)).toEqual([])
  })
})
