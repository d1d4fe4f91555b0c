/* The line between a simulated phone and the real server: it asks the server's fault layer to cut, to lose answers,
   to answer as a captive portal does. */
import type { Dice } from "./dice.ts"

const FAULTS = [
  "before_read",
  "mid_body",
  "after_commit_before_response",
  "after_commit_before_response",
  "half_answer",
  "html_200",
  "redirect",
  "413",
  "429",
  "500",
  "502",
  "503",
  "401",
  "403",
  "skew=86400",
]
/** What an office's portal or proxy may do to a public file too. */
const PUBLIC_FAULTS = ["before_read", "half_answer", "html_200", "502"]

export interface Line {
  readonly fetch: typeof fetch
  /** From here on nothing that was asked comes back: the tab is dead. */
  kill(): void
}

/** A line that is bad so often; `tally` counts what it did. */
export function badLine(base: string, dice: Dice, badness: () => number, tally: Map<string, number>): Line {
  let dead = false
  const fetchBadly = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input, base)
    const headers = new Headers(init.headers)
    if (dice.often(badness())) {
      const fault = dice.pick(url.pathname.startsWith("/api/catalogue") ? PUBLIC_FAULTS : FAULTS)
      headers.set("X-Fault", fault)
      tally.set(fault, (tally.get(fault) ?? 0) + 1)
    }
    const answer = await fetch(url, { ...init, headers }).catch((error: unknown) => {
      if (dead) return never()
      throw error
    })
    return dead ? never() : answer
  }
  return {
    fetch: fetchBadly,
    kill: () => {
      dead = true
    },
  }
}

const never = (): Promise<never> =>
  new Promise(() => {
    // the page is gone
  })
