/* Sending a draft: the text is made once, and one transaction freezes the draft, keeps the operation, the slip and the
   queue of pages. A second tap, in this tab or another, finds the slip of the first. */
import type { Paper } from "../contract/catalogue.ts"
import { fail, ok, type Result } from "../contract/result.ts"
import type { ManifestItem, Parties, Party, SecondFactor, SubmitPayload } from "../contract/types.ts"
import { toBytes } from "../db/codec.ts"
import { endDraft } from "../db/kept.ts"
import { freeze } from "../db/drafts.ts"
import { kept } from "../db/guard.ts"
import type { Draft, DraftFile, FileRecord, OpRecord, SlipRecord } from "../db/records.ts"
import { put, type Change, type Store } from "../db/store.ts"
import { COPIES, DRAFTS, FILES, OPERATIONS, SLIPS } from "../db/tables.ts"
import { sameContent } from "../domain/merge.ts"
import { evaluate, parties as partiesOf } from "../domain/forms/index.ts"
import type { Answers, FormDef, Party as FormParty } from "../domain/forms/types.ts"
import { claimSecret, localCode } from "../domain/ids.ts"
import type { TermsSeen } from "../domain/terms.ts"
import type { Base } from "./base.ts"
import { sha256Hex } from "./encode.ts"
import { makeOperation } from "./make.ts"

export interface SubmitExtras {
  readonly notice: { readonly version: string; readonly hash: string; readonly shown_at: string }
  readonly second_factor: SecondFactor
  /** The fee and the limit that stood on the screen. */
  readonly terms?: TermsSeen
  /** The words to which the owner said yes: that this may be filled in again. */
  readonly reuse?: { readonly version: string; readonly hash: string }
  readonly wishes?: Readonly<Record<string, unknown>>
  readonly submitter_authority?: string
  /** The person who typed, when it was for somebody else. */
  readonly helper?: Party
}

export interface SubmitContext {
  readonly form: FormDef
  readonly papers: readonly Paper[]
  /** The civil date in Viet Nam. */
  readonly today: string
  /** Where the address on the slip points. */
  readonly publicUrl: string
}

interface Sending {
  readonly draft: Draft
  readonly dossierId: string
  /** That of the slip; the same again when a refused sending is sent in another wording. */
  readonly secret: string
  /** The text of the draft's copy that was agreed on; empty where none was. */
  readonly seen: string
  readonly answers: Answers
  readonly pages: readonly FileRecord[]
  readonly extras: SubmitExtras
  readonly context: SubmitContext
}

/** Promises the slip of this draft: made now, or the one made by an earlier tap. */
export async function submitDraft(
  base: Base,
  principal: string,
  given: Draft,
  extras: SubmitExtras,
  context: SubmitContext,
): Promise<Result<SlipRecord>> {
  const store = base.store(principal)
  const held = await store.get(DRAFTS, given.id)
  if (held === undefined) return fail("draft_gone")
  if (held.value.frozen !== undefined) return slipOfDraft(store, given.id)
  const draft: Draft = { ...held.value, ...given }
  const dossierId = held.value.dossier_id ?? given.dossier_id
  if (dossierId === undefined) return fail("draft_gone")
  // another tab or phone wrote meanwhile, and the person has not seen it
  if (!sameContent(held.value, draft)) return fail("stale")
  if ((draft.conflicts ?? []).length > 0) return fail("answers_differ")
  const checked = evaluate(context.form, draft.answers, context.today)
  if (checked.errors.length > 0) return fail("answers_refused", { errors: checked.errors })
  const pages = await pagesOf(store, draft, context.papers)
  if (!pages.ok) return pages
  const earlier = await store.get(SLIPS, dossierId)
  if (earlier !== undefined && draft.from_op === undefined) return sentBefore(base, store, draft, earlier.value)
  const secret = earlier?.value.claim_secret ?? claimSecret()
  const seen = (await store.get(COPIES, draft.id))?.value.sha256 ?? ""
  const sending: Sending = { draft, dossierId, secret, seen, answers: checked.answers, pages: pages.value, extras, context }
  const { op, slip } = await prepare(base, principal, sending)
  const replaced = await replacedOp(store, draft)
  const changes = [freeze(draft, op.op_id, held.rev), put(OPERATIONS, op, 0), put(SLIPS, slip, earlier?.rev ?? 0), ...replaced]
  const written = await kept(() => store.write([...changes, ...queuedPages(draft, dossierId, pages.value, op)], { durable: true }))
  if (written.ok) return ok(slip)
  return written.code === "stale" ? slipOfDraft(store, given.id) : written
}

/** It was sent, and not opened again after a refusal: another operation would be a second one about the same dossier. What
    was written since is kept apart. */
async function sentBefore(base: Base, store: Store, draft: Draft, slip: SlipRecord): Promise<Result<SlipRecord>> {
  const here = { now: base.serverNow(), device_id: base.device.id, epoch: base.device.epoch }
  const ended = await kept(() => endDraft(store, draft.id, { reason: "sent", at: slip.made_at }, here))
  return ended.ok ? ok(slip) : ended
}

/** The slip that an earlier tap made; a draft that was only saved meanwhile asks for another try. */
async function slipOfDraft(store: Store, draftId: string): Promise<Result<SlipRecord>> {
  const slips = await store.all(SLIPS)
  const found = slips.find((slip) => slip.value.draft_id === draftId)
  return found === undefined ? fail("stale") : ok(found.value)
}

