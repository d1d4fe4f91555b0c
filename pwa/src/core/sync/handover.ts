/* Handing over what a blocked phone holds: the same signed texts as ever, without a session. */
import { ok, type Result } from "../contract/result.ts"
import { operations, UNSENT } from "../db/operations.ts"
import type { Base } from "./base.ts"
import { BATCH_BYTES, BATCH_OPS, firstBatch, takeVerdicts } from "./push.ts"

/** Sends every unsent operation of one store once; each gets its verdict. Refused ones go along: an officer may see more in
    them than the rules did. */
export async function handOver(base: Base, owner: string): Promise<Result<undefined>> {
  const store = base.store(owner)
  const server = await base.device.server()
  const tried = new Set<string>()
  const limits = { ops: BATCH_OPS, bytes: BATCH_BYTES }
  for (;;) {
    const left = (await operations(store)).filter((op) => UNSENT.has(op.state) && op.state !== "quarantined" && !tried.has(op.op_id))
    const batch = firstBatch(left, limits)
    if (batch.length === 0) return ok(undefined)
    for (const op of batch) tried.add(op.op_id)
    const signed = batch.map(({ text, sha256, signature }) => ({ text, sha256, signature }))
    const answer = await base.api.handOver(base.device.id, signed, server?.server_id ?? "")
    if (!answer.ok) return answer
    await takeVerdicts(base, store, batch, answer.value)
  }
}
