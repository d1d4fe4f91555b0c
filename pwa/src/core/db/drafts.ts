/* Drafts: saved whole at every change, the latest save wins within one phone; pictures in small are kept beside them. */
import { fail, type Result } from "../contract/result.ts"
import { kept } from "./guard.ts"
import type { Draft, DraftFile } from "./records.ts"
import { drop, dropBytes, put, putBytes, type Change, type Store } from "./store.ts"
import { DRAFTS, FILES } from "./tables.ts"

export type DropReason = "user" | "empty" | "adopted"

export interface DraftStore {
  /** Drafts still being written, the last one touched first. */
  list(): Promise<Draft[]>
  get(id: string): Promise<Draft | undefined>
  /** Keeps the draft; `storage_full` says that nothing of this save was kept. A frozen draft answers `draft_frozen`. */
  save(draft: Draft): Promise<Result<Draft>>
  /** Forgets a draft and its pages; asked for by a person (or an empty draft nobody typed in). */
  remove(id: string, reason: DropReason): Promise<Result<undefined>>
}

export const thumbId = (attachmentId: string): string => `${attachmentId}:thumb`

export interface IdMaker {
  readonly newId: () => string
  readonly now: () => number
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
    save: async (draft) => {
      const saved = await kept(() => save(shelf, draft))
      return saved.ok && saved.value === undefined ? fail("draft_frozen") : (saved as Result<Draft>)
    },
    remove: (id) => kept(() => removeDraft(store, id)),
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
      const thumb = await store.bytes(thumbId(file.attachment_id))
      if (thumb === undefined) return file
      thumbs.add(file.attachment_id)
      return { ...file, thumb }
    }),
  )
  return { ...draft, files }
}

async function save({ store, make, thumbs }: Shelf, draft: Draft): Promise<Draft | undefined> {
  const changes = newThumbs(draft, thumbs)
  const saved = await store.change(
    DRAFTS,
    draft.id,
    (old) => (old?.frozen === undefined ? kernel(old, draft, make) : undefined),
    () => changes,
  )
  if (saved === undefined) return undefined
  for (const file of draft.files) if (file.thumb !== undefined) thumbs.add(file.attachment_id)
  return { ...saved, files: draft.files }
}

/** What is written: without pictures, with final ids, keeping members that a later release wrote. */
function kernel(old: Draft | undefined, draft: Draft, make: IdMaker): Draft {
  const dossier_id = old?.dossier_id ?? draft.dossier_id ?? make.newId()
  const files = draft.files.map(withoutThumb)
  return { ...old, ...draft, files, dossier_id, saved_at: new Date(make.now()).toISOString() }
}

function withoutThumb(file: DraftFile): DraftFile {
  const rest = { ...file }
  delete rest.thumb
  return rest
}

function newThumbs(draft: Draft, known: ReadonlySet<string>): Change[] {
  return draft.files.flatMap((file) =>
    file.thumb === undefined || known.has(file.attachment_id) ? [] : [putBytes(thumbId(file.attachment_id), file.thumb)],
  )
}

async function removeDraft(store: Store, id: string): Promise<undefined> {
  const held = await store.get(DRAFTS, id)
  if (held === undefined || held.value.frozen !== undefined) return undefined
  const own = await store.all(FILES, ["draft", id])
  const pages = new Set([...own.map((file) => file.value.attachment_id), ...held.value.files.map((file) => file.attachment_id)])
  const sent = new Set(own.filter((file) => file.value.state !== "draft").map((file) => file.value.attachment_id))
  const free = [...pages].filter((page) => !sent.has(page))
  const changes = free.flatMap((page) => [drop(FILES, page), dropBytes(page), dropBytes(thumbId(page))])
  await store.write([drop(DRAFTS, id, held.rev), ...changes])
  return undefined
}

/** The change that freezes a draft when it is sent. */
export const freeze = (draft: Draft, opId: string, rev: number): Change =>
  put(DRAFTS, { ...draft, files: draft.files.map(withoutThumb), frozen: opId }, rev)
