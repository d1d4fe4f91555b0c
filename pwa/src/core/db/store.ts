/* Records of one database, through one codec. Everything that must be true together is written in one transaction:
   records are sealed first, then the transaction opens, checks that nobody changed them meanwhile, and writes.
   While the codec's key is not at hand every use rejects with StoreError("locked"): nothing looks empty that is not. */
import { StoreError, type Connection, type Tx } from "./open.ts"
import { plainCodec, toBytes, toText, type Codec, type CodecSource } from "./codec.ts"
import { Texts } from "./texts.ts"
import type { RefName, StoreName } from "./schema.ts"

export type Refs = Partial<Record<RefName, string | undefined>>

/** A kind of record: which store, what its id is, which opaque ids it is found by. */
export interface Table<T> {
  readonly name: StoreName
  readonly id: (value: T) => string
  readonly refs: (value: T) => Refs
}

export const table = <T>(name: StoreName, id: (value: T) => string, refs: (value: T) => Refs = () => ({})): Table<T> => ({
  name,
  id,
  refs,
})

interface Row {
  readonly id: string
  /** Counts the writes of this row, so that two tabs never overwrite each other unseen. */
  readonly rev: number
  /** Which write made it: a write repeated after a lost connection knows its own work again. */
  readonly by: string
  readonly body: ArrayBuffer
  /** Which codec wrote the body; absent where it is plain. */
  readonly c?: number
}

export interface Held<T> {
  readonly value: T
  readonly rev: number
}

/** One step of a write. `expect`: the revision seen, 0 for "not there yet"; without it the write is unconditional. */
export interface Change {
  readonly store: StoreName
  readonly id: string
  readonly expect?: number | undefined
  readonly refs?: Refs
  /** What to keep: a record, bytes, or nothing (the row goes). */
  readonly record?: unknown
  readonly bytes?: ArrayBuffer
}

export const put = <T>(kind: Table<T>, value: T, expect?: number): Change => ({
  store: kind.name,
  id: kind.id(value),
  expect,
  refs: kind.refs(value),
  record: value,
})
export const drop = <T>(kind: Table<T>, id: string, expect?: number): Change => ({ store: kind.name, id, expect })
export const putBytes = (id: string, bytes: ArrayBuffer, store: StoreName = "bytes"): Change => ({ store, id, bytes })
export const dropBytes = (id: string): Change => ({ store: "bytes", id })

const STALE_TRIES = 8

export class Store {
  readonly #connection: Connection
  readonly #codec: CodecSource
  readonly #texts = new Texts()
  readonly #written: (stores: readonly StoreName[]) => void

  constructor(connection: Connection, codec: Codec | CodecSource, written: (stores: readonly StoreName[]) => void = () => undefined) {
    this.#connection = connection
    this.#codec = typeof codec === "function" ? codec : () => Promise.resolve(codec)
    this.#written = written
  }

  async get<T>(kind: Table<T>, id: string): Promise<Held<T> | undefined> {
    const codec = await this.#codec()
    const row = await this.#connection.run([kind.name], "readonly", (tx) => rowOf(tx, kind.name, id))
    return row === undefined ? undefined : this.#read<T>(codec, kind.name, row)
  }

