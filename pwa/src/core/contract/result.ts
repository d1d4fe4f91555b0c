/* What may fail returns a Result: a fault has a stable code, and a sentence where the server gave one. */
import type { FieldRefused } from "./openapi.gen.ts"

export interface Sentence {
  readonly vi: string
  readonly en?: string | null
}

export interface Fault {
  readonly ok: false
  /** A code of the server (contract.gen.ts) or one of the phone's own (verdicts.ts). */
  readonly code: string
  readonly say?: Sentence | null
  /** HTTP status, where a server of ours answered. */
  readonly status?: number
  readonly errors?: readonly FieldRefused[]
  /** Milliseconds the server asked to wait. */
  readonly wait?: number
  /** Further members of the problem document: `offset` of an upload, `state` of a dossier. */
  readonly params?: Record<string, unknown>
}

export type Result<T> = { readonly ok: true; readonly value: T } | Fault

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const done: Result<undefined> = { ok: true, value: undefined }
export const fail = (code: string, rest: Omit<Fault, "ok" | "code"> = {}): Fault => ({ ok: false, code, ...rest })
