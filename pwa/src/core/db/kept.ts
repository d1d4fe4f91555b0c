/* Drafts that have ended elsewhere, and what is kept of them: what was written here since, and what was left on the server
   because whoever ended the draft had not seen it. It is never shown as if nothing had happened, and never thrown away. */
import type { DraftLeft } from "../contract/types.ts"
import type { FormOf } from "../domain/forms/ways.ts"
import { meet } from "../domain/meeting.ts"
import { merge, sameContent, type Writer } from "../domain/merge.ts"
import { agreedDraft, ancestor, draftOf, dropPages, knows, newCopy } from "./copies.ts"
import { ASKED_FOR } from "./operations.ts"
import type { CopyRecord, Draft, EndReason, KeptRecord } from "./records.ts"
import { drop, put, putBytes, type Change, type Held, type Store } from "./store.ts"
import { COPIES, DRAFTS, FILES, KEPT, thumbId } from "./tables.ts"

const DAY = 24 * 60 * 60 * 1000
/** So long what was written on an ended draft may be had back. */
export const KEPT_DAYS = 90

export interface Ended {
  readonly reason: EndReason
  readonly at: string
  /** Of the draft's last text on the server. */
  readonly sha256?: string
  /** That text, where whoever ended the draft had not seen it. */
  readonly left?: DraftLeft | null
}

/** The phone that hears of an end. */
export interface Here {
  readonly now: number
  readonly device_id: string
  readonly epoch: string | undefined
  readonly forms?: FormOf
}

/** A draft has ended elsewhere, or it was ended here and the server answers what of it nobody had seen. */
export async function endDraft(store: Store, id: string, told: Ended, here: Here): Promise<void> {
  const [draft, copy, before] = [await store.get(DRAFTS, id), await store.get(COPIES, id), await store.get(KEPT, id)]
  const old = copy?.value ?? newCopy(id)
  // only the server's copy has aged: the phone's own draft lives, and goes there again when somebody goes on with it
  if (told.reason === "old") return store.write(copy === undefined ? [] : [put(COPIES, overNow(old, told), copy.rev)])
  const left = leftFor(old, draft?.value, told)
  const open = draft?.value.frozen === undefined ? draft : undefined
  const words = await wordsOf(old, open?.value, left, told, here)
  const changes: Change[] = [put(COPIES, { ...overNow(old, told), text: "" }, copy?.rev ?? 0)]
  if (open !== undefined) changes.push(drop(DRAFTS, id, open.rev))
  if (words !== undefined) changes.push(kept(before, words, told, left === undefined ? {} : notes(told, here), here.now))
  if (open !== undefined) {
    const sent = await pagesOfSent(store, open.value, told)
    changes.push(...sent)
    if (words === undefined && before === undefined) changes.push(...(await otherPages(store, open.value, sent)))
  }
  await store.write(changes, { durable: true })
}

/** Pages taken here of a draft that another phone sent stay for a while, as those of a dossier sent from here do: should the
    server be restored from a backup, or have been, this phone may be the only one that has them. The server is asked. */
async function pagesOfSent(store: Store, draft: Draft, { reason }: Ended): Promise<Change[]> {
  if (reason !== "sent" || draft.dossier_id === undefined) return []
  const kept: Change[] = []
  for (const id of namedBy(draft)) {
    const page = await store.get(FILES, id)
    if (page === undefined) continue
    const { value, rev } = page
    if (value.state !== "draft" || !(await store.hasBytes(value.attachment_id))) continue
    kept.push(put(FILES, { ...value, ...ASKED_FOR, draft_id: draft.id, dossier_id: draft.dossier_id }, rev))
  }
  return kept
}

/** What nothing needs of an ended draft goes. */
async function otherPages(store: Store, draft: Draft, staying: readonly Change[]): Promise<Change[]> {
  const stays = new Set(staying.map((change) => change.id))
  const dropped = await dropPages(store, draft.id, namedBy(draft))
  return dropped.filter((change) => !stays.has(change.id) && !stays.has(change.id.replace(/:thumb$/u, "")))
}

