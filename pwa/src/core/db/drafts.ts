/* Drafts: saved whole at every change, the latest save wins within one phone; pictures in small are kept beside them. */
import { fail, type Result } from "../contract/result.ts"
import { kept } from "./guard.ts"
import { dropPages, newCopy, rebased } from "./copies.ts"
import { keptOf } from "./kept.ts"
import type { FormOf } from "../domain/forms/ways.ts"
import { meet } from "../domain/meeting.ts"
import { sameContent, type Writer } from "../domain/merge.ts"
import type { Draft, DraftFile } from "./records.ts"
import { drop, put, putBytes, type Change, type Store } from "./store.ts"
import { COPIES, DRAFTS, KEPT, thumbId } from "./tables.ts"

export type DropReason = "user" | "empty" | "adopted"

export interface DraftStore {
  /** Drafts still being written, the last one touched first. */
  list(): Promise<Draft[]>
  get(id: string): Promise<Draft | undefined>
  /** Keeps the draft; `storage_full` says that nothing of this save was kept. A frozen draft answers `draft_frozen`, one
      that has ended elsewhere `draft_ended`: then what was written is kept apart. `since` is what this page last knew to
      be kept: what others wrote meanwhile is merged in, and the answer has it. */
  save(draft: Draft, since?: Draft): Promise<Result<Draft>>
  /** Forgets a draft and its pages; asked for by a person (or an empty draft nobody typed in). */
  remove(id: string, reason: DropReason): Promise<Result<undefined>>
}

export { thumbId } from "./tables.ts"

export interface IdMaker {
  readonly newId: () => string
  readonly now: () => number
  /** Whose writing a merge says it is; this phone's id. */
  readonly device?: string
  /** Forms of this phone, for a draft that another tab has carried to a newer one. */
  readonly forms?: FormOf
}

export function draftStore(store: Store, make: IdMaker): DraftStore {
  const shelf: Shelf = { store, make, thumbs: new Set() }
  return {
    list: async () => {
      const open = (await store.all(DRAFTS)).map((held) => held.value).filter((draft) => draft.frozen === undefined)
      open.sort((a, b) => (a.saved_at < b.saved_at ? 1 : -1))
      return Promise.all(open.map((draft) => whole(shelf, draft)))
    },
    get: async (id) => {
      const held = await store.get(DRAFTS, id)
      return held === undefined ? undefined : whole(shelf, held.value)
    },
    save: async (draft, since) => {
      if (await hasEnded(store, draft.id)) {
        const aside = await kept(() => keepAside(shelf, draft, since))
        return aside.ok ? fail("draft_ended") : aside
      }
      const saved = await kept(() => saveOver(shelf, draft, since))
      return saved.ok && saved.value === undefined ? fail("draft_frozen") : (saved as Result<Draft>)
    },
    remove: (id) => kept(() => removeDraft(shelf, id)),
  }
}

interface Shelf {
  readonly store: Store
  readonly make: IdMaker
  /** Pages whose picture in small is known to be kept. */
  readonly thumbs: Set<string>
}

async function whole({ store, thumbs }: Shelf, draft: Draft): Promise<Draft> {
  const files = await Promise.all(
    draft.files.map(async (file): Promise<DraftFile> => {
      const [thumb, here] = [await store.bytes(thumbId(file.attachment_id)), await store.hasBytes(file.attachment_id)]
      const page = here ? file : { ...file, away: true }
      if (thumb === undefined) return page
      thumbs.add(file.attachment_id)
      return { ...page, thumb }
    }),
  )
  return { ...draft, files }
}

/** A save of a page that stands on another form than what is kept meets it there first. */
async function saveOver(shelf: Shelf, draft: Draft, since: Draft | undefined): Promise<Draft | undefined> {
  const { store, make } = shelf
  const there = (await store.get(DRAFTS, draft.id))?.value
  const apart = there !== undefined && there.frozen === undefined && there.form_ref !== draft.form_ref
  if (!apart || make.forms === undefined || since === undefined || sameContent(there, since)) return save(shelf, draft, since)
  const mine = writer(make)
  const met = await meet(make.forms, since, { mine: draft, theirs: there }, { mine, theirs: { ...mine, at: there.saved_at } })
  return met === undefined ? save(shelf, draft, since) : save(shelf, { ...met, id: draft.id }, there)
}

