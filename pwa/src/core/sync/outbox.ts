/* What has not wholly arrived, thing by thing, for the person to see and to decide about. */
import { adviceFor, type Advice } from "../contract/verdicts.ts"
import { done, fail, ok, type Result, type Sentence } from "../contract/result.ts"
import type { FieldRefused } from "../contract/types.ts"
import { drop, dropBytes, put, type Change, type Store } from "../db/store.ts"
import { thumbId } from "../db/drafts.ts"
import { kept } from "../db/guard.ts"
import { withOwnPages } from "../db/kept.ts"
import { ASKED_FOR, changeFile, changeOp, files, GOING, GOING_FILE, isHealing, isThere, UNSENT } from "../db/operations.ts"
import type { Draft, FileRecord, OpKind, OpRecord } from "../db/records.ts"
import { DRAFTS, FILES, OPERATIONS, SLIPS } from "../db/tables.ts"
import { uuid7 } from "../domain/ids.ts"
import type { Base } from "./base.ts"
import { queueOf } from "./status.ts"

/** What a person may do about an item. */
export type OutboxAct = "retry" | "reopen" | "discard" | "sign_in" | "update"
export type OutboxState = "waiting" | "sending" | "held" | "paused" | "needs_you" | "with_officer"

export interface OutboxItem {
  /** op_id or attachment_id. */
  readonly id: string
  readonly what: "operation" | "file"
  readonly kind?: OpKind
  readonly dossier_id: string | null
  readonly title?: string
  readonly procedure?: string
  readonly paper?: string
  readonly page?: number
  readonly state: OutboxState
  /** Code of the reason; its sentence is `say` where the server gave one. */
  readonly reason?: string
  readonly advice: Advice
  readonly say?: Sentence | null
  readonly errors?: readonly FieldRefused[]
  readonly made_at: string
  /** Moment (ms) before which it is not tried again by itself. */
  readonly next_at: number
  readonly bytes: number
  readonly bytes_sent: number
  readonly may: readonly OutboxAct[]
}

/** What was written as a draft, and is one again where it was refused. */
const REOPENED: ReadonlySet<OpKind> = new Set(["dossier.submit", "dossier.supplement"])

/** What a person types to give something up that was never sent. */
export const DISCARD_WORD = { vi: "BỎ", en: "DISCARD" } as const

/** Whether a person typed the word, in either language, large or small. */
export function isDiscardWord(typed: string): boolean {
  const word = typed.trim().normalize("NFC").toLocaleUpperCase("vi")
  return word === DISCARD_WORD.vi || word === DISCARD_WORD.en
}

export async function outboxItems(base: Base, principal: string): Promise<OutboxItem[]> {
  const { operations: ops, files: pages } = await queueOf(base.store(principal))
  const paused = await base.pausedBy(principal)
  const unsent = ops.filter((op) => UNSENT.has(op.state)).map((op) => opItem(op, paused))
  const open = pages.filter((page) => (GOING_FILE.has(page.state) || page.state === "set_aside") && !isHealing(page))
  const titles = new Map(ops.map((op) => [op.op_id, op.title]))
  return [...unsent, ...open.map((page) => fileItem(page, paused, titles.get(page.op_id ?? "")))]
}

function opItem(op: OpRecord, paused: string | undefined): OutboxItem {
  const state = stateOf(op.state, op.reason, paused)
  return {
    id: op.op_id,
    what: "operation",
    kind: op.kind,
    dossier_id: op.dossier_id,
    ...(op.title === undefined ? {} : { title: op.title }),
    ...(op.procedure === undefined ? {} : { procedure: op.procedure }),
    ...reasonOf(op, state, paused),
    errors: op.errors ?? [],
    made_at: op.made_at,
    next_at: op.next_at,
    bytes: op.text.length,
    bytes_sent: 0,
    state,
    may: actsOf(state, op.reason ?? paused, REOPENED.has(op.kind) && state === "needs_you" && op.state === "set_aside"),
  }
}

function fileItem(page: FileRecord, paused: string | undefined, title: string | undefined): OutboxItem {
  const state = stateOf(page.state, page.reason, paused)
  return {
    id: page.attachment_id,
    what: "file",
    dossier_id: page.dossier_id ?? null,
    ...(title === undefined ? {} : { title }),
    paper: page.paper,
    page: page.page,
    ...reasonOf(page, state, paused),
    made_at: page.kept_at,
    next_at: page.next_at,
    bytes: page.size,
    bytes_sent: page.offset,
    state,
    // a page belongs to a dossier that was sent: it is tried again or settled with the office, never thrown away
    may: actsOf(state, page.reason ?? paused, false).filter((act) => act !== "discard"),
  }
}

function stateOf(state: OpRecord["state"] | FileRecord["state"], reason: string | undefined, paused: string | undefined): OutboxState {
  if (state === "quarantined") return "with_officer"
  if (state === "set_aside" || reason === "keeps_failing") return "needs_you"
  if (paused !== undefined) return "paused"
  if (state === "held") return "held"
  return state === "sending" ? "sending" : "waiting"
}

function reasonOf(
  thing: OpRecord | FileRecord,
  state: OutboxState,
  paused: string | undefined,
): Pick<OutboxItem, "reason" | "advice" | "say"> {
  const reason = state === "paused" ? paused : thing.reason
  const said = { advice: state === "sending" || reason === undefined ? ("wait" as const) : adviceFor(reason), say: thing.say ?? null }
  return reason === undefined ? said : { ...said, reason }
}

