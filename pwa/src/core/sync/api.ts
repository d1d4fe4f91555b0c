/* Every call the phone makes, by name. Each returns a Result and never throws. */
import { fail, ok, type Result } from "../contract/result.ts"
import type {
  AllowancesOut,
  PasswordSignIn,
  PhoneSignIn,
  BeforeOut,
  ChangesOut,
  ClaimIn,
  ClaimOut,
  DeviceIn,
  DraftIn,
  DraftSaved,
  MeOut,
  LockedOut,
  PhonesOut,
  PushOut,
  RestoreOut,
  ServerOut,
  SessionsOut,
  SignInWaysOut,
  SubscriptionIn,
  TokenOut,
  TrackIn,
  SeenByOut,
  TrackOut,
  UploadOut,
  VneidReturn,
} from "../contract/types.ts"
import { request, requestJson, type Answer } from "./http.ts"
import type { World } from "./world.ts"

const PAGE = 200

type Token = string | undefined
/** What the phone says of itself in headers (core/sync/told.ts). */
type Told = Readonly<Record<string, string>>

export interface Piece {
  readonly attachment_id: string
  readonly offset: number
  readonly size: number
  readonly sha256: string
  readonly type: string
  readonly bytes: ArrayBuffer
  readonly takes?: number | undefined
}

/** An operation as it travels; `acknowledged_in`: the epoch that had it before a backup was restored. */
export interface SignedText {
  readonly text: string
  readonly sha256: string
  readonly signature: string | null
  readonly acknowledged_in?: string
}

export class Api {
  readonly #world: World
  constructor(world: World) {
    this.#world = world
  }

