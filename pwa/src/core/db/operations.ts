/* The queue. Everything here keeps one promise: an operation's text never changes, and nothing but a person's typed word
   (or its time after the server has everything) takes an unsent one away. */
import type { FileRecord, OpRecord } from "./records.ts"
import { put, type Change, type Store } from "./store.ts"
import { FILES, OPERATIONS } from "./tables.ts"

/** The server does not have it, or not surely. */
export const UNSENT: ReadonlySet<OpRecord["state"]> = new Set(["queued", "sending", "held", "set_aside", "quarantined"])
/** It is tried again by itself. */
export const GOING: ReadonlySet<OpRecord["state"]> = new Set(["queued", "sending", "held"])
/** What the server has answered: nothing of it is on its way any more. */
export const SETTLED: ReadonlySet<OpRecord["state"]> = new Set(["acknowledged", "archived", "set_aside"])
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

/** Operations that this epoch of the server has not acknowledged though an earlier one did: a restored backup may have
    lost them. In the order they were made. */
export function lostPerhaps(all: readonly OpRecord[], epoch: string | undefined): OpRecord[] {
  if (epoch === undefined) return []
  return all.filter((op) => {
    const had = (op.state === "acknowledged" || op.state === "archived") && op.acked_at !== undefined
    return had && (op.epoch !== epoch || op.doubted === true)
  })
}

/** The server has cut its history: whatever it acknowledged may be gone. */
export async function doubtAcknowledged(store: Store): Promise<void> {
  for (const op of await operations(store)) {
    if (op.acked_at !== undefined && op.doubted !== true) await changeOp(store, op.op_id, (old) => ({ ...old, doubted: true }))
  }
}

/** Refused only because another phone of hers was faster with the same draft: its dossier is there, and wants its pages. */
export const isThere = (op: OpRecord): boolean => op.kind === "dossier.submit" && op.state === "set_aside" && op.reason === "dossier_exists"

/** Of a page that goes to the server only where it says that it has not got it. */
export const ASKED_FOR = { state: "queued", heals: true, unsure: true, offset: 0, tries: 0, next_at: 0 } as const

/** Pages go again where the server was restored since, and no operation that is still to be offered asks for them: those
    that another phone sent, and those that moved to this store with what an earlier epoch had said of them, while their
    operation was offered anew. */
export async function doubtPages(store: Store, epoch: string | undefined): Promise<void> {
  if (epoch === undefined) return
  const ops = new Map((await operations(store)).map((op) => [op.op_id, op]))
  for (const file of await files(store)) {
    if (file.state !== "stored" || file.epoch === epoch || !isDoubtful(file, ops, epoch)) continue
    if (!(await store.hasBytes(file.attachment_id))) continue
    await changeFile(store, file.attachment_id, (old) => ({ ...old, ...ASKED_FOR }))
  }
}

function isDoubtful(file: FileRecord, ops: ReadonlyMap<string, OpRecord>, epoch: string): boolean {
  const op = file.op_id === undefined ? undefined : ops.get(file.op_id)
  if (file.op_id === undefined || (op !== undefined && isThere(op))) return file.dossier_id !== undefined
  const offered = op?.acked_at !== undefined && op.epoch === epoch && op.doubted !== true && op.reason === undefined
  return offered && file.epoch !== undefined && file.elsewhere !== true
}

/** A page on its way a second time, because the server lost it. */
export const isHealing = (file: FileRecord): boolean => file.heals === true && GOING_FILE.has(file.state)

/** At a start nothing is on its way: what was being sent when the page died is queued again. */
export async function nothingIsOnItsWay(store: Store): Promise<void> {
  for (const op of await operations(store)) {
    if (op.state === "sending")
      await changeOp(store, op.op_id, (old) => (old.state === "sending" ? { ...old, state: "queued" } : undefined))
  }
  for (const file of await files(store)) {
    if (file.state === "sending") {
      await changeFile(store, file.attachment_id, (old) =>
        old.state === "sending" ? { ...old, state: "queued", unsure: true } : undefined,
      )
    }
  }
}

/** Nothing more is to be done for it. `at`: by the server's clock; where that is not known it is noted later. */
export function archived({ done_at: _, ...op }: OpRecord, at: string | undefined): OpRecord {
  return { ...op, state: "archived", ...(at !== undefined && { done_at: at }) }
}

/** The server has every byte of it; `at` as above. */
export function stored({ stored_at: _, ...file }: FileRecord, at: string | undefined): FileRecord {
  return { ...file, state: "stored", offset: file.size, ...(at !== undefined && { stored_at: at }) }
}

/** Operations whose every page is with the server are done: from here their time to be forgotten runs. A page that is not in
    this store may be moving to the store of whoever signs in at this moment. */
export async function archiveWhole(store: Store, at: string | undefined): Promise<void> {
  const waiting = (await operations(store)).filter((op) => op.state === "acknowledged")
  if (waiting.length === 0) return
  const all = await files(store)
  const open = new Set(all.filter((file) => file.state !== "stored").map((file) => file.op_id))
  const here = new Set(all.map((file) => file.attachment_id))
  for (const op of waiting) {
    const { manifest } = JSON.parse(op.text) as { manifest?: readonly { attachment_id: string }[] }
    if (open.has(op.op_id) || (manifest ?? []).some((page) => !here.has(page.attachment_id))) continue
    await changeOp(store, op.op_id, (old) => (old.state === "acknowledged" ? archived(old, at) : undefined))
  }
}

/** The change that keeps a new operation with what the person sees of it. */
export const queueOp = (op: OpRecord): Change => put(OPERATIONS, op, 0)
