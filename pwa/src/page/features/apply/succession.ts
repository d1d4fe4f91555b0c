/* A draft of a procedure that is no more, and its successor: a new draft with every answer and page that has a place there.
   The old draft stays as it is. Its pages are copied with their bytes, because each draft's go with that draft; the server
   keeps equal bytes once. */
import type { Procedure } from "../../../core/contract/catalogue.ts"
import { slotsOf } from "../../../core/domain/carrying.ts"
import { type Answers, evaluate, type FormDef, type Json, type Text } from "../../../core/domain/forms/index.ts"
import { carry, sameBindings } from "../../../core/domain/forms/mapping.ts"
import { answerAt, rowsOf, spotOf } from "../../../core/domain/forms/paths.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { termsOf } from "../../../core/domain/terms.ts"
import type { Draft, DraftFile, Store } from "../../app/client.ts"
import { say } from "../../i18n/lang.ts"

/** A paper that a form has a place for. */
export interface Place {
  readonly path: string
  readonly paper: string
  readonly label: Text
}

/** The pages of one paper of the old draft, and where they go: nowhere as long as it is not said. */
export interface Batch extends Place {
  readonly pages: readonly DraftFile[]
  readonly to: string | undefined
}

const labelled = (form: FormDef, path: string): Text => {
  const { group, field } = spotOf(path)
  const sections = form.sections.filter((section) => (section.repeat === undefined ? undefined : section.key) === group)
  return sections.flatMap((section) => section.fields).find((each) => each.key === field)?.label ?? { vi: field }
}

/** The papers of the successor's form that stand there once. */
export const placesOf = (form: FormDef): Place[] => slotsOf(form, {}).map((slot) => ({ ...slot, label: labelled(form, slot.path) }))

/** Every paper of the draft that has pages, led to where the successor asks for the same paper. */
export function batchesOf(old: FormDef, draft: Draft, places: readonly Place[], today: string): Batch[] {
  const { answers } = evaluate(old, draft.answers, today)
  return slotsOf(old, answers).flatMap(({ path, paper }): Batch[] => {
    const ids = answerAt(answers, path)
    const pages = Array.isArray(ids) ? draft.files.filter((file) => ids.includes(file.attachment_id)) : []
    pages.sort((a, b) => a.page - b.page)
    const to = places.find((place) => place.paper === paper)?.path
    return pages.length === 0 ? [] : [{ path, paper, label: labelled(old, path), pages, to }]
  })
}

export interface Succession {
  readonly old: FormDef
  readonly draft: Draft
  readonly next: Procedure
  readonly form: FormDef
  readonly batches: readonly Batch[]
  readonly today: string
}

/** Makes the new draft and promises it; fails where anything of it could not be kept, and then nothing of it is. */
export async function succeed(store: Pick<Store, "drafts" | "files">, told: Succession): Promise<Draft> {
  const { form, batches } = told
  const id = uuid7()
  const made: DraftFile[] = []
  try {
    const pages: Record<string, string[]> = {}
    for (const place of placesOf(form)) {
      const wanted = batches.filter((batch) => batch.to === place.path).flatMap((batch) => batch.pages)
      for (const page of wanted) {
        const copy = await copied(store, page, { id, paper: place.paper, page: (pages[place.path]?.length ?? 0) + 1 })
        if (copy === undefined) continue
        made.push(copy)
        pages[place.path] = [...(pages[place.path] ?? []), copy.attachment_id]
      }
    }
    const kept = await store.drafts.save(draftOf(told, id, made, pages))
    if (!kept.ok) throw new Error(kept.code)
    return kept.value
  } catch (failed) {
    for (const page of made) await store.files.remove(page.attachment_id)
    throw failed
  }
}

function draftOf({ old, draft, next, form, today }: Succession, id: string, files: DraftFile[], pages: Record<string, string[]>): Draft {
  const given = evaluate(old, draft.answers, today).answers
  const fields = old.sections.flatMap((section) => section.fields)
  const papers = new Set(fields.filter((field) => field.type === "attachment").map((field) => field.key))
  const typed = withoutPages(given, papers)
  const { answers, asked } = carry(old, form, sameBindings(old, form), typed)
  const now = new Date().toISOString()
  return {
    id,
    procedure: next.code,
    form_ref: next.form.ref,
    unit_id: draft.unit_id,
    answers: { ...answers, ...pages },
    fresh: asked.filter((name) => pages[name] === undefined),
    files,
    at: { section: "" },
    checklist: [],
    for: draft.for,
    terms: termsOf(next, today),
    created_at: now,
    saved_at: now,
    title: say(next.name),
    ...(draft.mandate_id !== undefined && { mandate_id: draft.mandate_id }),
  }
}

/** The answers without those that list pages, in rows too: pages get ids of their own. */
function withoutPages(answers: Answers, papers: ReadonlySet<string>): Answers {
  const without = <T extends object>(cells: T): T => Object.fromEntries(Object.entries(cells).filter(([key]) => !papers.has(key))) as T
  const entries = Object.keys(without(answers)).map((key): [string, Json] => {
    const rows = rowsOf(answers, key)
    return [key, rows.length === 0 ? (answers[key] ?? null) : rows.map(without)]
  })
  return Object.fromEntries(entries)
}

/** The same page under an id of its own; nothing where its bytes are not on this phone. */
async function copied(
  store: Pick<Store, "files">,
  page: DraftFile,
  to: { id: string; paper: string; page: number },
): Promise<DraftFile | undefined> {
  const held = await store.files.get(page.attachment_id)
  if (held === undefined) return undefined
  const thumb = await store.files.thumb(page.attachment_id)
  const attachment_id = uuid7()
  const { sha256, type } = held.meta
  const told = { ...(page.warn && { warn: page.warn }), ...(page.name !== undefined && { name: page.name }), ...(thumb && { thumb }) }
  const meta = { paper: to.paper, page: to.page, sha256, type, draft_id: to.id, ...told }
  const kept = await store.files.put(attachment_id, held.bytes, meta)
  if (!kept.ok) throw new Error(kept.code)
  return { attachment_id, paper: to.paper, page: to.page, sha256, size: held.bytes.byteLength, type, ...told }
}
