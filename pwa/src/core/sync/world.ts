/* What the core needs from where it runs: a page, a service worker, or a simulated phone. */

export interface World {
  readonly indexedDB: IDBFactory
  readonly fetch: typeof fetch
  /** "" in a browser (same origin); the server's address in a simulation. */
  readonly base: string
  /** Where printed addresses point until the server has said it: the page's own origin. */
  readonly origin: string
  readonly now: () => number
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

/** What tabs tell each other. */
export type News =
  | { readonly kind: "written"; readonly principal: string; readonly stores: readonly string[] }
  | { readonly kind: "principal" }
  | { readonly kind: "phase"; readonly phase: Phase }
  | { readonly kind: "superseded" }

/** How the loop stands. `paused`: the server refused this person's session. */
export type Phase = "resting" | "working" | "offline" | "captive" | "waiting" | "paused" | "update"

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
