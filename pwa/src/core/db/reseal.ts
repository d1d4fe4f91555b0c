/* Rows that an earlier release wrote plain are sealed in the background, a few at a time. Each keeps its revision, so that
   nobody who is changing it notices; a row that somebody wrote meanwhile is sealed already. It may be killed at any moment:
   what is sealed is sealed, the rest is found again at the next start. */
import type { Codec } from "./codec.ts"
import type { Connection, Tx } from "./open.ts"
import { PRINCIPAL_STORES, type PrincipalStore } from "./schema.ts"

const AT_ONCE = 20

interface PlainRow {
  readonly id: string
  readonly rev: number
  readonly by: string
  readonly body: ArrayBuffer
  readonly c?: number
}

/** Promises that no plain row is left; how many were sealed. */
export async function reseal(connection: Connection, codec: Codec): Promise<number> {
  let count = 0
  for (const store of PRINCIPAL_STORES) {
    for (let after: string | undefined = ""; after !== undefined; ) {
      const batch: Batch = await plainRows(connection, store, after)
      count += await sealRows(connection, codec, store, batch.rows)
      after = batch.last
    }
  }
  return count
}

interface Batch {
  readonly rows: readonly PlainRow[]
  /** Where to go on; undefined at the end. */
  readonly last: string | undefined
}

async function plainRows(connection: Connection, store: PrincipalStore, after: string): Promise<Batch> {
  return connection.run([store], "readonly", async (tx) => {
    const range = after === "" ? undefined : IDBKeyRange.lowerBound(after, true)
    const rows = (await tx.objectStore(store).getAll(range, AT_ONCE)) as PlainRow[]
    return { rows: rows.filter((row) => row.c === undefined), last: rows.length < AT_ONCE ? undefined : rows.at(-1)?.id }
  })
}

async function sealRows(connection: Connection, codec: Codec, store: PrincipalStore, rows: readonly PlainRow[]): Promise<number> {
  if (rows.length === 0) return 0
  const sealed = await Promise.all(
    rows.map(async (row) => ({ ...row, body: await codec.seal(row.body, { store, id: row.id }), c: codec.number })),
  )
  return connection.run([store], "readwrite", async (tx) => {
    const done = await Promise.all(sealed.map((row) => replace(tx, store, row)))
    return done.filter(Boolean).length
  })
}

/** Puts the sealed row in the plain one's place, where that one still stands as it was read. */
async function replace(
  tx: Tx<"readwrite">,
  store: PrincipalStore,
  row: Omit<PlainRow, "c"> & { readonly c: number | undefined },
): Promise<boolean> {
  const now = (await tx.objectStore(store).get(row.id)) as PlainRow | undefined
  if (now === undefined || now.c !== undefined || now.rev !== row.rev || now.by !== row.by) return false
  await tx.objectStore(store).put(row)
  return true
}
