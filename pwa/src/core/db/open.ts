/* One connection to one database: opened when needed, closed when another tab must upgrade, opened again when the
   browser took it away. A write that a lost connection interrupted is tried again; a full disk is said, never hidden. */
import { wrap, type IDBPDatabase, type IDBPTransaction } from "idb"
import type { Upgrade } from "./schema.ts"

/** `locked`: the person must unlock first. `unreadable`: a row or key was changed or belongs elsewhere; it stays where it is. */
export type StoreFault = "storage_full" | "storage_lost" | "storage_failed" | "stale" | "locked" | "unreadable"

/** The store could not do what was asked; nothing of the attempt was kept. */
export class StoreError extends Error {
  override readonly name = "StoreError"
  readonly code: StoreFault
  constructor(code: StoreFault, cause?: unknown) {
    super(code, { cause })
    this.code = code
  }
}

export interface ConnectionEvents {
  /** A newer release opened this database in another tab: this page should be loaded again when it is safe. */
  superseded?: () => void
  /** An older page holds the database open and the upgrade waits for it to be closed. */
  blocked?: () => void
}

export type Mode = "readonly" | "readwrite"
export type Tx<M extends Mode> = IDBPTransaction<unknown, string[], M>
type Work<T, M extends Mode> = (tx: Tx<M>) => Promise<T>

const TRIES = 3
const LOST = new Set(["InvalidStateError", "UnknownError", "TimeoutError", "TransactionInactiveError"])
const FULL = new Set(["QuotaExceededError"])

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : "")

export class Connection {
  readonly name: string
  readonly #factory: IDBFactory
  readonly #upgrades: readonly Upgrade[]
  readonly #events: ConnectionEvents
  #opening: Promise<IDBPDatabase> | undefined

  constructor(factory: IDBFactory, name: string, upgrades: readonly Upgrade[], events: ConnectionEvents = {}) {
    this.name = name
    this.#factory = factory
    this.#upgrades = upgrades
    this.#events = events
  }

  /** Promises what `work` returns once the transaction is complete; throws StoreError, and then nothing was written. */
  async run<T, M extends Mode>(stores: readonly string[], mode: M, work: Work<T, M>, durable = false): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once(stores, mode, work, durable)
      } catch (error) {
        if (error instanceof StoreError) throw error
        if (FULL.has(nameOf(error))) throw new StoreError("storage_full", error)
        if (!LOST.has(nameOf(error)) && !isUnasked(error)) throw new StoreError("storage_failed", error)
        this.close()
        if (tries >= TRIES) throw new StoreError("storage_lost", error)
      }
    }
  }

  /** Lets the database go; the next use opens it again. */
  close(): void {
    const opening = this.#opening
    this.#opening = undefined
    opening?.then(
      (db) => db.close(),
      () => undefined,
    )
  }

  async #once<T, M extends Mode>(stores: readonly string[], mode: M, work: Work<T, M>, durable: boolean): Promise<T> {
    const db = await this.#open()
    const tx = db.transaction([...stores], mode, { durability: durable ? "strict" : "default" })
    try {
      const [out] = await Promise.all([work(tx), tx.done])
      return out
    } catch (error) {
      try {
        tx.abort()
      } catch {
        // it is over already
      }
      await tx.done.catch(() => undefined)
      throw whyAborted(tx, error)
    }
  }

  #open(): Promise<IDBPDatabase> {
    if (this.#opening !== undefined) return this.#opening
    const opening = this.#connect()
    this.#opening = opening
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined
    })
    return opening
  }

  async #connect(): Promise<IDBPDatabase> {
    try {
      return await this.#request(this.#upgrades.length)
    } catch (error) {
      // written by a later release: its stores contain ours, so it is opened as it is and nothing is lost
      if (nameOf(error) === "VersionError") return this.#request(undefined)
      throw error
    }
  }

  async #request(version: number | undefined): Promise<IDBPDatabase> {
    const request = this.#factory.open(this.name, version)
    request.onupgradeneeded = (event) => {
      const { transaction } = request
      if (transaction === null) return
      for (const step of this.#upgrades.slice(event.oldVersion)) step(request.result, transaction)
    }
    request.onblocked = () => this.#events.blocked?.()
    await wrap(request)
    const raw = request.result
    raw.onversionchange = () => {
      this.close()
      this.#events.superseded?.()
    }
    raw.onclose = () => {
      this.#opening = undefined
    }
    return wrap(raw)
  }
}

/** An abort that nobody asked for has a reason in the transaction: a full disk, a lost connection. */
function whyAborted(tx: Tx<Mode>, error: unknown): unknown {
  return nameOf(error) === "AbortError" && tx.error !== null ? tx.error : error
}

const isUnasked = (error: unknown): boolean => nameOf(error) === "AbortError"
