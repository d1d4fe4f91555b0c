/* Makes an operation: one exact text, its hash, the device's signature over its bytes. It is never edited after this. */
import type { ManifestItem, Operation } from "../contract/types.ts"
import { toBytes } from "../db/codec.ts"
import type { OpKind, OpRecord } from "../db/records.ts"
import { uuid7 } from "../domain/ids.ts"
import { sha256Hex } from "./encode.ts"
import type { Base } from "./base.ts"

const ENVELOPE = 1

export interface Act {
  readonly kind: OpKind
  readonly dossier_id?: string | null
  /** The version of the dossier the person saw. */
  readonly seen?: number
  readonly form_ref?: string | null
  readonly mandate_id?: string | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly manifest?: readonly ManifestItem[]
  readonly title?: string
  readonly procedure?: string
}

/** Promises a queued operation of this principal; nothing is kept yet. */
export async function makeOperation(base: Base, principal: string, act: Act): Promise<OpRecord> {
  const { device, world } = base
  const made = world.now()
  const operation: Operation = {
    op_id: uuid7(made),
    kind: act.kind,
    dossier_id: act.dossier_id ?? null,
    seen: act.seen ?? 0,
    form_ref: act.form_ref ?? null,
    principal,
    mandate_id: act.mandate_id ?? null,
    device_id: device.id,
    device_seq: await device.nextSeq(),
    device_time: localTime(made),
    clock_offset_ms: device.clockOffset,
    envelope: ENVELOPE,
    payload: act.payload,
    manifest: act.manifest ?? [],
  }
  const made_op = await sealed(base, operation)
  if (act.title !== undefined) made_op.title = act.title
  if (act.procedure !== undefined) made_op.procedure = act.procedure
  return made_op
}

/** The same content under a new id: the server holds other content under the old one. */
export async function forkOperation(base: Base, old: OpRecord): Promise<OpRecord> {
  const operation = JSON.parse(old.text) as Operation
  const again = { ...operation, op_id: uuid7(base.world.now()), device_seq: await base.device.nextSeq() }
  return { ...old, ...(await sealed(base, again)), made_at: old.made_at, forked_from: old.op_id }
}

async function sealed(base: Base, operation: Operation): Promise<OpRecord> {
  const text = JSON.stringify(operation)
  const [sha256, signature] = await Promise.all([sha256Hex(toBytes(text)), base.device.sign(text)])
  return {
    op_id: operation.op_id,
    kind: operation.kind as OpKind,
    dossier_id: operation.dossier_id ?? null,
    principal: operation.principal,
    text,
    sha256,
    signature,
    device_seq: operation.device_seq,
    made_at: new Date(base.world.now()).toISOString(),
    state: "queued",
    tries: 0,
    next_at: 0,
  }
}

/** The moment with the phone's own offset, as its owner saw it. */
function localTime(ms: number): string {
  const minutes = -new Date(ms).getTimezoneOffset()
  const shifted = new Date(ms + minutes * 60_000).toISOString().slice(0, 19)
  const two = (n: number): string => String(Math.trunc(n)).padStart(2, "0")
  return `${shifted}${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
}
