/* Operations on their way: in the order they were made, in batches the server takes, each with its own verdict. */
import type { Fault } from "../contract/result.ts"
import type { DossierOut, OpResult, PushOut } from "../contract/types.ts"
import { archived, changeFile, changeOp, files, GOING, isThere, operations, stored } from "../db/operations.ts"
import type { OpRecord } from "../db/records.ts"
import { drop, put, type Store } from "../db/store.ts"
import { DOSSIERS, FILES, OPERATIONS, SLIPS } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { keepDossier } from "./pull.ts"
import { forkOperation } from "./make.ts"
import { registerDevice } from "./session.ts"
import { toldBy } from "./told.ts"
import { DAY, isLater, nextTry, PATIENCE_TRIES } from "./wait.ts"

export const BATCH_OPS = 50
export const BATCH_BYTES = 256 * 1024
/** What stands around one operation in the request. */
const WRAPPING = 400
const HOUR = 60 * 60 * 1000

/** Notes about what a person did here; where the server has no use for one, nobody is asked about it. */
const MARKS: ReadonlySet<OpRecord["kind"]> = new Set(["message.read", "result.open", "mandate.refuse"])

/** What stopped a round of sending; undefined: everything that could go has gone. */
export type Stop = Fault | undefined

export interface PushOrder {
  readonly base: Base
  /** Whose store the operations are in. */
  readonly owner: string
  /** Whose operations this session may carry. */
  readonly principals: ReadonlySet<string>
  readonly token: string
  readonly serverId: string
}

/** Sends what is due. */
export async function push({ base, owner, principals, token, serverId }: PushOrder): Promise<Stop> {
  const store = base.store(owner)
  const limits = { ops: BATCH_OPS, bytes: BATCH_BYTES }
  const tried = new Set<string>()
  let introduced = false
  for (;;) {
    const due = dueOperations(await operations(store), base.world.now()).filter(
      (op) => principals.has(op.principal) && !tried.has(op.op_id),
    )
    const batch = firstBatch(due, limits)
    if (batch.length === 0) return undefined
    await mark(store, batch)
    const asked = base.world.now()
    const answer = await base.api.push(
      batch.map(({ text, sha256, signature }) => ({ text, sha256, signature })),
      token,
      serverId,
      principals.has(owner) ? await toldBy(base, owner) : {},
    )
    if (answer.ok) {
      for (const op of batch) tried.add(op.op_id)
      await base.device.learnClock(answer.value.server_time, asked, base.world.now())
      await base.device.learnEpoch(answer.value.epoch)
      await takeVerdicts(base, store, batch, answer.value)
      introduced ||= await introduceAgain(base, store, batch, tried)
      continue
    }
    await unmark(store, batch)
    if (batch.length > 1 && splits(answer)) {
      limits.ops = Math.ceil(batch.length / 2)
      continue
    }
    if (!splits(answer)) return answer
    const alone = batch[0]
    if (alone === undefined) return answer
    // one operation by itself: it waits alone, the others go on
    tried.add(alone.op_id)
    await failedAlone(base, store, alone, answer)
  }
}

/** Where a server restored from a backup does not know this phone, it makes itself known again, and those go once more.
    Promises whether that was so. */
async function introduceAgain(base: Base, store: Store, batch: readonly OpRecord[], tried: Set<string>): Promise<boolean> {
  const mine = new Set(batch.map((op) => op.op_id))
  const unknown = (await operations(store)).filter((op) => mine.has(op.op_id) && op.reason === "device_unknown")
  if (unknown.length === 0) return false
  if (!(await registerDevice(base)).ok) return true
  for (const op of unknown) {
    const again = (old: OpRecord): OpRecord | undefined => (old.reason === "device_unknown" ? { ...old, next_at: 0, tries: 0 } : undefined)
    if ((await changeOp(store, op.op_id, again)) !== undefined) tried.delete(op.op_id)
  }
  return true
}