function overNow(old: CopyRecord, { reason, at, sha256 = "" }: Ended): CopyRecord {
  const past = sha256 === "" || sha256 === old.sha256 || old.sha256 === "" ? (old.past ?? []) : [...(old.past ?? []), old.sha256]
  const next: CopyRecord = { ...old, ended: { reason, at }, past, ...(sha256 !== "" && { sha256 }) }
  // what is decided about the text that was left has still to be told
  if (next.gone?.seen === undefined || next.gone.seen !== sha256) delete next.gone
  return next
}

/** What was left, but for a phone that had ended the draft knowing that text, or took it in when it first heard. */
function leftFor(copy: CopyRecord, draft: Draft | undefined, { left, sha256 = "" }: Ended): Draft | undefined {
  if (left === undefined || left === null) return undefined
  const over = draft?.frozen !== undefined || copy.gone !== undefined || (copy.ended !== undefined && copy.ended.reason !== "old")
  return over && knows(copy, sha256) ? undefined : draftOf(left.text)
}

/** What somebody would miss: what is written here and was not part of the end, what was left, or both in one. */
async function wordsOf(
  copy: CopyRecord,
  mine: Draft | undefined,
  left: Draft | undefined,
  told: Ended,
  here: Here,
): Promise<Draft | undefined> {
  if (left === undefined) return mine !== undefined && unseen(copy, mine, told, here.epoch) ? mine : undefined
  if (mine === undefined) return left
  const theirs: Writer = { device_id: told.left?.device_id ?? "", device: told.left?.device_label ?? "", at: told.left?.saved_at ?? "" }
  const from = ancestor(copy, { sha256: told.sha256 ?? "", text: told.left?.text ?? "" }, here.epoch)
  const who = { mine: { device_id: here.device_id, device: "", at: mine.saved_at }, theirs }
  const met = await meet(here.forms ?? noForm, from, { mine, theirs: left }, who)
  return met ?? merge(from, mine, left, who)
}

const noForm: FormOf = () => Promise.resolve(undefined)

function unseen(copy: CopyRecord, mine: Draft, { reason, sha256 = "" }: Ended, epoch: string | undefined): boolean {
  const agreed = agreedDraft(copy)
  if (reason === "mandate_ended" || agreed === undefined || !sameContent(mine, agreed)) return true
  // a restored server may have ended an older text than the one this phone agreed on with it before
  return sha256 !== "" && sha256 !== copy.sha256 && copy.epoch !== epoch
}

function kept(before: Held<KeptRecord> | undefined, words: Draft, end: Ended, more: Partial<KeptRecord>, now: number): Change {
  const one: Writer = { device_id: "", device: "", at: words.saved_at }
  const both = before === undefined ? words : merge(undefined, words, before.value.draft, { mine: one, theirs: one })
  return put(KEPT, { ...before?.value, ...keptOf(both, end, now), ...more }, before?.rev ?? 0)
}

/** What is noted of a text that was left: what to name when it is decided about, and which other phone wrote it. */
function notes({ left, sha256 = "" }: Ended, here: Here): Partial<KeptRecord> {
  const device = left?.device_id === here.device_id ? {} : { device: left?.device_label ?? "" }
  return { left: sha256, pages_held: [...(left?.pages_held ?? [])], ...device }
}

export const keptOf = (draft: Draft, { reason, at }: Ended, now: number): KeptRecord => ({
  draft_id: draft.id,
  draft,
  reason,
  at,
  kept_at: new Date(now).toISOString(),
})

const namedBy = (draft: Draft): string[] => draft.files.map((file) => file.attachment_id)

