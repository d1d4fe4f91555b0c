import { describe, expect, it } from "vitest"
import type { DossierOut, Operation } from "../../src/core/contract/types.ts"
import { put } from "../../src/core/db/store.ts"
import { DOSSIERS } from "../../src/core/db/tables.ts"
import { confirmDraft } from "../../src/core/sync/acts.ts"
import { outboxItems } from "../../src/core/sync/outbox.ts"
import { letActGo, refusedActs } from "../../src/core/sync/refused.ts"
import { keepWord, typedWord } from "../../src/core/sync/word.ts"
import { Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

const SHOWN = "a".repeat(64)

/** A dossier whose draft the office shows, or none any more. */
async function shown(tab: Tab, draft = true): Promise<string> {
  const { dossier_id } = await tab.sent()
  await tab.sync()
  const body = {
    dossier_id,
    version: 7,
    title: "Khai sinh",
    procedure_code: "1",
    state: "confirming",
    draft: draft ? { document: { document_id: "d", sha256: SHOWN }, until: null } : null,
  } as unknown as DossierOut
  const held = await tab.base.store(tab.principal).get(DOSSIERS, dossier_id)
  await tab.base.store(tab.principal).write([put(DOSSIERS, { dossier_id, body, epoch: "", seen_at: "", round: 0 }, held?.rev ?? 0)])
  return dossier_id
}

const said = async (tab: Tab): Promise<Operation[]> =>
  (await tab.ops()).filter((op) => op.kind === "dossier.confirm").map((op) => JSON.parse(op.text) as Operation)
const say = (tab: Tab, id: string, agrees: boolean, reason = ""): ReturnType<typeof confirmDraft> =>
  confirmDraft(tab.base, tab.principal, id, { agrees, reason })

describe("the owner's word on a draft", () => {
  it("is kept without a network, names the draft that was seen, and goes", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const id = await shown(tab)
    expect(await say(tab, id, false, "Sai ngày sinh")).toMatchObject({ ok: true })
    expect(await said(tab)).toMatchObject([{ dossier_id: id, seen: 7, payload: { agrees: false, draft: SHOWN, reason: "Sai ngày sinh" } }])
    await tab.sync()
    expect((await tab.ops()).map((each) => each.state)).toEqual(["archived", "archived"])
  })

  it("is kept while it is typed, over news of the dossier, and gone once nothing is typed", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const id = await shown(tab)
    const store = tab.base.store(tab.principal)
    await keepWord(store, id, "Sai ngày si")
    server.tell(tab.principal, "dossier", id, { ...server.dossiers.get(id)?.body, version: 9 })
    await tab.sync()
    expect((await store.get(DOSSIERS, id))?.value.body.version).toBe(9)
    expect(await typedWord(store, id)).toBe("Sai ngày si")
    await keepWord(store, id, "")
    expect(await typedWord(store, id)).toBe("")
    expect((await store.get(DOSSIERS, id))?.value).not.toHaveProperty("typed_word")
  })

  it("is said once, however often it is tapped", async () => {
    const tab = await Tab.open(new FakeServer())
    const id = await shown(tab)
    await say(tab, id, true)
    expect(await say(tab, id, true)).toMatchObject({ ok: true })
    expect(await said(tab)).toHaveLength(1)
  })

  it("is not asked for where no draft waits", async () => {
    const tab = await Tab.open(new FakeServer())
    const id = await shown(tab, false)
    expect(await say(tab, id, true)).toMatchObject({ ok: false, code: "draft_gone" })
    expect(await said(tab)).toEqual([])
  })

  it("about a draft that was changed meanwhile comes back to the person with the reason", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const id = await shown(tab)
    await say(tab, id, true)
    server.verdict = (op) => (op["kind"] === "dossier.confirm" ? { status: "conflict", code: "draft_changed" } : undefined)
    await tab.sync()
    expect((await outboxItems(tab.base, tab.principal)).map(({ state, reason }) => ({ state, reason }))).toEqual([
      { state: "needs_you", reason: "draft_changed" },
    ])
    // the dossier's page tells it, with what was written, until it is let go
    const store = tab.base.store(tab.principal)
    expect(await refusedActs(store, id)).toMatchObject([{ kind: "dossier.confirm", text: "", reason: "draft_changed" }])
    const [refused] = await refusedActs(store, id)
    expect((await letActGo(tab.base, tab.principal, refused?.op_id ?? "")).ok).toBe(true)
    expect(await refusedActs(store, id)).toEqual([])
    // the new draft can be answered
    server.verdict = () => undefined
    expect(await say(tab, id, true)).toMatchObject({ ok: true })
    expect(await said(tab)).toHaveLength(2)
  })
})
