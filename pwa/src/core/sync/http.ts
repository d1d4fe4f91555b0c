/* One request. What comes back is this server's own answer or a fault; a page of HTML, a redirect or silence never
   passes for an answer. As long as bytes move it is waited for; silence ends it. Nothing here throws. */
import { fail, ok, type Fault, type Result } from "../contract/result.ts"
import type { Problem } from "../contract/types.ts"
import { REACH, Silence, unseen } from "./silence.ts"
import type { World } from "./world.ts"

export interface Ask {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  readonly token?: string | undefined
  readonly json?: unknown
  readonly bytes?: ArrayBuffer
  /** Lets the browser's own cookie come along: only where the browser itself is asked about, never its people. */
  readonly cookie?: boolean
  readonly headers?: Readonly<Record<string, string>>
  /** How long the bytes should be on their way (ms), where the line is known. */
  readonly takes?: number | undefined
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: ArrayBuffer
}

const PROBLEM = "application/problem+json"
const PROXY_BUSY = new Set([502, 503, 504])

/** Promises an answer of this server with a good status (or 304). */
export async function request(world: World, path: string, ask: Ask = {}): Promise<Result<Answer>> {
  const stop = new AbortController()
  const silence = new Silence(world, () => stop.abort())
  const options = optionsOf(ask, stop.signal)
  const unheard = world.after(REACH + unseen(sizeOf(options.body)), () => world.reached?.(false))
  const heard = (): void => {
    unheard()
    world.reached?.(true)
    silence.moved()
  }
  try {
    const response = await Promise.race([send(world, world.base + path, { ...options, takes: ask.takes }, silence, heard), silence.over])
    heard()
    return judge(response, await Promise.race([bodyOf(response, heard), silence.over]))
  } catch {
    return fail("offline")
  } finally {
    unheard()
    silence.end()
  }
}

function send(
  world: World,
  url: string,
  { takes, ...options }: Options & Pick<Ask, "takes">,
  silence: Silence,
  heard: () => void,
): Promise<Response> {
  const { method, headers, body, signal } = options
  if (world.send === undefined || !(body instanceof ArrayBuffer)) {
    silence.moved(sizeOf(body), takes)
    return world.fetch(url, options)
  }
  silence.moved()
  return world.send(url, { method, headers, bytes: body, signal, gone: (bytes) => silence.gone(bytes, body.byteLength, takes), heard })
}

const sizeOf = (body: Options["body"]): number => (typeof body === "string" ? body.length : (body?.byteLength ?? 0))

/** The whole body; every piece that comes is told. */
async function bodyOf(response: Response, heard: () => void): Promise<ArrayBuffer> {
  if (response.body === null) return response.arrayBuffer()
  const reader = response.body.getReader()
  const pieces: Uint8Array[] = []
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value)
    heard()
  }
  return joined(pieces)
}

function joined(pieces: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole.buffer
}

/** The same, for an answer that is JSON. */
export async function requestJson<T>(world: World, path: string, ask: Ask = {}): Promise<Result<T>> {
  const answer = await request(world, path, ask)
  if (!answer.ok) return answer
  if (answer.value.status === 204) return ok(undefined as T)
  if (!isJson(answer.value.headers)) return fail("captive")
  return parse<T>(answer.value.body)
}

export function parse<T>(body: ArrayBuffer): Result<T> {
  try {
    return ok(JSON.parse(new TextDecoder().decode(body)) as T)
  } catch {
    return fail("captive")
  }
}

interface Options extends RequestInit {
  method: string
  headers: Record<string, string>
  body?: string | ArrayBuffer
  signal: AbortSignal
}

function optionsOf(ask: Ask, signal: AbortSignal): Options {
  const headers: Record<string, string> = { Accept: `application/json, ${PROBLEM}`, ...ask.headers }
  if (ask.token !== undefined) headers["Authorization"] = `Bearer ${ask.token}`
  const options: Options = {
    method: ask.method ?? "GET",
    headers,
    signal,
    // a captive portal answers with a redirect; ours never does
    redirect: "manual",
    cache: "no-store",
    // the desk's cookie must not speak for a phone's principal
    credentials: ask.cookie === true ? "same-origin" : "omit",
    referrerPolicy: "no-referrer",
  }
  if (ask.json !== undefined) {
    headers["Content-Type"] = "application/json"
    options.body = JSON.stringify(ask.json)
  } else if (ask.bytes !== undefined) {
    options.body = ask.bytes
  }
  return options
}

const typeOf = (headers: Headers): string => (headers.get("Content-Type") ?? "").split(";")[0]?.trim() ?? ""
const isJson = (headers: Headers): boolean => typeOf(headers) === "application/json"

function judge(response: Response, body: ArrayBuffer): Result<Answer> {
  const { status, headers } = response
  if (response.type === "opaqueredirect" || (status >= 300 && status < 400 && status !== 304)) return fail("captive")
  if (status < 400) return ok({ status, headers, body })
  const wait = waitOf(headers)
  if (typeOf(headers) === PROBLEM) return problemFault(status, body, wait)
  // a proxy of the office's may say these by itself; any other page of HTML comes from somewhere else
  if (status === 413) return fault("too_large", status, wait)
  if (status === 429) return fault("too_many", status, wait)
  if (PROXY_BUSY.has(status)) return fault("unavailable", status, wait)
  if (status >= 500 && status !== 511) return fault("server_error", status, wait)
  return fail("captive")
}

function problemFault(status: number, body: ArrayBuffer, wait: number | undefined): Fault {
  const read = parse<Problem & Record<string, unknown>>(body)
  if (!read.ok || typeof read.value.code !== "string") return fault("server_error", status, wait)
  const { code, say, errors, ...params } = read.value
  return { ...fault(code, status, wait), say, errors: (errors ?? []).map((each) => ({ ...each, params: each.params ?? {} })), params }
}

const fault = (code: string, status: number, wait: number | undefined): Fault =>
  fail(code, wait === undefined ? { status } : { status, wait })

function waitOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get("Retry-After") ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
