/* Small named values, none of which a person typed: one that cannot be read any more counts as never written. */
import { StoreError } from "./open.ts"
import { put, type Change, type Store, type Table } from "./store.ts"
import type { Setting } from "./tables.ts"

interface Key<T> {
  readonly key: string
  readonly kind: Table<Setting<T>>
}

export async function setting<T>(store: Store, key: Key<T>): Promise<T | undefined> {
  try {
    return (await store.get(key.kind, key.key))?.value.value
  } catch (error) {
    if (error instanceof StoreError && error.code === "unreadable") return undefined
    throw error
  }
}

export const putSetting = <T>(key: Key<T>, value: T): Change => put(key.kind, { key: key.key, value })

export async function keepSetting<T>(store: Store, key: Key<T>, value: T): Promise<void> {
  await store.write([putSetting(key, value)])
}
