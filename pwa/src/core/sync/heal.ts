/* Healing a server that was restored from a backup. It says so by another epoch; then everything an earlier epoch had
   acknowledged is offered again as it is, in the order it was made, for as long as the phone keeps it. `duplicate`: the
   backup had it. `applied`: it was lost and is there again, and its pages follow. Nothing of this is shown as unsent,
   because the person has done her part; what the server now refuses is shown like any other refusal. */
import type { ManifestItem, Operation, OpResult, PushOut } from "../contract/types.ts"
import { changeFile, changeOp, doubtPages, files, lostPerhaps, operations } from "../db/operations.ts"
import type { FileRecord, OpRecord } from "../db/records.ts"
import { drop, type Store } from "../db/store.ts"
import { DOSSIERS } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { BATCH_BYTES, BATCH_OPS, firstBatch, judged, keepTold, later, splits, type PushOrder, type Stop } from "./push.ts"
import { registerDevice } from "./session.ts"
import { isLater } from "./wait.ts"

const DEVICE_UNKNOWN = "device_unknown"
const TAKEN: ReadonlySet<OpResult["status"]> = new Set(["applied", "duplicate", "merged"])
const STUCK: ReadonlySet<OpRecord["state"]> = new Set(["quarantined", "set_aside"])
/** A row that is still missing after so many offers is not on its way. */
const MOVES_WITHIN = 3
const REFUSED: ReadonlySet<OpResult["status"]> = new Set(["rejected", "conflict", "quarantined"])

export interface HealRound {
  /** Undefined: everything that could be offered was. */
  readonly stop: Stop
  /** How many the server had lost and has again. */
  readonly healed: number
}

/** Offers what this principal's server may have lost. */
export async function heal({ base, owner, principals, token, serverId }: PushOrder): Promise<HealRound> {
  const store = base.store(owner)
  await doubtPages(store, base.device.epoch)
  const limits = { ops: BATCH_OPS, bytes: BATCH_BYTES }
  const tried = new Set<string>()
  let registered = false
  let healed = 0
  for (;;) {
    const open = lostPerhaps(await operations(store), base.device.epoch)
    const due = open.filter((op) => principals.has(op.principal) && !isLater(op.next_at, base.world.now()) && !tried.has(op.op_id))
    const batch = firstBatch(due, limits)
    if (batch.length === 0) return { stop: undefined, healed }
    const answer = await base.api.push(batch.map(asOffered), token, serverId)
    if (answer.ok) {
      for (const op of batch) tried.add(op.op_id)
      await base.device.learnEpoch(answer.value.epoch)
      if (!registered && answer.value.results.some((result) => result.code === DEVICE_UNKNOWN)) {
        // the backup is older than this phone: it makes itself known by its key and offers the same again
        registered = true
        const known = await registerDevice(base)
        if (!known.ok) return { stop: known, healed }
        for (const op of batch) tried.delete(op.op_id)
        continue
      }
      healed += await takeVerdicts(base, store, batch, answer.value)
    } else if (!splits(answer)) {
      return { stop: answer, healed }
    } else if (batch.length > 1) {
      limits.ops = Math.ceil(batch.length / 2)
    } else {
      for (const op of batch) tried.add(op.op_id)
      for (const op of batch) await wait(base, store, op, answer.code)
    }
  }
}

const asOffered = ({ text, sha256, signature, epoch }: OpRecord): Parameters<Base["api"]["push"]>[0][number] => ({
  text,
  sha256,
  signature,
  ...(epoch === undefined ? {} : { acknowledged_in: epoch }),
})

async function takeVerdicts(base: Base, store: Store, batch: readonly OpRecord[], answer: PushOut): Promise<number> {
  const byId = new Map(answer.results.map((result) => [result.op_id, result]))
  let healed = 0
  for (const op of batch) {
    const result = byId.get(op.op_id)
    if (result === undefined) continue
    await takeVerdict(base, store, op, result)
    if (result.dossier) await keepTold(base, store, op, result.dossier, answer.epoch)
    healed += result.status === "applied" ? 1 : 0
  }
  return healed
}