/** Too large for the server, or one of them makes it stumble: half as many tells which. */
export const splits = (fault: Fault): boolean => fault.status === 413 || fault.status === 500

/** Goes by itself, or is asked about from time to time: an officer may have decided. */
export const ASKED: ReadonlySet<OpRecord["state"]> = new Set([...GOING, "quarantined"])

/** What brings its dossier to the server: the rest of it waits for that. */
export const bringsDossier = (op: OpRecord): boolean => op.kind === "dossier.submit" && !isThere(op)

/** What may go now: in order, and never past an operation of the same dossier that will still go. What a person or an
    officer has to look at holds up the rest only where it is the dossier itself. */
export function dueOperations(all: readonly OpRecord[], now: number): OpRecord[] {
  const blocked = new Set<string>()
  const due: OpRecord[] = []
  for (const op of all) {
    if (op.state === "acknowledged" || op.state === "archived") continue
    const free = op.dossier_id === null || !blocked.has(op.dossier_id)
    if (free && ASKED.has(op.state) && !isLater(op.next_at, now)) due.push(op)
    else if (op.dossier_id !== null && (GOING.has(op.state) || bringsDossier(op))) blocked.add(op.dossier_id)
  }
  return due
}

export function firstBatch(due: readonly OpRecord[], limits: { readonly ops: number; readonly bytes: number }): OpRecord[] {
  const batch: OpRecord[] = []
  let bytes = 0
  for (const op of due) {
    bytes += JSON.stringify(op.text).length * 1.5 + WRAPPING
    if (batch.length > 0 && (batch.length >= limits.ops || bytes > limits.bytes)) break
    batch.push(op)
  }
  return batch
}

async function mark(store: Store, batch: readonly OpRecord[]): Promise<void> {
  for (const op of batch) await changeOp(store, op.op_id, (old) => (GOING.has(old.state) ? { ...old, state: "sending" } : undefined))
}

async function unmark(store: Store, batch: readonly OpRecord[]): Promise<void> {
  for (const op of batch) await changeOp(store, op.op_id, (old) => (old.state === "sending" ? { ...old, state: "queued" } : undefined))
}

async function failedAlone(base: Base, store: Store, op: OpRecord, fault: Fault): Promise<void> {
  await changeOp(store, op.op_id, (old) => ({ ...old, ...later(old, base, fault.code, fault.wait), say: fault.say ?? null }))
}

export function later(old: OpRecord, { world }: Base, code: string, wait?: number): Pick<OpRecord, "tries" | "next_at" | "reason"> {
  const tries = old.tries + 1
  const reason = tries >= PATIENCE_TRIES ? "keeps_failing" : code
  return { tries, next_at: nextTry(tries, world.now(), world.random, wait), reason }
}

export async function takeVerdicts(base: Base, store: Store, batch: readonly OpRecord[], answer: PushOut): Promise<void> {
  const byId = new Map(answer.results.map((result) => [result.op_id, result]))
  for (const op of batch) {
    const result = byId.get(op.op_id)
    if (result === undefined) await unmark(store, [op])
    else await takeVerdict(base, store, op, result)
    if (result?.dossier) await keepTold(base, store, op, result.dossier, answer.epoch)
  }
}

/** A copy that came with a verdict. Where somebody signed in meanwhile the operation is hers, and so would the copy be: it must
    not stay for whoever has the phone next. */
export async function keepTold(base: Base, store: Store, op: OpRecord, dossier: DossierOut, epoch: string): Promise<void> {
  await keepDossier(store, dossier, epoch, base.serverNow())
  if ((await store.get(OPERATIONS, op.op_id)) === undefined) await store.write([drop(DOSSIERS, dossier.dossier_id)])
}

