import { describe, expect, it } from "vitest"
import { dropKept, restoreKept } from "../../src/core/db/kept.ts"
import { forgetOld } from "../../src/core/db/forget.ts"
import { COPIES, DRAFTS, FILES, KEPT } from "../../src/core/db/tables.ts"
import { settled } from "../../src/core/domain/merge.ts"
import { uuid7 } from "../../src/core/domain/ids.ts"
import { answer, edit, enter, keptOn, LAN, phoneOf, storeOf, two } from "./lan.ts"
import { Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

describe("F34: a draft has a copy on the server", () => {
  it("F34: a new phone has every draft after its first sync, with its answers and its place", async () => {
    const { a, b, id } = await two()
    const there = (await storeOf(b).get(id))!
    const here = (await storeOf(a).get(id))!
    expect(there.answers).toEqual(here.answers)
    expect([there.dossier_id, there.form_ref, there.at]).toEqual([here.dossier_id, here.form_ref, here.at])
  })

  it("an unchanged draft is not sent again, nor one in which only the place changed", async () => {
    const { server, a, id } = await two()
    const before = server.count("/api/drafts/")
    await a.sync()
    await edit(a, id, (draft) => ({ ...draft, at: { section: "other" } }))
    await a.sync()
    expect(server.count("/api/drafts/")).toBe(before)
  })

  it("an empty draft has no copy", async () => {
    const server = new FakeServer()
    const tab = await phoneOf(server)
    const draft = await tab.draft([], LAN)
    await storeOf(tab).remove(draft.id, "user")
    await storeOf(tab).save({ ...draft, id: uuid7(), answers: {} })
    await tab.sync()
    expect(server.drafts.copies.size).toBe(0)
  })

  it("a lost answer is no clash with oneself", async () => {
    const { server, a, id } = await two()
    await edit(a, id, answer("name", "Ng"))
    server.mischief = (seen) => (seen.method === "PUT" ? "cut_after" : undefined)
    await a.sync()
    await edit(a, id, answer("name", "Nguyễn"))
    server.mischief = () => undefined
    await a.sync()
    const draft = (await storeOf(a).get(id))!
    expect([draft.answers["name"], draft.conflicts]).toEqual(["Nguyễn", undefined])
    expect(server.drafts.copies.get(id)?.text).toContain("Nguyễn")
  })

  it("what the server does not take is said, waits, and holds up nothing else", async () => {
    const server = new FakeServer()
    const tab = await phoneOf(server)
    const [one, other] = [await tab.draft([], LAN), await tab.draft([], LAN)]
    server.mischief = (seen) =>
      seen.path.endsWith(one.id)
        ? new Response(JSON.stringify({ code: "draft_too_large", status: 413 }), {
            status: 413,
            headers: { "Content-Type": "application/problem+json" },
          })
        : undefined
    await tab.sync()
    expect((await tab.base.store(LAN).get(COPIES, one.id))?.value.fault).toBe("draft_too_large")
    expect(server.drafts.copies.has(other.id)).toBe(true)
  })
})

describe("F49 and F50: the same draft on two phones", () => {
  it("F49: different fields are put together and both phones have both", async () => {
    const { a, b, id } = await two()
    await edit(a, id, answer("phone", "0905"))
    await edit(b, id, answer("address", "Thôn 2"))
    for (const tab of [a, b, a]) await tab.sync()
    for (const tab of [a, b]) {
      const draft = (await storeOf(tab).get(id))!
      expect(draft.answers).toMatchObject({ phone: "0905", address: "Thôn 2" })
      expect(draft.conflicts).toBeUndefined()
    }
  })

  it("F49: an answer that one phone changed is no question on the other, which had it from the feed and wrote elsewhere", async () => {
    const { a, b, id } = await two()
    await edit(a, id, answer("owner_name", "Bình A"))
    await edit(b, id, answer("address", "Thôn 2"))
    for (const tab of [a, b, a]) await tab.sync()
    for (const tab of [a, b]) {
      const draft = (await storeOf(tab).get(id))!
      expect(draft.answers).toMatchObject({ owner_name: "Bình A", address: "Thôn 2" })
      expect(draft.conflicts).toBeUndefined()
    }
  })

  it("F50: the same field is asked about on both; nothing can be sent before, and one choice settles it", async () => {
    const { a, b, id } = await two()
    await edit(b, id, answer("owner_name", "Bình B"))
    await edit(a, id, answer("owner_name", "Bình A"))
    for (const tab of [b, a, b]) await tab.sync()
    for (const tab of [a, b]) {
      const draft = (await storeOf(tab).get(id))!
      expect(draft.answers["owner_name"]).toBe("Bình A")
      expect(draft.conflicts?.map((clash) => clash.value)).toEqual(["Bình B"])
      expect(await tab.submit(draft, {}, LAN)).toMatchObject({ ok: false, code: "answers_differ" })
    }
    await edit(b, id, (draft) => settled(draft, "owner_name", answer("owner_name", "Bình B")))
    for (const tab of [b, a]) await tab.sync()
    const draft = (await storeOf(a).get(id))!
    expect([draft.answers["owner_name"], draft.conflicts]).toEqual(["Bình B", undefined])
    expect((await a.submit(draft, {}, LAN)).ok).toBe(true)
  })

  it("F50: a page that was open since before merges what came meanwhile instead of overwriting it", async () => {
    const { a, b, id } = await two()
    const open = (await storeOf(a).get(id))!
    await edit(b, id, answer("phone", "0905"))
    await b.sync()
    await a.sync()
    const saved = await storeOf(a).save(answer("address", "Thôn 2")(open), open)
    expect(saved).toMatchObject({ ok: true, value: { answers: { phone: "0905", address: "Thôn 2" } } })
  })

  it("F50: two tabs of one phone ask too", async () => {
    const { a, id } = await two()
    const drafts = storeOf(a)
    const open = (await drafts.get(id))!
    await drafts.save(answer("phone", "1")(open), open)
    const second = await drafts.save(answer("phone", "2")(open), open)
    expect(second.ok && second.value.conflicts?.map((clash) => clash.value)).toEqual(["1"])
  })
})

describe("F52: a draft that was ended elsewhere", () => {
  it("F52: what was written on it since is kept apart, and may be had back as a new draft", async () => {
    const { server, a, b, id } = await two()
    await edit(b, id, answer("phone", "0905"))
    await storeOf(a).remove(id, "user")
    await a.sync()
    await b.sync()
    expect(await storeOf(b).get(id)).toBeUndefined()
    expect((await keptOn(b)).map((kept) => [kept.reason, kept.draft.answers["phone"]])).toEqual([["user", "0905"]])
    const again = (await restoreKept(b.base.store(LAN), id, { newId: () => uuid7(), now: () => b.clock.now }))!
    expect(again.id).not.toBe(id)
    expect(again.answers["phone"]).toBe("0905")
    await b.sync()
    expect(server.drafts.copies.get(id)?.gone).toBe("user")
    expect(server.drafts.copies.get(again.id)?.gone).toBeUndefined()
  })

  it("F52: one that nobody wrote in since goes without a question", async () => {
    const { a, b, id } = await two()
    await storeOf(a).remove(id, "user")
    await a.sync()
    await b.sync()
    expect(await storeOf(b).list()).toEqual([])
    expect(await keptOn(b)).toEqual([])
  })

  it("F52: a page that is still open does not bring it back: its words are kept apart", async () => {
    const { a, b, id } = await two()
    const open = (await storeOf(b).get(id))!
    await storeOf(a).remove(id, "user")
    await a.sync()
    await b.sync()
    expect(await storeOf(b).save(answer("phone", "0905")(open), open)).toMatchObject({ ok: false, code: "draft_ended" })
    expect(await storeOf(b).list()).toEqual([])
    expect((await keptOn(b)).map((kept) => kept.draft.answers["phone"])).toEqual(["0905"])
  })

  it("F52: given up without a network it is told later, and news of it does not bring it back", async () => {
    const { server, a, b, id } = await two()
    await edit(b, id, answer("phone", "0905"))
    await b.sync()
    server.mischief = (seen) => (seen.method === "DELETE" ? "cut_before" : undefined)
    await storeOf(a).remove(id, "user")
    await a.sync()
    expect(await storeOf(a).list()).toEqual([])
    server.mischief = () => undefined
    await a.sync()
    await a.sync()
    expect(server.drafts.copies.get(id)?.gone).toBe("user")
    expect(await storeOf(a).list()).toEqual([])
  })

  it("a draft that the other phone sent is gone here; what was written since is kept", async () => {
    const { a, b, id } = await two()
    await edit(b, id, answer("phone", "0905"))
    expect((await a.submit((await storeOf(a).get(id))!, {}, LAN)).ok).toBe(true)
    await a.sync()
    await b.sync()
    expect(await storeOf(b).list()).toEqual([])
    expect((await keptOn(b)).map((kept) => kept.reason)).toEqual(["sent"])
    // the phone that sent it keeps its frozen draft as it was
    expect((await a.base.store(LAN).get(DRAFTS, id))?.value.frozen).toBeDefined()
  })

  it("F06: what is written after sending is never taken for sent", async () => {
    const { server, a, id } = await two()
    const draft = (await storeOf(a).get(id))!
    expect((await a.submit(draft, {}, LAN)).ok).toBe(true)
    expect(await storeOf(a).save(answer("phone", "late")(draft), draft)).toMatchObject({ ok: false, code: "draft_frozen" })
    await a.sync()
    expect([...server.ops.values()].length).toBe(1)
    expect((await a.ops(LAN))[0]?.text).not.toContain("late")
  })

  it("when consent ends nothing that was typed is thrown away", async () => {
    const { server, a, id } = await two()
    server.drafts.end(id, "mandate_ended", (draft, kind, body) => server.tell(LAN, kind, draft, body))
    await a.sync()
    expect(await storeOf(a).list()).toEqual([])
    expect((await keptOn(a)).map((kept) => kept.reason)).toEqual(["mandate_ended"])
  })

  it("when only the server's copy has aged the phone's draft lives, and is copied again once somebody goes on", async () => {
    const { server, a, id } = await two()
    server.drafts.end(id, "old", (draft, kind, body) => server.tell(LAN, kind, draft, body))
    await a.sync()
    await a.sync()
    expect((await storeOf(a).list()).length).toBe(1)
    expect(server.drafts.copies.get(id)?.gone).toBe("old")
    await edit(a, id, answer("phone", "0905"))
    await a.sync()
    expect(server.drafts.copies.get(id)?.gone).toBeUndefined()
  })

  it("what was kept goes after ninety days, or at a person's word, with its pages", async () => {
    const { server, b } = await two()
    const draft = await b.draft([30], LAN)
    await b.sync()
    server.drafts.end(draft.id, "mandate_ended", (id, kind, body) => server.tell(LAN, kind, id, body))
    await b.sync()
    const store = b.base.store(LAN)
    for (const days of [0, 89]) await forgetOld(store, b.clock.now + days * 86_400_000)
    expect((await store.all(KEPT)).length).toBe(1)
    expect(await store.hasBytes(draft.files[0]!.attachment_id)).toBe(true)
    await forgetOld(store, b.clock.now + 91 * 86_400_000)
    expect((await store.all(KEPT)).length).toBe(0)
    expect(await store.hasBytes(draft.files[0]!.attachment_id)).toBe(false)
    await dropKept(store, draft.id, b.clock.now)
  })
})

describe("a server that was restored from a backup", () => {
  it("gets what it lost of a draft again, and nobody is asked about answers of before", async () => {
    const { server, a, id } = await two()
    const before = { ...server.drafts.copies.get(id)! }
    await edit(a, id, answer("phone", "0905"))
    await a.sync()
    server.drafts.copies.set(id, before)
    server.epoch = uuid7()
    server.tell(LAN, "draft", id, server.drafts.out(id))
    await a.sync()
    expect(server.drafts.copies.get(id)?.text).toContain("0905")
    expect((await storeOf(a).get(id))?.conflicts).toBeUndefined()
  })

  it("hears again that a draft was given up", async () => {
    const { server, a, id } = await two()
    const before = { ...server.drafts.copies.get(id)! }
    await storeOf(a).remove(id, "user")
    await a.sync()
    server.drafts.copies.set(id, before)
    server.epoch = uuid7()
    server.tell(LAN, "draft", id, server.drafts.out(id))
    await a.sync()
    await a.sync()
    expect(server.drafts.copies.get(id)?.gone).toBe("user")
    expect(await storeOf(a).list()).toEqual([])
  })

  it("F50: asks about answers of two phones that it cannot put in an order any more", async () => {
    const { server, a, b, id } = await two()
    const before = { ...server.drafts.copies.get(id)! }
    await edit(a, id, answer("phone", "0905"))
    await a.sync()
    server.drafts.copies.set(id, before)
    server.epoch = uuid7()
    await edit(b, id, answer("phone", "0977"))
    for (const tab of [b, a]) {
      server.tell(LAN, "draft", id, server.drafts.out(id))
      await tab.sync()
    }
    const draft = (await storeOf(a).get(id))!
    expect(new Set([draft.answers["phone"], ...(draft.conflicts ?? []).map((clash) => clash.value)])).toEqual(new Set(["0905", "0977"]))
  })
})

describe("pages of drafts", () => {
  it("go ahead where the line costs nothing, and are not sent again with the dossier", async () => {
    const server = new FakeServer()
    const tab = await phoneOf(server)
    const draft = await tab.draft([40, 50], LAN)
    await tab.sync()
    expect([...server.uploads.values()].map((upload) => upload.state)).toEqual(["stored", "stored"])
    expect((await tab.pages(LAN)).map((page) => page.state)).toEqual(["draft", "draft"])
    const before = server.seen.filter((seen) => seen.method === "PATCH").length
    expect((await tab.submit((await storeOf(tab).get(draft.id))!, {}, LAN)).ok).toBe(true)
    await tab.sync()
    expect(server.seen.filter((seen) => seen.method === "PATCH").length).toBe(before)
    expect((await tab.pages(LAN)).every((page) => page.state === "stored")).toBe(true)
  })

  it("wait for the dossier on mobile data", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server, undefined, undefined, { metered: () => true })
    await tab.draft([40])
    await tab.sync()
    expect(server.drafts.copies.size).toBe(1)
    expect(server.uploads.size).toBe(0)
  })

  it("of another phone can be sent where the server has them, and stop the sending where it has not", async () => {
    const server = new FakeServer()
    const [a, b] = [await phoneOf(server), await phoneOf(server)]
    const draft = await a.draft([40], LAN)
    await a.sync()
    await b.sync()
    const there = (await storeOf(b).get(draft.id))!
    expect(there.files[0]?.away).toBe(true)
    expect(await b.submit(there, {}, LAN)).toMatchObject({ ok: false, code: "file_missing" })
    server.drafts.pagesHeld.add(draft.files[0]!.attachment_id)
    server.tell(LAN, "draft", draft.id, server.drafts.out(draft.id))
    await b.sync()
    expect((await b.submit(there, {}, LAN)).ok).toBe(true)
    await b.sync()
    await b.sync()
    expect((await b.ops(LAN)).map((op) => op.state)).toEqual(["archived"])
  })

  it("that the other phone took out go here too", async () => {
    const server = new FakeServer()
    const [a, b] = [await phoneOf(server), await phoneOf(server)]
    const draft = await a.draft([40], LAN)
    await a.sync()
    await b.sync()
    await edit(b, draft.id, (old) => ({ ...old, files: [] }))
    await b.sync()
    await a.sync()
    expect((await storeOf(a).get(draft.id))?.files).toEqual([])
    expect(await a.base.store(LAN).get(FILES, draft.files[0]!.attachment_id)).toBeUndefined()
  })
})

describe("signing in", () => {
  it("takes the device's drafts along with what was agreed on them", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const { id } = await tab.draft()
    await tab.sync()
    server.drafts.copies.get(id)!.principal = LAN
    await enter(tab, server)
    await edit(tab, id, answer("phone", "0905"))
    await tab.sync()
    expect(server.drafts.copies.get(id)).toMatchObject({ version: 2, principal: LAN })
    expect((await storeOf(tab).get(id))?.conflicts).toBeUndefined()
  })
})
