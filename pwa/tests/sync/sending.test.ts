import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Operation, SubmitPayload } from "../../src/core/contract/types.ts"
import { DRAFTS, SLIPS } from "../../src/core/db/tables.ts"
import { outboxItems, discard, reopen, requeue } from "../../src/core/sync/outbox.ts"
import { draftStore } from "../../src/core/db/drafts.ts"
import { aloneHere } from "../../src/core/sync/world.ts"
import { Tab, newDisk, Clock } from "./phone.ts"
import { FakeServer, html, problem } from "./server.ts"

const never = (): Promise<never> =>
  new Promise(() => {
    // an answer that does not come
  })

const verify = async (key: CryptoKey, signature: string, text: string): Promise<boolean> => {
  const raw = Buffer.from(signature, "base64url")
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, raw, new TextEncoder().encode(text))
}

describe("sending a draft", () => {
  it("makes one exact text, its hash, and a signature by the device's key", async () => {
    const tab = await Tab.open(new FakeServer())
    const slip = await tab.sent([10, 20])
    const [op] = await tab.ops()
    const parsed = JSON.parse(op!.text) as Operation
    const payload = parsed.payload as unknown as SubmitPayload
    expect(createHash("sha256").update(op!.text).digest("hex")).toBe(op!.sha256)
    expect(parsed).toMatchObject({
      kind: "dossier.submit",
      dossier_id: slip.dossier_id,
      principal: tab.principal,
      device_seq: 1,
      envelope: 1,
    })
    expect(parsed.manifest?.map((item) => item.size)).toEqual([10, 20])
    expect(parsed.device_time).toMatch(/^2026-11-22T\d\d:00:00[+-]\d\d:\d\d$/)
    expect(Date.parse(parsed.device_time)).toBe(tab.clock.now)
    expect(payload.parties.owner.name).toBe("Nguyễn Thị Bình")
    expect(createHash("sha256").update(slip.claim_secret).digest("hex")).toBe(payload.claim_hash)
    const { public_key } = await tab.base.device.registration("")
    const key = await crypto.subtle.importKey("jwk", { ...public_key }, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"])
    expect(await verify(key, op!.signature!, op!.text)).toBe(true)
  })

  it("gives the slip a code and an address that carry the secret", async () => {
    const tab = await Tab.open(new FakeServer())
    const slip = await tab.sent()
    expect(slip.qr).toBe(`https://x.vn/t/${slip.local_code}#${slip.claim_secret}`)
    expect(slip.local_code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/)
  })

  it("tapped twice, in one tab or in two, gives one slip and one operation", async () => {
    const disk = newDisk()
    const server = new FakeServer()
    const one = await Tab.open(server, disk)
    const two = await Tab.open(server, disk)
    const draft = await one.draft([10])
    const taps = await Promise.all([one.submit(draft), one.submit(draft), two.submit(draft), two.submit(draft)])
    const codes = taps.map((tap) => (tap.ok ? tap.value.claim_secret : tap.code))
    expect(new Set(codes).size).toBe(1)
    expect((await one.ops()).length).toBe(1)
  })

  it("F06: freezes the draft; a later save says so and changes nothing", async () => {
    const tab = await Tab.open(new FakeServer())
    const draft = await tab.draft()
    await tab.submit(draft)
    const drafts = draftStore(tab.base.store(tab.principal), { newId: () => "x", now: () => 0 })
    expect(await drafts.save({ ...draft, title: "late" })).toMatchObject({ ok: false, code: "draft_frozen" })
    expect(await drafts.list()).toEqual([])
  })

  it("with a wrong answer says which, and the draft stays a draft", async () => {
    const tab = await Tab.open(new FakeServer())
    const draft = await tab.draft()
    const sent = await tab.submit(await tab.save({ ...draft, answers: {} }))
    expect(sent).toMatchObject({ ok: false, code: "answers_refused", errors: [{ path: "owner_name", code: "required" }] })
    expect((await tab.ops()).length).toBe(0)
  })

  it("with a page whose bytes are gone names the page", async () => {
    const tab = await Tab.open(new FakeServer())
    const draft = await tab.draft([10])
    const sent = await tab.submit(await tab.save({ ...draft, files: [{ ...draft.files[0]!, attachment_id: "nowhere" }] }))
    expect(sent).toMatchObject({ ok: false, code: "file_missing", params: { paper: "id_front" } })
  })
})

describe("the way to the server", () => {
  it("ends with every byte acknowledged, operation first, required pages and small ones first", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([300_000, 50, 1000, 40])
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
    expect((await tab.ops())[0]!.state).toBe("archived")
    expect((await tab.pages()).every((page) => page.state === "stored")).toBe(true)
    const patched = server.seen.filter((seen) => seen.method === "PATCH").map((seen) => (seen.body as Uint8Array).length)
    expect(patched.slice(0, 2)).toEqual([1000, 131_072])
    expect(patched.slice(-2)).toEqual([40, 50])
    expect(server.seen.findIndex((seen) => seen.path === "/api/sync/push")).toBeLessThan(
      server.seen.findIndex((seen) => seen.method === "PATCH"),
    )
  })

  it("F01: with a lost answer sends the same text again, and the server has one dossier", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([10])
    let cuts = 0
    server.mischief = (seen) => (seen.path === "/api/sync/push" && (cuts += 1) <= 3 ? "cut_after" : undefined)
    for (let n = 0; n < 4; n += 1) await tab.sync()
    expect(server.dossiers.size).toBe(1)
    expect(cuts).toBe(4)
    expect((await tab.ops())[0]!.state).toBe("archived")
  })

  it("F05: with the page killed in the middle queues again what was on its way", async () => {
    const server = new FakeServer()
    const { factory } = newDisk()
    const killed = await Tab.open(server, { factory, alone: aloneHere() }, new Clock(), {
      fetch: async (input, init) => {
        const answer = await server.fetch(input, init)
        return String(input instanceof Request ? input.url : input).endsWith("/push") ? never() : answer
      },
    })
    await killed.sent([10])
    killed.loop.wake("tap")
    while ((await killed.ops())[0]!.state !== "sending" || server.dossiers.size === 0) await new Promise(setImmediate)
    const again = await Tab.open(server, { factory, alone: aloneHere() })
    await again.sync()
    expect(server.dossiers.size).toBe(1)
    expect((await again.ops()).map((op) => op.state)).toEqual(["archived"])
  })

  it("F04: from two tabs at once still makes one dossier", async () => {
    const server = new FakeServer()
    const disk = newDisk()
    const one = await Tab.open(server, disk)
    const two = await Tab.open(server, disk)
    await one.sent([100, 2000])
    await Promise.all([one.sync(), two.sync()])
    expect(server.dossiers.size).toBe(1)
    expect((await two.pages()).every((page) => page.state === "stored")).toBe(true)
  })

  it.each([
    ["a portal's page with 200", (): Response => html(200), "captive"],
    ["a redirect", (): Response => new Response(null, { status: 302, headers: { Location: "http://wifi" } }), "captive"],
    ["a portal's page with 403", (): Response => html(403), "captive"],
    ["a proxy's 502", (): Response => html(502), "waiting"],
    ["our own 503", (): Response => problem(503, "unavailable", {}, { "Retry-After": "7" }), "waiting"],
    [
      "an answer to somebody else's request",
      (): Response => new Response('{"nonce":"x"}', { headers: { "Content-Type": "application/json" } }),
      "captive",
    ],
  ])("F10, F11: met by %s changes nothing that is queued", async (_name, answer, phase) => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.round()
    await tab.sent([10])
    server.mischief = (seen) => (seen.path === "/api/sync/push" ? answer() : undefined)
    await tab.sync()
    expect((await tab.ops()).map(({ state, tries }) => ({ state, tries }))).toEqual([{ state: "queued", tries: 0 }])
    expect(tab.loop.phase).toBe(phase)
    server.mischief = () => undefined
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
  })

  it("F10: waits as long as the server asks, and a tap does not wait", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    server.mischief = (seen) => (seen.path === "/api/sync/push" ? problem(429, "too_many", {}, { "Retry-After": "60" }) : undefined)
    await tab.sync()
    const before = server.count("/api/sync/push")
    server.mischief = () => undefined
    tab.clock.move(59_000)
    tab.loop.wake("minute")
    expect(server.count("/api/sync/push")).toBe(before)
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
  })

  it("F12: halves a batch that is too large, and parks only the operation that is too large by itself", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slips = []
    for (let n = 0; n < 6; n += 1) slips.push(await tab.sent())
    const poison = slips[2]!.dossier_id
    server.mischief = (seen) => {
      const { operations = [] } = (seen.body ?? {}) as { operations?: { text: string }[] }
      return seen.path === "/api/sync/push" && operations.some((op) => op.text.includes(poison)) ? html(413) : undefined
    }
    await tab.sync()
    expect(server.dossiers.size).toBe(5)
    const stuck = (await tab.ops()).filter((op) => op.state === "queued")
    expect(stuck.map((op) => op.dossier_id)).toEqual([poison])
    expect(stuck[0]!.reason).toBe("too_large")
  })

  it("F08: goes on with the others when one operation makes the server stumble every time, and tells the person", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const bad = await tab.sent()
    await tab.sent()
    server.verdict = (op) => (op["dossier_id"] === bad.dossier_id ? { status: "retry", code: "failed_here" } : undefined)
    for (let n = 0; n < 9; n += 1) await tab.sync()
    expect(server.dossiers.size).toBe(1)
    const items = await outboxItems(tab.base, tab.principal)
    expect(items.map(({ state, reason }) => ({ state, reason }))).toEqual([{ state: "needs_you", reason: "keeps_failing" }])
    server.verdict = () => undefined
    tab.clock.move(60 * 60 * 1000)
    await tab.round()
    expect(server.dossiers.size).toBe(2)
  })

  it("takes only an acknowledgement that names this very text", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    server.verdict = () => ({ status: "applied", acknowledged: { sha256: "0".repeat(64), attachments: [] } })
    await tab.sync()
    expect((await tab.ops())[0]!.state).toBe("queued")
  })

  it("F03: sends the same content under a new id where the old id stands for other content", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([10])
    const [op] = await tab.ops()
    server.ops.set(op!.op_id, { sha256: "1".repeat(64), result: {}, principal: "" })
    await tab.sync()
    await tab.sync()
    expect(server.dossiers.has(slip.dossier_id)).toBe(true)
    expect((await tab.ops()).map(({ state, forked_from }) => ({ state, forked_from }))).toEqual([
      { state: "archived", forked_from: op!.op_id },
    ])
    expect((await tab.pages())[0]!.state).toBe("stored")
  })

  it("F14, F15: keeps what stands on a held operation in its order, and other dossiers go on", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const first = await tab.sent()
    const { withdraw } = await import("../../src/core/sync/acts.ts")
    await withdraw(tab.base, tab.principal, first.dossier_id, "đổi ý")
    await tab.sent()
    server.verdict = (op) => (op["dossier_id"] === first.dossier_id ? { status: "held", code: "mandate_unknown", needs: ["m"] } : undefined)
    await tab.sync()
    expect((await tab.ops()).map((op) => op.state)).toEqual(["held", "held", "archived"])
    server.verdict = () => undefined
    await tab.sync()
    expect((await tab.ops()).map((op) => op.state)).toEqual(["archived", "archived", "archived"])
  })
})

