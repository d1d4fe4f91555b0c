/* PINs on a simulated phone: what its people have in their heads, and what its tabs tell each other of keys. */
import type { LentKey } from "../../src/core/db/vault-rows.ts"
import type { Base } from "../../src/core/sync/base.ts"
import { bringToFront, closeStore, setPin, unlock } from "../../src/core/sync/locking.ts"
import type { News, World } from "../../src/core/sync/world.ts"
import type { Dice } from "./dice.ts"

const PIN = "739160"
/** How often somebody gives her PIN where another tab could have lent its key: the PIN's key is slow on purpose. */
const BY_PIN = 0.2

export class Locks {
  readonly #bases: () => readonly Base[]
  /** Every key that was ever open here, for whoever looks at the end. */
  readonly #keys = new Map<string, LentKey>()
  #hearing: Promise<unknown>[] = []

  constructor(bases: () => readonly Base[]) {
    this.#bases = bases
  }

  /** What one tab tells, the others hear; only of keys, since they read everything else anew. */
  tell(news: News, from: World): void {
    if (news.kind !== "vault" && news.kind !== "keys") return
    for (const base of this.#bases()) if (base.world !== from) this.#hearing.push(base.heard(news).catch(() => undefined))
  }

  async heard(): Promise<void> {
    await Promise.all(this.#hearing.splice(0))
  }

  /** A tab that was just opened asks the others. */
  async lendTo(base: Base): Promise<void> {
    await base.vault.borrow(this.#bases().flatMap((other) => other.vault.lend()))
  }

  async setPin(base: Base, who: string): Promise<boolean> {
    if (base.vault.guarded(who) || !(await setPin(base, who, { pin: PIN })).ok) return false
    this.#remember()
    await this.heard()
    return true
  }

  #remember(): void {
    for (const key of this.#bases().flatMap((base) => base.vault.lend())) this.#keys.set(key.principal, key)
  }

  /** A PIN may stand there although the disk said that it could not be set. */
  async #allKnown(base: Base): Promise<void> {
    this.#remember()
    const unknown = base.vault.people().filter(({ principal }) => !this.#keys.has(principal))
    for (const { principal } of unknown) await unlock(base, principal, { kind: "pin", pin: PIN })
    this.#remember()
  }

  async lock(base: Base, who: string): Promise<void> {
    await closeStore(base, who)
    await this.heard()
  }

  /** She in front opens her store. */
  async open(base: Base, who: string, dice: Dice): Promise<void> {
    const key = this.#keys.get(who)
    if (key === undefined || dice.often(BY_PIN)) await unlock(base, who, { kind: "pin", pin: PIN })
    else for (const each of this.#bases()) await each.vault.borrow([key])
    await this.heard()
  }

  /** She has signed in, and stands before her own store. */
  async toFront(base: Base, who: string): Promise<void> {
    await bringToFront(base, who)
    await this.heard()
  }

  /** Looks with every store open, and leaves each as it was. */
  async opened<T>(base: Base, look: (base: Base) => Promise<T>): Promise<T> {
    await base.vault.refresh()
    await this.#allKnown(base)
    const closed = [...this.#keys.keys()].filter((who) => base.locked(who))
    await base.vault.borrow(closed.map((who) => this.#keys.get(who)!))
    try {
      return await look(base)
    } finally {
      for (const who of closed) base.vault.lock(who)
    }
  }

  async openAll(): Promise<void> {
    for (const base of this.#bases()) await base.vault.refresh()
    for (const base of this.#bases().slice(0, 1)) await this.#allKnown(base)
    for (const base of this.#bases()) await base.vault.borrow([...this.#keys.values()])
  }
}
