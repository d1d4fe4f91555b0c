/* Letters, receipts and results: fetched once with the principal's session, then shown from the phone. Pages the same. */
import { fail, ok, type Result } from "../contract/result.ts"
import { documentBytes } from "./leaving.ts"
import { thumbId } from "../db/drafts.ts"
import { kept } from "../db/guard.ts"
import { put, putBytes } from "../db/store.ts"
import { DOCUMENTS, DOSSIERS, FILES } from "../db/tables.ts"
import { resultOpened } from "./acts.ts"
import type { Base } from "./base.ts"
import { sha256Hex } from "./encode.ts"

export interface Opened {
  readonly bytes: ArrayBuffer
  readonly type: string
  /** True where it came from the phone itself. */
  readonly kept: boolean
}

export async function openDocument(base: Base, principal: string, dossierId: string, documentId: string): Promise<Result<Opened>> {
  const store = base.store(principal)
  const dossier = (await store.get(DOSSIERS, dossierId))?.value.body
  const draft = dossier?.draft?.document.document_id === documentId ? dossier.draft.document : undefined
  const about = draft ?? dossier?.documents.find((each) => each.document_id === documentId)
  const here = await fromPhone(base, principal, documentId)
  const held = here === undefined ? undefined : (await store.get(DOCUMENTS, documentId))?.value.sha256
  // a paper that was made void since is given out anew, stamped; without a network the one that is kept is shown
  const isSame = about === undefined || held === about.sha256
  const fetched = here && isSame ? here : await fetchDocument(base, principal, dossierId, documentId, about?.sha256)
  const opened = fetched.ok ? fetched : (here ?? fetched)
  if (opened.ok && about?.kind === "result" && dossier?.may.includes("result.open") === true) {
    await resultOpened(base, principal, dossierId, documentId)
  }
  return opened
}

async function fromPhone(base: Base, principal: string, documentId: string): Promise<Result<Opened> | undefined> {
  const store = base.store(principal)
  const held = await store.get(DOCUMENTS, documentId)
  const bytes = held === undefined ? undefined : await store.bytes(documentBytes(documentId))
  return held === undefined || bytes === undefined ? undefined : ok({ bytes, type: held.value.type, kept: true })
}

async function fetchDocument(
  base: Base,
  principal: string,
  dossierId: string,
  documentId: string,
  sha256: string | undefined,
): Promise<Result<Opened>> {
  const answer = await base.api.document(dossierId, documentId, await base.token(principal))
  if (!answer.ok) return answer
  const bytes = answer.value.body
  const own = await sha256Hex(bytes)
  if (sha256 !== undefined && own !== sha256) return fail("captive")
  const type = answer.value.headers.get("Content-Type") ?? "application/octet-stream"
  const record = {
    document_id: documentId,
    dossier_id: dossierId,
    sha256: own,
    size: bytes.byteLength,
    type,
    kept_at: new Date(base.world.now()).toISOString(),
  }
  const store = base.store(principal)
  const written = await kept(() => store.write([put(DOCUMENTS, record), putBytes(documentBytes(documentId), bytes)]))
  // shown also where the phone is too full to keep it
  return ok({ bytes, type, kept: written.ok })
}

export async function hasDocument(base: Base, principal: string, documentId: string): Promise<boolean> {
  return base.store(principal).hasBytes(documentBytes(documentId))
}

/** A page: this phone's own bytes where they are still here, else the server's. */
export async function openPage(base: Base, principal: string, attachmentId: string, size: "full" | "thumb"): Promise<Result<Opened>> {
  const store = base.store(principal)
  const own = await store.bytes(size === "thumb" ? thumbId(attachmentId) : attachmentId)
  const type = size === "full" ? (await store.get(FILES, attachmentId))?.value.type : undefined
  if (own !== undefined) return ok({ bytes: own, type: type ?? "image/jpeg", kept: true })
  const answer = await base.api.attachment(attachmentId, size, await base.token(principal))
  if (!answer.ok) return answer
  return ok({ bytes: answer.value.body, type: answer.value.headers.get("Content-Type") ?? "", kept: false })
}
