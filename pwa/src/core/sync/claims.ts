/* Taking dossiers over with their slips: by hand, for what the device sent after a person had signed in, and once more
   where a restored server has forgotten it. The slip's words are kept before the server is asked: an answer that is lost on
   its way is asked for again. */
import type { Fault, Result } from "../contract/result.ts"
import type { ClaimOut } from "../contract/types.ts"
import { kept } from "../db/guard.ts"
import { setting } from "../db/settings.ts"
import { drop, put, type Store } from "../db/store.ts"
import { CLAIMS, DOSSIERS, OPERATIONS, SLIPS } from "../db/tables.ts"
import type { ClaimRecord, OpRecord, SlipRecord } from "../db/records.ts"
import type { Base } from "./base.ts"
import { firstUses } from "./firstuse.ts"
import { untake } from "./taken.ts"
import { DAY, isLater } from "./wait.ts"

export interface SlipWords {
  readonly local_code: string
  readonly claim_secret: string
  readonly factor: string
}

const HOUR = 60 * 60 * 1000
/** A restored server may not have the dossier yet either: whoever sent it brings it back. */
const TRIES = 40

/** Takes a dossier over. Without network the slip is kept, and the dossier is taken over as soon as there is one. */
export async function claim(base: Base, principal: string, words: SlipWords): Promise<Result<ClaimOut>> {
  const store = base.store(principal)
  await kept(() => keepClaim(store, { ...words, tries: 0, next_at: 0 }))
  const { epoch } = base.device
  const used = await firstUses(base)
  if (!used.ok) return used
  const answer = await base.api.claim(words, await base.token(principal))
  await kept(() => takeAnswer(base, store, { ...words, tries: 0, next_at: 0 }, answer, epoch))
  return answer
}

/** Asks again for what a lost answer left open, and for what a restored server may have forgotten. Promises how many came. */
export async function claimAgain(base: Base, owner: string): Promise<number> {
  const token = await base.token(owner)
  if (token === undefined) return 0
  const store = base.store(owner)
  const { epoch } = base.device
  let came = 0
  for (const each of (await setting(store, CLAIMS)) ?? []) {
    if (isLater(each.next_at, base.world.now()) || (each.epoch !== undefined && each.epoch === epoch)) continue
    const { local_code, claim_secret, factor } = each
    const answer = await base.api.claim({ local_code, claim_secret, factor }, token)
    await takeAnswer(base, store, each, answer, epoch)
    if (answer.ok) came += 1
    else if (!isDefinite(answer)) return came
  }
  return came
}

/** The server has it, in this epoch. */
const isHad = ({ state, epoch }: OpRecord, now: string | undefined): boolean =>
  (state === "acknowledged" || state === "archived") && epoch === now

async function takeAnswer(base: Base, store: Store, asked: ClaimRecord, answer: Result<ClaimOut>, epoch = ""): Promise<void> {
  if (answer.ok) await untake(base.store(base.device.principal), answer.value.dossier_id)
  if (answer.ok) return keepClaim(store, { ...asked, dossier_id: answer.value.dossier_id, epoch, tries: 0, next_at: 0 })
  if (!isDefinite(answer)) return
  const tries = asked.tries + 1
  if (asked.epoch === undefined || tries > TRIES) return dropClaim(store, asked.local_code)
  await keepClaim(store, { ...asked, tries, next_at: base.world.now() + Math.min(HOUR * 2 ** tries, DAY) })
}

/** The server has understood and said no; anything else may be otherwise in a minute. */
const isDefinite = ({ status }: Fault): boolean => status !== undefined && status >= 400 && status < 500 && status !== 401 && status !== 429

export async function keepClaim(store: Store, claimed: ClaimRecord): Promise<void> {
  await store.change(CLAIMS.kind, CLAIMS.key, (old) => ({
    key: CLAIMS.key,
    value: [...(old?.value ?? []).filter((each) => each.local_code !== claimed.local_code), claimed],
  }))
}

async function dropClaim(store: Store, localCode: string): Promise<void> {
  await store.change(CLAIMS.kind, CLAIMS.key, (old) =>
    old === undefined ? undefined : { key: CLAIMS.key, value: old.value.filter((each) => each.local_code !== localCode) },
  )
}

/** Asks for each dossier that the device sent for this person, once the server has it; and again for those that it sent
    before she signed in, where the server was restored since and may have them as the device's once more. */
export async function claimLate(base: Base, owner: string): Promise<void> {
  const token = await base.token(owner)
  if (token === undefined) return
  const store = base.store(owner)
  const { epoch } = base.device
  for (const slip of await store.all(SLIPS)) {
    const forgotten = slip.value.taken_in !== undefined && epoch !== undefined && slip.value.taken_in !== epoch
    if (slip.value.claim_as !== owner && !forgotten) continue
    const op = (await store.get(OPERATIONS, slip.value.op_id))?.value
    if (op !== undefined && !isHad(op, forgotten ? epoch : op.epoch)) continue
    const { local_code, claim_secret, second_factor } = slip.value
    const answer = await base.api.claim({ local_code, claim_secret, factor: second_factor.last4 }, token)
    if (!answer.ok && !isDefinite(answer)) return
    const settled: SlipRecord = { ...slip.value, taken_in: epoch ?? "" }
    delete settled.claim_as
    await store.write([put(SLIPS, settled, slip.rev)])
    // what the phone itself was told of it is hers now, and must not be there for the next person
    if (answer.ok) await base.store(base.device.principal).write([drop(DOSSIERS, slip.value.dossier_id)])
  }
}
