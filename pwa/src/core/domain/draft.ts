/* A draft as the phone keeps it. Members may be added, never renamed. */
import type { Aside } from "./forms/mapping.ts"
import type { Answers } from "./forms/types.ts"
import type { Clash } from "./merge.ts"
import type { Terms } from "./terms.ts"

/** One page of a paper in a draft. Its bytes are kept by `files.put` before the draft names it. */
export interface DraftFile {
  attachment_id: string
  /** Key of the procedure's paper. */
  paper: string
  page: number
  sha256: string
  size: number
  type: string
  name?: string
  /** Kept beside the bytes, not in the draft; given back by `drafts.get` and `drafts.list`. */
  thumb?: ArrayBuffer
  warn?: ("dark" | "blurred")[]
  /** False where the procedure does not need this paper; required pages are sent first. */
  required?: boolean
  /** Looked up with the draft, not kept in it: the bytes are on another phone, or with the server alone. */
  away?: boolean
}

/** A draft as it was when it was carried over to another form, and what of it has no place there. */
export interface DraftPast {
  form_ref: string
  answers: Answers
  files: DraftFile[]
  terms?: Terms
  fresh?: string[]
  conflicts?: readonly Clash[]
  at: string
  aside: readonly Aside[]
}

/** That a draft is an answer to a request of the office about a dossier it has, and no new dossier. */
export interface Supplementing {
  readonly supplement_id: string
  /** The dossier it is about; the draft's own `dossier_id` names none. */
  readonly dossier_id: string
  /** What the person says of a thing she cannot give, by the thing's key. */
  readonly notes: Readonly<Record<string, string>>
}

export interface Draft {
  /** draft_id; final from the first keystroke. */
  id: string
  /** Final from the first keystroke too; given by the first save where the screen gave none. */
  dossier_id?: string
  procedure: string
  /** code@hash: the form version this draft is pinned to. */
  form_ref: string
  unit_id: string
  answers: Answers
  files: DraftFile[]
  /** Where to resume. */
  at: { section: string; field?: string }
  /** Keys of the papers ticked as "I have it". */
  checklist: string[]
  for: "self" | "other"
  mandate_id?: string
  created_at: string
  saved_at: string
  title?: string
  /** Set once it was sent: the draft is frozen and no longer listed. */
  frozen?: string
  /** The rejected sending this draft was made from again. */
  from_op?: string
  /** Fee and limit as they were shown when it was begun, or agreed to anew since. */
  terms?: Terms
  /** What it was before it was carried over to a newer form, the last time last; kept until it is sent and after. */
  history?: DraftPast[]
  /** Questions that came with the newer form, by their names (`field`, `group.field`). */
  fresh?: string[]
  supplement?: Supplementing
  /** Questions that were answered differently on two phones; nothing is sent before the person has chosen. */
  conflicts?: readonly Clash[]
}
