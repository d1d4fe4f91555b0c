/* A simulated phone: a disk, a clock that may be years off, tabs that come and die, and the people who use it one after
   the other. What they do stands in actors/. */
import "fake-indexeddb/auto"
import { setImmediate } from "node:timers/promises"
import { IDBFactory } from "fake-indexeddb"
import type { DossierOut } from "../../src/core/contract/types.ts"
import { operations, UNSENT } from "../../src/core/db/operations.ts"
import { DOSSIERS, DRAFTS, KEPT } from "../../src/core/db/tables.ts"
import { StoreError } from "../../src/core/db/open.ts"
import type { OpRecord } from "../../src/core/db/records.ts"
import { Base } from "../../src/core/sync/base.ts"
import { Loop } from "../../src/core/sync/loop.ts"
import { deviceToken, settle, signedIn, signOut } from "../../src/core/sync/session.ts"
import { takenHere } from "../../src/core/sync/taken.ts"
import { aloneHere, type World } from "../../src/core/sync/world.ts"
import type { Book } from "./book.ts"
import { spoiled, type Mutant } from "./broken.ts"
import { diceOf, type Dice } from "./dice.ts"
import { Disk } from "./disk.ts"
import type { Ground, Person } from "./ground.ts"
import { badLine, type Line } from "./line.ts"
import { Locks } from "./locks.ts"
import { trace, type Tally } from "./tally.ts"

export interface Tab {
  readonly base: Base
  readonly loop: Loop
  readonly line: Line
  readonly disk: Disk
}

interface Timer {
  readonly at: number
  readonly work: () => void
  off: boolean
}

const YEAR = 365 * 24 * 60 * 60 * 1000
const TABS = 3

export interface Owner {
  readonly number: number
  /** Who may sign in here. */
  readonly people: readonly Person[]
  readonly ground: Ground
  readonly book: Book
  readonly tally: Tally
  readonly mutant: Mutant
}

export class SimPhone {
  readonly number: number
  readonly people: readonly Person[]
  readonly ground: Ground
  readonly book: Book
  readonly tally: Tally
  tabs: Tab[] = []
  /** How bad line and disk are in this step. */
  badness = 0
  sickness = 0
  /** The dice of this step. */
  dice: Dice = diceOf(0)
  /** Who is in front; empty before the first start. */
  principal = ""
  /** The phone itself, as who it speaks until somebody signs in. */
  device = ""
  /** Somebody signed in, or tried to: the server may have given her what the phone had, though the answer was lost. */
  handedOver = false
  now = Date.now()
  /** Whatever the clock shows. */
  passed = 0
  readonly #mutant: Mutant
  readonly #disk = new IDBFactory()
  #alone: World["alone"] = aloneHere()
  #timers: Timer[] = []
  readonly #locks = new Locks(() => this.tabs.map((tab) => tab.base))

  constructor({ number, people, ground, book, tally, mutant }: Owner) {
    this.number = number
    this.people = people
    this.ground = ground
    this.book = book
    this.tally = tally
    this.#mutant = mutant
  }

  /** The first start, on a sound disk. */
  async start(dice: Dice): Promise<void> {
    this.dice = dice
    this.now += (dice.often(0.3) ? dice.pick([-3, 3]) : 0) * YEAR
    await this.openTab()
    this.device = this.tabs[0]!.base.device.principal
    this.principal = this.device
  }

  /** What somebody does here. A store that fails says so and stops nothing else. */
  async does(act: (phone: SimPhone) => Promise<void>): Promise<void> {
    try {
      if (this.tabs.length === 0) await this.openTab()
      // before a store that is locked nothing can be done but open it, or go
      if (await this.opened()) await act(this)
      else await this.sync()
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      this.tally.count(`told:${error.code}`)
    }
    this.principal = await this.quietly((base) => base.device.current())
    await this.#noted()
  }

  get tab(): Tab {
    return this.dice.pick(this.tabs)
  }

