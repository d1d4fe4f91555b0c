/* Taking dossiers over with their slips: by hand, and for what the device sent after a person had signed in. */
import type { Result } from "../contract/result.ts"
import type { ClaimOut } from "../contract/types.ts"
import { put } from "../db/store.ts"
import { OPERATIONS, SLIPS } from "../db/tables.ts"
import type { SlipRecord } from "../db/records.ts"
import type { Base } from "./base.ts"

export interface SlipWords {
  readonly local_code: string
  readonly claim_secret: string
  readonly factor: string
}

export async function claim(base: Base, principal: string, words: SlipWords): Promise<Result<ClaimOut>> {
  return base.api.claim(words, await base.token(principal))
}

/** Asks for each dossier that the device sent for this person, once the server has it. */
export async function claimLate(base: Base, owner: string): Promise<void> {
  if ((await base.token(owner)) === undefined) return
  const store = base.store(owner)
  for (const slip of await store.all(SLIPS)) {
    if (slip.value.claim_as !== owner) continue
    const op = await store.get(OPERATIONS, slip.value.op_id)
    if (op !== undefined && op.value.state !== "acknowledged" && op.value.state !== "archived") continue
    const { local_code, claim_secret, second_factor } = slip.value
    const answer = await claim(base, owner, { local_code, claim_secret, factor: second_factor.last4 })
    const definite = answer.ok || (answer.status !== undefined && answer.status >= 400 && answer.status < 500)
    if (!definite || (!answer.ok && (answer.status === 401 || answer.status === 429))) return
    const settled: SlipRecord = { ...slip.value }
    delete settled.claim_as
    await store.write([put(SLIPS, settled, slip.rev)])
  }
}
