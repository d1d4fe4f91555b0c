/* Somebody fills a form: a new draft with its pages, or another word in one that stands already. */
import { createHash } from "node:crypto"
import { draftStore } from "../../../src/core/db/drafts.ts"
import { fileStore } from "../../../src/core/db/files.ts"
import type { Draft, DraftFile } from "../../../src/core/db/records.ts"
import { uuid7 } from "../../../src/core/domain/ids.ts"
import { answerAt, withAnswer } from "../../../src/page/form/paths.ts"
import type { Base } from "../../../src/core/sync/base.ts"
import type { SimPhone } from "../phone.ts"
import type { Actor } from "./actor.ts"

export const write: Actor = {
  name: "write",
  weight: 12,
  act: async (phone) => {
    const drafts = await draftsOf(phone, phone.tab.base)
    if (drafts.length > 0 && phone.dice.often(0.5)) await changeOne(phone, phone.dice.pick(drafts))
    else await newDraft(phone)
  },
}

export const maker = (phone: SimPhone): { newId: () => string; now: () => number } => ({ newId: () => uuid7(), now: () => phone.now })

export const draftsOf = (phone: SimPhone, base: Base): Promise<Draft[]> => draftStore(base.store(phone.principal), maker(phone)).list()

/** Promises the draft as it was kept, or nothing where the phone said that it was not. */
export async function newDraft(phone: SimPhone, mandate_id?: string): Promise<Draft | undefined> {
  const { base } = phone.tab
  const pages: DraftFile[] = []
  for (let n = phone.dice.below(3); n > 0; n -= 1) {
    const page = await photograph(phone, base, pages.length)
    if (page !== undefined) pages.push(page)
  }
  const { ground } = phone
  const made = new Date(phone.now).toISOString()
  return keep(phone, base, {
    id: uuid7(),
    procedure: ground.procedure,
    form_ref: ground.form_ref,
    unit_id: ground.unit_id,
    answers: withPages(ground.answers as Draft["answers"], pages),
    files: pages,
    at: { section: "" },
    checklist: [],
    for: mandate_id === undefined ? "self" : "other",
    ...(mandate_id === undefined ? {} : { mandate_id }),
    created_at: made,
    saved_at: "",
    title: "Chứng thực bản sao",
  })
}

/** Another page more or less, or another word in one of two questions: over what this page has seen, as screens save. */
async function changeOne(phone: SimPhone, draft: Draft): Promise<void> {
  const { base } = phone.tab
  const pages = [...draft.files]
  const gone = phone.dice.often(0.3) ? pages.pop() : undefined
  const word = phone.book.newWord()
  const path = phone.dice.pick(["req_name", "documents[r1].doc_name"])
  phone.book.letGo(answerAt(draft.answers, path))
  const next = { ...draft, files: pages, answers: withPages(withAnswer(draft.answers, path, `Nguyễn ${word}`), pages) }
  if (gone !== undefined) phone.book.pagesLetGo.add(gone.attachment_id)
  const kept = await keep(phone, base, next, draft)
  if (kept !== undefined) phone.book.typed(word, draft.id)
  if (gone !== undefined && kept !== undefined) await fileStore(base.store(phone.principal), maker(phone)).remove(gone.attachment_id)
}

/** What the phone calls kept; said `draft_ended`, it is kept apart. */
export async function keep(phone: SimPhone, base: Base, draft: Draft, since?: Draft): Promise<Draft | undefined> {
  phone.book.writes(draft.id, phone.principal)
  const saved = await draftStore(base.store(phone.principal), maker(phone)).save(draft, since)
  if (!saved.ok) phone.tally.count(`told:${saved.code}`)
  return saved.ok ? saved.value : undefined
}

function withPages(answers: Draft["answers"], pages: readonly DraftFile[]): Draft["answers"] {
  const { paper_original: _, ...rest } = answers
  return pages.length === 0 ? rest : { ...rest, paper_original: pages.map((page) => page.attachment_id) }
}

/** Every camera calls its pictures the same. */
async function photograph(phone: SimPhone, base: Base, at: number): Promise<DraftFile | undefined> {
  const bytes = phone.dice.pick(phone.ground.pages)
  const sha256 = createHash("sha256").update(new Uint8Array(bytes)).digest("hex")
  const id = uuid7()
  const name = "image.jpg"
  const kept = await fileStore(base.store(phone.principal), maker(phone)).put(id, bytes, { sha256, type: "image/jpeg", name })
  if (!kept.ok) {
    phone.tally.count(`told:${kept.code}`)
    return undefined
  }
  return {
    attachment_id: id,
    paper: "original",
    page: at + 1,
    sha256,
    size: bytes.byteLength,
    type: "image/jpeg",
    name,
    required: at === 0,
  }
}