  async openTab(): Promise<void> {
    if (this.tabs.length >= TABS) return
    const { book, tally, ground } = this
    const dice = (): Dice => this.dice
    const line = badLine({ base: ground.base, dice, badness: () => this.badness, tally, book })
    const disk = new Disk(this.#disk, dice, () => this.sickness, tally)
    const world: World = {
      indexedDB: disk.factory,
      fetch: line.fetch,
      base: ground.base,
      origin: "https://phone.test",
      now: () => this.now,
      steady: () => this.passed,
      random: () => this.dice(),
      alone: (name, work) => this.#alone(name, work),
      after: (ms, work) => this.#after(ms, work),
      metered: () => false,
      tell: (news) => this.#locks.tell(news, world),
    }
    const base = spoiled(await Base.open(world), this.#mutant)
    await this.#locks.lendTo(base)
    this.tabs.push({ base, line, disk, loop: new Loop(base) })
    if (!base.locked(await base.device.current())) await settle(base)
  }

  /** Whether the store of whoever is in front is open; mostly she opens it. */
  async opened(): Promise<boolean> {
    const { base } = this.tab
    if (!this.#closed() || this.dice.often(0.3)) return !this.#closed()
    await this.#locks.open(base, this.principal, this.dice)
    this.tally.count("unlocked")
    return !this.#closed()
  }

  #closed(): boolean {
    return this.tabs.some((tab) => tab.base.locked(this.principal))
  }

  async setPin(): Promise<void> {
    if (this.principal !== this.device && (await this.#locks.setPin(this.tab.base, this.principal))) this.tally.count("pins")
  }

  async lockUp(): Promise<void> {
    await this.#locks.lock(this.tab.base, this.principal)
  }

  /** Somebody who is known here stands before her store, or nobody does; nobody signs in or out for that. */
  async changePlaces(): Promise<void> {
    const { base } = this.tab
    const others = base.vault.people().map((person) => person.principal)
    await this.#locks.toFront(base, this.dice.pick([this.device, ...others]))
  }

  /** For the end: everybody opens her store, and leaves it open. */
  async openAll(): Promise<void> {
    if (this.tabs.length === 0) await this.openTab()
    await this.#locks.openAll()
  }

  /** Every tab tries at once. */
  async sync(): Promise<void> {
    for (const tab of this.tabs) tab.loop.wake(this.dice.often(0.5) ? "tap" : "visible")
    await this.settled()
  }

  async settled(): Promise<void> {
    await Promise.all(this.tabs.map((tab) => tab.loop.settled()))
    await this.#locks.heard()
  }

  pass(ms: number): void {
    this.now += ms
    this.passed += ms
    const due = this.#timers.filter((timer) => !timer.off && timer.at <= this.now)
    this.#timers = this.#timers.filter((timer) => !timer.off && timer.at > this.now)
    for (const timer of due) timer.work()
  }

  /** The clock is set, forwards or back: nothing that waited is called for it. */
  setClock(now: number): void {
    const by = now - this.now
    this.now = now
    this.#timers = this.#timers.map((timer) => Object.assign(timer, { at: timer.at + by }))
  }

  /** The page dies in the middle of what it does: nothing it asked for comes back to it, and its locks are free. */
  async die(busy: (tab: Tab) => unknown, turns: number): Promise<void> {
    const dying = this.tab
    const ended = Promise.resolve(busy(dying)).catch(() => undefined)
    for (let n = turns; n > 0; n -= 1) await setImmediate()
    dying.line.kill()
    dying.disk.kill()
    dying.loop.stop()
    this.tabs = this.tabs.filter((tab) => tab !== dying)
    this.#alone = aloneHere()
    await Promise.all([ended, dying.loop.settled()])
    dying.base.close()
  }

  /** Says whether she is in front now. A sign-in whose answer is lost simply did not happen here. */
  async signIn(person: Person): Promise<boolean> {
    const { base } = this.tab
    const token = await deviceToken(base)
    if (!token.ok) return false
    await this.#handOver(base, person.principal)
    const { username, password } = person
    const opened = await base.api.signInByPassword({ username, password, taken: await takenHere(base) }, token.value)
    if (!opened.ok) return false
    const who = opened.value.me.principal
    if (base.locked(who)) {
      await this.#locks.toFront(base, who)
      await this.#locks.open(base, who, this.dice)
      if (base.locked(who)) return false
    }
    await signedIn(base, opened.value)
    return true
  }

  async signOut(): Promise<void> {
    await signOut(this.tab.base, true)
  }

  /** What the phone made, or took over with a slip, while nobody was signed in becomes hers who signs in next. */
  async #handOver(base: Base, person: string): Promise<void> {
    this.handedOver = true
    this.book.inherits(person, this.device)
    for (const id of this.book.claimed(this.device)) this.book.entitle(id, person)
    for (const op of await operations(base.store(base.device.principal))) {
      const { dossier_id, mandate_id } = JSON.parse(op.text) as { dossier_id: string | null; mandate_id: string | null }
      for (const id of [dossier_id, mandate_id]) if (id !== null) this.book.entitle(id, person)
    }
  }

  /** Writes down every operation that is here and was not yet known: from now on it must not be lost. */
  async #noted(): Promise<void> {
    await this.quietly(async (base) => {
      for (const op of await operations(base.store(this.principal))) {
        if (this.book.kept.has(op.op_id)) continue
        this.book.keep(op, this.principal, this.number)
        this.tally.count("operations")
        trace(`  kept ${op.kind} ${op.op_id} of dossier ${op.dossier_id ?? ""} made by ${op.principal} for ${this.principal}`)
      }
    })
  }

  /** Every operation on this phone, whoever's it is. */
  async held(): Promise<{ readonly owner: string; readonly op: OpRecord }[]> {
    return this.quietly(async (base) => {
      const found: { owner: string; op: OpRecord }[] = []
      for (const owner of await base.device.principals()) {
        for (const op of await operations(base.store(owner))) found.push({ owner, op })
      }
      return found
    })
  }

  /** The copies of dossiers that each of its people finds here. */
  async shown(): Promise<{ readonly owner: string; readonly id: string; readonly body: DossierOut }[]> {
    return this.quietly(async (base) => {
      const found: { owner: string; id: string; body: DossierOut }[] = []
      for (const owner of await base.device.principals()) {
        for (const { value } of await base.store(owner).all(DOSSIERS))
          if (value.out === undefined) found.push({ owner, id: value.dossier_id, body: value.body })
      }
      return found
    })
  }

  /** All that is written in drafts here, and in what was kept of drafts that ended elsewhere. */
  async written(): Promise<string[]> {
    return this.quietly(async (base) => {
      const found: string[] = []
      for (const owner of await base.device.principals()) {
        for (const { value } of await base.store(owner).all(DRAFTS)) found.push(JSON.stringify(value))
        for (const { value } of await base.store(owner).all(KEPT)) found.push(JSON.stringify(value))
      }
      return found
    })
  }

  /** Nothing that was called saved has gone from here unless the server has it. */
  async nothingLost(): Promise<void> {
    const here = new Map((await this.held()).map(({ op }) => [op.op_id, op]))
    for (const { owner, id } of await this.shown()) this.book.mustBeHers(owner, id, `phone ${this.number}`)
    for (const kept of this.book.kept.values()) {
      if (kept.phone !== this.number) continue
      const op = here.get(kept.op_id)
      if (op !== undefined && op.sha256 !== kept.sha256) this.book.violated("lost_operation", `${kept.op_id} was edited after it was saved`)
      if (op !== undefined && !UNSENT.has(op.state)) kept.acknowledged = true
      if (op === undefined && !kept.acknowledged)
        this.book.violated("lost_operation", `${kept.kind} ${kept.op_id} is gone from its phone unsent`)
    }
  }

  /** Looks at the disk without hurting it. */
  async quietly<T>(look: (base: Base) => Promise<T>): Promise<T> {
    const { sickness } = this
    this.sickness = 0
    try {
      if (this.tabs.length === 0) await this.openTab()
      return await this.#locks.opened(this.tabs[0]!.base, look)
    } finally {
      this.sickness = sickness
    }
  }

  close(): void {
    for (const tab of this.tabs) {
      tab.loop.stop()
      tab.base.close()
    }
    this.tabs = []
  }

  #after(ms: number, work: () => void): () => void {
    const timer: Timer = { at: this.now + ms, work, off: false }
    this.#timers.push(timer)
    return () => {
      timer.off = true
    }
  }
}