async function takeVerdict(base: Base, store: Store, op: OpRecord, result: OpResult): Promise<void> {
  if (TAKEN.has(result.status) && result.acknowledged?.sha256 === op.sha256) return taken(base, store, op, result)
  if (result.status === "held" && (await consentIsStuck(store, op))) return holdBack(base, store, op, result)
  if (!REFUSED.has(result.status)) return wait(base, store, op, result.code ?? result.status)
  await changeOp(store, op.op_id, (old) => settled(judged(base, old, result), base))
  // what is not taken back is a refused sending again, and no dossier of the server's
  if (op.kind === "dossier.submit" && op.dossier_id !== null) await store.write([drop(DOSSIERS, op.dossier_id)])
}

/** The consent it was made under is not taken back by itself: an officer looks at it, or it was refused. */
async function consentIsStuck(store: Store, op: OpRecord): Promise<boolean> {
  const { mandate_id } = JSON.parse(op.text) as Operation
  if (mandate_id == null) return false
  const stuck = (await operations(store)).filter((each) => each.kind === "mandate.grant" && STUCK.has(each.state))
  return stuck.some((each) => (JSON.parse(each.text) as Operation).payload?.["mandate_id"] === mandate_id)
}

/** It waits behind its consent again, and its person sees that; its pages wait with it. */
async function holdBack(base: Base, store: Store, op: OpRecord, result: OpResult): Promise<void> {
  await changeOp(store, op.op_id, (old) => judged(base, old, result))
  for (const file of await files(store)) if (file.op_id === op.op_id && file.state === "stored") await sendAgain(store, file)
  if (op.dossier_id !== null) await store.write([drop(DOSSIERS, op.dossier_id)])
}

/** It is offered again later; meanwhile the person is told nothing. */
async function wait(base: Base, store: Store, op: OpRecord, code: string): Promise<void> {
  const { tries, next_at } = later(op, base, code)
  await changeOp(store, op.op_id, (old) => ({ ...old, tries, next_at }))
}

/** The server has it. Pages that its acknowledgement does not name go again, before the operation counts as settled. */
async function taken(base: Base, store: Store, op: OpRecord, result: OpResult): Promise<void> {
  // where the dossier is another's by now, the acknowledgement cannot name its pages
  const tells = result.status === "applied" || result.dossier != null
  const held = new Set(result.acknowledged?.attachments ?? [])
  const named = new Set(manifestOf(op).map((page) => page.attachment_id))
  const mine = (await files(store)).filter((file) => file.op_id === op.op_id || named.has(file.attachment_id))
  // one that has no row here moves, before its operation, to the store of whoever signs in, and is judged there
  const here = new Set(mine.map((file) => file.attachment_id))
  if ([...named].some((id) => !here.has(id)) && op.tries < MOVES_WITHIN) return wait(base, store, op, "moving")
  // one that was taken with another phone comes from there
  const lost = tells ? mine.filter((file) => file.state === "stored" && file.elsewhere !== true && !held.has(file.sha256)) : []
  for (const file of lost) await sendAgain(store, file)
  const gone = new Set(lost.map((file) => file.attachment_id))
  for (const file of mine) if (!gone.has(file.attachment_id)) await stillThere(store, file, base.device.epoch)
  const open = lost.length > 0 || mine.some((file) => file.state !== "stored")
  await changeOp(store, op.op_id, (old) => {
    const next = settled({ ...old, tries: 0, next_at: 0, acked_at: new Date(base.world.now()).toISOString() }, base)
    if (!open) return next
    delete next.done_at
    return { ...next, state: "acknowledged" }
  })
}

const manifestOf = (op: OpRecord): readonly ManifestItem[] => (JSON.parse(op.text) as Operation).manifest ?? []

/** By this epoch's own word, or as far as it can say. */
async function stillThere(store: Store, file: FileRecord, epoch: string | undefined): Promise<void> {
  if (epoch === undefined) return
  await changeFile(store, file.attachment_id, (old) => (old.state === "stored" ? { ...old, epoch } : undefined))
}

async function sendAgain(store: Store, file: FileRecord): Promise<void> {
  const here = await store.hasBytes(file.attachment_id)
  await changeFile(store, file.attachment_id, ({ stored_at: _, ...old }) =>
    here
      ? { ...old, state: "queued", heals: true, offset: 0, tries: 0, mismatches: 0, next_at: 0 }
      : { ...old, state: "set_aside", reason: "photo_unreadable" },
  )
}

function settled(op: OpRecord, { device }: Base): OpRecord {
  const next: OpRecord = device.epoch === undefined ? { ...op } : { ...op, epoch: device.epoch }
  delete next.doubted
  return next
}
