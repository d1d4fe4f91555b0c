/* Drafts on their way between the phones of one principal. A draft's text is taken by the server only from whoever saw
   the text it has; whoever did not gets that text, merges it in and tries again. What has ended elsewhere ends here,
   and what was written on it here since, or unseen by whoever ended it, is kept apart (core/db/kept.ts). */
import type { Fault } from "../contract/result.ts"
import type { DraftOut, GoneOut } from "../contract/types.ts"
import { toBytes } from "../db/codec.ts"
import { ancestor, draftOf, knows, needsCopy, newCopy, textOf } from "../db/copies.ts"
import { endDraft } from "../db/kept.ts"
import { StoreError } from "../db/open.ts"
import type { CopyRecord, Draft } from "../db/records.ts"
import { drop, dropBytes, put, type Change, type Held, type Store } from "../db/store.ts"
import { COPIES, DRAFTS, FILES, SLIPS, thumbId } from "../db/tables.ts"
import type { FormOf } from "../domain/forms/ways.ts"
import { meet } from "../domain/meeting.ts"
import { sameContent, type Writer } from "../domain/merge.ts"
import type { Base } from "./base.ts"
import { Catalogue, formsOf } from "./catalogue.ts"
import { sha256Hex } from "./encode.ts"
import type { Stop } from "./push.ts"
import { isLater } from "./wait.ts"

/** Texts that were sent and whose answer may have been lost: any of them may be the server's present one. */
const TRIED = 5
/** Hashes of so many agreed texts are known again, should the server go back to one. */
const PAST = 100
const MEETINGS = 4
const LATER_MS = 60 * 60 * 1000
/** So long before a form that could not be had is asked for again. */
const FORM_MS = 60 * 1000

const STALE_TRIES = 8
/** These say something about one draft; everything else that goes wrong is about the line or the session. */
const ABOUT_ONE: ReadonlySet<number> = new Set([400, 404, 413, 422, 423])

/** Sends what was written and what was given up; undefined when everything that could go has gone. */
export async function sendDrafts(base: Base, principal: string, token: string): Promise<Stop> {
  const store = base.store(principal)
  const refused = await tellEnds(base, store, token)
  if (refused !== undefined) return refused
  for (const { value: draft } of await store.all(DRAFTS)) {
    const stop = await sendDraft(base, store, draft.id, token)
    if (stop !== undefined) return stop
  }
  return tellEnds(base, store, token)
}

async function tellEnds(base: Base, store: Store, token: string): Promise<Stop> {
  for (const { value: copy } of await store.all(COPIES)) {
    const { draft_id, gone } = copy
    if (gone === undefined || (gone.instead !== undefined && (await isOnlyHere(store, gone.instead)))) continue
    const answer = await base.api.endDraft(draft_id, gone.seen, token)
    if (!answer.ok && answer.status !== 404) return answer
    await changeCopy(store, draft_id, (old) => ended(old, gone))
  }
  return undefined
}

/** Whether a draft was not taken by the server so far: what it was made of may not be forgotten there yet. */
async function isOnlyHere(store: Store, id: string): Promise<boolean> {
  const draft = (await store.get(DRAFTS, id))?.value
  return draft !== undefined && draft.frozen === undefined && ((await store.get(COPIES, id))?.value.version ?? 0) === 0
}

function ended(old: CopyRecord, gone: NonNullable<CopyRecord["gone"]>): CopyRecord {
  const next: CopyRecord = { ...old, ended: old.ended ?? { reason: "user", at: gone.at }, text: "" }
  if (next.gone?.seen === gone.seen) delete next.gone
  return next
}