  /** Every record of a kind, or those that belong to one opaque id. A record that cannot be read stays where it is. */
  async all<T>(kind: Table<T>, by?: readonly [RefName, string]): Promise<Held<T>[]> {
    const codec = await this.#codec()
    const rows = await this.#connection.run([kind.name], "readonly", async (tx) => {
      const store = tx.objectStore(kind.name)
      const found: unknown = by === undefined ? await store.getAll() : await store.index(by[0]).getAll(by[1])
      return found as Row[]
    })
    const read = await Promise.all(rows.map((row) => this.#read<T>(codec, kind.name, row).catch(() => undefined)))
    return read.filter((held) => held !== undefined)
  }

  async bytes(id: string, store: StoreName = "bytes"): Promise<ArrayBuffer | undefined> {
    const codec = await this.#codec()
    const row = await this.#connection.run([store], "readonly", (tx) => rowOf(tx, store, id))
    return row === undefined ? undefined : opened(codec, store, row)
  }

  /** Whether bytes are kept under an id, without reading them. */
  async hasBytes(id: string, store: StoreName = "bytes"): Promise<boolean> {
    await this.#codec()
    const key: unknown = await this.#connection.run([store], "readonly", (tx) => tx.objectStore(store).getKey(id))
    return key !== undefined
  }

  /** How many records of a kind there are, without reading them. */
  count<T>(kind: Table<T>): Promise<number> {
    return this.#connection.run([kind.name], "readonly", (tx) => tx.objectStore(kind.name).count())
  }

  /** Promises that all changes are kept together; throws StoreError("stale") where an expectation no longer holds. */
  async write(changes: readonly Change[], { durable = false }: { durable?: boolean } = {}): Promise<void> {
    if (changes.length === 0) return
    const by = crypto.randomUUID()
    // taking rows away needs no key
    const codec = changes.some((change) => change.bytes !== undefined || change.record !== undefined) ? await this.#codec() : plainCodec
    const bodies = await Promise.all(changes.map((change) => sealed(codec, change)))
    const stores = [...new Set(changes.map((change) => change.store))]
    const work = async (tx: Tx<"readwrite">): Promise<void> => {
      await Promise.all(changes.map((change, n) => apply(tx, change, bodies[n], by, codec.number)))
    }
    await this.#connection.run(stores, "readwrite", work, durable)
    this.#written(stores)
  }

  /** Changes one record by a pure function of what stands there, again when somebody else was faster; `also` is kept with it.
      Where `make` gives undefined nothing is written. */
  async change<T>(
    kind: Table<T>,
    id: string,
    make: (old: T | undefined) => T | undefined,
    also: (next: T) => readonly Change[] = () => [],
  ): Promise<T | undefined> {
    for (let tries = 1; ; tries += 1) {
      const held = await this.get(kind, id)
      const next = make(held?.value)
      if (next === undefined) return undefined
      try {
        await this.write([put(kind, next, held?.rev ?? 0), ...also(next)])
        return next
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== "stale" || tries >= STALE_TRIES) throw error
      }
    }
  }

  close(): void {
    this.#connection.close()
  }

  async #read<T>(codec: Codec, store: StoreName, row: Row): Promise<Held<T>> {
    const known = this.#texts.get(codec, store, row)
    const text = known ?? toText(await opened(codec, store, row))
    if (known === undefined) this.#texts.keep(store, row, text)
    return { value: JSON.parse(text) as T, rev: row.rev }
  }
}

/** The plain bytes of a row, by whichever release it was written. */
async function opened(codec: Codec, store: StoreName, row: Row): Promise<ArrayBuffer> {
  if (row.c === undefined) return row.body
  if (row.c !== codec.number) throw new StoreError("unreadable")
  return codec.open(row.body, { store, id: row.id })
}

async function sealed(codec: Codec, change: Change): Promise<ArrayBuffer | undefined> {
  const plain = change.bytes ?? (change.record === undefined ? undefined : toBytes(JSON.stringify(change.record)))
  return plain === undefined ? undefined : codec.seal(plain, change)
}

async function rowOf(tx: Tx<"readonly"> | Tx<"readwrite">, store: string, id: string): Promise<Row | undefined> {
  return (await tx.objectStore(store).get(id)) as Row | undefined
}

async function apply(tx: Tx<"readwrite">, change: Change, body: ArrayBuffer | undefined, by: string, c?: number): Promise<void> {
  const store = tx.objectStore(change.store)
  const old = await rowOf(tx, change.store, change.id)
  if (old?.by === by) return
  if (change.expect !== undefined && change.expect !== (old?.rev ?? 0)) throw new StoreError("stale")
  if (body === undefined) await store.delete(change.id)
  else await store.put({ ...change.refs, id: change.id, rev: (old?.rev ?? 0) + 1, by, body, ...(c !== undefined && { c }) })
}
