import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Draft } from "../../src/core/db/records.ts"
import { carriedOver } from "../../src/core/domain/carrying.ts"
import { carry } from "../../src/core/domain/forms/mapping.ts"
import type { FieldDef, FormDef } from "../../src/core/domain/forms/types.ts"
import { Catalogue, formsOf } from "../../src/core/sync/catalogue.ts"
import { draftStore } from "../../src/core/db/drafts.ts"
import { uuid7 } from "../../src/core/domain/ids.ts"
import { answer, edit, LAN, storeOf, two } from "./lan.ts"
import type { Tab } from "./phone.ts"
import { problem, type FakeServer } from "./server.ts"

const field = (key: string): FieldDef => ({ key, type: "text", label: { vi: key } })
const form = (...keys: string[]): FormDef => ({ title: { vi: "x" }, sections: [{ key: "s", title: { vi: "x" }, fields: keys.map(field) }] })
const hashOf = (made: FormDef): string => createHash("sha256").update(JSON.stringify(made)).digest("hex")
const refOf = (made: FormDef): string => `1.001193@${hashOf(made)}`

const OLD = form("owner_name", "phone")
const RULES = [{ rename: "phone", to: "contact" }]
const NEW: FormDef = { ...form("owner_name", "contact", "purpose"), from: { [hashOf(OLD)]: { rules: RULES } } }

/** The server has the forms, as long as it gives them. */
function withForms(server: FakeServer): { give: boolean } {
  const shelf = { give: true }
  server.mischief = ({ path }) => {
    if (!path.startsWith("/api/catalogue/forms/")) return undefined
    const found = [OLD, NEW].find((each) => path.endsWith(hashOf(each)))
    return found && shelf.give ? new Response(JSON.stringify(found)) : problem(503, "busy")
  }
  return shelf
}

const toNew = (draft: Draft): Draft =>
  carriedOver(
    draft,
    { ref: refOf(NEW), form: NEW, forms: [OLD, NEW], rules: [RULES] },
    carry(OLD, NEW, RULES, draft.answers),
    undefined,
    "2026-11-28",
  )

/** Both phones have the draft on the older form; A carries it over, B writes on without having heard. */
async function apart(): Promise<{ server: FakeServer; shelf: { give: boolean }; a: Tab; b: Tab; id: string }> {
  const all = await two()
  const shelf = withForms(all.server)
  await edit(all.a, all.id, (draft) => ({ ...answer("phone", "1")(draft), form_ref: refOf(OLD) }))
  for (const tab of [all.a, all.b]) await tab.sync()
  await edit(all.a, all.id, (draft) => answer("purpose", "vay vốn")(toNew(draft)))
  await edit(all.b, all.id, answer("phone", "0905"))
  return { ...all, shelf }
}

const WHOLE = { owner_name: "Nguyễn Thị Bình", contact: "0905", purpose: "vay vốn" }

describe("F45: a draft that one phone carried over to a newer form", () => {
  it.each([
    ["first", false],
    ["last", true],
  ])("F45: meets there what the other wrote on the older one, when it is heard of %s", async (_when, late) => {
    const { a, b, id } = await apart()
    for (const tab of late ? [b, a, b] : [a, b, a]) await tab.sync()
    for (const tab of [a, b]) {
      const draft = (await storeOf(tab).get(id))!
      expect([draft.form_ref, draft.answers, draft.conflicts]).toEqual([refOf(NEW), WHOLE, undefined])
    }
  })

  it("F45: waits where the form cannot be had, loses nothing, and meets it later", async () => {
    const { server, shelf, a, b, id } = await apart()
    await a.sync()
    shelf.give = false
    await b.sync()
    const waiting = (await storeOf(b).get(id))!
    expect([waiting.form_ref, waiting.answers["phone"], waiting.conflicts]).toEqual([refOf(OLD), "0905", undefined])
    expect(server.drafts.copies.get(id)?.text).not.toContain("0905")
    await edit(b, id, answer("owner_name", "Nguyễn Thị Bích"))
    shelf.give = true
    b.clock.move(2 * 60_000)
    for (const tab of [b, a]) await tab.sync()
    for (const tab of [a, b]) expect((await storeOf(tab).get(id))?.answers).toEqual({ ...WHOLE, owner_name: "Nguyễn Thị Bích" })
  })

  it("F45: is met by a tab of the same phone that still stands on the older one", async () => {
    const { a, id } = await apart()
    const drafts = draftStore(a.base.store(LAN), { newId: () => uuid7(), now: () => a.clock.now, forms: formsOf(new Catalogue(a.base)) })
    const now = (await drafts.get(id))!
    const page: Draft = { ...now, form_ref: refOf(OLD), answers: now.history!.at(-1)!.answers, history: [], fresh: [] }
    const saved = await drafts.save(answer("phone", "0905")(page), page)
    expect(saved).toMatchObject({ ok: true, value: { form_ref: refOf(NEW), answers: WHOLE } })
  })
})