describe("what the server refuses", () => {
  it("is set aside with its reasons, opened again as a draft with the same code, and sent in its place", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([10])
    server.verdict = () => ({ status: "rejected", code: "answers_refused", errors: [{ path: "owner_name", code: "too_long", params: {} }] })
    await tab.sync()
    const [item] = await outboxItems(tab.base, tab.principal)
    expect(item).toMatchObject({ state: "needs_you", reason: "answers_refused", advice: "fix", may: ["reopen", "retry", "discard"] })
    const again = await reopen(tab.base, tab.principal, item!.id)
    if (!again.ok) throw new Error(again.code)
    server.verdict = () => undefined
    const second = await tab.submit(await tab.save({ ...again.value, answers: { owner_name: "Bình" } }))
    expect(second.ok && [second.value.local_code, second.value.claim_secret]).toEqual([slip.local_code, slip.claim_secret])
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
    expect(await outboxItems(tab.base, tab.principal)).toEqual([])
  })

  it("leaves the phone only when a person has typed the word", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([10])
    const [op] = await tab.ops()
    expect(await discard(tab.base, tab.principal, op!.op_id, "bo")).toMatchObject({ ok: false, code: "wrong_word" })
    expect((await tab.ops()).length).toBe(1)
    expect((await discard(tab.base, tab.principal, op!.op_id, "bỏ")).ok).toBe(true)
    const store = tab.base.store(tab.principal)
    expect([
      (await tab.ops()).length,
      (await tab.pages()).length,
      (await store.all(SLIPS)).length,
      (await store.all(DRAFTS)).length,
    ]).toEqual([0, 0, 0, 0])
  })

  it("F52: because another phone of hers was faster opens as a draft of its own; its pages go to the dossier that is there", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const slip = await tab.sent([10])
    const [op] = await tab.ops()
    const [page] = await tab.pages()
    server.verdict = () => ({ status: "rejected", code: "dossier_exists" })
    await tab.sync()
    expect((await tab.pages()).map(({ attachment_id, state }) => ({ attachment_id, state }))).toEqual([
      { attachment_id: page!.attachment_id, state: "stored" },
    ])
    expect((await outboxItems(tab.base, tab.principal)).map((item) => item.may)).toEqual([["reopen", "discard"]])
    const again = await reopen(tab.base, tab.principal, op!.op_id)
    if (!again.ok) throw new Error(again.code)
    server.verdict = () => undefined
    const second = await tab.submit(again.value)
    expect(second.ok && second.value.dossier_id).not.toBe(slip.dossier_id)
    await tab.sync()
    expect(await outboxItems(tab.base, tab.principal)).toEqual([])
    expect((await tab.pages()).map((each) => each.state)).toEqual(["stored", "stored"])
    expect(server.dossiers.size).toBe(1)
  })

  it("F52: because another phone of hers was faster, and given up, leaves the pages that the dossier may still want", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([10])
    const [op] = await tab.ops()
    server.verdict = () => ({ status: "rejected", code: "dossier_exists" })
    server.mischief = (seen) => (seen.path.startsWith("/api/uploads") ? problem(503, "busy") : undefined)
    await tab.sync()
    expect((await discard(tab.base, tab.principal, op!.op_id, "bỏ")).ok).toBe(true)
    const [left] = await tab.pages()
    expect(left).toMatchObject({ state: "queued", heals: true })
    expect(left!.op_id).toBeUndefined()
    expect(await tab.base.store(tab.principal).hasBytes(left!.attachment_id)).toBe(true)
  })

  it("is tried again as it is when a person asks for that", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent()
    server.verdict = () => ({ status: "rejected", code: "unit_unknown" })
    await tab.sync()
    server.verdict = () => undefined
    await requeue(tab.base, tab.principal, (await tab.ops())[0]!.op_id)
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
  })

  it("F59, F61: while its session is over is neither lost nor rejected: the device signs on again by its key", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.round()
    await tab.sent([10])
    server.tokens.clear()
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
    expect((await tab.pages())[0]!.state).toBe("stored")
  })

  it("F44: by an old protocol keeps everything and asks for the update", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server, newDisk(), new Clock())
    await tab.sent()
    server.mischief = (seen) => (seen.path === "/api/sync/push" ? problem(426, "envelope_unknown") : undefined)
    await tab.sync()
    expect(tab.loop.phase).toBe("update")
    expect((await tab.ops())[0]!.state).toBe("queued")
  })
})
