/* Acts that were refused: what was written stays with the reason, can be opened again, or be let go by a tap. */
import { done, fail, type Result, type Sentence } from "../contract/result.ts"
import type { Operation } from "../contract/types.ts"
import { changeOp, operations } from "../db/operations.ts"
import type { OpRecord } from "../db/records.ts"
import { put, type Change, type Store } from "../db/store.ts"
import { OPERATIONS } from "../db/tables.ts"
import type { Base } from "./base.ts"

/** An act that the office did not take, with what the person wrote in it. */
export interface RefusedAct {
  readonly op_id: string
  readonly kind: OpRecord["kind"]
  readonly text: string
  readonly made_at: string
  /** Code of the reason; its sentence is `say` where the server gave one. */
  readonly reason?: string
  readonly say?: Sentence | null
}

/** What a person wrote into an act. */
export function wordsOf(op: OpRecord): string {
  const { payload } = JSON.parse(op.text) as Operation
  const written = payload?.["reason"]
  return typeof written === "string" ? written : ""
}

/** The refused acts on a dossier, the last one first. */
export async function refusedActs(store: Store, dossierId: string): Promise<RefusedAct[]> {
  const all = (await operations(store)).filter((op) => op.dossier_id === dossierId && isRefusedAct(op))
  return all.reverse().map((op) => ({
    op_id: op.op_id,
    kind: op.kind,
    text: wordsOf(op),
    made_at: op.made_at,
    ...(op.reason === undefined ? {} : { reason: op.reason }),
    say: op.say ?? null,
  }))
}

const ACTS: ReadonlySet<OpRecord["kind"]> = new Set(["dossier.withdraw", "dossier.confirm"])

export const isRefusedAct = (op: OpRecord): boolean => ACTS.has(op.kind) && op.state === "set_aside"

/** A person has read it and lets it go; what was written is kept for a time (core/db/forget.ts). */
export async function letActGo(base: Base, principal: string, opId: string): Promise<Result<undefined>> {
  const settled = await changeOp(base.store(principal), opId, (old) => (isRefusedAct(old) ? settle(old, "let_go") : undefined))
  return settled === undefined ? fail("nothing_to_send") : done
}

/** The change that settles a refused act in whose place another is made. */
export async function replacedAct(store: Store, opId: string | undefined): Promise<Change[]> {
  const old = opId === undefined ? undefined : await store.get(OPERATIONS, opId)
  return old !== undefined && isRefusedAct(old.value) ? [put(OPERATIONS, settle(old.value, "replaced"), old.rev)] : []
}

const settle = (old: OpRecord, reason: string): OpRecord => ({ ...old, state: "archived", reason })
