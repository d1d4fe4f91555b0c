/* The line between a simulated phone and the real server: it asks the server's fault layer to cut, to lose answers, to
   answer as a captive portal does. And it reads along: no answer may name what is not its reader's. */
import type { Book } from "./book.ts"
import type { Dice } from "./dice.ts"
import type { Tally } from "./tally.ts"

export const FAULTS = [
  "before_read",
  "mid_body",
  "empty_body",
  "short_body",
  "after_commit_before_response",
  "after_commit_before_response",
  "half_answer",
  "html_200",
  "redirect",
  "slow=2000000",
  "413",
  "429",
  "500",
  "502",
  "503",
  // what other systems lose a queue over comes most often
  "401",
  "401",
  "401",
  "403",
  "skew=86400",
  "skew=-86400",
] as const

export interface Line {
  readonly fetch: typeof fetch
  /** From here on nothing that was asked comes back: the tab is dead. */
  kill(): void
}

export interface Surroundings {
  readonly base: string
  readonly dice: () => Dice
  readonly badness: () => number
  readonly tally: Tally
  readonly book: Book
}

interface Told {
  token?: string
  me?: { principal: string }
  changes?: { kind: string; id: string; body: { dossier_id?: string | null } }[]
  results?: { dossier?: { dossier_id: string } | null }[]
  dossier_id?: string
}

/** A line that is bad so often. */
export function badLine(around: Surroundings): Line {
  const gone = new AbortController()
  const fetchBadly = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (gone.signal.aborted) throw new TypeError("the tab is gone")
    const url = new URL(input instanceof Request ? input.url : input, around.base)
    const headers = new Headers(init.headers)
    if (around.dice().often(around.badness())) headers.set("X-Fault", faultFor(around))
    around.tally.count("requests")
    if (init.body instanceof ArrayBuffer) around.tally.count("bytes", init.body.byteLength)
    const signal = init.signal == null ? gone.signal : AbortSignal.any([init.signal, gone.signal])
    const answer = await fetch(url, { ...init, headers, signal })
    const whole = await answer.clone().text()
    if (answer.ok) readAlong(around.book, headers.get("Authorization") ?? "", url.pathname, whole)
    return answer
  }
  return { fetch: fetchBadly, kill: () => gone.abort() }
}

function faultFor({ dice, tally }: Surroundings): string {
  const fault = dice().pick(FAULTS)
  tally.count(`fault:${fault.split("=")[0]!}`)
  return fault
}

/** Whose each session is, learned from the answers themselves and from nothing the phone keeps. */
const whose = new Map<string, string>()

function readAlong(book: Book, bearer: string, path: string, text: string): void {
  const told = parsed(text)
  if (told === undefined) return
  if (typeof told.token === "string" && told.me !== undefined) whose.set(`Bearer ${told.token}`, told.me.principal)
  const reader = whose.get(bearer)
  if (reader === undefined) return
  for (const change of told.changes ?? []) {
    // that something is no longer hers says nothing of it but its id
    if (change.kind === "scope" || change.kind === "gone") continue
    const about = change.kind === "message" ? (change.body.dossier_id ?? null) : change.id
    if (about !== null) book.mustBeHers(reader, about, path)
  }
  for (const result of told.results ?? []) if (result.dossier) book.mustBeHers(reader, result.dossier.dossier_id, path)
  if (path.startsWith("/api/dossiers/") && told.dossier_id !== undefined) book.mustBeHers(reader, told.dossier_id, path)
}

function parsed(text: string): Told | undefined {
  try {
    return JSON.parse(text) as Told
  } catch {
    return undefined
  }
}
