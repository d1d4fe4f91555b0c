/* The queue. Everything here keeps one promise: an operation's text never changes, and nothing but a person's typed word
   (or its time after the server has everything) takes an unsent one away. */
import type { FileRecord, OpRecord } from "./records.ts"
import { put, type Change, type Store } from "./store.ts"
import { FILES, OPERATIONS } from "./tables.ts"

/** The server does not have it, or not surely. */
export const UNSENT: ReadonlySet<OpRecord["state"]> = new Set(["queued", "sending", "held", "set_aside", "quarantined"])
/** It is tried again by itself. */
export const GOING: ReadonlySet<OpRecord["state"]> = new Set(["queued", "sending", "held"])
export const GOING_FILE: ReadonlySet<FileRecord["state"]> = new Set(["queued", "sending"])

export async function operations(store: Store): Promise<OpRecord[]> {
  const all = (await store.all(OPERATIONS)).map((held) => held.value)
  return all.sort((a, b) => a.device_seq - b.device_seq)
}

export async function files(store: Store): Promise<FileRecord[]> {
  return (await store.all(FILES)).map((held) => held.value)
}

/** Changes an operation as it stands now; its text and its id stay what they are. */
export function changeOp(
  store: Store,
  opId: string,
  make: (old: OpRecord) => OpRecord | undefined,
  also: (next: OpRecord) => readonly Change[] = () => [],
): Promise<OpRecord | undefined> {
  return store.change(OPERATIONS, opId, (old) => (old === undefined ? undefined : make(old)), also)
}

export function changeFile(store: Store, id: string, make: (old: FileRecord) => FileRecord | undefined): Promise<FileRecord | undefined> {
  return store.change(FILES, id, (old) => (old === undefined ? undefined : make(old)))
}

/** At a start nothing is on its way: what was being sent when the page died is queued again. */
export async function nothingIsOnItsWay(store: Store): Promise<void> {
  for (const op of await operations(store)) {
    if (op.state === "sending")
      await changeOp(store, op.op_id, (old) => (old.state === "sending" ? { ...old, state: "queued" } : undefined))
  }
  for (const file of await files(store)) {
    if (file.state === "sending") {
      await changeFile(store, file.attachment_id, (old) => (old.state === "sending" ? { ...old, state: "queued" } : undefined))
    }
  }
}

/** Operations whose every page is with the server are done: from here their time to be forgotten runs. */
export async function archiveWhole(store: Store, now: number): Promise<void> {
  const waiting = (await operations(store)).filter((op) => op.state === "acknowledged")
  if (waiting.length === 0) return
  const open = new Set((await files(store)).filter((file) => file.state !== "stored").map((file) => file.op_id))
  for (const op of waiting) {
    if (open.has(op.op_id)) continue
    await changeOp(store, op.op_id, (old) =>
      old.state === "acknowledged" ? { ...old, state: "archived", done_at: new Date(now).toISOString() } : undefined,
    )
  }
}

/** The change that keeps a new operation with what the person sees of it. */
export const queueOp = (op: OpRecord): Change => put(OPERATIONS, op, 0)
