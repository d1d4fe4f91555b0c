/* How long what a person makes here is taken as her own act without her session: so long after her last contact on this phone
   as the office says (app/sync/authorship.py). Then an officer looks at it first. It is told in time, in words; nothing is
   deleted, and nothing is kept from being made. */
import { setting } from "../db/settings.ts"
import { CURSOR } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { phoneRules } from "./rules.ts"

const DAY = 24 * 60 * 60 * 1000
/** So many days ahead it is said. */
export const AHEAD = 14

export interface Authorship {
  /** `ending`: contact before `until` keeps it as it is. `over`: what is sent now may wait for an officer. */
  readonly state: "ending" | "over"
  readonly until: string
}

/** What a time of last contact comes to, by the office's days; nothing while there is time. */
export function authorshipAt(contact: string, days: number, now: number): Authorship | undefined {
  const last = Date.parse(contact)
  if (Number.isNaN(last)) return undefined
  const until = last + days * DAY
  const ahead = Math.min(AHEAD, Math.floor(days / 3)) * DAY
  if (now < until - ahead) return undefined
  return { state: now < until ? "ending" : "over", until: new Date(until).toISOString() }
}

/** The same for a person on this phone. The phone itself is always its own author, and who never had news here is not told. */
export async function authorshipOf(base: Base, principal: string): Promise<Authorship | undefined> {
  if (principal === base.device.principal) return undefined
  const contact = (await setting(base.store(principal), CURSOR))?.at ?? ""
  return authorshipAt(contact, (await phoneRules(base)).grace_days, base.world.now())
}
