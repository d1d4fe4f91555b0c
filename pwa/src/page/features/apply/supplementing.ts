/* The draft in which what the office asked for is answered: found where it was begun, here or on another phone, or begun. */
import type { DossierOut, SupplementOut } from "../../../core/contract/types.ts"
import type { Answers } from "../../../core/domain/forms/index.ts"
import { begun } from "../../../core/domain/supplement.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import type { Client, Draft } from "../../app/client.ts"
import { formOf } from "../../app/forms.ts"
import { openRequest, requestsOf } from "../../app/requests.ts"
import { phone } from "../../offline/phone.ts"
import { Keeper } from "./keeping.ts"
import type { Opened } from "./filling.ts"

export interface Supplementary extends Opened {
  readonly dossier: DossierOut
  readonly request: SupplementOut
}

export type Found =
  | { state: "opening" | "gone" | "no_form" }
  | { state: "closed"; dossier: DossierOut }
  | { state: "sent"; dossier: DossierOut }
  | { state: "open"; opened: Supplementary }

async function mandateOf(dossier: DossierOut): Promise<string | undefined> {
  if (dossier.my_role !== "helper") return undefined
  const all = await phone().mandates.list()
  return all.find((each) => each.dossier_ids.includes(dossier.dossier_id))?.mandate_id
}

export async function openSupplement(client: Client, dossierId: string, reopen: () => void): Promise<Found> {
  const dossier = await phone().dossiers.get(dossierId)
  if (dossier === undefined) return { state: "gone" }
  const drafts = (await client.store.drafts.list()).filter((each) => each.supplement?.dossier_id === dossierId)
  const request = openRequest(dossier)
  const mine = drafts.find((each) => each.supplement?.supplement_id === request?.supplement_id) ?? drafts[0]
  const about = request ?? requestsOf(dossier).find((each) => each.supplement_id === mine?.supplement?.supplement_id)
  if (about === undefined) return { state: "closed", dossier }
  const waits = (await phone().outbox.list()).some((item) => item.kind === "dossier.supplement" && item.dossier_id === dossierId)
  if (mine === undefined && (waits || request === undefined)) return { state: waits ? "sent" : "closed", dossier }
  const [form, bundle, units] = await Promise.all([formOf(client, dossier.form_ref), client.store.bundle(), client.store.units()])
  if (form === undefined) return { state: "no_form" }
  const procedure = bundle?.procedures.find((each) => each.code === dossier.procedure_code)
  const mandate_id = await mandateOf(dossier)
  const draft = mine ?? newDraft(dossier, about, begun(about.items, form, dossier.answers as Answers), mandate_id)
  const keep = new Keeper(client.store, draft, reopen)
  return { state: "open", opened: { keep, form, procedure, units, reopen, dossier, request: about } }
}

function newDraft(dossier: DossierOut, request: SupplementOut, answers: Answers, mandate_id: string | undefined): Draft {
  const now = new Date().toISOString()
  return {
    id: uuid7(),
    procedure: dossier.procedure_code,
    form_ref: dossier.form_ref,
    unit_id: dossier.unit_id,
    answers,
    files: [],
    at: { section: "" },
    checklist: [],
    for: mandate_id === undefined ? "self" : "other",
    ...(mandate_id !== undefined && { mandate_id }),
    created_at: now,
    saved_at: now,
    title: dossier.title,
    supplement: { supplement_id: request.supplement_id, dossier_id: dossier.dossier_id, notes: {} },
  }
}
