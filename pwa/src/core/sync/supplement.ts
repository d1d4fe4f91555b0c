/* Sending what the office asked for: one transaction freezes the draft, keeps the operation and the queue of new pages. A
   second tap, in this tab or another, changes nothing. */
import type { Paper } from "../contract/catalogue.ts"
import { done, fail, type Result } from "../contract/result.ts"
import { freeze } from "../db/drafts.ts"
import { kept } from "../db/guard.ts"
import type { Draft, FileRecord, OpRecord } from "../db/records.ts"
import { put } from "../db/store.ts"
import { COPIES, DOSSIERS, DRAFTS, OPERATIONS } from "../db/tables.ts"
import { sameContent } from "../domain/merge.ts"
import type { Supplementing } from "../domain/draft.ts"
import type { Json } from "../domain/forms/types.ts"
import type { Base } from "./base.ts"
import { makeOperation } from "./make.ts"
import { manifestItem, pagesOf, queuedPages, replacedOp } from "./submit.ts"

export interface SupplementGiven {
  /** New answers by path: of what was asked for, nothing else. */
  readonly answers: Readonly<Record<string, Json>>
  readonly papers: readonly Paper[]
}

/** Keeps the answer and queues it; it goes as soon as there is a network. */
export async function sendSupplement(base: Base, principal: string, given: Draft, more: SupplementGiven): Promise<Result<undefined>> {
  const store = base.store(principal)
  const held = await store.get(DRAFTS, given.id)
  if (held?.value.supplement === undefined) return fail("draft_gone")
  if (held.value.frozen !== undefined) return done
  const draft: Draft = { ...held.value, ...given }
  // another tab or phone wrote meanwhile, and the person has not seen it
  if (!sameContent(held.value, draft)) return fail("stale")
  if ((draft.conflicts ?? []).length > 0) return fail("answers_differ")
  const pages = await pagesOf(store, draft, more.papers)
  if (!pages.ok) return pages
  const op = await operationOf(base, principal, { draft, about: held.value.supplement, answers: more.answers, pages: pages.value })
  const changes = [freeze(draft, op.op_id, held.rev), put(OPERATIONS, op, 0), ...(await replacedOp(store, draft))]
  const queued = queuedPages(draft, held.value.supplement.dossier_id, pages.value, op)
  const written = await kept(() => store.write([...changes, ...queued], { durable: true }))
  if (written.ok || written.code !== "stale") return written.ok ? done : written
  return (await store.get(DRAFTS, draft.id))?.value.frozen === undefined ? written : done
}

interface Sending extends Pick<SupplementGiven, "answers"> {
  readonly draft: Draft
  readonly about: Supplementing
  readonly pages: readonly FileRecord[]
}

async function operationOf(base: Base, principal: string, { draft, about, answers, pages }: Sending): Promise<OpRecord> {
  const store = base.store(principal)
  const dossier = (await store.get(DOSSIERS, about.dossier_id))?.value.body
  const seen = (await store.get(COPIES, draft.id))?.value.sha256 ?? ""
  const { supplement_id, notes } = draft.supplement ?? about
  return makeOperation(base, principal, {
    kind: "dossier.supplement",
    dossier_id: about.dossier_id,
    seen: dossier?.version ?? 0,
    form_ref: draft.form_ref,
    mandate_id: draft.mandate_id ?? null,
    payload: { supplement_id, answers, notes, draft_id: draft.id, ...(seen !== "" && { draft_seen: seen }) },
    manifest: pages.map(manifestItem),
    title: dossier?.title ?? draft.title ?? "",
    procedure: draft.procedure,
  })
}
