/* A person asked: waiting ends, and a pause is tried once more. */
import { changeFile, changeOp, files, GOING, GOING_FILE, operations } from "../db/operations.ts"
import { keepSetting } from "../db/settings.ts"
import { PAUSE } from "../db/tables.ts"
import type { Base } from "./base.ts"

/** What this principal has to send is due now. A session that was signed out stays so. */
export async function hurry(base: Base, principal: string): Promise<void> {
  const store = base.store(principal)
  const pausedBy = await base.pausedBy(principal)
  if (pausedBy !== undefined && pausedBy !== "signed_out") await keepSetting(store, PAUSE, null)
  for (const op of await operations(store)) {
    if (GOING.has(op.state) && op.next_at > 0) await changeOp(store, op.op_id, (old) => ({ ...old, next_at: 0 }))
  }
  for (const file of await files(store)) {
    if (GOING_FILE.has(file.state) && file.next_at > 0) await changeFile(store, file.attachment_id, (old) => ({ ...old, next_at: 0 }))
  }
}
