/* The phone as a principal: its key, which never leaves it; its counter; its clock against the server's;
   who has used it. Kept in a small database of its own, beside what is public and shared by everybody on the phone. */
import { Connection } from "../db/open.ts"
import { plainCodec } from "../db/codec.ts"
import { DEVICE_DB, DEVICE_UPGRADES } from "../db/schema.ts"
import { keepSetting, putSetting, setting } from "../db/settings.ts"
import { Store, table, type Change, type Table } from "../db/store.ts"
import type { Setting } from "../db/tables.ts"
import type { DeviceIn, ServerOut } from "../contract/types.ts"
import { uuid7 } from "../domain/ids.ts"
import { base64url } from "../domain/base64url.ts"
import { forgetMark } from "./marks.ts"
import type { World } from "./world.ts"

const KEY_ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const
const SIGNING = { name: "ECDSA", hash: "SHA-256" } as const

/** What the screens speak; the service worker has no screen to ask. */
export type Language = "vi" | "en"

/** Whether photos wait for Wi-Fi. */
export type UploadsOn = "any" | "wifi"

interface KeyRow {
  readonly id: "device"
  readonly device_id: string
  readonly pair: CryptoKeyPair
}

interface CountRow {
  readonly id: "seq"
  readonly value: number
}

export const deviceSetting = <T>(name: string): { readonly key: string; readonly kind: Table<Setting<T>> } => ({
  key: name,
  kind: table<Setting<T>>("settings", (kept) => kept.key),
})

const CURRENT = deviceSetting<string>("current")
const ADOPTS = deviceSetting<string | null>("adopts")
const LEAVING = deviceSetting<readonly string[]>("leaving")
const PRINCIPALS = deviceSetting<readonly string[]>("principals")
const SERVER = deviceSetting<ServerOut>("server")
const OFFSET = deviceSetting<number>("clock_offset_ms")
const EPOCH = deviceSetting<string>("epoch")
const LANGUAGE = deviceSetting<Language>("language")
const UPLOADS_ON = deviceSetting<UploadsOn>("uploads")
const INSTALLED = deviceSetting<boolean>("installed")
/** A smaller drift than this is the network's, not the clock's. */
const DRIFT_MS = 2000

export class Device {
  readonly id: string
  readonly principal: string
  /** What is public on this phone, and its own settings. */
  readonly store: Store
  readonly #pair: CryptoKeyPair
  /** The phone's own database. */
  readonly connection: Connection
  readonly #world: World
  #offset = 0
  #epoch: string | undefined
  #learned: { readonly server: number; readonly steady: number } | undefined

  constructor(world: World, connection: Connection, store: Store, row: KeyRow) {
    this.#world = world
    this.connection = connection
    this.store = store
    this.id = row.device_id
    this.principal = `device:${row.device_id}`
    this.#pair = row.pair
  }

  /** Opens the phone's own database; makes the key at the first start, once, whatever number of tabs start. */
  static async open(world: World, superseded: () => void = () => undefined): Promise<Device> {
    const connection = new Connection(world.indexedDB, DEVICE_DB, DEVICE_UPGRADES, { superseded })
    const store = new Store(connection, plainCodec)
    const device = new Device(world, connection, store, await keyRow(connection))
    device.#offset = (await setting(store, OFFSET)) ?? 0
    device.#epoch = await setting(store, EPOCH)
    return device
  }

  /** Milliseconds to add to this phone's clock to get the server's. */
  get clockOffset(): number {
    return this.#offset
  }

  /** The server's clock (ms), which no setting of this phone's clock moves: what the server said last, and what has passed
      since while the phone was awake. Undefined until it has said it since this app was started. */
  get knownNow(): number | undefined {
    return this.#learned && this.#learned.server + this.#steady() - this.#learned.steady
  }

  /** The same as text. */
  get knownMoment(): string | undefined {
    return this.knownNow === undefined ? undefined : new Date(this.knownNow).toISOString()
  }

