import { describe, expect, it, vi } from "vitest"
import { StoreError } from "../../src/core/db/open.ts"
import { createHash } from "node:crypto"
import type { DossierOut, DraftOut } from "../../src/core/contract/types.ts"
import { textOf } from "../../src/core/db/copies.ts"
import type { Draft } from "../../src/core/db/records.ts"
import { drop, put, putBytes } from "../../src/core/db/store.ts"
import { DOSSIERS, DRAFTS, FILES, MESSAGES, OPERATIONS, SLIPS } from "../../src/core/db/tables.ts"
import { takeDraft } from "../../src/core/sync/draftsync.ts"
import { keepTold } from "../../src/core/sync/push.ts"
import { toRevoke } from "../../src/core/sync/revoke.ts"
import { takenHere, untake } from "../../src/core/sync/taken.ts"
import { adopt, asDevice, deviceToken, settle, signOut, unsentCount } from "../../src/core/sync/session.ts"
import { fail, ok } from "../../src/core/contract/result.ts"
import { enter, LAN } from "./lan.ts"
import { newDisk, Tab } from "./phone.ts"
import { FakeServer, problem } from "./server.ts"

const BINH = "person:01900000-0000-7000-8000-0000000000f2"

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

  it("F55: and out again leaves it to wait for her, so that the next person on this phone does not adopt it", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([10])
    await enter(tab, server)
    await signOut(tab.base, true)
    await tab.sync()
    expect([...server.ops.values()]).toEqual([])
    await enter(tab, server)
    await tab.sync()
    expect([...server.ops.values()].map((op) => op.principal)).toEqual([LAN])
    await tab.sync()
    expect(server.claims).toEqual([slip.local_code])
  })

  it("sends a page that was moving to her store while the server acknowledged its dossier", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([10])
    server.mischief = ({ path }) => (path.startsWith("/api/uploads/") ? "cut_before" : undefined)
    await tab.sync()
    const [page] = await tab.base.store(tab.principal).all(FILES)
    const bytes = (await tab.base.store(tab.principal).bytes(page!.value.attachment_id))!
    await tab.base.store(LAN).write([put(FILES, page!.value, 0), putBytes(page!.value.attachment_id, bytes)])
    await tab.base.store(tab.principal).write([drop(FILES, page!.value.attachment_id)])
    server.mischief = () => undefined
    await tab.sync()
    await enter(tab, server)
    tab.clock.move(60 * 60 * 1000)
    await tab.sync()
    expect((await tab.pages(LAN)).map((each) => each.state)).toEqual(["stored"])
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

describe("a draft that was sent", () => {
  /** What the feed of a restored server tells of it: alive, as it was before it was sent. */
  const alive = (draft: Draft): DraftOut => {
    const text = textOf({ ...draft, at: { section: "owner" } })
    return {
      ...{ draft_id: draft.id, version: 1, sha256: createHash("sha256").update(text).digest("hex"), text, device_id: null },
      ...{ saved_at: "2030-01-01T00:00:00Z", ends_at: "2031-01-01T00:00:00Z", device_label: "", pages_held: [] },
    }
  }

  it("F68: stays sent where a restored server still has it as a draft, before and after it moves to whoever signs in", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const draft = await tab.draft([30])
    const slip = await tab.submit(draft)
    const to = tab.base.store(LAN)
    await takeDraft(tab.base, to, alive(draft))
    expect(await to.all(DRAFTS)).toEqual([])
    await enter(tab, server)
    expect((await to.get(DRAFTS, draft.id))?.value.frozen).toBe(slip.ok && slip.value.op_id)
    await takeDraft(tab.base, to, alive(draft))
    expect((await to.get(DRAFTS, draft.id))?.value.frozen).toBe(slip.ok && slip.value.op_id)
  })

  it("F68: and that her store has as a draft already is sent there too; another tap gives the slip of the first", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const draft = await tab.draft([30])
    const slip = await tab.submit(draft)
    const to = tab.base.store(LAN)
    await to.write([put(DRAFTS, { ...draft, saved_at: "2030-01-01T00:00:00Z" }, 0)])
    await enter(tab, server)
    expect((await to.get(DRAFTS, draft.id))?.value.frozen).toBe(slip.ok && slip.value.op_id)
    const frozen = await to.get(DRAFTS, draft.id)
    await to.write([put(DRAFTS, draft, frozen?.rev)])
    expect(await tab.submit(draft, {}, LAN)).toMatchObject(slip)
    expect(await tab.ops(LAN)).toHaveLength(1)
    expect(await to.get(DRAFTS, draft.id)).toBeUndefined()
  })
})

describe("asking as the device", () => {
  it("signs on again by its key where its session is over, and asks once more", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const first = await deviceToken(tab.base)
    const asked: string[] = []
    const answer = await asDevice(tab.base, (token) => {
      asked.push(token)
      return Promise.resolve(asked.length === 1 ? fail("session_ended", { status: 401 }) : ok("here"))
    })
    expect(answer).toEqual(ok("here"))
    expect(asked[0]).toBe(first.ok && first.value)
    expect(asked[1]).toBe(await tab.base.token(tab.principal))
    expect(asked[1]).not.toBe(asked[0])
  })

  it("takes any other refusal for an answer, and a second one too", async () => {
    const tab = await Tab.open(new FakeServer())
    for (const [code, times] of [
      ["wrong_password", 1],
      ["device_blocked", 1],
      ["session_ended", 2],
    ] as const) {
      let asked = 0
      const answer = await asDevice(tab.base, () => {
        asked += 1
        return Promise.resolve(fail(code, { status: 401 }))
      })
      expect([answer, asked]).toEqual([fail(code, { status: 401 }), times])
    }
  })
})