async function takeVerdict(base: Base, store: Store, op: OpRecord, result: OpResult): Promise<void> {
  if (result.code === "op_reused" && op.forked_from === undefined) return fork(base, store, op)
  const next = await changeOp(store, op.op_id, (old) => judged(base, old, result))
  if (next?.state !== "acknowledged") return
  await releaseHeld(store, op.op_id)
  await storedAlready(base, store, op, result.acknowledged?.attachments ?? [])
}

/** An operation after its verdict. `rejected` is the server's word on content it understood; anything unclear is tried again. */
export function judged(base: Base, old: OpRecord, result: OpResult): OpRecord {
  const said = { say: result.say, errors: result.errors, reason: result.code ?? result.status }
  switch (result.status) {
    case "applied":
    case "duplicate":
    case "merged":
      // only an acknowledgement that names this very text counts
      if (result.acknowledged?.sha256 !== old.sha256) return { ...old, state: "queued", ...later(old, base, "hash_differs") }
      return acknowledged(old, base)
    case "held":
      return { ...old, ...said, ...later(old, base, result.code ?? "waits_for_other"), state: "held", needs: result.needs }
    case "rejected":
    case "conflict":
      if (MARKS.has(old.kind)) return archived({ ...old, ...said }, base.device.knownMoment)
      return { ...old, ...said, state: "set_aside", next_at: 0 }
    case "quarantined":
      return { ...old, ...said, state: "quarantined", ...seldom(old, base.world.now()) }
    case "retry":
      return { ...old, ...said, ...later(old, base, result.code ?? "failed_here"), state: "queued" }
  }
}

/** An officer needs time: asked about after an hour, then less and less often, at least once a day. */
function seldom(old: OpRecord, now: number): Pick<OpRecord, "tries" | "next_at"> {
  const tries = old.state === "quarantined" ? old.tries + 1 : 0
  return { tries, next_at: now + Math.min(HOUR * 2 ** Math.min(tries, 10), DAY) }
}

function acknowledged(old: OpRecord, { device, world }: Base): OpRecord {
  const next: OpRecord = { ...old, state: "acknowledged", acked_at: new Date(world.now()).toISOString(), next_at: 0, tries: 0 }
  if (device.epoch !== undefined) next.epoch = device.epoch
  delete next.doubted
  delete next.reason
  delete next.say
  delete next.errors
  delete next.needs
  return next
}

/** Those that waited for this one may go at once. */
async function releaseHeld(store: Store, opId: string): Promise<void> {
  for (const op of await operations(store)) {
    if (op.state !== "held" || !(op.needs ?? []).includes(opId)) continue
    await changeOp(store, op.op_id, (old) => (old.state === "held" ? { ...old, next_at: 0 } : undefined))
  }
}

/** Pages the server holds already, by their hash: nothing of them needs to be sent. */
async function storedAlready(base: Base, store: Store, op: OpRecord, hashes: readonly string[]): Promise<void> {
  const held = new Set(hashes)
  if (held.size === 0) return
  for (const file of await files(store)) {
    if (file.op_id !== op.op_id || file.state === "stored" || !held.has(file.sha256)) continue
    const { epoch, knownMoment } = base.device
    await changeFile(store, file.attachment_id, (old) => ({ ...stored(old, knownMoment), ...(epoch !== undefined && { epoch }) }))
  }
}

/** The server holds other content under this id: the same content goes again under a new one, and its pages follow it. */
async function fork(base: Base, store: Store, op: OpRecord): Promise<void> {
  const again = await forkOperation(base, op)
  const pages = (await files(store)).filter((file) => file.op_id === op.op_id)
  const slip = op.dossier_id === null ? undefined : await store.get(SLIPS, op.dossier_id)
  await store.write([
    drop(OPERATIONS, op.op_id),
    put(OPERATIONS, again, 0),
    ...pages.map((page) => put(FILES, { ...page, op_id: again.op_id })),
    ...(slip?.value.op_id === op.op_id ? [put(SLIPS, { ...slip.value, op_id: again.op_id }, slip.rev)] : []),
  ])
}
