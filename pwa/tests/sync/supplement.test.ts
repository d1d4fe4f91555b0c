import { describe, expect, it } from "vitest"
import type { DossierOut, Operation } from "../../src/core/contract/types.ts"
import type { Draft } from "../../src/core/db/records.ts"
import { put } from "../../src/core/db/store.ts"
import { DOSSIERS, DRAFTS } from "../../src/core/db/tables.ts"
import { outboxItems, reopen } from "../../src/core/sync/outbox.ts"
import { sendSupplement } from "../../src/core/sync/supplement.ts"
import { Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

const ABOUT = { supplement_id: "01900000-0000-7000-8000-00000000beef", notes: {} }

/** A dossier with the server, and a draft that answers what the office asked for about it. */
async function asked(tab: Tab): Promise<Draft> {
  const sent = await tab.sent([10])
  await tab.sync()
  const store = tab.base.store(tab.principal)
  const body = {
    dossier_id: sent.dossier_id,
    version: 3,
    title: "Khai sinh",
    procedure_code: "1",
    state: "submitted",
  } as unknown as DossierOut
  await store.write([put(DOSSIERS, { dossier_id: sent.dossier_id, body, epoch: "", seen_at: "", round: 0 })])
  const draft = await tab.draft([30])
  return tab.save({ ...draft, supplement: { ...ABOUT, dossier_id: sent.dossier_id } })
}

const send = (tab: Tab, draft: Draft): ReturnType<typeof sendSupplement> =>
  sendSupplement(tab.base, tab.principal, draft, { answers: { name: "HOÀ" }, papers: [] })
const supplements = async (tab: Tab): Promise<Operation[]> =>
  (await tab.ops()).filter((op) => op.kind === "dossier.supplement").map((op) => JSON.parse(op.text) as Operation)

describe("what the office asked for", () => {
  it("is kept and queued in one step, names what was asked, and goes with its pages", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const draft = await asked(tab)
    expect(await send(tab, draft)).toMatchObject({ ok: true })
    const [op] = await supplements(tab)
    expect(op).toMatchObject({
      dossier_id: draft.supplement!.dossier_id,
      seen: 3,
      payload: { supplement_id: ABOUT.supplement_id, answers: { name: "HOÀ" }, notes: {}, draft_id: draft.id },
    })
    expect(op!.manifest!.map((page) => page.attachment_id)).toEqual(draft.files.map((file) => file.attachment_id))
    await tab.sync()
    expect((await tab.ops()).map((each) => each.state)).toEqual(["archived", "archived"])
    expect(server.uploads.get(draft.files[0]!.attachment_id)?.state).toBe("stored")
  })

  it("pressed twice, or in two tabs, goes once", async () => {
    const tab = await Tab.open(new FakeServer())
    const draft = await asked(tab)
    await Promise.all([send(tab, draft), send(tab, draft)])
    expect(await send(tab, draft)).toMatchObject({ ok: true })
    expect(await supplements(tab)).toHaveLength(1)
  })

  it("is not sent over what another tab wrote meanwhile", async () => {
    const tab = await Tab.open(new FakeServer())
    const draft = await asked(tab)
    await tab.save({ ...draft, answers: { ...draft.answers, other: "x" } })
    expect(await send(tab, draft)).toMatchObject({ ok: false, code: "stale" })
    expect(await supplements(tab)).toEqual([])
  })

  it("that the office does not wait for any more is said, and opens as a draft again with all that was written", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const draft = await asked(tab)
    await send(tab, draft)
    server.verdict = (op) => (op["kind"] === "dossier.supplement" ? { status: "conflict", code: "supplement_closed" } : undefined)
    await tab.sync()
    const [item] = await outboxItems(tab.base, tab.principal)
    expect(item).toMatchObject({ kind: "dossier.supplement", state: "needs_you", reason: "supplement_closed" })
    expect(item!.may).toContain("reopen")
    const again = await reopen(tab.base, tab.principal, item!.id)
    if (!again.ok) throw new Error(again.code)
    expect(again.value).toMatchObject({ id: draft.id, supplement: { supplement_id: ABOUT.supplement_id }, from_op: item!.id })
    expect((await tab.base.store(tab.principal).get(DRAFTS, draft.id))?.value.frozen).toBeUndefined()
  })
})
