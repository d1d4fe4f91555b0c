/* Which places of this browser were marked when everything was last seen whole (core/sync/canary.ts). */
import { keepSetting, setting } from "../db/settings.ts"
import { table, type Store, type Table } from "../db/store.ts"
import type { Setting } from "../db/tables.ts"

/** What the phone's own database says of the other places. */
export interface Marked {
  readonly at: string
  readonly principals: readonly string[]
  readonly cache: boolean
}

const MARKED: { readonly key: string; readonly kind: Table<Setting<Marked>> } = {
  key: "marked",
  kind: table<Setting<Marked>>("settings", (kept) => kept.key),
}

/** What was marked last; nothing where this is the first start. */
export const markedLast = (device: Store): Promise<Marked | undefined> => setting(device, MARKED)

export const keepMarked = (device: Store, marked: Marked): Promise<void> => keepSetting(device, MARKED, marked)

/** Somebody's store was emptied on purpose: that its mark is gone is no loss, also when she comes back. */
export async function forgetMark(device: Store, principal: string): Promise<void> {
  await device.change(MARKED.kind, MARKED.key, (old) => {
    if (old?.value.principals.includes(principal) !== true) return undefined
    const principals = old.value.principals.filter((each) => each !== principal)
    return { key: MARKED.key, value: { ...old.value, principals } }
  })
}
