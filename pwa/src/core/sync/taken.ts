/* What of this phone's own work somebody took over by signing in: the ids and whose they are, nothing else. The server
   hands a phone's work over once; one that was restored from an older backup knows nothing of that and would give it to
   whoever signs in next. So the phone remembers it, shows none of it as its own, and says at every sign-in whose it is. */
import { operations } from "../db/operations.ts"
import { putSetting, setting } from "../db/settings.ts"
import type { Store } from "../db/store.ts"
import { COPIES, DOSSIERS, DRAFTS, KEPT, SLIPS, TAKEN } from "../db/tables.ts"
import type { Base } from "./base.ts"

/** The server takes no more; the latest count. */
const MOST = 2000

export interface TakenOver {
  readonly id: string
  readonly principal: string
}

/** What people have taken over on this phone; the store is the device's own. */
export async function takenOver(device: Store): Promise<readonly TakenOver[]> {
  return (await setting(device, TAKEN)) ?? []
}

/** As a sign-in says it. */
export const takenHere = async (base: Base): Promise<TakenOver[]> => [...(await takenOver(base.store(base.device.principal)))]

/** Notes, before anything moves, that all drafts and dossiers of the device are a person's from now on. */
export async function noteTaken(device: Store, principal: string): Promise<void> {
  const ids = await held(device)
  if (ids.size === 0) return
  const others = (await takenOver(device)).filter((each) => !ids.has(each.id))
  const now = [...others, ...[...ids].map((id) => ({ id, principal }))]
  await device.write([putSetting(TAKEN, now.slice(-MOST))], { durable: true })
}

/** The phone itself took a dossier over with its slip: it may show it again. */
export async function untake(device: Store, id: string): Promise<void> {
  const all = await takenOver(device)
  if (all.some((each) => each.id === id))
    await device.write([
      putSetting(
        TAKEN,
        all.filter((each) => each.id !== id),
      ),
    ])
}

async function held(device: Store): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (const { value } of await device.all(DRAFTS)) ids.add(value.id)
  for (const { value } of await device.all(COPIES)) ids.add(value.draft_id)
  for (const { value } of await device.all(KEPT)) ids.add(value.draft_id)
  for (const { value } of await device.all(SLIPS)) ids.add(value.dossier_id)
  for (const { value } of await device.all(DOSSIERS)) ids.add(value.dossier_id)
  for (const op of await operations(device)) if (op.dossier_id !== null) ids.add(op.dossier_id)
  return ids
}
