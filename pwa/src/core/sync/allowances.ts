/* Everything this person allowed to be filled in again: asked of the server, and kept, so that it can be read without a network. */
import { ok, type Result } from "../contract/result.ts"
import type { AllowanceOut, AllowancesOut } from "../contract/types.ts"
import { SETTLED, operations } from "../db/operations.ts"
import { keepSetting, setting } from "../db/settings.ts"
import type { Store } from "../db/store.ts"
import { ALLOWANCES, DOSSIERS } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { asDevice } from "./session.ts"

export interface Allowances extends AllowancesOut {
  /** Dossiers of which this phone has written down that they are taken back, and the server has not answered. */
  readonly ending: readonly string[]
}

/** What the phone keeps of the server's last answer, with what it has heard of single dossiers and written down since. */
export async function keptAllowances(store: Store): Promise<Allowances | undefined> {
  const held = await setting(store, ALLOWANCES)
  if (held === undefined) return undefined
  const ending = (await operations(store)).flatMap((op) =>
    op.kind === "reuse.end" && typeof op.dossier_id === "string" && !SETTLED.has(op.state) ? [op.dossier_id] : [],
  )
  return { ...held, allowed: await Promise.all(held.allowed.map((each) => newer(store, each))), ending }
}

/** The feed may have told of the end since. */
async function newer(store: Store, known: AllowanceOut): Promise<AllowanceOut> {
  const body = (await store.get(DOSSIERS, known.dossier_id))?.value.body
  return { ...known, withdrawn_at: known.withdrawn_at ?? body?.allowed?.withdrawn_at ?? null }
}

/** Asks the server and keeps its answer. A phone that nobody signed in on and that the server never met allowed nothing. */
export async function readAllowances(base: Base, principal: string): Promise<Result<undefined>> {
  const token = await base.token(principal)
  const device = principal === base.device.principal
  const none = (): Result<AllowancesOut> => ok({ allowed: [], as_of: new Date(base.world.now()).toISOString() })
  const asked = (): Promise<Result<AllowancesOut>> =>
    device ? asDevice(base, (own) => base.api.allowances(own)) : base.api.allowances(token)
  const answer = device && token === undefined ? none() : await asked()
  if (!answer.ok) return answer
  await keepSetting(base.store(principal), ALLOWANCES, answer.value)
  return ok(undefined)
}