async function sendDraft(base: Base, store: Store, id: string, token: string): Promise<Stop> {
  for (let meetings = 0; meetings < MEETINGS; meetings += 1) {
    const [held, copy] = [await store.get(DRAFTS, id), await store.get(COPIES, id)]
    if (held === undefined || !needsCopy(held.value, copy?.value, base.device.epoch)) return undefined
    if (isLater(copy?.value.next_at, base.world.now())) return undefined
    const text = textOf(held.value)
    const sha256 = await sha256Hex(toBytes(text))
    await changeCopy(store, id, (old) => ({ ...old, tried: [...(old.tried ?? []).slice(1 - TRIED), { sha256, text }] }))
    const answer = await base.api.saveDraft(id, { seen: copy?.value.version ?? 0, text, sha256 }, token)
    if (answer.ok) {
      const { version, saved_at, ends_at } = answer.value
      if (answer.value.sha256 === sha256)
        await agree(store, id, { version, sha256, text, saved_at, ends_at, device_id: base.device.id, device: "", ...epochOf(base) })
      return undefined
    }
    const stop = await refused(base, store, id, answer)
    if (stop !== "again") return stop
  }
  return undefined
}

async function refused(base: Base, store: Store, id: string, fault: Fault): Promise<Stop | "again"> {
  const present = fault.params?.["present"] as DraftOut | undefined
  if (fault.code === "draft_newer" && present !== undefined) {
    await takeDraft(base, store, present)
    return "again"
  }
  if (fault.code === "draft_ended") {
    await takeGone(base, store, id, goneOf(fault.params))
    return undefined
  }
  if (fault.code !== "drafts_full" && !ABOUT_ONE.has(fault.status ?? 0)) return fault
  const next_at = base.world.now() + (fault.status === 423 || fault.status === 404 ? 0 : LATER_MS)
  await changeCopy(store, id, (old) => ({ ...old, fault: fault.code, next_at }))
  return undefined
}

const goneOf = ({ reason, at, sha256, left }: Partial<GoneOut> = {}): GoneOut => ({
  what: "draft",
  reason: reason ?? "sent",
  at: at ?? "",
  sha256: sha256 ?? "",
  left: left ?? null,
})

function changeCopy(store: Store, id: string, make: (old: CopyRecord) => CopyRecord): Promise<CopyRecord | undefined> {
  return store.change(COPIES, id, (old) => make(old ?? newCopy(id)))
}

type Agreed = Pick<CopyRecord, "version" | "sha256" | "text"> &
  Partial<Pick<CopyRecord, "epoch" | "saved_at" | "ends_at" | "device_id" | "device" | "pages_held">>

function agreedOn(old: CopyRecord, agreed: Agreed): CopyRecord {
  const past = old.sha256 === "" || old.sha256 === agreed.sha256 ? (old.past ?? []) : [...(old.past ?? []), old.sha256].slice(-PAST)
  const next: CopyRecord = { ...old, ...agreed, past }
  for (const over of ["tried", "fault", "next_at", "ended", "behind"] as const) delete next[over]
  return next
}

const epochOf = ({ device: { epoch } }: Base): Pick<CopyRecord, "epoch"> => (epoch === undefined ? {} : { epoch })

async function agree(store: Store, id: string, agreed: Agreed): Promise<void> {
  // a tab that was slower does not take a newer agreement back
  await changeCopy(store, id, (old) => (old.version > agreed.version && old.epoch === agreed.epoch ? old : agreedOn(old, agreed)))
}

/** The feed, or a refusal, tells of the present text of a draft. */
export async function takeDraft(base: Base, store: Store, body: DraftOut): Promise<void> {
  const theirs = draftOf(body.text)
  if (theirs?.id !== body.draft_id) return
  await untilTaken(() => takeOnce(base, store, body, theirs))
}

/** A tab may write at the same moment: then it is looked at anew. */
async function untilTaken(take: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return void (await take())
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "stale" || tries >= STALE_TRIES) throw error
    }
  }
}