  async server(): Promise<Result<ServerOut>> {
    const answer = await requestJson<ServerOut>(this.#world, "/api/server")
    return answer.ok && !hasEnvelope(answer.value) ? fail("captive") : answer
  }

  registerDevice(body: DeviceIn): Promise<Result<TokenOut>> {
    return requestJson(this.#world, "/api/devices", { method: "POST", json: body, cookie: true })
  }

  /** What this browser, or the person's other devices, last said they hold. */
  before(token: Token): Promise<Result<BeforeOut>> {
    return requestJson(this.#world, "/api/devices/before", { token, cookie: true })
  }

  restore(factor: string, token: Token): Promise<Result<RestoreOut>> {
    return requestJson(this.#world, "/api/devices/restore", { method: "POST", token, json: { factor }, cookie: true })
  }

  /** Promises verdicts that this very server gave on this very request. */
  async push(operations: readonly SignedText[], token: Token, serverId: string, told: Told = {}): Promise<Result<PushOut>> {
    const nonce = crypto.randomUUID()
    const answer = await requestJson<PushOut>(this.#world, "/api/sync/push", {
      method: "POST",
      token,
      json: { nonce, operations },
      headers: told,
    })
    return aboutPush(answer, nonce, serverId)
  }

  /** The same without a session, for a phone that was blocked: its signatures prove what it brings. */
  async handOver(
    deviceId: string,
    operations: readonly { text: string; sha256: string; signature: string | null }[],
    serverId: string,
  ): Promise<Result<PushOut>> {
    const nonce = crypto.randomUUID()
    const json = { nonce, device_id: deviceId, operations }
    const answer = await requestJson<PushOut>(this.#world, "/api/sync/handover", { method: "POST", json })
    return aboutPush(answer, nonce, serverId)
  }

  /** Rows of a locked store, sealed as they are, in a part that only the office opens. */
  async giveLocked(part: ArrayBuffer, serverId: string): Promise<Result<LockedOut>> {
    const nonce = crypto.randomUUID()
    const path = `/api/sync/handover/locked?nonce=${nonce}`
    const headers = { "Content-Type": "application/octet-stream" }
    const answer = await requestJson<LockedOut>(this.#world, path, { method: "POST", bytes: part, headers })
    if (!answer.ok) return answer
    if (!hasEnvelope(answer.value) || answer.value.nonce !== nonce || !Array.isArray(answer.value.wanted)) return fail("captive")
    return answer.value.server_id === serverId ? answer : fail("other_server")
  }

  async changes(cursor: string, token: Token, serverId: string, told: Told = {}, limit = PAGE): Promise<Result<ChangesOut>> {
    const query = new URLSearchParams({ cursor, limit: String(limit) })
    const answer = await requestJson<ChangesOut>(this.#world, `/api/sync/changes?${query.toString()}`, { token, headers: told })
    if (!answer.ok) return answer
    if (!hasEnvelope(answer.value) || !Array.isArray(answer.value.changes)) return fail("captive")
    return answer.value.server_id === serverId ? answer : fail("other_server")
  }

  async sendPiece(piece: Piece, token: Token): Promise<Result<UploadOut>> {
    const headers = {
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(piece.offset),
      "Upload-Length": String(piece.size),
      "Upload-Sha256": piece.sha256,
      "Upload-Type": piece.type,
    }
    const path = uploadPath(piece.attachment_id, token)
    const options = { method: "PATCH" as const, token, bytes: piece.bytes, headers, takes: piece.takes }
    return aboutUpload(await requestJson(this.#world, path, options), piece.attachment_id)
  }

  /** How far a page is with the server. */
  async uploadSoFar(attachmentId: string, token: Token): Promise<Result<UploadOut>> {
    return aboutUpload(await requestJson(this.#world, uploadPath(attachmentId, token), { token }), attachmentId)
  }

  async finishUpload(attachmentId: string, token: Token): Promise<Result<UploadOut>> {
    const path = `${uploadPath(attachmentId, token)}/finish`
    return aboutUpload(await requestJson(this.#world, path, { method: "POST", token }), attachmentId)
  }

  saveDraft(draftId: string, draft: DraftIn, token: Token): Promise<Result<DraftSaved>> {
    return requestJson(this.#world, `/api/drafts/${draftId}`, { method: "PUT", token, json: draft })
  }

  /** Gives a draft up, or what was left of one; `seen` is the hash of the text that was known. */
  endDraft(draftId: string, seen: string | undefined, token: Token): Promise<Result<undefined>> {
    const known = seen === undefined ? "" : `&seen=${seen}`
    return requestJson(this.#world, `/api/drafts/${draftId}?reason=user${known}`, { method: "DELETE", token })
  }

  askCode(phone: string, token: Token): Promise<Result<{ wait: number }>> {
    return requestJson(this.#world, "/api/sign-in/codes", { method: "POST", token, json: { phone } })
  }

  signInByCode(given: PhoneSignIn, token: Token): Promise<Result<TokenOut>> {
    return requestJson(this.#world, "/api/sign-in/phone", { method: "POST", token, json: given })
  }

  signInByPassword(given: Omit<PasswordSignIn, "where">, token: Token): Promise<Result<TokenOut>> {
    return requestJson(this.#world, "/api/sign-in/password", { method: "POST", token, json: { ...given, where: "phone" } })
  }

  /** What the sign-in page offers besides a code by message. */
  signInWays(): Promise<Result<SignInWaysOut>> {
    return requestJson(this.#world, "/api/sign-in/ways")
  }

  beginVneid(taken: PhoneSignIn["taken"], token: Token): Promise<Result<{ url: string }>> {
    return requestJson(this.#world, "/api/sign-in/vneid", { method: "POST", token, json: { where: "phone", taken } })
  }

  signInByVneid(came: VneidReturn, token: Token): Promise<Result<TokenOut>> {
    return requestJson(this.#world, "/api/sign-in/vneid/return", { method: "POST", token, json: came })
  }

  me(token: Token): Promise<Result<MeOut>> {
    return requestJson(this.#world, "/api/me", { token })
  }

  signOut(token: Token): Promise<Result<undefined>> {
    return requestJson(this.#world, "/api/sign-out", { method: "POST", token })
  }

  changePassword(given: { old: string; new: string }, token: Token): Promise<Result<undefined>> {
    return requestJson(this.#world, "/api/password", { method: "POST", token, json: given })
  }

  sessions(token: Token): Promise<Result<SessionsOut>> {
    return requestJson(this.#world, "/api/sessions", { token })
  }

  endSession(sessionId: string, token: Token): Promise<Result<undefined>> {
    return requestJson(this.#world, `/api/sessions/${sessionId}`, { method: "DELETE", token })
  }

  /** The phones this person may block. */
  phones(q: string, token: Token): Promise<Result<PhonesOut>> {
    return requestJson(this.#world, `/api/phones?${new URLSearchParams({ q }).toString()}`, { token })
  }

  blockPhone(deviceId: string, { reason, block }: { reason: string; block: boolean }, token: Token): Promise<Result<undefined>> {
    const path = `/api/devices/${deviceId}/${block ? "block" : "unblock"}`
    return requestJson(this.#world, path, { method: "POST", token, json: { reason } })
  }

  claim(given: ClaimIn, token: Token): Promise<Result<ClaimOut>> {
    return requestJson(this.#world, "/api/claims", { method: "POST", token, json: given })
  }

  track(given: TrackIn, token: Token): Promise<Result<TrackOut>> {
    return requestJson(this.#world, "/api/tracking", { method: "POST", token, json: given })
  }

  subscribePush(given: SubscriptionIn, token: Token): Promise<Result<{ subscription_id: string }>> {
    return requestJson(this.#world, "/api/push/subscriptions", { method: "POST", token, json: given })
  }

  unsubscribePush(endpoint: string, token: Token): Promise<Result<undefined>> {
    const query = new URLSearchParams({ endpoint })
    return requestJson(this.#world, `/api/push/subscriptions?${query.toString()}`, { method: "DELETE", token })
  }

  pushKey(): Promise<Result<{ key: string }>> {
    return requestJson(this.#world, "/api/push/key")
  }

  /** The worker's word that messages came or were opened; the opaque id is all it needs. */
  delivered(messageIds: readonly string[], opened: boolean): Promise<Result<undefined>> {
    return requestJson(this.#world, "/api/push/deliveries", { method: "POST", json: { message_ids: messageIds, opened } })
  }

  document(dossierId: string, documentId: string, token: Token): Promise<Result<Answer>> {
    return this.#bytes(`/api/dossiers/${dossierId}/documents/${documentId}`, token)
  }

  /** Who looked at a dossier of one's own. */
  looks(dossierId: string, token: Token): Promise<Result<SeenByOut>> {
    return requestJson(this.#world, `/api/dossiers/${dossierId}/looks`, { token })
  }

  /** Everything one allowed to be filled in again. */
  allowances(token: Token): Promise<Result<AllowancesOut>> {
    return requestJson(this.#world, "/api/allowances", { token })
  }

  attachment(attachmentId: string, size: "full" | "thumb", token: Token): Promise<Result<Answer>> {
    return this.#bytes(`/api/attachments/${attachmentId}?size=${size}`, token)
  }

  /** Something public that is kept by its hash; 304 where the given tag is still current. */
  public(path: string, tag?: string): Promise<Result<Answer>> {
    return request(this.#world, path, tag === undefined ? {} : { headers: { "If-None-Match": `"${tag}"` } })
  }

  async #bytes(path: string, token: Token): Promise<Result<Answer>> {
    const answer = await request(this.#world, path, { token, headers: { Accept: "*/*" } })
    if (!answer.ok) return answer
    const type = answer.value.headers.get("Content-Type") ?? ""
    return type.startsWith("text/html") ? fail("captive") : answer
  }
}

/** Without a session a page goes where only the hash in a signed text lets it in: to work that waits for an officer. */
const uploadPath = (attachmentId: string, token: Token): string =>
  token === undefined ? `/api/sync/handover/${attachmentId}` : `/api/uploads/${attachmentId}`

function aboutPush(answer: Result<PushOut>, nonce: string, serverId: string): Result<PushOut> {
  if (!answer.ok) return answer
  if (!hasEnvelope(answer.value) || answer.value.nonce !== nonce || !Array.isArray(answer.value.results)) return fail("captive")
  return answer.value.server_id === serverId ? answer : fail("other_server")
}

function hasEnvelope(answer: { server_id?: unknown; epoch?: unknown; server_time?: unknown } | undefined): boolean {
  return typeof answer?.server_id === "string" && typeof answer.epoch === "string" && typeof answer.server_time === "string"
}

function aboutUpload(answer: Result<UploadOut>, attachmentId: string): Result<UploadOut> {
  if (!answer.ok) return answer
  return answer.value.attachment_id === attachmentId ? ok(answer.value) : fail("captive")
}
