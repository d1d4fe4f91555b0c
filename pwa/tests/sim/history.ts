/* One history: from one seed a crowd of people, phones and a desk, what each of them does, what goes wrong meanwhile, and
   what is told at the end. */
import { setTimeout } from "node:timers/promises"
import { anActor } from "./actors/table.ts"
import { Book, type DeskAct } from "./book.ts"
import type { Mutant } from "./broken.ts"
import { SimDesk } from "./desk.ts"
import { partOf, type Dice } from "./dice.ts"
import type { Driver } from "./driver.ts"
import { endOf } from "./ending.ts"
import type { Ground, Person } from "./ground.ts"
import { SimPhone } from "./phone.ts"
import { trace, type Tally } from "./tally.ts"

export interface Plan {
  readonly seed: number
  readonly steps: number
  readonly ground: Ground
  readonly mutant: Mutant
  readonly driver: Driver
  readonly tally: Tally
  /** Whether the server may go back to a backup. */
  readonly restores: boolean
  /** How bad the lines usually are; null: as this seed has it. */
  readonly badness: number | null
}

/** Who uses which phone: Hoa has two, Nam and Hoa share one, Thắng helps his village, and somebody new has one too. */
const PHONES: readonly (readonly number[])[] = [[0], [0, 1], [2], [3, 1]]
/** What is looked at on the way. */
const LOOK_EVERY = 50

export class History {
  readonly #plan: Plan
  readonly #book = new Book()
  readonly #phones: readonly SimPhone[]
  readonly #desk: SimDesk
  readonly #luck: Dice
  /** What the desk had been answered when the last backup was made. */
  #backedUp: ReadonlySet<DeskAct> | undefined
  #downUntil = -1

  constructor(plan: Plan) {
    this.#plan = plan
    const { seed, ground, tally, mutant } = plan
    this.#luck = partOf(seed, 1)
    this.#desk = new SimDesk(ground, this.#book, tally, partOf(seed, 2))
    this.#phones = PHONES.map((people, number) => {
      const mine: Person[] = people.map((each) => ground.people[each]!)
      return new SimPhone({ number, people: mine, ground, book: this.#book, tally, mutant })
    })
  }

  /** Promises what was told to whom, for the driver to hold against the database. */
  async run(): Promise<Record<string, unknown>> {
    const { seed, steps } = this.#plan
    for (const phone of this.#phones) await phone.start(partOf(seed, 3, phone.number))
    const lines = this.#luck.pick([0.05, 0.15, 0.3])
    const usual = this.#plan.badness ?? lines
    for (let step = 0; step < steps; ) {
      await this.#fate(step)
      // so many act at the same instant
      const crowd = this.#shuffled().slice(0, Math.min(this.#luck.pick([1, 1, 2, 3, 5]), steps - step))
      await Promise.all(crowd.map((who, n) => this.#step(who, step + n, usual)))
      if (Math.floor(step / LOOK_EVERY) !== Math.floor((step + crowd.length) / LOOK_EVERY)) await this.#look()
      step += crowd.length
    }
    await alive(this.#plan.ground.base)
    const told = await endOf({ book: this.#book, phones: this.#phones, desk: this.#desk, ground: this.#plan.ground, seed })
    for (const phone of this.#phones) phone.close()
    return { ...told, principals: this.#principals() }
  }

  async #step(who: SimPhone | SimDesk, step: number, usual: number): Promise<void> {
    const { seed, tally } = this.#plan
    const dice = partOf(seed, 4, step)
    who.dice = dice
    who.badness = dice.often(0.1) ? 1 : usual
    tally.count("steps")
    if (who instanceof SimDesk) {
      tally.count("step:desk")
      return who.step()
    }
    who.sickness = dice.often(0.15) ? dice.pick([0.02, 0.1, 0.4]) : 0
    const actor = anActor(dice)
    tally.count(`step:${actor.name}`)
    const before = who.principal
    await who.does(actor.act)
    trace(`${step} phone ${who.number} ${actor.name} ${before === who.principal ? before : `${before} -> ${who.principal}`}`)
  }

  /** What becomes of the server at this moment. */
  async #fate(step: number): Promise<void> {
    const { driver, tally, steps, restores } = this.#plan
    const luck = this.#luck()
    if (this.#downUntil >= 0 && step >= this.#downUntil) {
      this.#downUntil = -1
      await alive(this.#plan.ground.base)
    }
    if (luck < 0.015) {
      tally.count("killed:workers")
      await driver.ask("kill")
    } else if (luck < 0.018) {
      // some steps meet a dead server
      tally.count("killed:server")
      await driver.ask("restart")
      this.#downUntil = step + 8
    } else if (restores && luck < 0.03 && step < steps * 0.7) {
      await driver.ask("backup")
      this.#backedUp = new Set(this.#book.desk.filter((act) => act.answer !== ""))
      tally.count("backups")
    } else if (luck < 0.045 && this.#backedUp !== undefined && this.#downUntil < 0) {
      tally.count("restores")
      await driver.ask("restore")
      const known = this.#backedUp
      this.#desk.forget(this.#book.desk.filter((act) => !known.has(act)))
      this.#book.restored = true
      this.#backedUp = undefined
    }
  }

  /** In the middle of everything: nothing is lost, and what a phone holds acknowledged is on the server. */
  async #look(): Promise<void> {
    for (const phone of this.#phones) await phone.nothingLost()
  }

  #shuffled(): (SimPhone | SimDesk)[] {
    const all: (SimPhone | SimDesk)[] = [...this.#phones, this.#desk]
    for (let n = all.length - 1; n > 0; n -= 1) {
      const other = this.#luck.below(n + 1)
      ;[all[n], all[other]] = [all[other]!, all[n]!]
    }
    return all
  }

  #principals(): string[] {
    return [...this.#plan.ground.people.map((person) => person.principal), ...this.#phones.map((phone) => phone.device)]
  }
}

/** The server answers again. */
export async function alive(base: string): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const well = await fetch(`${base}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (well) return
    await setTimeout(50)
  }
  throw new Error("the server did not come back")
}
