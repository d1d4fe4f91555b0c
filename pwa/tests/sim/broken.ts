/* Broken builds of the phone, to see that the simulation would find them. Nothing of this is ever in the app. */
import { GOING, operations } from "../../src/core/db/operations.ts"
import { drop, dropBytes } from "../../src/core/db/store.ts"
import { OPERATIONS } from "../../src/core/db/tables.ts"
import type { Base } from "../../src/core/sync/base.ts"

export type Mutant = "" | "drops_on_401" | "forgets_bytes_early" | "offset_is_stored"

/** The phone's parts with one promise broken. */
export function spoiled(base: Base, mutant: Mutant): Base {
  if (mutant === "drops_on_401") dropsOn401(base)
  else if (mutant === "forgets_bytes_early") forgetsBytesEarly(base)
  else if (mutant === "offset_is_stored") offsetIsStored(base)
  return base
}

/** "Signed out, so start with a clean queue." */
function dropsOn401(base: Base): void {
  const push = base.api.push.bind(base.api)
  base.api.push = async (...sent) => {
    const answer = await push(...sent)
    if (answer.ok || answer.status !== 401) return answer
    for (const principal of await base.device.principals()) {
      const store = base.store(principal)
      for (const op of await operations(store)) if (GOING.has(op.state)) await store.write([drop(OPERATIONS, op.op_id)])
    }
    return answer
  }
}

/** "It was a good status, so the photo is there", whatever hash and state the answer named. */
function forgetsBytesEarly(base: Base): void {
  const send = base.api.sendPiece.bind(base.api)
  base.api.sendPiece = async (piece, token) => {
    const answer = await send(piece, token)
    if (!answer.ok) return answer
    for (const principal of await base.device.principals()) await base.store(principal).write([dropBytes(piece.attachment_id)])
    return { ok: true, value: { ...answer.value, state: "stored", sha256: piece.sha256 } }
  }
}

/** "All bytes have gone out, so all have arrived." */
function offsetIsStored(base: Base): void {
  const send = base.api.sendPiece.bind(base.api)
  base.api.sendPiece = async (piece, token) => {
    const answer = await send(piece, token)
    if (answer.ok || answer.status !== undefined || piece.offset + piece.bytes.byteLength < piece.size) return answer
    const { attachment_id, size, sha256 } = piece
    return { ok: true, value: { attachment_id, size, sha256, offset: size, state: "stored", code: null } }
  }
}
