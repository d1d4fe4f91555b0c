/* Lists of tokens that something is still to be done with. */
import type { Store, Table } from "../db/store.ts"
import type { Setting } from "../db/tables.ts"

interface TokenList {
  readonly key: string
  readonly kind: Table<Setting<readonly string[]>>
}

export async function withToken(store: Store, { key, kind }: TokenList, token: string): Promise<void> {
  await store.change(kind, key, (old) => ({ key, value: [...new Set([...(old?.value ?? []), token])] }))
}

export async function withoutToken(store: Store, { key, kind }: TokenList, token: string): Promise<void> {
  await store.change(kind, key, (old) => (old === undefined ? undefined : { key, value: old.value.filter((each) => each !== token) }))
}
