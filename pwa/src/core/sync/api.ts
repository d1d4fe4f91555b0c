/* Every call the phone makes, by name. Each returns a Result and never throws. */
import { fail, ok, type Result } from "../contract/result.ts"
import type {
  ChangesOut,
  ClaimIn,
  ClaimOut,
  DeviceIn,
  PushOut,
  ServerOut,
  SessionsOut,
  SubscriptionIn,
  TokenOut,
  TrackIn,
  TrackOut,
  UploadOut,
} from "../contract/types.ts"
import { request, requestJson, type Answer } from "./http.ts"
import type { World } from "./world.ts"

const CHUNK_PATIENCE = 120_000
const PAGE = 200

type Token = string | undefined

export interface Piece {
  readonly attachment_id: string
  readonly offset: number
  readonly size: number
  readonly sha256: string
  readonly type: string
  readonly bytes: ArrayBuffer
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
    return requestJson(this.#world, "/api/devices", { method: "POST", json: body })
  }

  /** Promises verdicts that this very server gave on this very request. */
  async push(
    operations: readonly { text: string; sha256: string; signature: string | null }[],
    token: Token,
    serverId: string,
  ): Promise<Result<PushOut>> {
    const nonce = crypto.randomUUID()
    const answer = await requestJson<PushOut>(this.#world, "/api/sync/push", { method: "POST", token, json: { nonce, operations } })
    if (!answer.ok) return answer
    if (!hasEnvelope(answer.value) || answer.value.nonce !== nonce || !Array.isArray(answer.value.results)) return fail("captive")
    return answer.value.server_id === serverId ? answer : fail("other_server")
  }

  async changes(cursor: string, token: Token, serverId: string): Promise<Result<ChangesOut>> {
    const query = new URLSearchParams({ cursor, limit: String(PAGE) })
    const answer = await requestJson<ChangesOut>(this.#world, `/api/sync/changes?${query.toString()}`, { token })
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
    const path = `/api/uploads/${piece.attachment_id}`
    const options = { method: "PATCH" as const, token, bytes: piece.bytes, headers, patience: CHUNK_PATIENCE }
    return aboutUpload(await requestJson(this.#world, path, options), piece.attachment_id)
  }

  async finishUpload(attachmentId: string, token: Token): Promise<Result<UploadOut>> {
    const path = `/api/uploads/${attachmentId}/finish`
    return aboutUpload(await requestJson(this.#world, path, { method: "POST", token }), attachmentId)
  }

  askCode(phone: string, token: Token): Promise<Result<{ wait: number }>> {
    return requestJson(this.#world, "/api/sign-in/codes", { method: "POST", token, json: { phone } })
  }

  signInByCode(given: { phone: string; code: string; name: string }, token: Token): Promise<Result<TokenOut>> {
    return requestJson(this.#world, "/api/sign-in/phone", { method: "POST", token, json: given })
  }

  signInByPassword(given: { username: string; password: string }, token: Token): Promise<Result<TokenOut>> {
    return requestJson(this.#world, "/api/sign-in/password", { method: "POST", token, json: { ...given, where: "phone" } })
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

  attachment(attachmentId: string, size: "full" | "thumb", token: Token): Promise<Result<Answer>> {
    return this.#bytes(`/api/attachments/${attachmentId}?size=${size}`, token)
  }

  /** Something public that is kept by its hash; 304 where the given tag is still current. */
  public(path: string, tag?: string): Promise<Result<Answer>> {
    return request(this.#world, path, tag === undefined ? {} : { headers: { "If-None-Match": `"${tag}"` } })
  }

  async #bytes(path: string, token: Token): Promise<Result<Answer>> {
    const answer = await request(this.#world, path, { token, headers: { Accept: "*/*" }, patience: CHUNK_PATIENCE })
    if (!answer.ok) return answer
    const type = answer.value.headers.get("Content-Type") ?? ""
    return type.startsWith("text/html") ? fail("captive") : answer
  }
}

function hasEnvelope(answer: { server_id?: unknown; epoch?: unknown; server_time?: unknown } | undefined): boolean {
  return typeof answer?.server_id === "string" && typeof answer.epoch === "string" && typeof answer.server_time === "string"
}

function aboutUpload(answer: Result<UploadOut>, attachmentId: string): Result<UploadOut> {
  if (!answer.ok) return answer
  return answer.value.attachment_id === attachmentId ? ok(answer.value) : fail("captive")
}