/** A page that another phone took and the server has: nothing of it is left to send. */
function pageElsewhere(file: DraftFile, draft: Draft, withServer: ReadonlySet<string>): FileRecord | undefined {
  if (!withServer.has(file.attachment_id)) return undefined
  const { attachment_id, paper, page, sha256, size, type } = file
  const untried = {
    tries: 0,
    mismatches: 0,
    next_at: 0,
    required: true,
    kept_at: draft.saved_at,
    draft_id: draft.id,
    elsewhere: true as const,
  }
  return { attachment_id, paper, page, sha256, size, type, state: "stored", offset: size, ...untried }
}

/** Every page the draft names, with its bytes on this phone or with the server; one that is neither stops the sending. */
export async function pagesOf(store: Store, draft: Draft, papers: readonly Paper[]): Promise<Result<FileRecord[]>> {
  const pages: FileRecord[] = []
  const withServer = new Set((await store.get(COPIES, draft.id))?.value.pages_held)
  for (const file of draft.files) {
    const held = (await store.get(FILES, file.attachment_id))?.value ?? pageElsewhere(file, draft, withServer)
    if (held === undefined || (held.state !== "stored" && !(await store.hasBytes(file.attachment_id)))) {
      return fail("file_missing", { params: { paper: file.paper, page: file.page, attachment_id: file.attachment_id } })
    }
    pages.push({ ...held, ...placeOf(file, papers) })
  }
  return ok(pages)
}

function placeOf(file: DraftFile, papers: readonly Paper[]): Pick<FileRecord, "paper" | "page" | "required"> & { name?: string } {
  const paper = papers.find((each) => each.key === file.paper)
  const required = file.required ?? (paper === undefined || paper.photo === "required")
  const place = { paper: file.paper, page: file.page, required }
  return file.name === undefined ? place : { ...place, name: file.name }
}

export const manifestItem = (page: FileRecord): ManifestItem => ({
  attachment_id: page.attachment_id,
  sha256: page.sha256,
  size: page.size,
  type: page.type,
  paper: page.paper,
  page: page.page,
  required: page.required,
  name: page.name ?? null,
  ...(page.warn?.length ? { warned: [...page.warn] } : {}),
})

async function prepare(base: Base, principal: string, sending: Sending): Promise<{ op: OpRecord; slip: SlipRecord }> {
  const { draft, dossierId, context, extras } = sending
  const code = localCode(dossierId)
  const payload = await payloadOf(sending, code)
  const op = await makeOperation(base, principal, {
    kind: "dossier.submit",
    dossier_id: dossierId,
    form_ref: draft.form_ref,
    mandate_id: draft.mandate_id ?? null,
    payload,
    manifest: sending.pages.map(manifestItem),
    title: draft.title ?? "",
    procedure: draft.procedure,
  })
  const slip: SlipRecord = {
    dossier_id: dossierId,
    op_id: op.op_id,
    draft_id: draft.id,
    local_code: code,
    claim_secret: sending.secret,
    qr: `${context.publicUrl}/t/${code}#${sending.secret}`,
    second_factor: extras.second_factor,
    procedure: draft.procedure,
    unit_id: draft.unit_id,
    title: draft.title ?? "",
    made_at: op.made_at,
  }
  return { op, slip }
}

async function payloadOf({ draft, answers, extras, context, secret, seen }: Sending, code: string): Promise<SubmitPayload> {
  const found = partiesOf(context.form, answers)
  const parties: Parties = {
    owner: asParty(found.owner),
    submitter: found.submitter === undefined ? null : asParty(found.submitter),
    subjects: found.subjects.map(asParty),
    witnesses: found.witnesses.map(asParty),
    helper: extras.helper ?? null,
  }
  return {
    procedure_code: draft.procedure,
    unit_id: draft.unit_id,
    local_code: code,
    answers,
    parties,
    submitter_authority: extras.submitter_authority ?? null,
    claim_hash: await sha256Hex(toBytes(secret)),
    second_factor: extras.second_factor,
    notice: extras.notice,
    ...(extras.terms !== undefined && { terms: extras.terms }),
    ...(extras.reuse !== undefined && { reuse: extras.reuse }),
    wishes: extras.wishes ?? {},
    ...(seen !== "" && { draft_seen: seen }),
  }
}

const asParty = ({ address, ...rest }: FormParty): Party => ({ ...rest, ...(address === undefined ? {} : { address: { ...address } }) })

/** The refused sending in whose place this draft goes is settled. */
export async function replacedOp(store: Store, draft: Draft): Promise<Change[]> {
  const old = draft.from_op === undefined ? undefined : await store.get(OPERATIONS, draft.from_op)
  if (old?.value.state !== "set_aside") return []
  return [put(OPERATIONS, { ...old.value, state: "archived", reason: "replaced" }, old.rev)]
}

/** Its pages wait behind the operation that names them. */
export function queuedPages(draft: Draft, dossierId: string, pages: readonly FileRecord[], op: OpRecord): Change[] {
  return pages.map((page) =>
    put(FILES, {
      ...page,
      state: page.state === "stored" ? page.state : ("queued" as const),
      dossier_id: dossierId,
      op_id: op.op_id,
      principal: op.principal,
      draft_id: draft.id,
    }),
  )
}