  async learnClock(serverTime: string, askedAt: number, answeredAt: number): Promise<void> {
    const server = Date.parse(serverTime)
    const offset = Math.round(server - (askedAt + answeredAt) / 2)
    if (!Number.isFinite(offset)) return
    this.#learned = { server, steady: this.#steady() }
    if (Math.abs(offset - this.#offset) < DRIFT_MS) return
    this.#offset = offset
    await keepSetting(this.store, OFFSET, offset)
  }

  #steady(): number {
    return this.#world.steady?.() ?? performance.now()
  }

  /** The server's epoch, as it said last. */
  get epoch(): string | undefined {
    return this.#epoch
  }

  async learnEpoch(epoch: string): Promise<void> {
    if (epoch === this.#epoch) return
    await keepSetting(this.store, EPOCH, epoch)
    this.#epoch = epoch
  }

  /** ES256 over the exact bytes: raw r||s, base64url. */
  async sign(text: string): Promise<string> {
    return base64url(await crypto.subtle.sign(SIGNING, this.#pair.privateKey, new TextEncoder().encode(text)))
  }

  /** The next number of this phone's acts; two tabs never get the same. */
  nextSeq(): Promise<number> {
    return this.connection.run(["keys"], "readwrite", async (tx) => {
      const keys = tx.objectStore("keys")
      const row = (await keys.get("seq")) as CountRow | undefined
      const value = (row?.value ?? 0) + 1
      await keys.put({ id: "seq", value })
      return value
    })
  }

  async registration(label: string): Promise<DeviceIn> {
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", this.#pair.publicKey)
    if (kty !== "EC" || crv !== "P-256" || x === undefined || y === undefined) throw new Error("not a P-256 key")
    const signed_at = new Date(this.#world.now()).toISOString()
    const signature = await this.sign(`cua-lang-device:${this.id}:${signed_at}`)
    return { device_id: this.id, public_key: { kty, crv, x, y }, signed_at, signature, label }
  }

  /** Who the screens speak for now. */
  async current(): Promise<string> {
    return (await setting(this.store, CURRENT)) ?? this.principal
  }

  /** Somebody who is known here is in front now, or nobody is. */
  async setCurrent(principal: string): Promise<void> {
    await this.know(principal)
    await this.store.write([putSetting(CURRENT, principal), putSetting(ADOPTS, null)])
  }

  /** She has just signed in and is in front now, and what the phone itself made is hers; `noted` with that, or not at all. */
  async enter(principal: string, noted: Change): Promise<void> {
    await this.know(principal)
    await this.store.write([putSetting(CURRENT, principal), putSetting(ADOPTS, principal), noted], { durable: true })
  }

  /** Whoever signed in last, while she stays in front. What is made while nobody is there waits for the next sign-in: only
      that tells the server whose it is. */
  async adopts(principal: string): Promise<boolean> {
    const adopter = await setting(this.store, ADOPTS)
    return (await this.current()) === principal && (adopter === undefined || adopter === principal)
  }

  /** Nobody is in front any more, and this person's session is to be ended; both or neither. */
  async leave(person: string): Promise<void> {
    const leaving = [...new Set([...(await this.leaving()), person])]
    await this.store.write([putSetting(CURRENT, this.principal), putSetting(LEAVING, leaving)], { durable: true })
  }

  /** Whose sign-out has begun and is not known to be done. */
  async leaving(): Promise<readonly string[]> {
    return (await setting(this.store, LEAVING)) ?? []
  }

  async left(person: string): Promise<void> {
    await this.store.change(LEAVING.kind, LEAVING.key, without(person))
  }

  /** Everybody with a store on this phone, the one in front first. */
  async principals(): Promise<string[]> {
    const known = (await setting(this.store, PRINCIPALS)) ?? []
    return [...new Set([await this.current(), ...known, this.principal])]
  }

  async language(): Promise<Language> {
    return (await setting(this.store, LANGUAGE)) ?? "vi"
  }

  keepLanguage(language: Language): Promise<void> {
    return keepSetting(this.store, LANGUAGE, language)
  }

  async uploadsOn(): Promise<UploadsOn> {
    return (await setting(this.store, UPLOADS_ON)) ?? "any"
  }

  keepUploadsOn(choice: UploadsOn): Promise<void> {
    return keepSetting(this.store, UPLOADS_ON, choice)
  }

  server(): Promise<ServerOut | undefined> {
    return setting(this.store, SERVER)
  }

  keepServer(server: ServerOut): Promise<void> {
    return keepSetting(this.store, SERVER, server)
  }

  /** A principal has no store here any more; where she was in front, nobody is. */
  async forget(principal: string): Promise<void> {
    await this.left(principal)
    await this.store.change(PRINCIPALS.kind, PRINCIPALS.key, without(principal))
    await forgetMark(this.store, principal)
    if ((await this.current()) === principal) await keepSetting(this.store, CURRENT, this.principal)
  }

  /** Whether this is the app on the home screen; noted by the page, read by the worker too. */
  async isInstalled(): Promise<boolean> {
    return (await setting(this.store, INSTALLED)) ?? false
  }

  keepInstalled(installed: boolean): Promise<void> {
    return keepSetting(this.store, INSTALLED, installed)
  }

  /** Counts somebody among those with a store on this phone. */
  async know(principal: string): Promise<void> {
    await this.store.change(PRINCIPALS.kind, PRINCIPALS.key, (old) => {
      const known = old?.value ?? []
      return known.includes(principal) ? undefined : { key: PRINCIPALS.key, value: [...known, principal] }
    })
  }
}

/** A list of principals without one; undefined where she was not on it. */
const without =
  (principal: string) =>
  (old: Setting<readonly string[]> | undefined): Setting<readonly string[]> | undefined =>
    old?.value.includes(principal) === true ? { key: old.key, value: old.value.filter((each) => each !== principal) } : undefined

async function keyRow(connection: Connection): Promise<KeyRow> {
  const found = await connection.run(["keys"], "readonly", (tx) => tx.objectStore("keys").get("device") as Promise<KeyRow | undefined>)
  if (found !== undefined) return found
  const pair = await crypto.subtle.generateKey(KEY_ALGORITHM, false, ["sign", "verify"])
  const mine: KeyRow = { id: "device", device_id: uuid7(), pair }
  return connection.run(
    ["keys"],
    "readwrite",
    async (tx) => {
      const keys = tx.objectStore("keys")
      const other = (await keys.get("device")) as KeyRow | undefined
      if (other !== undefined) return other
      await keys.put(mine)
      return mine
    },
    true,
  )
}
