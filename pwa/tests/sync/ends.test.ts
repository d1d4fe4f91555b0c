import { describe, expect, it } from "vitest"
import { dropKept, restoreKept } from "../../src/core/db/kept.ts"
import type { Draft } from "../../src/core/db/records.ts"
import { COPIES, FILES } from "../../src/core/db/tables.ts"
import { uuid7 } from "../../src/core/domain/ids.ts"
import { reopen } from "../../src/core/sync/outbox.ts"
import { answer, edit, keptOn, LAN, phoneOf, storeOf, two } from "./lan.ts"
import { Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

const make = (tab: Tab): { newId: () => string; now: () => number } => ({ newId: () => uuid7(), now: () => tab.clock.now })
const phonesIn = async (tab: Tab): Promise<unknown[]> => (await keptOn(tab)).map((kept) => kept.draft.answers["phone"])
const leftIn = (server: FakeServer, id: string): string => server.drafts.copies.get(id)?.text ?? ""

async function giveUp(tab: Tab, id: string): Promise<void> {
  expect((await storeOf(tab).remove(id, "user")).ok).toBe(true)
  await tab.sync()
}

async function send(tab: Tab, id: string): Promise<void> {
  expect((await tab.submit((await storeOf(tab).get(id))!, {}, LAN)).ok).toBe(true)
  await tab.sync()
}

/** B wrote a phone number and agreed on it with the server; A has not heard of it. */
async function unheard(): Promise<{ server: FakeServer; a: Tab; b: Tab; id: string }> {
  const all = await two()
  await edit(all.b, all.id, answer("phone", "0905"))
  await all.b.sync()
  return all
}

const ENDS = [
  ["given up", giveUp, "user"],
  ["sent", send, "sent"],
] as const

describe("F52: pages taken on the phone that was slower", () => {
  it("F52: go to the dossier that was sent, also where its words were kept, and when these are let go", async () => {
    const { server, a, b, id } = await two()
    const photo = await b.page(LAN, 10, 0)
    const withPage = await edit(b, id, (draft) => ({ ...draft, files: [photo] }))
    server.drafts.pagesHeld.add(photo.attachment_id)
    await b.sync()
    await a.sync()
    await edit(b, id, answer("phone", "0905"))
    await send(a, id)
    await b.sync()
    expect(await phonesIn(b)).toEqual(["0905"])
    const [page] = await b.base.store(LAN).all(FILES)
    expect(page!.value).toMatchObject({ state: "stored", dossier_id: withPage.dossier_id })
    await dropKept(b.base.store(LAN), id, b.clock.now)
    expect(await b.base.store(LAN).hasBytes(page!.value.attachment_id)).toBe(true)
    expect(server.dossiers.size).toBe(1)
  })

  it("F68: go again to a server that was restored after it", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    server.verdict = (op) => ({ op_id: op["op_id"], status: "rejected", code: "dossier_exists" })
    await tab.sent([500])
    for (let rounds = 0; rounds < 2; rounds += 1) await tab.sync()
    expect((await tab.pages()).map((page) => page.state)).toEqual(["stored"])
    server.uploads.clear()
    server.epoch = crypto.randomUUID()
    for (let rounds = 0; rounds < 2; rounds += 1) await tab.sync()
    expect([...server.uploads.values()].map((upload) => upload.state)).toEqual(["stored"])
    const asked = server.seen.length
    await tab.sync()
    expect(server.seen.slice(asked).filter((seen) => seen.path.startsWith("/api/uploads/"))).toEqual([])
  })
})