async function save({ store, make, thumbs }: Shelf, draft: Draft, since: Draft | undefined): Promise<Draft | undefined> {
  const changes = newThumbs(draft, thumbs)
  const saved = await store.change(
    DRAFTS,
    draft.id,
    (old) => (old?.frozen === undefined ? kernel(old, rebased(draft, since, old, writer(make)), make) : undefined),
    () => changes,
  )
  if (saved === undefined) return undefined
  for (const file of draft.files) if (file.thumb !== undefined) thumbs.add(file.attachment_id)
  return since === undefined ? { ...saved, files: draft.files } : whole({ store, make, thumbs }, saved)
}

/** A draft that ended elsewhere is not begun again by a page that is still open. */
async function hasEnded(store: Store, id: string): Promise<boolean> {
  const copy = (await store.get(COPIES, id))?.value
  const over = copy?.gone !== undefined || (copy?.ended !== undefined && copy.ended.reason !== "old")
  return over && (await store.get(DRAFTS, id)) === undefined
}

/** What such a page still saves joins what was kept of its draft. */
async function keepAside({ store, make }: Shelf, draft: Draft, since: Draft | undefined): Promise<undefined> {
  const copy = (await store.get(COPIES, draft.id))?.value
  const end = copy?.ended ?? { reason: "user" as const, at: copy?.gone?.at ?? "" }
  const plain = { ...draft, files: draft.files.map(withoutThumb) }
  await store.change(KEPT, draft.id, (old) => ({ ...old, ...keptOf(rebased(plain, since, old?.draft, writer(make)), end, make.now()) }))
  return undefined
}

const writer = (make: IdMaker): Writer => ({ device_id: make.device ?? "", device: "", at: new Date(make.now()).toISOString() })

/** What is written: without pictures, with final ids, keeping members that a later release wrote. */
function kernel(old: Draft | undefined, draft: Draft, make: IdMaker): Draft {
  const dossier_id = old?.dossier_id ?? draft.dossier_id ?? make.newId()
  const files = draft.files.map(withoutThumb)
  const next: Draft = { ...old, ...draft, files, dossier_id, saved_at: new Date(make.now()).toISOString() }
  if (draft.conflicts === undefined) delete next.conflicts
  return next
}

function withoutThumb(file: DraftFile): DraftFile {
  const rest = { ...file }
  delete rest.thumb
  delete rest.away
  return rest
}

function newThumbs(draft: Draft, known: ReadonlySet<string>): Change[] {
  return draft.files.flatMap((file) =>
    file.thumb === undefined || known.has(file.attachment_id) ? [] : [putBytes(thumbId(file.attachment_id), file.thumb)],
  )
}

async function removeDraft({ store, make }: Shelf, id: string): Promise<undefined> {
  const held = await store.get(DRAFTS, id)
  if (held === undefined || held.value.frozen !== undefined) return undefined
  const pages = await dropPages(
    store,
    id,
    held.value.files.map((file) => file.attachment_id),
  )
  const copy = await store.get(COPIES, id)
  const seen = copy === undefined || copy.value.sha256 === "" ? {} : { seen: copy.value.sha256 }
  const told = { ...(copy?.value ?? newCopy(id)), gone: { at: new Date(make.now()).toISOString(), ...seen } }
  const tell = copy === undefined ? [] : [put(COPIES, told, copy.rev)]
  await store.write([drop(DRAFTS, id, held.rev), ...tell, ...pages])
  return undefined
}

/** The change that freezes a draft when it is sent. */
export const freeze = (draft: Draft, opId: string, rev: number): Change =>
  put(DRAFTS, { ...draft, files: draft.files.map(withoutThumb), frozen: opId }, rev)
