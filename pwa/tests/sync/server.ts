/* A small server with the protocol's own rules, and a line to it that can be cut, slowed and lied on. */
import { createHash } from "node:crypto"
import { DraftShelf, type Ender } from "./shelf.ts"

export interface KnownOp {
  sha256: string
  result: Record<string, unknown>
  principal: string
}

interface Upload {
  sha256: string
  size: number
  bytes: Uint8Array[]
  have: number
  state: "partial" | "stored" | "refused"
  principal: string
}

export interface Seen {
  method: string
  path: string
  query: URLSearchParams
  token: string | null
  body: unknown
}

/** What the line does with one request: the answer to give instead, "cut" before or after the server acted, or nothing. */
export type Mischief = (seen: Seen) => Response | "cut_before" | "cut_after" | undefined

/** The public half of a pair nobody has: enough to seal to. */
export const OFFICE_KEY = {
  kid: "AAAAAAAAAAAAAAAAAAAAAA",
  x: "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
  y: "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
}

const hex = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex")

export class FakeServer {
  readonly id = "01900000-0000-7000-8000-00000000aaaa"
  epoch = "01900000-0000-7000-8000-00000000eeee"
  readonly ops = new Map<string, KnownOp>()
  readonly dossiers = new Map<string, { body: Record<string, unknown>; manifest: { attachment_id: string; sha256: string }[] }>()
  readonly uploads = new Map<string, Upload>()
  readonly tokens = new Map<string, string>()
  readonly feeds = new Map<string, { seq: number; kind: string; id: string; body: unknown }[]>()
  readonly drafts = new DraftShelf()
  readonly seen: Seen[] = []
  readonly claims: string[] = []
  mischief: Mischief = () => undefined
  /** Gives the verdict on an operation instead of applying it. */
  verdict: (op: Record<string, unknown>) => Record<string, unknown> | undefined = () => undefined
  rules = { pin_tries: 10, grace_days: 90, lock_minutes: 5, key_hours: 12 }
  refuseUpload = false
  cursorGone = false
  pageSize = 200
  now = Date.UTC(2026, 10, 22, 1, 0, 0)
  #tokens = 0

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input, "http://phone")
    const headers = new Headers(init.headers)
    const bytes = init.body instanceof ArrayBuffer ? new Uint8Array(init.body) : undefined
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : bytes
    const token = headers.get("Authorization")?.slice(7) ?? null
    const seen = { method: init.method ?? "GET", path: url.pathname, query: url.searchParams, token, body }
    this.seen.push(seen)
    const mischief = this.mischief(seen)
    if (mischief === "cut_before") throw new TypeError("network")
    if (mischief instanceof Response) return mischief
    await Promise.resolve()
    const answer = this.#answer(seen, url, headers)
    if (mischief === "cut_after") throw new TypeError("network")
    return answer
  }

  count(path: string): number {
    return this.seen.filter((each) => each.path.startsWith(path)).length
  }

  tell(principal: string, kind: string, id: string, body: unknown): void {
    const all = this.feeds.get(principal) ?? []
    const seq = (all.at(-1)?.seq ?? 0) + 1
    // a draft is told as it stands, not as it stood
    const feed = kind === "draft" || kind === "gone" ? all.filter((row) => row.id !== id) : all
    this.feeds.set(principal, [...feed, { seq, kind, id, body }])
  }

  #answer(seen: Seen, url: URL, headers: Headers): Response {
    const { path } = seen
    if (path === "/api/server")
      return json({
        ...this.#envelope(),
        name: "Xã",
        demo: false,
        public_url: "https://x.vn",
        vapid_public_key: "",
        office_key: OFFICE_KEY,
        envelopes: [1],
        phone_rules: this.rules,
      })
    if (path === "/api/devices") return json(this.#session(`device:${(seen.body as { device_id: string }).device_id}`))
    if (path === "/api/sync/handover") return this.#push(seen.body as { nonce: string; operations: { text: string; sha256: string }[] }, "")
    if (path.startsWith("/api/sync/handover/")) {
      const [, , , , page = "", done] = path.split("/")
      return done === "finish" ? this.#finish(page) : this.#patch(page, "", headers, seen.body as Uint8Array)
    }
    const principal = this.tokens.get(seen.token ?? "")
    if (principal === undefined) return problem(401, "session_ended")
    if (path === "/api/me" || path === "/api/sign-out") return this.#person(path, seen.token ?? "")
    if (path === "/api/sync/push") {
      const body = seen.body as { nonce: string; operations: { text: string; sha256: string }[] }
      return this.#push(body, principal, seen.token)
    }
    if (path === "/api/sync/changes") return this.#changes(url, principal)
    if (path.startsWith("/api/drafts/"))
      return this.drafts.answer(seen, principal, (id, kind, body) => this.tell(principal, kind, id, body))
    if (path === "/api/claims") return this.#claim(seen.body as { local_code: string })
    return path.startsWith("/api/uploads/") ? this.#page(seen, principal, headers) : problem(404, "not_found")
  }

  #page({ path, method, body }: Seen, principal: string, headers: Headers): Response {
    const [, , , id = "", finish] = path.split("/")
    if (method === "PATCH") return this.#patch(id, principal, headers, body as Uint8Array)
    if (finish === "finish") return this.#finish(id)
    return this.uploads.has(id) ? json(this.#uploadOut(id)) : problem(404, "not_found")
  }

  #person(path: string, token: string): Response {
    const principal = this.tokens.get(token)!
    if (path === "/api/me") return json(this.#me(principal))
    this.tokens.delete(token)
    return json({})
  }

  signIn(principal: string): { token: string; me: unknown } {
    return this.#session(principal)
  }

  #session(principal: string): { token: string; me: unknown } {
    this.#tokens += 1
    const token = `token-${this.#tokens}`
    this.tokens.set(token, principal)
    return { token, me: this.#me(principal) }
  }

  #me(principal: string): unknown {
    const person = principal.startsWith("person:") ? principal.slice(7) : null
    return {
      principal,
      person_id: person,
      name: person === null ? "" : "Chị Lan",
      phone: null,
      roles: [],
      permissions: [],
      csrf: null,
      session_id: "s",
      device_id: null,
    }
  }

  #envelope(): Record<string, unknown> {
    return { server_id: this.id, epoch: this.epoch, server_time: new Date(this.now).toISOString() }
  }

  #push(
    body: { nonce: string; operations: { text: string; sha256: string }[] },
    principal: string,
    device: string | null = null,
  ): Response {
    const results = body.operations.map((op) => this.#apply(op.text, op.sha256, principal, device))
    return json({ ...this.#envelope(), nonce: body.nonce, results })
  }

  #apply(text: string, sha256: string, principal: string, device: string | null): Record<string, unknown> {
    const op = JSON.parse(text) as Record<string, unknown> & {
      op_id: string
      kind: string
      dossier_id: string
      manifest: { attachment_id: string; sha256: string }[]
      payload: { draft_seen?: string }
    }
    const known = this.ops.get(op.op_id)
    if (known !== undefined) {
      if (known.sha256 !== sha256) return { op_id: op.op_id, status: "rejected", code: "op_reused", errors: [], needs: [] }
      const dossier = op.kind === "dossier.submit" ? (this.dossiers.get(op.dossier_id)?.body ?? null) : null
      return { ...known.result, status: "duplicate", acknowledged: this.#ack(sha256, op.manifest), dossier }
    }
    if (hex(text) !== sha256) return { op_id: op.op_id, status: "retry", code: "hash_differs", errors: [], needs: [] }
    const asked = this.verdict(op)
    if (asked !== undefined) return { op_id: op.op_id, errors: [], needs: [], ...asked }
    if (op.kind === "dossier.submit") this.#submit(op, principal, { seen: op.payload.draft_seen ?? null, device })
    const result = { op_id: op.op_id, status: "applied", errors: [], needs: [], acknowledged: this.#ack(sha256, op.manifest) }
    this.ops.set(op.op_id, { sha256, result, principal })
    return result
  }

  #ack(sha256: string, manifest: { attachment_id: string }[]): unknown {
    const stored = manifest.map((item) => this.uploads.get(item.attachment_id)).filter((upload) => upload?.state === "stored")
    return { sha256, attachments: stored.map((upload) => upload?.sha256) }
  }

  #submit(op: { dossier_id: string; manifest: { attachment_id: string; sha256: string }[] }, principal: string, ender: Ender): void {
    if (this.dossiers.has(op.dossier_id)) throw new Error("the same dossier twice")
    const body = {
      dossier_id: op.dossier_id,
      version: 1,
      state: "submitted",
      awaiting_files: op.manifest.length,
      events: [],
      documents: [],
      may: [],
    }
    this.dossiers.set(op.dossier_id, { body, manifest: op.manifest })
    this.drafts.sent(op.dossier_id, principal, ender, (id, kind, told) => this.tell(principal, kind, id, told))
    this.tell(principal, "dossier", op.dossier_id, body)
  }

  #changes(url: URL, principal: string): Response {
    if (this.cursorGone && url.searchParams.get("cursor") !== "") {
      this.cursorGone = false
      return problem(410, "cursor_gone")
    }
    const since = Number(url.searchParams.get("cursor") ?? "")
    const rows = (this.feeds.get(principal) ?? []).filter((row) => row.seq > since)
    const page = rows.slice(0, this.pageSize)
    const changes = page.map(({ kind, id, body }) => ({ kind, id, body }))
    return json({ ...this.#envelope(), cursor: String(page.at(-1)?.seq ?? since), more: rows.length > page.length, changes })
  }

  #claim(body: { local_code: string }): Response {
    this.claims.push(body.local_code)
    return json({ dossier_id: "x" })
  }

  #patch(id: string, principal: string, headers: Headers, piece: Uint8Array): Response {
    const upload = this.uploads.get(id) ?? {
      sha256: headers.get("Upload-Sha256") ?? "",
      size: Number(headers.get("Upload-Length")),
      bytes: [],
      have: 0,
      state: "partial" as const,
      principal,
    }
    this.uploads.set(id, upload)
    if (upload.state !== "partial") return json(this.#uploadOut(id))
    const offset = Number(headers.get("Upload-Offset"))
    if (offset !== upload.have) return problem(409, "offset_differs", { offset: upload.have })
    upload.bytes.push(piece.slice())
    upload.have += piece.length
    return upload.have < upload.size ? json(this.#uploadOut(id)) : this.#complete(id)
  }

  #finish(id: string): Response {
    const upload = this.uploads.get(id)
    if (upload === undefined) return problem(404, "attachment")
    return upload.state === "partial" && upload.have === upload.size ? this.#complete(id) : json(this.#uploadOut(id))
  }

  #complete(id: string): Response {
    const upload = this.uploads.get(id)!
    if (this.refuseUpload) upload.state = "refused"
    else if (hex(Buffer.concat(upload.bytes)) !== upload.sha256) {
      Object.assign(upload, { bytes: [], have: 0 })
      return problem(460, "hash_mismatch", { offset: 0 })
    } else upload.state = "stored"
    return json(this.#uploadOut(id))
  }

  #uploadOut(id: string): Record<string, unknown> {
    const upload = this.uploads.get(id)!
    const code = upload.state === "refused" ? "picture_unreadable" : null
    return {
      attachment_id: id,
      offset: upload.state === "stored" ? upload.size : upload.have,
      size: upload.size,
      sha256: upload.sha256,
      state: upload.state,
      code,
    }
  }
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } })
}

export function problem(status: number, code: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Response {
  const body = { type: "about:blank", title: code, status, code, say: { vi: code, en: code }, errors: [], ...more }
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } })
}

export const html = (status = 200): Response =>
  new Response("<html>Wi-Fi miễn phí: đăng nhập</html>", { status, headers: { "Content-Type": "text/html" } })
