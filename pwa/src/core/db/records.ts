/* What the phone keeps, as the rest of the app sees it. Members may be added, never renamed:
   a store written by any earlier or later release is read by this one, and members it does not know stay where they are. */
import type { Draft } from "../domain/draft.ts"
import type { DossierOut, FieldRefused, MandateOut, MessageOut, MeOut, SecondFactor, SeenByOut } from "../contract/types.ts"
import type { Sentence } from "../contract/result.ts"

export type { Draft, DraftFile, DraftPast } from "../domain/draft.ts"

export type EndReason = "user" | "sent" | "old" | "mandate_ended"

/** What phone and server last agreed on of a draft. */
export interface CopyRecord {
  draft_id: string
  /** 0: nothing was agreed on yet. */
  version: number
  sha256: string
  /** The agreed text, exactly; what both sides changed since is told from it. */
  text: string
  /** Hashes of the texts agreed on before. */
  past?: readonly string[]
  /** The server's epoch in which it was agreed. */
  epoch?: string
  /** Texts that were sent since; the answer to any of them may have been lost. */
  tried?: readonly { readonly sha256: string; readonly text: string }[]
  /** Which phone wrote the agreed text, and when it came to the server. */
  device_id?: string
  device?: string
  saved_at?: string
  /** When the server's copy goes unless somebody goes on with it. */
  ends_at?: string
  /** Pages whose bytes the server has. */
  pages_held: readonly string[]
  /** The server has had a later text, which came while the draft was frozen for sending: not merged in. */
  behind?: true
  /** A person gave the draft up here, or decided about what was left of it; the server has still to hear of it. `seen`:
      the text she knew; `instead`: the new draft she made of it, which must be with the server first. */
  gone?: { readonly at: string; readonly seen?: string; readonly instead?: string }
  /** The draft has ended, here or elsewhere. */
  ended?: { readonly reason: EndReason; readonly at: string }
  /** Why the server does not take the present text; not tried again before `next_at`. */
  fault?: string
  next_at?: number
}

/** What was written on a draft that ended elsewhere, or unseen by whoever ended it; it may be had back for a while. */
export interface KeptRecord {
  draft_id: string
  draft: Draft
  reason: EndReason
  at: string
  kept_at: string
  /** By the server's clock, noted once it is known: from here its time to be forgotten runs. */
  since?: string
  /** The server's hash of what was left and is in here; once it is decided about the server hears of it. */
  left?: string
  /** Which other phone wrote what was left; absent where it was this one. */
  device?: string
  /** Pages of it whose bytes the server has. */
  pages_held?: readonly string[]
}

/** States of an operation (design/sync.md, 11). `paused` is said of a principal, not of its operations. */
export type OpState = "queued" | "sending" | "held" | "acknowledged" | "archived" | "set_aside" | "quarantined"

export type OpKind =
  | "mandate.grant"
  | "mandate.refuse"
  | "dossier.submit"
  | "dossier.supplement"
  | "dossier.withdraw"
  | "dossier.confirm"
  | "reuse.end"
  | "result.open"
  | "message.read"

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
  /** The server's epoch that acknowledged it: another epoch may have lost it, so it is offered again. */
  epoch?: string
  /** The server's history was cut within this epoch: it is offered again as well. */
  doubted?: true
  /** When nothing more was to be done for it, by the server's clock; from here its time to be forgotten runs. Of what a
      person settled here it is noted once that clock is known. */
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
  /** The line was cut while bytes went out: the server may have more than `offset`. */
  unsure?: boolean
  tries: number
  mismatches: number
  next_at: number
  /** When a person asked for this page's dossier (ms): it goes before the others. */
  asked_at?: number
  reason?: string
  say?: Sentence | null
  /** By the server's clock. */
  stored_at?: string
  /** Of a page that another phone sent and the server does not have: from here its time to be forgotten runs. */
  since?: string
  /** In which of its epochs the server had it, as far as it was noted. */
  epoch?: string
  /** The server had it and lost it: it goes again by itself, and nobody is told that it is unsent. */
  heals?: true
  /** It was taken with another phone, and its bytes were never here. */
  elsewhere?: true
  /** Of a page that is still in a draft: its bytes went ahead, or the server does not take them. */
  ahead?: "stored" | "refused"
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
  /** The phone sent it and a person took it over: in which of the server's epochs. Another may have forgotten that. */
  taken_in?: string
  /** When the counter showed that it had read it off this phone. The phone still sends it. */
  scanned_at?: string
}

/** A slip that this principal took a dossier over with, so that a restored server can be told again. */
export interface ClaimRecord {
  readonly local_code: string
  readonly claim_secret: string
  readonly factor: string
  /** Unknown until the server has answered. */
  readonly dossier_id?: string
  /** The server's epoch in which it was taken over. */
  readonly epoch?: string
  readonly tries: number
  /** Moment (ms) before which it is not asked again. */
  readonly next_at: number
}

export interface DossierRecord {
  dossier_id: string
  body: DossierOut
  epoch: string
  seen_at: string
  /** Number of the resync that last brought it. */
  round: number
  /** Set where it is no longer this principal's to see: read only, and gone once nothing made here is unsent. */
  out?: { reason: string; at: string }
  /** Who looked at it, as the server last told when its owner asked. */
  seen_by?: SeenByOut
  /** What its owner has typed about the draft of her result and not sent yet. */
  typed_word?: string
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
