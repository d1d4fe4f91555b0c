/* The kinds of records and what each is found by. */
import type { AllowancesOut } from "../contract/types.ts"
import type {
  ClaimRecord,
  CopyRecord,
  CursorRecord,
  DocumentRecord,
  DossierRecord,
  Draft,
  FileRecord,
  KeptRecord,
  MandateRecord,
  MessageRecord,
  OpRecord,
  SessionRecord,
  SlipRecord,
} from "./records.ts"
import { table, type Table } from "./store.ts"

export const DRAFTS = table<Draft>("drafts", (draft) => draft.id)
export const OPERATIONS = table<OpRecord>(
  "operations",
  (op) => op.op_id,
  (op) => ({ dossier: op.dossier_id ?? undefined }),
)
export const FILES = table<FileRecord>(
  "files",
  (file) => file.attachment_id,
  (file) => ({ dossier: file.dossier_id, draft: file.draft_id }),
)
export const SLIPS = table<SlipRecord>("slips", (slip) => slip.dossier_id)
export const DOSSIERS = table<DossierRecord>("dossiers", (dossier) => dossier.dossier_id)
export const MESSAGES = table<MessageRecord>("messages", (message) => message.message_id)
export const MANDATES = table<MandateRecord>("mandates", (mandate) => mandate.mandate_id)
export const DOCUMENTS = table<DocumentRecord>(
  "documents",
  (document) => document.document_id,
  (document) => ({ dossier: document.dossier_id }),
)

export const COPIES = table<CopyRecord>("copies", (copy) => copy.draft_id)
export const KEPT = table<KeptRecord>(
  "kept",
  (kept) => kept.draft_id,
  (kept) => ({ draft: kept.draft_id }),
)

/** Under which id the picture in small of a page is kept. */
export const thumbId = (attachmentId: string): string => `${attachmentId}:thumb`

/** One named value of a settings store. */
export interface Setting<T> {
  readonly key: string
  readonly value: T
}

const setting = <T>(key: string): { readonly key: string; readonly kind: Table<Setting<T>> } => ({
  key,
  kind: table<Setting<T>>("settings", (kept) => kept.key),
})

/** Why nothing of this principal is sent for now: the server refused its session. */
export interface Pause {
  readonly code: string
  readonly at: string
}

export const SESSION = setting<SessionRecord>("session")
export const CURSOR = setting<CursorRecord>("cursor")
/** Dossiers that were taken over with their slips. */
export const CLAIMS = setting<readonly ClaimRecord[]>("claims")
/** Everything this person allowed to be filled in again, as the server last told. */
export const ALLOWANCES = setting<AllowancesOut>("allowances")
export const PAUSE = setting<Pause | null>("pause")
/** Drafts and dossiers of the device that people took over, and who; in the device's store. */
export const TAKEN = setting<readonly { readonly id: string; readonly principal: string }[]>("taken")
/** Tokens of ended sessions that the server has not heard of; in the device's store. */
export const REVOKE = setting<readonly string[]>("revoke")