describe("two people on one phone", () => {
  it("F55, F61: have queues of their own: one's ended session stops nothing of the other's", async () => {
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

  it("F55: what an answer still brings to the phone itself, after its dossier went to whoever signed in, does not stay", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([10])
    const [op] = await tab.ops()
    const told = { dossier_id: op!.dossier_id, version: 1, state: "submitted", events: [], documents: [], may: [] }
    await enter(tab, server)
    const own = tab.base.store(tab.principal)
    await keepTold(tab.base, own, op!, told as unknown as DossierOut, server.epoch)
    expect(await own.all(DOSSIERS)).toEqual([])
    await keepTold(tab.base, tab.base.store(LAN), op!, told as unknown as DossierOut, server.epoch)
    expect(await tab.base.store(LAN).all(DOSSIERS)).toHaveLength(1)
  })

  it("F55: what one took over on it is remembered as hers, told at every sign-in, and not shown as the phone's own again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([10])
    await enter(tab, server)
    await signOut(tab.base, true)
    expect(await takenHere(tab.base)).toContainEqual({ id: slip.dossier_id, principal: LAN })
    // a server that was restored has it as the phone's own
    const told = { dossier_id: slip.dossier_id, version: 1, state: "submitted", events: [], documents: [], may: [] }
    server.tell(tab.base.device.principal, "dossier", slip.dossier_id, told)
    server.tell(tab.base.device.principal, "message", "01900000-0000-7000-8000-0000000000aa", { dossier_id: slip.dossier_id })
    server.tell(tab.base.device.principal, "message", "01900000-0000-7000-8000-0000000000ab", { dossier_id: null })
    await tab.sync()
    const own = tab.base.store(tab.base.device.principal)
    expect(await own.all(DOSSIERS)).toEqual([])
    expect((await own.all(MESSAGES)).map((held) => held.value.message_id)).toEqual(["01900000-0000-7000-8000-0000000000ab"])
    // with her slip it may be had on this phone again
    await untake(own, slip.dossier_id)
    expect((await takenHere(tab.base)).map((each) => each.id)).not.toContain(slip.dossier_id)
  })

  it("F68: what one took over on it she takes over again with its slip where a restored server may have forgotten that, once", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([10])
    await tab.sync()
    await enter(tab, server)
    await tab.sync()
    expect(server.claims).toEqual([])
    server.epoch = crypto.randomUUID()
    for (let rounds = 0; rounds < 4; rounds += 1) await tab.sync()
    expect(server.claims).toEqual([slip.local_code])
  })

  it("an unreadable session of one, who has to sign in again, stops nothing of the other's", async () => {
    const server = new FakeServer()
    const disk = newDisk()
    const tab = await Tab.open(server, disk)
    await enter(tab, server)
    const lan = await tab.submit(await tab.draft([], LAN), {}, LAN)
    await enter(tab, server, BINH)
    await tab.submit(await tab.draft([], BINH), {}, BINH)
    await tab.base.connection(LAN).run(["settings"], "readwrite", async (tx) => {
      const settings = tx.objectStore("settings")
      const row = (await settings.get("session")) as { body: ArrayBuffer }
      new Uint8Array(row.body)[20]! ^= 1
      await settings.put(row)
    })
    const later = await Tab.open(server, disk)
    await later.sync()
    expect(later.loop.phase).toBe("resting")
    expect([...server.ops.values()].map((op) => op.principal)).toEqual([BINH])
    await enter(later, server)
    await later.sync()
    expect(lan.ok && server.dossiers.has(lan.value.dossier_id)).toBe(true)
  })

  it("F61: pauses a person whom the server refuses, and keeps her work as it is", async () => {
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
  it("F56: asks first when something is unsent, keeps it, and takes away what came from the server", async () => {
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

  it("F56: that dies half way shows nothing of her afterwards, and ends at the next start", async () => {
    const server = new FakeServer()
    const disk = newDisk()
    const tab = await Tab.open(server, disk)
    await enter(tab, server)
    server.tell(LAN, "dossier", "d", { dossier_id: "d", version: 1, state: "received", events: [], documents: [], may: [] })
    await tab.round()
    const write = vi.spyOn(tab.base.store(LAN), "write").mockRejectedValue(new StoreError("storage_failed"))
    await expect(signOut(tab.base, true)).rejects.toThrow()
    expect(write).toHaveBeenCalled()
    const next = await Tab.open(server, disk)
    expect(await next.base.device.current()).toBe(next.principal)
    expect(await next.base.token(LAN)).toBeDefined()
    await next.sync()
    expect(await next.base.token(LAN)).toBeUndefined()
    expect(await next.base.store(LAN).all(DOSSIERS)).toEqual([])
    expect(await next.base.pausedBy(LAN)).toBe("signed_out")
    expect(server.count("/api/sign-out")).toBe(1)
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
    expect(await toRevoke(tab.base)).toEqual([])
  })
})
