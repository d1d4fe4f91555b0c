/* The disk of a simulated phone, as one tab sees it: at every transaction it may be full, be aborted by nobody, lose its
   connection before or after the commit, or not open at all. What is kept is kept in one place for all tabs. */
import { forceCloseDatabase } from "fake-indexeddb"
import type { Dice } from "./dice.ts"
import type { Tally } from "./tally.ts"

const AILMENTS = ["full", "aborted", "lost", "closed", "lost_after_commit"] as const
type Ailment = (typeof AILMENTS)[number]

/** What fake-indexeddb has inside, and a browser does by itself. */
interface Inner {
  _state: string
  error: DOMException | null
  _abort(name: string | null): void
}
type Tx = IDBTransaction & Inner
type Listener = (event: Event) => void

const ERRORS: Record<Exclude<Ailment, "closed" | "lost_after_commit">, string | null> = {
  full: "QuotaExceededError",
  aborted: null,
  lost: "UnknownError",
}

export class Disk {
  /** What the tab takes for indexedDB. */
  readonly factory: IDBFactory
  readonly #real: IDBFactory
  readonly #dice: () => Dice
  readonly #badness: () => number
  readonly #tally: Tally
  readonly #open = new Set<Tx>()
  #dead = false

  constructor(real: IDBFactory, dice: () => Dice, badness: () => number, tally: Tally) {
    this.#real = real
    this.#dice = dice
    this.#badness = badness
    this.#tally = tally
    this.factory = new Proxy(real, {
      get: (target, name) => (name === "open" ? this.#opens : (Reflect.get(target, name) as unknown)),
    })
  }

  /** The tab is gone: what it had begun is undone, and nothing it asks for comes. */
  kill(): void {
    this.#dead = true
    for (const tx of this.#open) abort(tx, "UnknownError")
  }

  readonly #opens = (name: string, version?: number): IDBOpenDBRequest => {
    if (this.#dead) throw new DOMException("the tab is gone", "InvalidStateError")
    if (this.#dice().often(this.#badness() / 4)) {
      this.#tally.count("storage:no_open")
      throw new DOMException("Internal error opening backing store", "UnknownError")
    }
    const request = this.#real.open(name, version)
    request.addEventListener("success", () => this.#guard(request.result))
    return request
  }

  #guard(db: IDBDatabase): void {
    const begin = db.transaction.bind(db)
    Object.assign(db, {
      transaction: (...asked: Parameters<IDBDatabase["transaction"]>): IDBTransaction => {
        if (this.#dead) throw new DOMException("the tab is gone", "InvalidStateError")
        const ailment = this.#dice().often(this.#badness()) ? this.#dice().pick(AILMENTS) : undefined
        if (ailment !== undefined) this.#tally.count(`storage:${ailment}`)
        if (ailment === "closed") {
          forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0])
          throw new DOMException("Connection to Indexed Database server lost", "InvalidStateError")
        }
        const tx = begin(...asked) as Tx
        this.#open.add(tx)
        for (const end of ["complete", "abort"]) tx.addEventListener(end, () => this.#open.delete(tx))
        if (ailment === "lost_after_commit") loseVoice(tx)
        else if (ailment !== undefined) later(this.#dice().below(4), () => abort(tx, ERRORS[ailment]))
        return tx
      },
    })
  }
}

function abort(tx: Tx, why: string | null): void {
  if (tx._state !== "finished") tx._abort(why)
}

function later(turns: number, work: () => void): void {
  setImmediate(() => (turns > 0 ? later(turns - 1, work) : work()))
}

/** Everything is kept, and the page hears that the connection was lost. */
function loseVoice(tx: Tx): void {
  const listen = tx.addEventListener.bind(tx) as (type: string, hear: Listener) => void
  const aborted: Listener[] = []
  const said = (event: Event): void => {
    tx.error = new DOMException("Connection to Indexed Database server lost", "UnknownError")
    for (const hear of aborted) hear(event)
  }
  Object.assign(tx, {
    addEventListener: (type: string, hear: Listener): void => {
      if (type === "abort") aborted.push(hear)
      listen(type, type === "complete" ? said : hear)
    },
  })
}
