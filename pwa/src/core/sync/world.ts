/* What the core needs from where it runs: a page, a service worker, or a simulated phone. */
import type { LentKey } from "../db/vault-rows.ts"

export interface World {
  readonly indexedDB: IDBFactory
  readonly fetch: typeof fetch
  /** Sends bytes and tells how far they are; where it is missing, `fetch` sends them and tells nothing. */
  readonly send?: (url: string, sending: Sending) => Promise<Response>
  /** Hears whether the server answers: false after a while without a word, true at every word. */
  readonly reached?: (yes: boolean) => void
  /** "" in a browser (same origin); the server's address in a simulation. */
  readonly base: string
  /** Where printed addresses point until the server has said it: the page's own origin. */
  readonly origin: string
  readonly now: () => number
  /** Milliseconds since some moment, which no setting of the clock moves; the runtime's own where it is left out. */
  readonly steady?: () => number
  /** 0 to 1, for the jitter of waiting; never for secrets. */
  readonly random: () => number
  /** Runs `work` alone among all tabs and workers of this phone. */
  readonly alone: (name: string, work: () => Promise<void>) => Promise<void>
  /** Calls `work` later; the answer calls it off. */
  readonly after: (ms: number, work: () => void) => () => void
  /** Whether sending much costs the person money: mobile data, as far as the browser says. */
  readonly metered: () => boolean
  /** Tells the other tabs of this phone. */
  readonly tell: (news: News) => void
}

/** Bytes to send, and whom to tell of their way. */
export interface Sending {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: ArrayBuffer
  readonly signal: AbortSignal
  /** Hears how many of them the system has taken. */
  readonly gone: (bytes: number) => void
  /** Hears that something of the answer came. */
  readonly heard: () => void
}

/** What tabs tell each other. */
export type News =
  | { readonly kind: "written"; readonly principal: string; readonly stores: readonly string[] }
  | { readonly kind: "principal" }
  | { readonly kind: "phase"; readonly phase: Phase }
  | { readonly kind: "superseded" }
  /** Something of a principal's key was changed or erased; `lock`: its open key is to be forgotten. */
  | { readonly kind: "vault"; readonly principal: string; readonly lock?: boolean }
  /** A tab was opened and asks for the keys that are open elsewhere; a key travels as an object that cannot be read out. */
  | { readonly kind: "ask_keys" }
  | { readonly kind: "keys"; readonly keys: readonly LentKey[] }
  /** A tab was touched, or its screen was covered or uncovered. */
  | { readonly kind: "screen"; readonly covered?: boolean }

/** How the loop stands. `paused`: the server refused this person's session.
    `blocked`: the office has blocked this phone as lost, nothing on it is shown. */
export type Phase = "resting" | "working" | "offline" | "captive" | "waiting" | "paused" | "update" | "blocked"

/** Without Web Locks: alone within this page only; the server applies every operation once in any case. */
export function aloneHere(): World["alone"] {
  const queues = new Map<string, Promise<void>>()
  return (name, work) => {
    const before = queues.get(name) ?? Promise.resolve()
    const mine = before.then(work, work)
    queues.set(
      name,
      mine.catch(() => undefined),
    )
    return mine
  }
}