describe.each(ENDS)("F52: a draft that is %s by a phone that has not heard of another's last words", (_how, end, reason) => {
  it("F52: leaves them on both phones, and on one that comes later", async () => {
    const { server, a, b, id } = await unheard()
    await end(a, id)
    const later = await phoneOf(server)
    for (const tab of [a, b, later]) await tab.sync()
    for (const tab of [a, b, later]) {
      expect(await phonesIn(tab)).toEqual(["0905"])
      expect((await keptOn(tab)).map((kept) => kept.reason)).toEqual([reason])
      expect(await storeOf(tab).list()).toEqual([])
    }
  })

  it("F52: leaves nothing where it had heard them", async () => {
    const { server, a, b, id } = await unheard()
    await a.sync()
    await end(a, id)
    for (const tab of [a, b]) await tab.sync()
    expect([await keptOn(a), await keptOn(b)]).toEqual([[], []])
    expect(leftIn(server, id)).toBe("")
  })

  it("F52: leaves nothing of what it wrote itself and heard no answer to", async () => {
    const { server, a, b, id } = await two()
    await edit(a, id, answer("phone", "0905"))
    server.mischief = (seen) => (seen.method === "PUT" ? "cut_after" : undefined)
    await a.sync()
    server.mischief = () => undefined
    await end(a, id)
    for (const tab of [a, b]) await tab.sync()
    expect([await keptOn(a), await keptOn(b)]).toEqual([[], []])
  })

  it("F52: leaves them together with what a third phone had not even sent", async () => {
    const { server, a, b, id } = await two()
    const third = await phoneOf(server)
    await third.sync()
    await edit(b, id, answer("phone", "0905"))
    await b.sync()
    await edit(third, id, answer("address", "Thôn 2"))
    await end(a, id)
    await third.sync()
    expect((await keptOn(third)).map((kept) => kept.draft.answers)).toMatchObject([{ phone: "0905", address: "Thôn 2" }])
    expect((await keptOn(third))[0]?.draft.conflicts).toBeUndefined()
  })

  it("F52: had back on one phone they are a new draft everywhere, and the server lets go of them only when it has that", async () => {
    const { server, a, b, id } = await unheard()
    await end(a, id)
    await b.sync()
    server.mischief = (seen) => (seen.method === "PUT" ? "cut_before" : undefined)
    const again = (await restoreKept(b.base.store(LAN), id, make(b)))!
    await b.sync()
    expect(leftIn(server, id)).toContain("0905")
    server.mischief = () => undefined
    await b.sync()
    expect(leftIn(server, id)).toBe("")
    expect(leftIn(server, again.id)).toContain("0905")
    const later = await phoneOf(server)
    await later.sync()
    expect((await storeOf(later).list()).map((draft) => draft.id)).toEqual([again.id])
    expect(await keptOn(later)).toEqual([])
  })

  it("F52: given up on one phone they are not brought again, also when all news comes once more", async () => {
    const { server, a, b, id } = await unheard()
    await end(a, id)
    await b.sync()
    await dropKept(b.base.store(LAN), id, b.clock.now)
    server.mischief = (seen) => (seen.method === "DELETE" ? "cut_before" : undefined)
    server.cursorGone = true
    await b.sync()
    expect(await keptOn(b)).toEqual([])
    server.mischief = () => undefined
    await b.sync()
    expect(leftIn(server, id)).toBe("")
    expect((await b.base.store(LAN).get(COPIES, id))?.value.gone).toBeUndefined()
  })

  it("F52: a page that is still open adds to them", async () => {
    const { a, b, id } = await unheard()
    const open = (await storeOf(b).get(id))!
    await end(a, id)
    await b.sync()
    const typed = (draft: Draft): Draft => answer("address", "Thôn 2")(draft)
    expect(await storeOf(b).save(typed(open), open)).toMatchObject({ ok: false, code: "draft_ended" })
    expect((await keptOn(b)).map((kept) => kept.draft.answers)).toMatchObject([{ phone: "0905", address: "Thôn 2" }])
  })
})

describe("F52: a server that was restored", () => {
  it("F52: ends an older text, and what only the other phone has is kept there", async () => {
    const { server, a, b, id } = await two()
    const before = { ...server.drafts.copies.get(id)! }
    await edit(b, id, answer("phone", "0905"))
    await b.sync()
    server.drafts.copies.set(id, before)
    server.epoch = uuid7()
    await giveUp(a, id)
    await b.sync()
    expect(await phonesIn(b)).toEqual(["0905"])
  })
})

describe("words that come while a draft is frozen for sending", () => {
  it("are not overwritten when the sending was refused and the draft is opened again", async () => {
    const { server, a, b, id } = await two()
    server.verdict = (op) => (op["kind"] === "dossier.submit" ? { status: "rejected", code: "answers_refused" } : undefined)
    await edit(b, id, answer("phone", "0905"))
    expect((await a.submit((await storeOf(a).get(id))!, {}, LAN)).ok).toBe(true)
    await b.sync()
    await a.sync()
    const [op] = await a.ops(LAN)
    expect(op?.state).toBe("set_aside")
    expect((await reopen(a.base, LAN, op!.op_id)).ok).toBe(true)
    await edit(a, id, answer("address", "Thôn 2"))
    for (const tab of [a, b]) await tab.sync()
    for (const tab of [a, b]) expect((await storeOf(tab).get(id))?.answers).toMatchObject({ phone: "0905", address: "Thôn 2" })
  })

  it("a page that has not seen what came meanwhile does not send without it", async () => {
    const { a, id } = await unheard()
    const open = (await storeOf(a).get(id))!
    await a.sync()
    expect(await a.submit(open, {}, LAN)).toMatchObject({ ok: false, code: "stale" })
    expect((await a.submit((await storeOf(a).get(id))!, {}, LAN)).ok).toBe(true)
  })
})

describe("pages of what was left", () => {
  it("stay with the dossier that was sent, and are copied for the draft that is had back", async () => {
    const server = new FakeServer()
    const [a, b] = [await phoneOf(server), await phoneOf(server)]
    const { id, files } = await a.draft([40], LAN)
    await a.sync()
    await b.sync()
    await edit(b, id, answer("phone", "0905"))
    await b.sync()
    await send(a, id)
    await a.sync()
    const sent = files[0]!.attachment_id
    const again = (await restoreKept(a.base.store(LAN), id, make(a)))!
    expect(again.files.map((file) => file.attachment_id)).not.toContain(sent)
    expect(await a.base.store(LAN).hasBytes(again.files[0]!.attachment_id)).toBe(true)
    expect((await a.base.store(LAN).get(FILES, sent))?.value.draft_id).toBe(id)
  })
})
