/* What the office asks of phones (docs/configuration.md): learnt from the server, kept, and used when there is no network. */
import type { PhoneRules } from "../contract/types.ts"
import type { Base } from "./base.ts"

/** What holds until the office has said otherwise. */
export const FIRST_RULES: PhoneRules = { pin_tries: 10, grace_days: 90, lock_minutes: 5, key_hours: 12 }

export async function phoneRules(base: Base): Promise<PhoneRules> {
  return { ...FIRST_RULES, ...(await base.device.server())?.phone_rules }
}

/** Asks the server anew who it is and what its rules are; one that answers in another's place is left to the loop. */
export async function renewRules(base: Base): Promise<void> {
  const known = await base.device.server()
  if (known === undefined) return
  const answer = await base.api.server()
  if (answer.ok && answer.value.server_id === known.server_id) await base.device.keepServer(answer.value)
}