async function takeOnce(base: Base, store: Store, body: DraftOut, theirs: Draft): Promise<void> {
  const id = body.draft_id
  const [held, copy] = [await store.get(DRAFTS, id), await store.get(COPIES, id)]
  // given up here, and not told yet
  if (copy?.value.gone !== undefined) return
  if (copy?.value.ended !== undefined && copy.value.ended.reason !== "old") return tellAgain(store, copy, body)
  // what was frozen for sending was made from the text that was agreed on then, and is not merged with a later one
  if (held?.value.frozen !== undefined && copy !== undefined) {
    if (!knows(copy.value, body.sha256)) await store.write([put(COPIES, { ...copy.value, behind: true }, copy.rev)])
    return
  }
  const agreed = agreedOn(copy?.value ?? newCopy(id), { ...told(body), ...epochOf(base) })
  const changes: Change[] = [put(COPIES, agreed, copy?.rev ?? 0)]
  if (held === undefined && (await wasSent(base, store, theirs))) return
  if (held === undefined) changes.push(put(DRAFTS, { ...theirs, saved_at: body.saved_at }, 0))
  else if (held.value.frozen === undefined) {
    const met = await mergedInto(base, store, held, { from: ancestor(copy?.value, body, base.device.epoch), theirs, body })
    if (met === undefined) return waitForForm(base, store, id, copy)
    changes.push(...met)
  }
  await store.write(changes)
}

function told({ version, sha256, text, saved_at, ends_at, device_label: device, device_id, pages_held }: DraftOut): Agreed {
  return { version, sha256, text, saved_at, ends_at, device, pages_held: [...pages_held], device_id: device_id ?? "" }
}

/** They stand on two forms, and one of them cannot be had now: both stay as they are, and meet later. */
async function waitForForm(base: Base, store: Store, id: string, copy: Held<CopyRecord> | undefined): Promise<void> {
  const next_at = base.world.now() + FORM_MS
  await store.write([put(COPIES, { ...(copy?.value ?? newCopy(id)), behind: true, next_at }, copy?.rev ?? 0)])
}

const formsHere = (base: Base): FormOf => formsOf(new Catalogue(base))

/** Whether this phone has sent it: then a restored server, or one that has not heard of it yet, still has it as a draft. */
async function wasSent(base: Base, store: Store, { dossier_id: id }: Draft): Promise<boolean> {
  if (id === undefined) return false
  const slips = await Promise.all([store, base.store(base.device.principal)].map((each) => each.get(SLIPS, id)))
  return slips.some((slip) => slip !== undefined)
}

/** A server that was restored has a draft again that a person gave up: it hears of it once more. */
async function tellAgain(store: Store, { value, rev }: Held<CopyRecord>, { sha256 }: DraftOut): Promise<void> {
  const { ended, ...copy } = value
  const seen = knows(value, sha256) ? sha256 : copy.sha256
  if (ended?.reason === "user") await store.write([put(COPIES, { ...copy, gone: { at: ended.at, ...(seen !== "" && { seen }) } }, rev)])
}

interface Meeting {
  readonly from: Draft | undefined
  readonly theirs: Draft
  readonly body: DraftOut
}

async function mergedInto(base: Base, store: Store, held: Held<Draft>, { from, theirs, body }: Meeting): Promise<Change[] | undefined> {
  const mine = held.value
  const writers = {
    mine: { device_id: base.device.id, device: "", at: mine.saved_at },
    theirs: { device_id: body.device_id ?? "", device: body.device_label, at: body.saved_at } satisfies Writer,
  }
  const next = await meet(formsHere(base), from, { mine, theirs }, writers)
  if (next === undefined) return undefined
  if (sameContent(next, mine)) return []
  const here = new Set(next.files.map((file) => file.attachment_id))
  const gone = mine.files.map((file) => file.attachment_id).filter((id) => !here.has(id))
  const pages = await Promise.all(gone.map((id) => store.get(FILES, id)))
  const free = pages.filter((page) => page?.value.state === "draft").map((page) => page?.value.attachment_id ?? "")
  const later = body.saved_at > mine.saved_at ? body.saved_at : mine.saved_at
  return [
    put(DRAFTS, { ...next, saved_at: later }, held.rev),
    ...free.flatMap((id) => [drop(FILES, id), dropBytes(id), dropBytes(thumbId(id))]),
  ]
}

/** The feed tells that a draft has ended. */
export async function takeGone(base: Base, store: Store, id: string, body: GoneOut): Promise<void> {
  const here = { now: base.serverNow(), device_id: base.device.id, epoch: base.device.epoch, forms: formsHere(base) }
  await untilTaken(() => endDraft(store, id, body, here))
}
