/* The phone's parts in one place: the device, the stores of its principals, the way to the server. */
import { Connection } from "../db/open.ts"
import { PRINCIPAL_UPGRADES, principalDb } from "../db/schema.ts"
import { keepSetting, setting } from "../db/settings.ts"
import { Store } from "../db/store.ts"
import { PAUSE, SESSION } from "../db/tables.ts"
import { Vault } from "../db/vault.ts"
import { finishWipes } from "../db/wipe.ts"
import { Api } from "./api.ts"
import { Device } from "./device.ts"
import { escrowsOf } from "./escrow.ts"
import type { News, World } from "./world.ts"

export class Base {
  readonly world: World
  readonly device: Device
  readonly api: Api
  /** The keys of everybody's store. */
  readonly vault: Vault
  /** Hears whether the server answers; set by whoever shows it. */
  reached: (yes: boolean) => void = () => undefined
  readonly #stores = new Map<string, Store>()
  readonly #connections = new Map<string, Connection>()

  constructor(world: World, device: Device, vault: Vault) {
    this.world = world
    this.device = device
    this.vault = vault
    vault.makeEscrow = escrowsOf(this)
    this.api = new Api({ ...world, reached: (yes) => this.reached(yes) })
  }

  static async open(world: World): Promise<Base> {
    const device = await Device.open(world, () => world.tell({ kind: "superseded" }))
    const base = new Base(world, device, await Vault.open(device.connection, world.steady))
    await finishWipes(base)
    return base
  }

  /** The store of a principal; the same object every time. */
  store(principal: string): Store {
    const known = this.#stores.get(principal)
    if (known !== undefined) return known
    const { tell } = this.world
    const codec = this.vault.codec(principal)
    const store = new Store(this.connection(principal), codec, (stores) => tell({ kind: "written", principal, stores }))
    this.#stores.set(principal, store)
    return store
  }

  /** The database of a principal, for what must not open its rows. */
  connection(principal: string): Connection {
    const known = this.#connections.get(principal)
    if (known !== undefined) return known
    const { indexedDB, tell } = this.world
    const events = { superseded: () => tell({ kind: "superseded" }) }
    const connection = new Connection(indexedDB, principalDb(principal), PRINCIPAL_UPGRADES, events)
    this.#connections.set(principal, connection)
    return connection
  }

  /** Whether a principal's store waits for its PIN: nothing of it can be read, written or sent. */
  locked(principal: string): boolean {
    return this.vault.locked(principal)
  }

  /** Everybody whose store can be used now, the one in front first. */
  async unlocked(): Promise<string[]> {
    return (await this.device.principals()).filter((principal) => !this.locked(principal))
  }

  wiped(principal: string): void {
    this.world.tell({ kind: "vault", principal })
    this.world.tell({ kind: "principal" })
  }

  /** What another tab tells of keys. Promises whether something was opened or closed by it. */
  async heard(news: News): Promise<boolean> {
    if (news.kind === "ask_keys") {
      const keys = this.vault.lend()
      if (keys.length > 0) this.world.tell({ kind: "keys", keys })
      return false
    }
    if (news.kind === "keys") return this.vault.borrow(news.keys)
    if (news.kind !== "vault") return false
    if (news.lock === true) this.vault.lock(news.principal)
    await this.vault.refresh()
    return true
  }

  /** The server's clock, as far as this phone knows it. */
  serverNow(): number {
    return this.world.now() + this.device.clockOffset
  }

  async token(principal: string): Promise<string | undefined> {
    return (await setting(this.store(principal), SESSION))?.token
  }

  /** Stops sending for one principal only; nothing it has queued changes. */
  async pause(principal: string, code: string): Promise<void> {
    await keepSetting(this.store(principal), PAUSE, { code, at: new Date(this.world.now()).toISOString() })
  }

  async pausedBy(principal: string): Promise<string | undefined> {
    return (await setting(this.store(principal), PAUSE))?.code
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close()
    this.vault.close()
    this.device.store.close()
  }
}
