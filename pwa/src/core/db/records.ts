/* What the phone keeps, as the rest of the app sees it. Members may be added, never renamed:
   a store written by any earlier or later release is read by this one, and members it does not know stay where they are. */
import type { Answers } from "../domain/forms/types.ts"
import type { DossierOut, FieldRefused, MandateOut, MessageOut, MeOut, SecondFactor } from "../contract/types.ts"
import type { Sentence } from "../contract/result.ts"

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
}

/** States of an operation (design/sync.md, 11). `paused` is said of a principal, not of its operations. */
export type OpState = "queued" | "sending" | "held" | "acknowledged" | "archived" | "set_aside" | "quarantined"

export type OpKind = "mandate.grant" | "mandate.refuse" | "dossier.submit" | "dossier.withdraw" | "result.open" | "message.read"

/** An operation: `text` is sent exactly as it was made, whatever happens around it. */
export interface OpRecord {
  op_id: string
  kind: OpKind
  dossier_id: string | null
  /** Whose token sends it: the principal it was made by, also after the phone's owner signed in. */
  principal: string
  text: string
  sha256: string
  signature: string | null
  device_seq: number
  made_at: string
  state: OpState
  tries: number
  /** Not before this moment (ms); 0 is now. */
  next_at: number
  /** Code of what stands in the way, for the person and for the back-off. */
  reason?: string
  say?: Sentence | null
  errors?: readonly FieldRefused[]
  /** op_ids this one waits for, when held. */
  needs?: readonly string[]
  acked_at?: string
  /** When nothing more was to be done for it; from here its time to be forgotten runs. */
  done_at?: string
  /** What people call it: the draft's title, or the dossier's. */
  title?: string
  procedure?: string
  /** This operation repeats the content of another under a new id. */
  forked_from?: string
}

export type FileState = "draft" | "queued" | "sending" | "stored" | "set_aside"

/** One page: what is known of its bytes, and how far they are with the server. */
export interface FileRecord {
  attachment_id: string
  paper: string
  page: number
  sha256: string
  size: number
  type: string
  name?: string
  required: boolean
  warn?: ("dark" | "blurred")[]
  state: FileState
  draft_id?: string
  dossier_id?: string
  op_id?: string
  /** Whose token sends it. */
  principal?: string
  offset: number
  tries: number
  mismatches: number
  next_at: number
  reason?: string
  say?: Sentence | null
  stored_at?: string
  /** The bytes were forgotten after their time; the picture in small stays. */
  forgotten?: boolean
  kept_at: string
}

export interface SlipRecord {
  dossier_id: string
  op_id: string
  draft_id: string
  local_code: string
  claim_secret: string
  qr: string
  second_factor: SecondFactor
  procedure: string
  unit_id: string
  title: string
  made_at: string
  /** Set where another principal's dossier must still be taken over with the slip. */
  claim_as?: string
}

export interface DossierRecord {
  dossier_id: string
  body: DossierOut
  epoch: string
  seen_at: string
  /** Number of the resync that last brought it. */
  round: number
}

export interface MessageRecord {
  message_id: string
  body: MessageOut
  /** Read here, before the server knows. */
  read_at?: string
  round: number
}

export interface MandateRecord {
  mandate_id: string
  body: MandateOut
  round: number
}

/** A document kept for showing without a network. */
export interface DocumentRecord {
  document_id: string
  dossier_id: string
  sha256: string
  size: number
  type: string
  kept_at: string
}

/** What a principal's own store says of its session. */
export interface SessionRecord {
  token: string
  me?: MeOut
  since: string
}

export interface CursorRecord {
  cursor: string
  epoch: string
  round: number
  /** A resync is under way: what it does not bring is dropped only when it is complete. */
  resyncing: boolean
  at: string
}
