/* The facts of the one sentence about sending. */
import { files, GOING, GOING_FILE, isHealing, operations, UNSENT } from "../db/operations.ts"
import type { FileRecord, OpRecord } from "../db/records.ts"
import type { Store } from "../db/store.ts"
import type { Operation } from "../contract/types.ts"
import type { Phase } from "./world.ts"

export type StatusKind = "all_sent" | "with_officer" | "only_here" | "sending" | "needs_you" | "offline" | "captive"

export interface Status {
  readonly kind: StatusKind
  /** Things that are not wholly with the server: dossiers, and acts that belong to none. For `with_officer`: what an officer
      has to decide about. */
  readonly count: number
  /** When the oldest of them was made. */
  readonly oldest?: string
  /** Steps done, of what is on its way: an operation or a page each. */
  readonly done?: number
  /** While sending: steps in all. For `all_sent`: how many dossiers this phone ever sent for this principal. */
  readonly total?: number
  /** Bytes of pages still to go. */
  readonly bytes?: number
}

export interface Queue {
  readonly operations: readonly OpRecord[]
  readonly files: readonly FileRecord[]
}

export async function queueOf(store: Store): Promise<Queue> {
  return { operations: await operations(store), files: await files(store) }
}

/** Marks of reading are sent along; nobody waits for them. */
const SILENT: ReadonlySet<OpRecord["kind"]> = new Set(["message.read", "result.open", "mandate.refuse"])

export const needsPerson = (thing: OpRecord | FileRecord): boolean => thing.state === "set_aside" || thing.reason === "keeps_failing"

const isWithOfficer = (op: OpRecord): boolean => op.state === "quarantined"

/** What is not wholly with the server, a thing each: a dossier with its pages and acts, and with the consent it was made
    under; an act that belongs to none. */
export function thingsOf(ops: readonly OpRecord[], pages: readonly FileRecord[]): ReadonlySet<string> {
  const mandate = ({ text }: OpRecord): string => (JSON.parse(text) as Pick<Operation, "mandate_id">).mandate_id ?? ""
  const consents = ops.filter((op) => op.kind === "mandate.grant")
  const under = new Map(
    consents.length === 0 ? [] : ops.flatMap((op) => (op.dossier_id === null ? [] : [[mandate(op), op.dossier_id] as const])),
  )
  const thing = (op: OpRecord): string => op.dossier_id ?? (op.kind === "mandate.grant" ? under.get(mandate(op)) : undefined) ?? op.op_id
  return new Set([...ops.map(thing), ...pages.map((page) => page.dossier_id ?? page.attachment_id)])
}

export function statusOf(queue: Queue, phase: Phase, paused: boolean): Status {
  const open = queue.operations.filter((op) => UNSENT.has(op.state) && !SILENT.has(op.kind))
  const unsent = open.filter((op) => !isWithOfficer(op))
  const pages = queue.files.filter((file) => (GOING_FILE.has(file.state) || file.state === "set_aside") && !isHealing(file))
  const things = thingsOf(unsent, pages)
  if (things.size === 0 && open.length > 0) return { kind: "with_officer", count: thingsOf(open, []).size }
  if (things.size === 0) return { kind: "all_sent", count: 0, total: queue.operations.filter((op) => op.kind === "dossier.submit").length }
  const stuck = thingsOf(unsent.filter(needsPerson), pages.filter(needsPerson))
  const oldest = [...unsent.map((op) => op.made_at), ...pages.map((page) => page.kept_at)].reduce((a, b) => (a < b ? a : b))
  if (stuck.size > 0 || paused || phase === "update") return { kind: "needs_you", count: Math.max(stuck.size, 1), oldest }
  if (phase === "captive" || phase === "offline") return { kind: phase, count: things.size, oldest }
  if (phase !== "working") return { kind: "only_here", count: things.size, oldest }
  return { kind: "sending", count: things.size, oldest, ...progressOf(queue) }
}

/** Of the dossiers under way: their operation and each of their pages is a step. */
function progressOf(queue: Queue): { done: number; total: number; bytes: number } {
  const open = new Set([
    ...queue.operations.filter((op) => GOING.has(op.state)).map((op) => op.op_id),
    ...queue.files.filter((file) => GOING_FILE.has(file.state)).map((file) => file.op_id),
  ])
  const ops = queue.operations.filter((op) => open.has(op.op_id))
  const pages = queue.files.filter((file) => open.has(file.op_id))
  const left = pages.filter((page) => page.state !== "stored")
  return {
    done: ops.filter((op) => !GOING.has(op.state)).length + (pages.length - left.length),
    total: ops.length + pages.length,
    bytes: left.reduce((sum, page) => sum + page.size - page.offset, 0),
  }
}

/** The four words of a dossier made here (product.md). */
export type SlipState = "only_here" | "partly" | "sent" | "received" | "needs_you"

export interface SlipParts {
  readonly form: boolean
  readonly files_done: number
  readonly files_total: number
  readonly bytes_left: number
}

const isThere = (page: FileRecord): boolean => page.state === "stored" || isHealing(page)

export function slipParts(op: OpRecord | undefined, pages: readonly FileRecord[]): SlipParts {
  return {
    form: op === undefined || op.state === "acknowledged" || op.state === "archived" || isWithOfficer(op),
    files_done: pages.filter(isThere).length,
    files_total: pages.length,
    bytes_left: pages.reduce((sum, page) => sum + (isThere(page) ? 0 : page.size - page.offset), 0),
  }
}

export function slipState(op: OpRecord | undefined, pages: readonly FileRecord[], dossierState: string | undefined): SlipState {
  if (dossierState !== undefined && dossierState !== "submitted") return "received"
  if (op !== undefined && needsPerson(op)) return "needs_you"
  if (pages.some(needsPerson)) return "needs_you"
  const parts = slipParts(op, pages)
  if (!parts.form) return "only_here"
  return parts.files_done === parts.files_total ? "sent" : "partly"
}
