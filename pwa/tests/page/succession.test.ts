import { beforeEach, describe, expect, it } from "vitest"
import type { Procedure } from "../../src/core/contract/catalogue.ts"
import { draftStore } from "../../src/core/db/drafts.ts"
import { fileStore } from "../../src/core/db/files.ts"
import type { Draft } from "../../src/core/db/records.ts"
import { FILES } from "../../src/core/db/tables.ts"
import type { FieldDef, FormDef } from "../../src/core/domain/forms/types.ts"
import { type Batch, batchesOf, placesOf, succeed } from "../../src/page/features/apply/succession.ts"
import { maker, openTestStore } from "../db/idb.ts"

const TODAY = "2026-11-29"
const field = (key: string, more: Partial<FieldDef> = {}): FieldDef => ({ key, type: "text", label: { vi: key }, ...more })
const paper = (key: string, of: string): FieldDef => field(key, { type: "attachment", paper: of, label: { vi: `Ảnh ${of}` } })
const OLD: FormDef = {
  title: { vi: "cũ" },
  sections: [
    { key: "s", title: { vi: "s" }, fields: [field("name"), paper("paper_id", "id_card"), paper("paper_proof", "old_proof")] },
    {
      key: "kids",
      title: { vi: "k" },
      repeat: { max: 3, item: { vi: "k" } },
      fields: [field("kid"), paper("kid_paper", "birth")],
    },
  ],
}
const NEW: FormDef = {
  title: { vi: "mới" },
  sections: [
    { key: "s", title: { vi: "s" }, fields: [field("name"), field("why"), paper("card", "id_card"), paper("evidence", "new_proof")] },
    { key: "kids", title: { vi: "k" }, repeat: { max: 3, item: { vi: "k" } }, fields: [field("kid"), paper("kid_paper", "other")] },
  ],
}
const NEXT = {
  code: "2.000002",
  name: { vi: "Thủ tục mới" },
  form: { ref: "2.000002@new" },
  fees: [],
  times: [],
  channels: [],
} as unknown as Procedure
const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer

const shelf = () => {
  const base = openTestStore()
  return { base, drafts: draftStore(base, maker()), files: fileStore(base, maker()) }
}
let store: ReturnType<typeof shelf>
let draft: Draft

async function page(id: string, of: string, at: number, content: string): Promise<Draft["files"][number]> {
  const told = { paper: of, page: at, sha256: `sha-${content}`, type: "image/jpeg" }
  await store.files.put(id, bytes(content), { ...told, draft_id: "d", thumb: bytes(`small ${content}`) })
  return { attachment_id: id, size: content.length, ...told }
}

beforeEach(async () => {
  store = shelf()
  const files = [
    await page("p1", "id_card", 1, "front"),
    await page("p2", "id_card", 2, "back"),
    await page("p3", "old_proof", 1, "proof"),
    await page("p4", "birth", 1, "kid"),
  ]
  const made: Draft = {
    id: "d",
    procedure: "1.000001",
    form_ref: "1.000001@old",
    unit_id: "u",
    answers: { name: "An", paper_id: ["p1", "p2"], paper_proof: ["p3"], kids: [{ _id: "r1", kid: "Bé", kid_paper: ["p4"] }] },
    files,
    at: { section: "s" },
    checklist: [],
    for: "self",
    created_at: "",
    saved_at: "",
  }
  const kept = await store.drafts.save(made)
  if (!kept.ok) throw new Error(kept.code)
  draft = kept.value
})

const batches = (): Batch[] => batchesOf(OLD, draft, placesOf(NEW), TODAY)
const go = (led: readonly Batch[] = batches()): Promise<Draft> =>
  succeed(store, { old: OLD, draft, next: NEXT, form: NEW, batches: led, today: TODAY })
const content = async (id: string): Promise<string> => new TextDecoder().decode((await store.files.get(id))?.bytes)

describe("a draft on its way to the successor of its procedure", () => {
  it("F46: leads photos to the same paper, and asks about the others", () => {
    expect(batches().map(({ paper: of, to, pages }) => [of, to, pages.length])).toEqual([
      ["id_card", "card", 2],
      ["old_proof", undefined, 1],
      ["birth", undefined, 1],
    ])
  })

  it("F46: copies answers and the photos that fit, in their order, under ids of their own", async () => {
    const made = await go()
    expect(made).toMatchObject({
      procedure: "2.000002",
      form_ref: "2.000002@new",
      answers: { name: "An", kids: [{ _id: "r1", kid: "Bé" }] },
    })
    expect(made.files.map((each) => [each.paper, each.page, each.sha256])).toEqual([
      ["id_card", 1, "sha-front"],
      ["id_card", 2, "sha-back"],
    ])
    expect(made.answers["card"]).toEqual(made.files.map((each) => each.attachment_id))
    expect(made.files.some((each) => ["p1", "p2"].includes(each.attachment_id))).toBe(false)
    expect(await Promise.all(made.files.map((each) => content(each.attachment_id)))).toEqual(["front", "back"])
    expect(JSON.stringify(made.answers)).not.toContain("p4")
    expect(made.fresh).toContain("why")
    expect(made.fresh).not.toContain("card")
  })

  it("F46: takes a photo along to the paper the person chose", async () => {
    const made = await go(batches().map((each) => (each.paper === "old_proof" ? { ...each, to: "evidence" } : each)))
    expect(made.files.map((each) => each.paper)).toEqual(["id_card", "id_card", "new_proof"])
    expect(made.answers["evidence"]).toEqual([made.files[2]?.attachment_id])
  })

  it("F46: loses nothing of the old draft, and the new one stands when the old one is given up", async () => {
    const made = await go()
    const old = await store.drafts.get("d")
    expect(old?.answers).toEqual(draft.answers)
    expect(await Promise.all(["p1", "p2", "p3", "p4"].map(content))).toEqual(["front", "back", "proof", "kid"])
    await store.drafts.remove("d", "user")
    expect(await Promise.all(made.files.map((each) => content(each.attachment_id)))).toEqual(["front", "back"])
    const again = await store.drafts.get(made.id)
    expect(new TextDecoder().decode(again?.files[0]?.thumb)).toBe("small front")
  })

  it("F46: a photo whose bytes are on another phone stays where it is named, and breaks nothing", async () => {
    const [first, second] = draft.files
    draft = { ...draft, files: [...(first ? [{ ...first, attachment_id: "far" }] : []), ...(second ? [second] : [])] }
    draft = { ...draft, answers: { ...draft.answers, paper_id: ["far", "p2"] } }
    const made = await go()
    expect(made.files.map((each) => [each.sha256, each.page])).toEqual([["sha-back", 1]])
    expect(made.answers["card"]).toHaveLength(1)
  })

  it("F46: where a photo cannot be kept nothing of the new draft is", async () => {
    const before = (await store.base.all(FILES)).length
    let puts = 0
    const files = {
      ...store.files,
      put: (...given: Parameters<typeof store.files.put>): ReturnType<typeof store.files.put> => {
        puts += 1
        return puts > 1 ? Promise.resolve({ ok: false, code: "storage_full" }) : store.files.put(...given)
      },
    }
    const going = succeed({ drafts: store.drafts, files }, { old: OLD, draft, next: NEXT, form: NEW, batches: batches(), today: TODAY })
    await expect(going).rejects.toThrow("storage_full")
    expect((await store.base.all(FILES)).length).toBe(before)
    expect((await store.drafts.list()).map((each) => each.id)).toEqual(["d"])
  })
})