function actsOf(state: OutboxState, reason: string | undefined, reopens: boolean): OutboxAct[] {
  const advice = adviceFor(reason)
  if (state === "paused" && advice === "sign_in") return ["sign_in", "discard"]
  if (advice === "update") return ["update", "discard"]
  if (state === "with_officer" || state === "sending") return []
  // the first verdict stands, however often it is asked for
  const retry = reason === "dossier_exists" ? [] : (["retry"] as const)
  return [...(reopens ? (["reopen"] as const) : []), ...retry, "discard"]
}

/** Puts one thing, or everything that was set aside, back into the queue as it is. */
export async function requeue(base: Base, principal: string, id?: string): Promise<void> {
  const store = base.store(principal)
  const queue = await queueOf(store)
  for (const op of queue.operations) {
    const wanted = op.op_id === id || (id === undefined && GOING.has(op.state))
    if (!wanted || op.state === "acknowledged" || op.state === "archived" || op.state === "quarantined") continue
    await changeOp(store, op.op_id, (old) => ({ ...old, state: "queued", next_at: 0, tries: 0 }))
  }
  for (const page of queue.files) {
    const wanted = page.attachment_id === id || (id === undefined && GOING_FILE.has(page.state))
    if (!wanted || page.state === "stored" || page.state === "draft") continue
    await changeFile(store, page.attachment_id, (old) => ({ ...old, state: "queued", next_at: 0, tries: 0, mismatches: 0 }))
  }
  if (id !== undefined) await putFirst(base, store, queue.files, id)
}

/** A person asked for one thing: the pages of its dossier go before all others. */
async function putFirst({ world }: Base, store: Store, pages: readonly FileRecord[], id: string): Promise<void> {
  const opId = pages.find((page) => page.attachment_id === id)?.op_id ?? id
  for (const page of pages) {
    if (page.op_id !== opId || !(GOING_FILE.has(page.state) || page.attachment_id === id)) continue
    await changeFile(store, page.attachment_id, (old) => ({ ...old, asked_at: world.now() }))
  }
}

/** Opens a refused sending as a draft again, with the same pages and the same code on its slip. What was refused stays
    in the outbox until the draft is sent in its place. */
export async function reopen(base: Base, principal: string, opId: string): Promise<Result<Draft>> {
  const store = base.store(principal)
  const op = await store.get(OPERATIONS, opId)
  if (op === undefined || !REOPENED.has(op.value.kind) || op.value.state !== "set_aside") return fail("nothing_to_send")
  const drafts = await store.all(DRAFTS)
  const open = drafts.find((held) => held.value.from_op === opId && held.value.frozen === undefined)
  if (open !== undefined) return ok(open.value)
  const frozen = drafts.find((held) => held.value.frozen === opId)
  if (frozen === undefined) return fail("draft_gone")
  if (isThere(op.value)) return openAnother(base, store, frozen.value)
  const draft: Draft = { ...frozen.value, from_op: opId, saved_at: new Date(base.world.now()).toISOString() }
  delete draft.frozen
  const pages = (await store.all(FILES, ["draft", draft.id])).filter((page) => page.value.state !== "stored")
  const free = pages.map((page) => put(FILES, { ...page.value, state: "draft" as const, offset: 0, tries: 0, mismatches: 0 }, page.rev))
  const written = await kept(() => store.write([put(DRAFTS, draft, frozen.rev), ...free], { durable: true }))
  return written.ok ? ok(draft) : written
}

/** Her other phone sent this draft: what is written here opens as a draft for a dossier of its own, with copies of the pages. */
async function openAnother({ world }: Base, store: Store, sent: Draft): Promise<Result<Draft>> {
  const at = new Date(world.now()).toISOString()
  const newId = (): string => uuid7(world.now())
  const { frozen: from_op, ...words } = sent
  const anew: Draft = {
    ...words,
    id: newId(),
    dossier_id: newId(),
    created_at: at,
    saved_at: at,
    ...(from_op !== undefined && { from_op }),
  }
  const { draft, pages } = await withOwnPages(store, anew, sent.id, newId)
  const written = await kept(() => store.write([put(DRAFTS, draft, 0), ...pages], { durable: true }))
  return written.ok ? ok(draft) : written
}

/** Gives up for good what was never sent: the only way an unsent operation leaves the phone, and a person typed for it. */
export async function discard(base: Base, principal: string, opId: string, typed: string): Promise<Result<undefined>> {
  if (!isDiscardWord(typed)) return fail("wrong_word")
  const store = base.store(principal)
  const op = await store.get(OPERATIONS, opId)
  if (op === undefined) return done
  if (!UNSENT.has(op.value.state) || op.value.state === "sending") return fail("nothing_to_send")
  const slip = op.value.dossier_id === null ? undefined : await store.get(SLIPS, op.value.dossier_id)
  const pages = (await files(store)).filter((page) => page.op_id === opId)
  const drafts = (await store.all(DRAFTS)).filter((held) => held.value.frozen === opId)
  const written = await kept(() =>
    store.write([
      drop(OPERATIONS, opId, op.rev),
      ...(slip?.value.op_id === opId ? [drop(SLIPS, slip.value.dossier_id)] : []),
      ...drafts.map((draft) => drop(DRAFTS, draft.value.id)),
      ...pages.flatMap((page) => (isThere(op.value) ? leave(page) : [drop(FILES, page.attachment_id), ...bytesOf(page)])),
    ]),
  )
  return written.ok ? done : written
}

const bytesOf = ({ attachment_id: id }: FileRecord): Change[] => [dropBytes(id), dropBytes(thumbId(id))]

/** The dossier that another phone sent may want this page, and this phone may be the only one that has it. */
function leave({ op_id: _of, ...page }: FileRecord): Change[] {
  return page.state === "stored" ? [put(FILES, page)] : [put(FILES, { ...page, ...ASKED_FOR })]
}
