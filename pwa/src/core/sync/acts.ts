/* What a person does beside sending: each is an operation, kept at once and sent when it can be. */
import { done, fail, ok, type Result } from "../contract/result.ts"
import type { MandateGrant, MandateOut, Operation } from "../contract/types.ts"
import { kept } from "../db/guard.ts"
import { operations, queueOp, SETTLED } from "../db/operations.ts"
import { setting } from "../db/settings.ts"
import { put, type Change, type Store } from "../db/store.ts"
import { ALLOWANCES, DOSSIERS, MANDATES, MESSAGES } from "../db/tables.ts"
import { uuid7 } from "../domain/ids.ts"
import type { Base } from "./base.ts"
import { makeOperation, type Act } from "./make.ts"
import { replacedAct } from "./refused.ts"

async function queue(base: Base, principal: string, act: Act, also: readonly Change[] = []): Promise<Result<undefined>> {
  const op = await makeOperation(base, principal, act)
  const written = await kept(() => base.store(principal).write([queueOp(op), ...also], { durable: true }))
  return written.ok ? done : written
}

/** Takes a dossier back, in place of an attempt that was refused (`instead`) where there was one. */
export async function withdraw(
  base: Base,
  principal: string,
  dossierId: string,
  reason: string,
  instead?: string,
): Promise<Result<undefined>> {
  const store = base.store(principal)
  const dossier = await store.get(DOSSIERS, dossierId)
  const about = dossier === undefined ? {} : { title: dossier.value.body.title, procedure: dossier.value.body.procedure_code }
  const seen = dossier?.value.body.version ?? 0
  const settled = await replacedAct(store, instead)
  return queue(base, principal, { kind: "dossier.withdraw", dossier_id: dossierId, seen, payload: { reason }, ...about }, settled)
}

/** Takes back that what was said in a dossier may be filled in again. A second tap says nothing new. */
export async function endReuse(base: Base, principal: string, dossierId: string): Promise<Result<undefined>> {
  const store = base.store(principal)
  const going = (await operations(store)).some((op) => op.kind === "reuse.end" && op.dossier_id === dossierId && !SETTLED.has(op.state))
  if (going) return done
  const dossier = (await store.get(DOSSIERS, dossierId))?.value.body
  // what was said at a counter need not be among the dossiers of this phone: then its list names it
  const listed = (await setting(store, ALLOWANCES))?.allowed.find((each) => each.dossier_id === dossierId)
  const named = listed === undefined ? {} : { title: listed.procedure.vi }
  const about = dossier === undefined ? named : { title: dossier.title, procedure: dossier.procedure_code }
  return queue(base, principal, { kind: "reuse.end", dossier_id: dossierId, seen: dossier?.version ?? 0, payload: {}, ...about })
}

/** The owner's word on the draft of her result, for the draft she saw. */
export async function confirmDraft(
  base: Base,
  principal: string,
  dossierId: string,
  word: { readonly agrees: boolean; readonly reason: string },
): Promise<Result<undefined>> {
  const store = base.store(principal)
  const dossier = (await store.get(DOSSIERS, dossierId))?.value.body
  const draft = dossier?.draft?.document.sha256
  if (dossier === undefined || draft === undefined) return fail("draft_gone")
  // a second tap says nothing new
  const going = (await operations(store)).some(
    (op) => op.kind === "dossier.confirm" && op.dossier_id === dossierId && !SETTLED.has(op.state),
  )
  if (going) return done
  const { version, title, procedure_code } = dossier
  const payload = { agrees: word.agrees, draft, reason: word.reason }
  return queue(base, principal, {
    kind: "dossier.confirm",
    dossier_id: dossierId,
    seen: version,
    payload,
    title,
    procedure: procedure_code,
  })
}

/** The owner opened an electronic result. */
export async function resultOpened(base: Base, principal: string, dossierId: string, documentId: string): Promise<Result<undefined>> {
  const seen = (await base.store(principal).get(DOSSIERS, dossierId))?.value.body.version ?? 0
  return queue(base, principal, { kind: "result.open", dossier_id: dossierId, seen, payload: { document_id: documentId } })
}

export async function messageRead(base: Base, principal: string, messageId: string): Promise<Result<undefined>> {
  const held = await base.store(principal).get(MESSAGES, messageId)
  if (held === undefined) return fail("message")
  if (held.value.body.read_at !== null || held.value.read_at !== undefined) return done
  const read = put(MESSAGES, { ...held.value, read_at: new Date(base.world.now()).toISOString() }, held.rev)
  const dossier = held.value.body.dossier_id
  const kept = await queue(base, principal, { kind: "message.read", dossier_id: dossier, payload: { message_id: messageId } }, [read])
  return kept.ok || kept.code !== "stale" ? kept : done
}

export type NewMandate = Omit<MandateGrant, "mandate_id" | "granted_at"> & { readonly granted_at?: string }

/** Consent given to the helper in front; it can be used for filling at once. */
export async function grantMandate(
  base: Base,
  principal: string,
  given: NewMandate,
  helperName: string,
): Promise<Result<{ mandate_id: string }>> {
  const now = base.world.now()
  const mandate_id = uuid7(now)
  const granted_at = given.granted_at ?? new Date(now).toISOString()
  const payload: MandateGrant = { ...given, mandate_id, granted_at }
  const shown: MandateOut = {
    mandate_id,
    helper_name: helperName,
    resident_name: given.resident_name,
    unit_id: given.unit_id,
    purposes: given.purposes,
    text_version: given.text_version,
    method: given.method,
    granted_at,
    expires_at: given.expires_at,
    revoked_at: null,
    dossier_ids: [],
  }
  // the round stays open for it until the feed tells of it
  const keep = put(MANDATES, { mandate_id, body: shown, round: Number.MAX_SAFE_INTEGER }, 0)
  const written = await queue(base, principal, { kind: "mandate.grant", mandate_id, payload, title: given.resident_name }, [keep])
  return written.ok ? ok({ mandate_id }) : written
}

/** The consents of a helper, each with the dossiers made under it, also those the server has not heard of yet. */
export async function mandatesOf(store: Store): Promise<MandateOut[]> {
  const made = new Map<string, string[]>()
  for (const op of await operations(store)) {
    if (op.kind !== "dossier.submit" || op.dossier_id === null) continue
    const { mandate_id } = JSON.parse(op.text) as Operation
    if (mandate_id != null) made.set(mandate_id, [...(made.get(mandate_id) ?? []), op.dossier_id])
  }
  const all = (await store.all(MANDATES)).map((held) => held.value.body)
  return all.map((body) => ({ ...body, dossier_ids: [...new Set([...body.dossier_ids, ...(made.get(body.mandate_id) ?? [])])] }))
}

/** Only that somebody said no; nothing of who it was. */
export function refuseMandate(base: Base, principal: string, unitId: string): Promise<Result<undefined>> {
  return queue(base, principal, { kind: "mandate.refuse", payload: { unit_id: unitId } })
}
