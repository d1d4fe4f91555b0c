/* What a phone tells with every round: which app it is, and how much it holds that only it has. Counts, never content.
   They travel as headers, so that an older server, after a roll-back, takes the request as it always did. */
import { operations, UNSENT, files, GOING_FILE } from "../db/operations.ts"
import type { Draft } from "../db/records.ts"
import { DRAFTS } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { thingsOf } from "./status.ts"

/** What this app is: the newest envelope it writes, and its release, which an office may require (docs/configuration.md). */
export const APP = { envelope: 1, release: 1 } as const

export interface Holds {
  readonly drafts: number
  /** Dossiers, and acts of none, that are not wholly with the server. */
  readonly unsent: number
  /** When the oldest of the unsent was made. */
  readonly oldest?: string
}

export const hasContent = (draft: Draft): boolean =>
  draft.frozen === undefined && (Object.keys(draft.answers).length > 0 || draft.files.length > 0)

/** How much of a principal this phone holds. */
export async function holdsOf(base: Base, principal: string): Promise<Holds> {
  const store = base.store(principal)
  const drafts = (await store.all(DRAFTS)).filter((held) => hasContent(held.value)).length
  // what lies with an officer has arrived
  const ops = (await operations(store)).filter((op) => UNSENT.has(op.state) && op.state !== "quarantined")
  const pages = (await files(store)).filter((file) => GOING_FILE.has(file.state) || file.state === "set_aside")
  const made = [...ops.map((op) => op.made_at), ...pages.map((page) => page.kept_at)].sort()
  return { drafts, unsent: thingsOf(ops, pages).size, ...(made[0] !== undefined && { oldest: made[0] }) }
}

/** The headers of a request that speaks for this principal; `sender` is whose session carries it. */
export async function toldBy(base: Base, principal: string): Promise<Record<string, string>> {
  const app = { "Phone-App": `envelope=${APP.envelope}; release=${APP.release}` }
  const { drafts, unsent, oldest } = await holdsOf(base, principal)
  const installed = (await base.device.isInstalled()) ? 1 : 0
  return { ...app, "Phone-Holds": `drafts=${drafts}; unsent=${unsent}; oldest=${oldest ?? ""}; installed=${installed}` }
}