/** Opens what was kept of an ended draft as a new one: another draft, another dossier, the same pages. */
export async function restoreKept(store: Store, id: string, make: { newId: () => string; now: () => number }): Promise<Draft | undefined> {
  const held = await store.get(KEPT, id)
  if (held === undefined) return undefined
  const at = new Date(make.now()).toISOString()
  const anew: Draft = { ...held.value.draft, id: make.newId(), dossier_id: make.newId(), created_at: at, saved_at: at }
  delete anew.frozen
  delete anew.from_op
  const { draft, pages } = await withOwnPages(store, anew, id, make.newId)
  const copy = put(COPIES, { ...newCopy(draft.id), pages_held: held.value.pages_held ?? [] }, 0)
  const told = await decided(store, held.value, { at, instead: draft.id })
  await store.write([put(DRAFTS, draft, 0), copy, drop(KEPT, id, held.rev), ...pages, ...told], { durable: true })
  return draft
}

/** Pages that belong to nothing else go over to the new draft; those of a dossier that was sent are copied for it. */
export async function withOwnPages(
  store: Store,
  draft: Draft,
  from: string,
  newId: () => string,
): Promise<{ draft: Draft; pages: Change[] }> {
  const pages: Change[] = []
  let text = JSON.stringify(draft)
  for (const id of new Set([...namedBy(draft), ...(await store.all(FILES, ["draft", from])).map((page) => page.value.attachment_id)])) {
    const page = await store.get(FILES, id)
    if (page === undefined) continue
    if (page.value.state === "draft") {
      pages.push(put(FILES, { ...page.value, draft_id: draft.id }, page.rev))
      continue
    }
    const [bytes, thumb, copyId] = [await store.bytes(id), await store.bytes(thumbId(id)), newId()]
    if (bytes === undefined || !text.includes(id)) continue
    const { paper, page: number, sha256, size, type, required, kept_at } = page.value
    const plain = { paper, page: number, sha256, size, type, required, kept_at, offset: 0, tries: 0, mismatches: 0, next_at: 0 }
    pages.push(put(FILES, { ...plain, attachment_id: copyId, state: "draft", draft_id: draft.id }, 0), putBytes(copyId, bytes))
    if (thumb !== undefined) pages.push(putBytes(thumbId(copyId), thumb))
    text = text.replaceAll(id, copyId)
  }
  return { draft: JSON.parse(text) as Draft, pages }
}

/** Gives up what was kept, at a person's word. */
export async function dropKept(store: Store, id: string, now: number): Promise<void> {
  const held = await store.get(KEPT, id)
  if (held === undefined) return
  const pages = await dropPages(store, id, namedBy(held.value.draft))
  const told = await decided(store, held.value, { at: new Date(now).toISOString() })
  await store.write([drop(KEPT, id, held.rev), ...pages, ...told])
}

/** The server forgets what was left once a person has decided about it. */
async function decided(store: Store, kept: KeptRecord, more: { at: string; instead?: string }): Promise<Change[]> {
  if (kept.left === undefined) return []
  const copy = await store.get(COPIES, kept.draft_id)
  return [put(COPIES, { ...(copy?.value ?? newCopy(kept.draft_id)), gone: { ...more, seen: kept.left } }, copy?.rev ?? 0)]
}

/** Frees what was kept for its whole time by the server's clock, which is `now`, and the marks of drafts that ended as long ago. */
export async function forgetKept(store: Store, now: number): Promise<void> {
  const old = (at: string): boolean => now - Date.parse(at) > KEPT_DAYS * DAY
  for (const { value, rev } of await store.all(KEPT)) {
    if (value.since === undefined) await store.write([put(KEPT, { ...value, since: new Date(now).toISOString() }, rev)])
    else if (old(value.since)) await dropKept(store, value.draft_id, now)
  }
  const marks = (await store.all(COPIES)).filter((held) => held.value.ended !== undefined && old(held.value.ended.at))
  const known = new Set((await store.all(DRAFTS)).map((held) => held.value.id))
  await store.write(marks.filter((held) => !known.has(held.value.draft_id)).map((held) => drop(COPIES, held.value.draft_id, held.rev)))
}
