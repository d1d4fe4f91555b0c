/* What may be forgotten, and when: only what the server has acknowledged by its hash, with every page, and only after its
   time by the server's clock. Nothing else in the app takes an operation or its bytes away, but a person's typed word
   (core/sync/outbox.ts). */
import { forgetKept } from "./kept.ts"
import type { FileRecord, OpRecord } from "./records.ts"
import { changeFile, changeOp, files, operations } from "./operations.ts"
import { drop, dropBytes, put, type Change, type Store } from "./store.ts"
import { thumbId } from "./drafts.ts"
import { setting } from "./settings.ts"
import { CURSOR, DOSSIERS, DRAFTS, FILES, OPERATIONS } from "./tables.ts"

const DAY = 24 * 60 * 60 * 1000
/** So long bytes stay after the server has everything: phones can heal a server restored from a backup. */
const BYTES_DAYS = 14
const OPERATION_DAYS = 30
/** So long what a person wrote in an act that was refused, and let go, is kept. */
const LET_GO_DAYS = 90

/** Frees what has had its time; promises how many rows went. `now` is the server's clock as learned just now, and so is
    every moment that it is held against: a phone whose own clock stands years off forgets nothing early. */
export async function forgetOld(store: Store, now: number): Promise<number> {
  await noteSince(store, new Date(now).toISOString())
  const pages = await files(store)
  const whole = wholeOperations(await operations(store), pages)
  const older = (days: number): Set<string> =>
    new Set(whole.filter((op) => now - Date.parse(op.done_at ?? "") > days * DAY).map((op) => op.op_id))
  const changes: Change[] = []
  const bytesOf = older(BYTES_DAYS)
  const longAgo = older(LET_GO_DAYS)
  const written = new Set(whole.filter((op) => op.reason === "let_go").map((op) => op.op_id))
  const gone = new Set([...older(OPERATION_DAYS)].filter((id) => !written.has(id) || longAgo.has(id)))
  for (const file of pages) {
    if (isOver(file, now))
      changes.push(drop(FILES, file.attachment_id), dropBytes(file.attachment_id), dropBytes(thumbId(file.attachment_id)))
    if (file.op_id === undefined) continue
    if (gone.has(file.op_id))
      changes.push(drop(FILES, file.attachment_id), dropBytes(file.attachment_id), dropBytes(thumbId(file.attachment_id)))
    else if (bytesOf.has(file.op_id) && file.forgotten !== true)
      changes.push(dropBytes(file.attachment_id), put(FILES, { ...file, forgotten: true }))
  }
  for (const id of gone) changes.push(drop(OPERATIONS, id))
  for (const draft of await store.all(DRAFTS)) {
    if (draft.value.frozen !== undefined && gone.has(draft.value.frozen)) changes.push(drop(DRAFTS, draft.value.id, draft.rev))
  }
  // a restored server has not told of it again, and no phone has given it back
  const epoch = (await setting(store, CURSOR))?.epoch
  for (const { value, rev } of await store.all(DOSSIERS)) {
    if (epoch !== undefined && value.epoch !== epoch && now - Date.parse(value.seen_at) > OPERATION_DAYS * DAY)
      changes.push(drop(DOSSIERS, value.dossier_id, rev))
  }
  await store.write(changes)
  await forgetKept(store, now)
  return changes.length
}

/** What came to its end while the server's clock was not known, or may not have been, is counted from now. */
async function noteSince(store: Store, now: string): Promise<void> {
  for (const op of await operations(store)) {
    if (op.state === "archived" && op.done_at === undefined)
      await changeOp(store, op.op_id, (old) => (old.state === "archived" ? { done_at: now, ...old } : undefined))
  }
  for (const page of await files(store)) {
    if (isOthers(page) && sinceWhen(page) === undefined)
      await changeFile(store, page.attachment_id, (old) => ({ ...old, ...(old.state === "stored" ? { stored_at: now } : { since: now }) }))
  }
}

/** A page taken here and sent from another phone. */
const isOthers = (file: FileRecord): boolean => file.op_id === undefined && file.dossier_id !== undefined && file.state !== "draft"

const sinceWhen = (file: FileRecord): string | undefined => (file.state === "stored" ? file.stored_at : file.since)

/** Whatever became of such pages, they are not kept longer than their own kind. */
function isOver(file: FileRecord, now: number): boolean {
  const since = sinceWhen(file)
  const days = file.state === "stored" ? BYTES_DAYS : LET_GO_DAYS
  return isOthers(file) && since !== undefined && now - Date.parse(since) > days * DAY
}

/** Operations of which the server holds everything, now too: a page that must go again keeps all of its operation. */
function wholeOperations(all: readonly OpRecord[], pages: readonly FileRecord[]): OpRecord[] {
  const open = new Set(pages.filter((page) => page.state !== "stored").map((page) => page.op_id))
  return all.filter((op) => op.state === "archived" && op.done_at !== undefined && !open.has(op.op_id))
}
