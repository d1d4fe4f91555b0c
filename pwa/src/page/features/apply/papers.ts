/* The pages of a paper in a draft: added, replaced, ordered, taken away; bytes are kept before the draft names them. */
import type { Json } from "../../../core/domain/forms/index.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import type { Client, Draft, DraftFile } from "../../app/client.ts"
import { toFree } from "../../offline/photoroom.ts"
import type { Filling } from "./filling.ts"
import { answerAt, withAnswer } from "../../form/paths.ts"
import { pageOf, type PhotoFault } from "../../form/photo.ts"

/** Why a page was not kept; `page`: which one of the paper, `free`: bytes to free before it can be. */
export type PaperFault =
  | { readonly why: PhotoFault | "failed" }
  | { readonly why: "storage_full"; readonly page: number; readonly free: number }

const FAILED: PaperFault = { why: "failed" }

/** Where a paper's pages belong: the answer that lists them, and the paper they are of. */
export interface Slot {
  readonly path: string
  readonly paper: string
  readonly required: boolean
}

const idsAt = (draft: Draft, path: string): string[] => {
  const value = answerAt(draft.answers, path)
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : []
}

/** The pages of one slot, in their order. */
export function pagesAt(draft: Draft, path: string): DraftFile[] {
  return idsAt(draft, path)
    .map((id) => draft.files.find((file) => file.attachment_id === id))
    .filter((file) => file !== undefined)
}

/** The draft with these pages in a slot, numbered in their order. */
function withPages(draft: Draft, slot: Slot, pages: readonly DraftFile[]): Draft {
  const mine = new Set(idsAt(draft, slot.path))
  const others = draft.files.filter((file) => !mine.has(file.attachment_id))
  const numbered = pages.map((file, n): DraftFile => ({ ...file, page: n + 1, required: slot.required }))
  const ids: Json | undefined = numbered.length === 0 ? undefined : numbered.map((file) => file.attachment_id)
  return { ...draft, files: [...others, ...numbered], answers: withAnswer(draft.answers, slot.path, ids) }
}

/** Which page of its paper the next one is; one that is taken again keeps its place. */
function numberOf(filling: Filling, slot: Slot, replaces?: string): number {
  const pages = pagesAt(filling.keep.draft.get(), slot.path)
  const at = pages.findIndex((page) => page.attachment_id === replaces)
  return (at < 0 ? pages.length : at) + 1
}

async function keepPage(client: Client, filling: Filling, slot: Slot, file: File, replaces?: string): Promise<DraftFile | PaperFault> {
  const made = await pageOf(file).catch(() => undefined)
  if (made === undefined) return FAILED
  if (!made.ok) return { why: made.fault }
  const { bytes, type, sha256, thumb, warn } = made.page
  const attachment_id = uuid7()
  const page = numberOf(filling, slot, replaces)
  const meta = { paper: slot.paper, page, sha256, type, required: slot.required, draft_id: filling.draft.id, warn, ...(thumb && { thumb }) }
  const kept = await client.store.files.put(attachment_id, bytes, meta)
  if (!kept.ok) return kept.code === "storage_full" ? { why: "storage_full", page, free: Number(kept.params?.["free"]) } : FAILED
  return {
    attachment_id,
    paper: slot.paper,
    page,
    sha256,
    size: bytes.byteLength,
    type,
    ...(thumb && { thumb }),
    ...(warn.length > 0 && { warn }),
  }
}

/** Keeps files as pages, one after the other; a page that is taken again keeps its place. */
export async function addPages(
  client: Client,
  filling: Filling,
  slot: Slot,
  files: readonly File[],
  replaces?: string,
): Promise<PaperFault | undefined> {
  let instead = replaces
  for (const file of files) {
    const page = await keepPage(client, filling, slot, file, instead)
    if ("why" in page) return page
    const old = instead
    const before = pagesAt(filling.keep.draft.get(), slot.path)
    filling.keep.change((draft) => {
      const pages = pagesAt(draft, slot.path)
      const next = pages.some((each) => each.attachment_id === old)
        ? pages.map((each) => (each.attachment_id === old ? page : each))
        : [...pages, page]
      return withPages(draft, slot, next)
    })
    await filling.keep.flush()
    if (isFull(filling)) return putBack(client, filling, slot, { page, before, old })
    // the old bytes go only once the draft no longer names them
    if (old !== undefined) await client.store.files.remove(old)
    instead = undefined
  }
  return undefined
}

const isFull = (filling: Filling): boolean => {
  const saved = filling.keep.saved.get()
  return saved.state === "failed" && saved.code === "storage_full"
}

interface Added {
  readonly page: DraftFile
  /** The pages as they were, and the one of them that was to be replaced. */
  readonly before: readonly DraftFile[]
  readonly old: string | undefined
}

/** The page took the room that the draft needed: it goes again, so that what was typed is kept. */
async function putBack(client: Client, filling: Filling, slot: Slot, { page, before, old }: Added): Promise<PaperFault> {
  filling.keep.change((draft) => withPages(draft, slot, before))
  await client.store.files.remove(page.attachment_id)
  await filling.keep.flush()
  return { why: "storage_full", page: numberOf(filling, slot, old), free: toFree(page.size) }
}

export async function removePage(client: Client, filling: Filling, slot: Slot, id: string): Promise<void> {
  filling.keep.change((draft) =>
    withPages(
      draft,
      slot,
      pagesAt(draft, slot.path).filter((page) => page.attachment_id !== id),
    ),
  )
  await filling.keep.flush()
  await client.store.files.remove(id)
}

export function movePage(filling: Filling, slot: Slot, id: string, step: -1 | 1): void {
  filling.keep.change((draft) => {
    const pages = pagesAt(draft, slot.path)
    const from = pages.findIndex((page) => page.attachment_id === id)
    const page = pages[from]
    if (page === undefined) return draft
    const rest = pages.filter((each) => each !== page)
    return withPages(draft, slot, [...rest.slice(0, from + step), page, ...rest.slice(from + step)])
  })
}

/** The person says that the page is good enough; she is not asked again. */
export function keepAnyway(filling: Filling, id: string): void {
  filling.keep.change((draft) => ({
    ...draft,
    files: draft.files.map((file) => {
      if (file.attachment_id !== id) return file
      const { warn: _, ...rest } = file
      return rest
    }),
  }))
}
