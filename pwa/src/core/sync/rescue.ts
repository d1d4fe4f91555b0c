/* A rescue file: what this phone could not send, sealed for the office and made without a network. It holds the very
   operations that would have been sent, with their signatures, the pages that belong to them, and the phone's own proof
   of its key, so that the office may take them from a phone it has never heard of. Nothing on the phone changes by it:
   if the phone gets to send after all, the server answers that it has them. */
import { fail, ok, type Result } from "../contract/result.ts"
import type { Bundle } from "../contract/catalogue.ts"
import type { Operation } from "../contract/types.ts"
import { files, operations, UNSENT } from "../db/operations.ts"
import type { FileRecord, OpRecord } from "../db/records.ts"
import type { Store } from "../db/store.ts"
import type { OfficeKey } from "../domain/office.ts"
import { packRow, partName, planParts, RESCUE_FORMAT, type PartPlan } from "../domain/rescue.ts"
import type { Base } from "./base.ts"
import { newCode, sealedPart, type RescueFile } from "./parts.ts"

export interface RescueOrder {
  /** Of what the phone keeps of the catalogue; its key was in it at the last contact. */
  readonly bundle: Bundle | undefined
  /** One operation, with what it needs; without it everything that is unsent. */
  readonly only?: string | undefined
  /** Largest size of a part. */
  readonly limit?: number
}

interface Load {
  readonly ops: readonly OpRecord[]
  readonly pages: readonly FileRecord[]
}

/** Promises the parts, one after the other so that only one is in memory, or why there is nothing to carry. */
export async function makeRescue(base: Base, principal: string, order: RescueOrder): Promise<Result<RescueParts>> {
  const key = order.bundle?.office_key ?? (await base.device.server())?.office_key
  if (key === undefined) return fail("office_key_missing")
  const store = base.store(principal)
  const load = await loadOf(store, order.only)
  if (load.ops.length === 0) return fail("nothing_to_send")
  const sizes = load.ops.map((op) => ({ id: op.op_id, size: op.text.length * 3 }))
  const pages = load.pages.map((page) => ({ id: page.attachment_id, op: page.op_id ?? "", size: page.size }))
  const plan = planParts(sizes, pages, order.limit)
  return ok(new RescueParts({ base, store, key, load, plan, code: newCode() }))
}

interface Making {
  readonly base: Base
  readonly store: Store
  readonly key: OfficeKey
  readonly load: Load
  readonly plan: readonly PartPlan[]
  readonly code: string
}

export class RescueParts {
  readonly #making: Making
  constructor(making: Making) {
    this.#making = making
  }

  /** What people call it: the same on all parts. */
  get code(): string {
    return this.#making.code
  }

  get count(): number {
    return this.#making.plan.length
  }

  /** How many things are in it, counted as dossiers and acts that belong to none. */
  get things(): number {
    return new Set(this.#making.load.ops.map((op) => op.dossier_id ?? op.op_id)).size
  }

  /** The nth part, counted from 1. */
  async part(number: number): Promise<RescueFile> {
    const { base, key, plan, code } = this.#making
    const planned = plan[number - 1]
    if (planned === undefined) throw new Error(`there is no part ${number}`)
    const head = { format: RESCUE_FORMAT, code, part: number, parts: plan.length }
    return { name: partName(code, number, plan.length), bytes: await sealedPart(base, key, head, await this.#rows(planned)) }
  }

  async #rows({ ops, pieces }: PartPlan): Promise<Uint8Array[]> {
    const { store, load } = this.#making
    const mine = new Set(ops)
    const rows: Uint8Array[] = []
    for (const { op_id, text, sha256, signature } of load.ops) {
      if (mine.has(op_id)) rows.push(packRow({ t: "op", text, sha256, signature }))
    }
    for (const piece of pieces) {
      const page = load.pages.find((each) => each.attachment_id === piece.id)
      const bytes = await store.bytes(piece.id)
      if (page === undefined || bytes === undefined) continue
      const { attachment_id, op_id, sha256, size, type } = page
      const row = { t: "file", attachment_id, op_id, sha256, size, type, offset: piece.offset }
      rows.push(packRow(row, bytes.slice(piece.offset, piece.offset + piece.length)))
    }
    return rows
  }
}

/** Everything the server does not surely have: operations in their order, and pages of theirs that are here. */
export async function loadOf(store: Store, only: string | undefined): Promise<Load> {
  const all = await operations(store)
  const open = (await files(store)).filter((page) => page.state !== "stored" && page.state !== "draft" && page.op_id !== undefined)
  const waiting = new Set(open.map((page) => page.op_id))
  const unsent = all.filter((op) => UNSENT.has(op.state) || waiting.has(op.op_id))
  const wanted = only === undefined ? undefined : withNeeds(unsent, only, open)
  const ops = wanted === undefined ? unsent : unsent.filter((op) => wanted.has(op.op_id))
  const named = new Set(ops.map((op) => op.op_id))
  const pages: FileRecord[] = []
  for (const page of open) {
    if (named.has(page.op_id ?? "") && (await store.hasBytes(page.attachment_id))) pages.push(page)
  }
  return { ops, pages }
}

/** One operation, what was made on the same dossier before it, and the consent it was made under. */
function withNeeds(unsent: readonly OpRecord[], id: string, pages: readonly FileRecord[]): ReadonlySet<string> {
  const asked = pages.find((page) => page.attachment_id === id)?.op_id ?? id
  const one = unsent.find((op) => op.op_id === asked)
  if (one === undefined) return new Set()
  const before = unsent.filter((op) => one.dossier_id !== null && op.dossier_id === one.dossier_id && op.device_seq < one.device_seq)
  const mandates = new Set([one, ...before].map(mandateOf).filter((mandate) => mandate !== undefined))
  const consents = unsent.filter((op) => op.kind === "mandate.grant" && mandates.has(mandateOf(op) ?? ""))
  return new Set([one, ...before, ...consents].flatMap((op) => [op.op_id, ...(op.needs ?? [])]))
}

const mandateOf = (op: OpRecord): string | undefined => (JSON.parse(op.text) as Operation).mandate_id ?? undefined
