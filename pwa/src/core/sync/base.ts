/* The phone's parts in one place: the device, the stores of its principals, the way to the server. */
import { plainCodec } from "../db/codec.ts"
import { Connection } from "../db/open.ts"
import { PRINCIPAL_UPGRADES, principalDb } from "../db/schema.ts"
import { keepSetting, setting } from "../db/settings.ts"
import { Store } from "../db/store.ts"
import { PAUSE, SESSION } from "../db/tables.ts"
import { Api } from "./api.ts"
import { Device } from "./device.ts"
import type { World } from "./world.ts"

export class Base {
  readonly world: World
  readonly device: Device
  readonly api: Api
  readonly #stores = new Map<string, Store>()

  constructor(world: World, device: Device) {
    this.world = world
    this.device = device
    this.api = new Api(world)
  }

  static async open(world: World): Promise<Base> {
    const device = await Device.open(world, () => world.tell({ kind: "superseded" }))
    return new Base(world, device)
  }

  /** The store of a principal; the same object every time. */
  store(principal: string): Store {
    const known = this.#stores.get(principal)
    if (known !== undefined) return known
    const { indexedDB, tell } = this.world
    const events = { superseded: () => tell({ kind: "superseded" }) }
    const connection = new Connection(indexedDB, principalDb(principal), PRINCIPAL_UPGRADES, events)
    const store = new Store(connection, plainCodec, (stores) => tell({ kind: "written", principal, stores }))
    this.#stores.set(principal, store)
    return store
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
    for (const store of this.#stores.values()) store.close()
    this.device.store.close()
  }
}
