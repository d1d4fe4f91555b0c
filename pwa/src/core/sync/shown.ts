/* What a phone shows at the counter: the operation as it lies in the outbox, with what it needs and the phone's own proof of its
   key, sealed to the office. Nothing here changes by it; what the phone sends later the server knows by its id. */
import type { Bundle } from "../contract/catalogue.ts"
import { fail, ok, type Result } from "../contract/result.ts"
import { isThere, operations } from "../db/operations.ts"
import type { OpRecord } from "../db/records.ts"
import { put } from "../db/store.ts"
import { SLIPS } from "../db/tables.ts"
import { frames, isReceipt, receiptOf, receiptText, transferName } from "../domain/frames.ts"
import { sealToOffice } from "../domain/office.ts"
import { packed } from "../domain/packing.ts"
import type { Base } from "./base.ts"
import { loadOf } from "./rescue.ts"

/** What a phone has to show of a dossier. */
export interface Showing {
  readonly frames: readonly string[]
  readonly title: string
  /** Photos that are not with the office and follow by themselves. */
  readonly pages: number
  /** When the counter was seen to have it. */
  readonly scanned_at?: string
}

const digest = (bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> => crypto.subtle.digest("SHA-256", bytes)

async function submission(base: Base, principal: string, dossierId: string): Promise<OpRecord | undefined> {
  const all = await operations(base.store(principal))
  const sent = all.filter((op) => op.kind === "dossier.submit" && op.dossier_id === dossierId)
  // one that was refused and sent again in another wording stays beside the new one
  return sent.find((op) => op.state !== "archived") ?? sent.find((op) => op.acked_at !== undefined)
}

/** Promises the frames of a dossier that waits here; `sent` where the office has it already. */
export async function showing(
  base: Base,
  principal: string,
  order: { dossierId: string; bundle: Bundle | undefined },
): Promise<Result<Showing>> {
  const { dossierId } = order
  const key = order.bundle?.office_key ?? (await base.device.server())?.office_key
  if (key === undefined) return fail("office_key_missing")
  const store = base.store(principal)
  const op = await submission(base, principal, dossierId)
  if (op === undefined) return fail("nothing_to_send")
  if (isThere(op) || op.state === "archived") return fail("sent")
  const load = await loadOf(store, op.op_id)
  const carried = {
    v: 1,
    device: await base.device.registration(""),
    operations: load.ops.map(({ text, sha256, signature }) => ({ text, sha256, signature })),
  }
  const bytes = new Uint8Array(await sealToOffice(key, (await packed(JSON.stringify(carried))).buffer))
  const made = frames(transferName(await digest(bytes)), bytes)
  if (made === undefined) return fail("too_large")
  const slip = await store.get(SLIPS, dossierId)
  const seen = slip?.value.scanned_at
  return ok({
    frames: made,
    title: op.title ?? "",
    pages: load.pages.length,
    ...(seen !== undefined && { scanned_at: seen }),
  })
}

/** Notes that the counter showed the receipt of this very text. It is no acknowledgement: the phone still sends by itself and
    forgets nothing. Promises whether it was the right one. */
export async function tellScanned(base: Base, principal: string, dossierId: string, given: string): Promise<boolean> {
  const store = base.store(principal)
  const op = await submission(base, principal, dossierId)
  const slip = await store.get(SLIPS, dossierId)
  if (op === undefined || slip === undefined) return false
  const receipt = receiptOf(await digest(new TextEncoder().encode(receiptText(op.sha256))))
  if (!isReceipt(given, receipt)) return false
  const at = new Date(base.serverNow()).toISOString()
  await store.write([put(SLIPS, { ...slip.value, scanned_at: at }, slip.rev)], { durable: true })
  return true
}
