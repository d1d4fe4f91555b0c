/* What may be forgotten, and when: only what the server has acknowledged by its hash, and only after its time.
   Nothing else in the app takes an operation or its bytes away, but a person's typed word (core/sync/outbox.ts). */
import { files, operations } from "./operations.ts"
import { drop, dropBytes, put, type Change, type Store } from "./store.ts"
import { thumbId } from "./drafts.ts"
import { DRAFTS, FILES, OPERATIONS } from "./tables.ts"

const DAY = 24 * 60 * 60 * 1000
/** So long bytes stay after the server has everything: phones can heal a server restored from a backup. */
const BYTES_DAYS = 14
const OPERATION_DAYS = 30

/** Frees what has had its time; promises how many rows went. */
export async function forgetOld(store: Store, now: number): Promise<number> {
  const all = await operations(store)
  const done = all.filter((op) => op.state === "archived" && op.done_at !== undefined)
  const older = (days: number): Set<string> =>
    new Set(done.filter((op) => now - Date.parse(op.done_at ?? "") > days * DAY).map((op) => op.op_id))
  const changes: Change[] = []
  const bytesOf = older(BYTES_DAYS)
  const gone = older(OPERATION_DAYS)
  for (const file of await files(store)) {
    if (file.state !== "stored" || file.op_id === undefined) continue
    if (gone.has(file.op_id))
      changes.push(drop(FILES, file.attachment_id), dropBytes(file.attachment_id), dropBytes(thumbId(file.attachment_id)))
    else if (bytesOf.has(file.op_id) && file.forgotten !== true)
      changes.push(dropBytes(file.attachment_id), put(FILES, { ...file, forgotten: true }))
  }
  for (const id of gone) changes.push(drop(OPERATIONS, id))
  for (const draft of await store.all(DRAFTS)) {
    if (draft.value.frozen !== undefined && gone.has(draft.value.frozen)) changes.push(drop(DRAFTS, draft.value.id, draft.rev))
  }
  await store.write(changes)
  return changes.length
}
