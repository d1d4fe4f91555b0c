/* What a code asks for: waiting, a person, or another hand. The server's verdict on an operation decides its state;
   this table says what the phone tells the person and what it lets her do. */

/** Codes the phone itself gives. Their sentences belong to the screens. */
export type PhoneCode =
  | "offline"
  | "captive"
  | "other_server"
  | "storage_full"
  | "storage_lost"
  | "storage_failed"
  | "stale"
  | "draft_frozen"
  | "draft_gone"
  | "answers_differ"
  | "file_missing"
  | "form_missing"
  | "answers_refused"
  | "nothing_to_send"
  | "photo_unreadable"
  | "keeps_failing"
  | "signed_out"
  | "unsent_left"
  | "wrong_word"
  | "waits_for_wifi"
  | "waits_for_other"
  | "push_unsupported"
  | "push_denied"
  | "office_key_missing"

export type Advice =
  /** Nothing to do: it is tried again by itself. */
  | "wait"
  /** Correct the answers and send again. */
  | "fix"
  /** Take the photo again. */
  | "retake"
  | "sign_in"
  | "update"
  /** Ask at the office. */
  | "office"

const ADVICE: Readonly<Record<string, Advice>> = {
  answers_refused: "fix",
  form_superseded: "fix",
  owner_missing: "fix",
  bad_factor: "fix",
  bad_local_code: "fix",
  form_of_other_procedure: "fix",
  manifest_refused: "fix",
  procedure_closed: "office",
  unit_unknown: "fix",
  unit_does_not_receive: "fix",
  invalid: "fix",
  too_large: "fix",
  mandate_not_valid: "fix",
  photo_unreadable: "retake",
  hash_mismatch: "retake",
  picture_unreadable: "retake",
  picture_too_large: "retake",
  type_refused: "retake",
  file_too_large: "retake",
  malware: "retake",
  not_signed_in: "sign_in",
  session_ended: "sign_in",
  signed_out: "sign_in",
  not_your_operation: "sign_in",
  forbidden: "sign_in",
  envelope_unknown: "update",
  no_longer_open: "office",
  dossier_exists: "office",
  op_reused: "office",
  bad_signature: "fix",
  account_closed: "office",
  author_closed: "office",
  device_lost: "office",
  authorship_old: "office",
  out_of_scope: "office",
  role_over: "office",
  unit_merged: "office",
  unit_ended: "office",
  refused_by_officer: "office",
  quarantined: "office",
}

const WAITING: ReadonlySet<string> = new Set(["device_unknown", "keeps_failing", "too_many", "unavailable", "server_error", "failed_here"])

/** What to tell a person about something that was set aside for this reason. */
export function adviceFor(code: string | undefined): Advice {
  if (code === undefined || WAITING.has(code)) return "wait"
  return ADVICE[code] ?? "office"
}
