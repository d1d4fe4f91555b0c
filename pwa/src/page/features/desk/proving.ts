/* What an act waits for before the server takes it: a code of the app, the password again, or why one looks. The act itself waits
   too, with all that was typed, and goes on by itself. */
import { cell, type Cell } from "../../ui/watch.ts"

export type Waits = "proof" | "lock" | "reason"

/** What the person is asked for now. */
export const waits: Cell<Waits | undefined> = cell<Waits | undefined>(undefined)

/** The dossier that a reason is asked for. */
export let lookedAt = ""

let waiting: ((done: boolean) => void)[] = []

/** Promises whether the person gave what was asked for. A lock stands above the others. */
export function until(what: Waits, dossierId = ""): Promise<boolean> {
  if (what === "lock" || waits.get() === undefined) {
    lookedAt = dossierId
    waits.set(what)
  }
  return new Promise((resolve) => {
    waiting.push(resolve)
  })
}

/** The person gave it, or does not want to: whatever waited goes on or is refused. */
export function settle(done: boolean): void {
  const told = waiting
  waiting = []
  waits.set(undefined)
  for (const each of told) each(done)
}

const LOCKS: ReadonlySet<string> = new Set(["session_ended", "not_signed_in"])

/** What the person can give so that a refused request is taken after all. */
export function mends(code: string, signedIn: boolean): Waits | undefined {
  if (code === "proof_needed") return "proof"
  if (code === "look_reason_needed") return "reason"
  return signedIn && LOCKS.has(code) ? "lock" : undefined
}

const WHO = "cl-desk-who"

export interface Known {
  person_id: string
  name: string
  username: string
}

/** Who sat here last, in this tab: after a reload she is asked for her password alone. */
export function known(): Known | undefined {
  try {
    const found = JSON.parse(sessionStorage.getItem(WHO) ?? "null") as Partial<Known> | null
    return found?.person_id && found.username ? { person_id: found.person_id, name: found.name ?? "", username: found.username } : undefined
  } catch {
    return undefined
  }
}

export function remember(who: Known | undefined): void {
  try {
    if (who) sessionStorage.setItem(WHO, JSON.stringify(who))
    else sessionStorage.removeItem(WHO)
  } catch {
    // without storage everybody signs in by name
  }
}
