/* The kinds of records and what each is found by. */
import type {
  CursorRecord,
  DocumentRecord,
  DossierRecord,
  Draft,
  FileRecord,
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
export const PAUSE = setting<Pause | null>("pause")
