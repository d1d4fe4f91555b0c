/* What an official typed at a sitting stays on this computer while the sitting lasts, over a cut network and a reload. */
import { useRef, useState } from "preact/hooks"
import type { Procedure, VersionedText } from "../../../core/contract/catalogue.ts"
import type { ConsentOut, FiledOut } from "../../../core/contract/openapi.gen.ts"
import type { ManifestItem, Party, SecondFactor } from "../../../core/contract/types.ts"
import { type Answers, type FormDef, type Party as FormParty, parties } from "../../../core/domain/forms/index.ts"
import { claimSecret, localCode, uuid7 } from "../../../core/domain/ids.ts"
import { termsOf, termsSeen } from "../../../core/domain/terms.ts"
import { today } from "../../i18n/format.ts"
import type { Offer, Truth } from "./before.ts"
import { forget, useKept } from "./kept.ts"

const KEPT = "sitting"

export interface SittingDraft {
  readonly sitting_id: string
  readonly token: string
  readonly unit_id: string
  readonly procedure: string
  /** The number of the waiting room with which she was called. */
  readonly ticket_id?: string
  readonly form_ref: string
  readonly dossier_id: string
  readonly op_id: string
  readonly secret: string
  readonly answers: Answers
  readonly pages: readonly ManifestItem[]
  readonly at: { readonly section: string; readonly field?: string }
  /** The exact text that the resident is asked to agree to; it goes with the next change. */
  readonly text?: string
  readonly sha256?: string
  readonly phone?: string
  readonly compared: readonly string[]
  readonly filed?: FiledOut
  /** The sitting of the same person right before this one. */
  readonly after?: string
  /** The number of whoever sits here, typed once. */
  readonly person?: string
  /** Which number was asked for, by the question for it. */
  readonly asked?: Readonly<Record<string, string>>
  readonly offers?: readonly Offer[]
  readonly consents?: readonly ConsentOut[]
  readonly truth?: Truth
  readonly used?: readonly string[]
  /** Whether she allows that this is filled in again: being asked, or what she said. */
  readonly reuse?: "asking" | "yes" | "no"
}

/** Who goes on with another matter: her screen, and what she said a moment ago. */
export interface Follow {
  readonly after: string
  readonly token: string
  readonly person: string
}

/** 24 random bytes: what the other screen opens the sitting with. */
const token = (): string => claimSecret() + claimSecret()

export function newSitting(unit_id: string, procedure: Procedure, section: string, ticket_id = "", follow?: Follow): SittingDraft {
  return {
    ...{ sitting_id: uuid7(), token: token(), unit_id, procedure: procedure.code, form_ref: procedure.form.ref },
    ...{ dossier_id: uuid7(), op_id: uuid7(), secret: claimSecret(), answers: {}, pages: [], at: { section }, compared: [] },
    ...(ticket_id !== "" && { ticket_id }),
    ...follow,
  }
}

export interface KeptSitting {
  readonly draft: SittingDraft | undefined
  readonly set: (next: SittingDraft) => void
  /** Changes what is there now, also where several changes come before the next drawing. */
  readonly change: (change: (old: SittingDraft) => SittingDraft) => void
  /** Ends it here; `next` names whoever goes on with another matter. */
  readonly drop: (next?: Follow) => void
  readonly follow: Follow | undefined
}

export function useSittingDraft(): KeptSitting {
  const [kept, keep] = useKept(KEPT)
  const [draft, setDraft] = useState<SittingDraft | undefined>(() => {
    const text = kept["draft"] ?? ""
    return text === "" ? undefined : (JSON.parse(text) as SittingDraft)
  })
  const [follow, setFollow] = useState<Follow>()
  const latest = useRef(draft)
  const set = (next: SittingDraft): void => {
    latest.current = next
    setDraft(next)
    keep("draft", JSON.stringify(next))
  }
  return {
    draft,
    set,
    change: (change) => latest.current && set(change(latest.current)),
    follow,
    drop: (next) => {
      latest.current = undefined
      setDraft(undefined)
      setFollow(next)
      keep("draft", "")
      forget(KEPT)
    },
  }
}

/** What was agreed to is agreed to no more once anything changes; another try is another act. */
export function changed(old: SittingDraft, next: Partial<SittingDraft>): SittingDraft {
  const { text: _text, sha256: _sha256, ...rest } = old
  return { ...rest, op_id: old.text === undefined ? old.op_id : uuid7(), ...next }
}

const asParty = ({ address, ...rest }: FormParty): Party => ({ ...rest, ...(address === undefined ? {} : { address: { ...address } }) })

const lastFour = (text: string | undefined): string | undefined => {
  const digits = text?.replace(/\s/g, "") ?? ""
  return digits.length >= 4 ? digits.slice(-4) : undefined
}

/** With what she proves, next to the code on the slip, that the dossier is hers. */
export function factorOf(form: FormDef, answers: Answers, secret: string): SecondFactor {
  const { owner, submitter } = parties(form, answers)
  const id = lastFour(owner.id_number) ?? lastFour(submitter?.id_number)
  if (id !== undefined) return { kind: "id", last4: id }
  const phone = lastFour(owner.phone) ?? lastFour(submitter?.phone)
  if (phone !== undefined) return { kind: "phone", last4: phone }
  // a word of four digits, the same however often this is asked
  const sum = Array.from(secret).reduce((all, letter) => (all * 31 + letter.charCodeAt(0)) % 10_000, 7)
  return { kind: "word", last4: String(sum).padStart(4, "0") }
}

const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("")

export const sha256Of = async (text: string): Promise<string> => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))

interface Ground {
  readonly form: FormDef
  readonly procedure: Procedure
  readonly answers: Answers
  readonly notice: VersionedText
  /** The words she said yes to; nothing where she did not. */
  readonly allowed?: VersionedText | undefined
}

/** The exact text of what is submitted: it is agreed to, and sent, as it is. */
export async function textOf(draft: SittingDraft, { form, procedure, answers, notice, allowed }: Ground): Promise<string> {
  const found = parties(form, answers)
  const authority = answers["submitter_authority"]
  const now = new Date().toISOString()
  const payload = {
    procedure_code: draft.procedure,
    unit_id: draft.unit_id,
    local_code: localCode(draft.dossier_id),
    answers,
    parties: {
      owner: asParty(found.owner),
      submitter: found.submitter === undefined ? null : asParty(found.submitter),
      subjects: found.subjects.map(asParty),
      witnesses: found.witnesses.map(asParty),
      helper: null,
    },
    submitter_authority: typeof authority === "string" ? authority : null,
    claim_hash: await sha256Of(draft.secret),
    second_factor: factorOf(form, answers, draft.secret),
    notice: { version: notice.version, hash: notice.hash, shown_at: now },
    terms: termsSeen(termsOf(procedure, today()), answers, "direct"),
    ...(allowed && { reuse: { version: allowed.version, hash: allowed.hash } }),
    wishes: { return: "office" },
  }
  const { op_id, dossier_id, form_ref } = draft
  return JSON.stringify({ op_id, dossier_id, form_ref, made_at: now, payload, manifest: draft.pages })
}
