/* The keys of the sealed store. Every principal of this phone has a data key of its own, made at random once. It is kept
   wrapped by a key of the phone that nobody can read out; where a PIN is set, wrapped by the PIN's key first, so that both
   are needed; where the phone has an authenticator with a secret for us, wrapped by that a second time beside it.
   What stands here is readable before unlocking, so it says nothing of a person but what she agreed to. */
import { fail, ok, type Result } from "../contract/result.ts"
import type { Codec, CodecSource } from "./codec.ts"
import { StoreError, type Connection } from "./open.ts"
import { pinFault, waitAfter } from "./pin.ts"
import { dataKey, PIN_ROUNDS, pinKey, prfKey, randomBytes, seal, sealedCodec, unseal } from "./seal.ts"
import {
  bound,
  PREFIX,
  rowId,
  wrappingKey,
  type Escrow,
  type KeyRow,
  type LentKey,
  type Passkey,
  type PersonHere,
  type Secret,
} from "./vault-rows.ts"

/** Called whenever the raw data key of a store behind a PIN is at hand; what it gives is kept beside the wrapped key. */
export type MakeEscrow = (row: KeyRow, raw: ArrayBuffer) => Promise<Escrow | undefined>

interface Open {
  readonly kid: string
  readonly key: CryptoKey
  readonly codec: Codec
}

export class Vault {
  makeEscrow: MakeEscrow | undefined
  readonly #connection: Connection
  readonly #steady: () => number
  readonly #device: CryptoKey
  readonly #rows = new Map<string, KeyRow>()
  readonly #open = new Map<string, Open>()
  readonly #opening = new Map<string, Promise<Codec>>()
  readonly #waits = new Map<string, number>()

  constructor(connection: Connection, device: CryptoKey, steady: () => number) {
    this.#connection = connection
    this.#device = device
    this.#steady = steady
  }

  /** Opens the phone's keys; makes the wrapping key at the first start. `steady`: milliseconds that no clock setting moves. */
  static async open(connection: Connection, steady: () => number = () => performance.now()): Promise<Vault> {
    const vault = new Vault(connection, await wrappingKey(connection), steady)
    await vault.refresh()
    return vault
  }

  /** The codec of a principal's rows; made with its key at the first use. */
  codec(principal: string): CodecSource {
    return async () => {
      const open = this.#open.get(principal)
      if (open !== undefined) return open.codec
      if (this.locked(principal)) throw new StoreError("locked")
      const opening = this.#opening.get(principal) ?? this.#openByDevice(principal).finally(() => this.#opening.delete(principal))
      this.#opening.set(principal, opening)
      return opening
    }
  }

  /** Whether a PIN stands before this principal's store. */
  guarded(principal: string): boolean {
    return this.#rows.get(principal)?.pin !== undefined
  }

  locked(principal: string): boolean {
    return this.guarded(principal) && !this.#open.has(principal)
  }

  passkey(principal: string): Passkey | undefined {
    return this.#rows.get(principal)?.passkey
  }

  /** People of this phone whose stores a PIN guards. */
  people(): PersonHere[] {
    return [...this.#rows.values()]
      .filter((row) => row.pin !== undefined)
      .map(({ principal, label, unsent }) => ({
        principal,
        unsent: unsent === true,
        locked: this.locked(principal),
        ...(label !== undefined && { label }),
      }))
  }

  /** Milliseconds until another try is taken. */
  waiting(principal: string): number {
    return Math.max(0, (this.#waits.get(principal) ?? 0) - this.#steady())
  }

  /** Keeps how much of the wait has passed, so that closing the app does not begin it anew. */
  async tick(principal: string): Promise<number> {
    const left = this.waiting(principal)
    const known = this.#rows.get(principal)
    if (known === undefined) return left
    if (known.wait > left)
      await this.#change(principal, (row) => (row.tries === known.tries && row.wait > left ? { ...row, wait: left } : undefined))
    return left
  }

  /** Opens a principal's store. A wrong PIN is counted before it is judged and answers `pin_wrong` with the tries left; at the
      limit the wrapped key goes and the answer is `pin_wiped`: what is sealed by it opens for nobody any more. */
  async unlock(principal: string, secret: Secret, limit: number): Promise<Result<undefined>> {
    const raw = await this.#raw(principal, secret, limit)
    if (!raw.ok) return raw
    const row = this.#rows.get(principal)
    if (row === undefined) return fail("pin_none")
    await this.#hold(row, raw.value)
    return ok(undefined)
  }

  /** Sets or changes the PIN; `before` is the one there was. The store stays open. */
  async setPin(principal: string, pin: string, before?: Secret, limit = Number.POSITIVE_INFINITY): Promise<Result<undefined>> {
    const fault = pinFault(pin)
    if (fault !== undefined) return fail(fault)
    const raw = await this.#rawOf(principal, before, limit)
    if (!raw.ok) return raw
    const salt = randomBytes(16)
    const inner = await seal(await pinKey(pin, salt, PIN_ROUNDS), raw.value, bound(principal, "pin"))
    const wrapped = await seal(this.#device, inner, bound(principal, "device"))
    const kept = await this.#change(principal, (row) => ({ ...row, wrapped, pin: { salt, rounds: PIN_ROUNDS }, tries: 0, wait: 0 }))
    if (kept === undefined) return fail("pin_none")
    await this.#hold(kept, raw.value)
    return ok(undefined)
  }

  /** Takes the PIN away, and with it the authenticator: the phone alone opens the store again. */
  async removePin(principal: string, before: Secret, limit: number): Promise<Result<undefined>> {
    const raw = await this.#raw(principal, before, limit)
    if (!raw.ok) return raw
    const wrapped = await seal(this.#device, raw.value, bound(principal, "device"))
    await this.#change(principal, ({ pin: _pin, passkey: _passkey, escrow: _escrow, alone: _alone, ...row }) => ({
      ...row,
      wrapped,
      tries: 0,
      wait: 0,
    }))
    return ok(undefined)
  }

  /** Lets an authenticator open the store as well; the PIN stays as the way back. */
  async addPasskey(principal: string, pin: Secret, passkey: Passkey, secret: ArrayBuffer, limit: number): Promise<Result<undefined>> {
    const raw = await this.#raw(principal, pin, limit)
    if (!raw.ok) return raw
    const inner = await seal(await prfKey(secret, passkey.salt), raw.value, bound(principal, "passkey"))
    const wrapped = await seal(this.#device, inner, bound(principal, "device"))
    await this.#change(principal, (row) => ({ ...row, passkey: { ...passkey, wrapped } }))
    return ok(undefined)
  }

  /** The PIN alone opens the store again. Promises the credential that is of no use any more. */
  async removePasskey(principal: string): Promise<ArrayBuffer | undefined> {
    const passkey = this.#rows.get(principal)?.passkey
    if (passkey !== undefined) await this.#change(principal, ({ passkey: _passkey, ...row }) => row)
    return passkey?.credential
  }

  /** Forgets the open key; the wrapped one stays. A store without a PIN is opened again by the phone when it is wanted. */
  lock(principal: string): void {
    this.#open.delete(principal)
  }

  /** Notes what the lock screen may say: a label where the person agreed to one, and whether something is unsent. */
  async note(principal: string, notes: { label?: string; unsent?: boolean; all_sealed?: boolean }): Promise<void> {
    const row = this.#rows.get(principal)
    if (row === undefined || Object.entries(notes).every(([name, value]) => row[name as keyof typeof notes] === value)) return
    await this.#change(principal, (old) => ({ ...old, ...notes }))
  }

  /** The key of a store for the office, where there is one. */
  escrow(principal: string): Escrow | undefined {
    return this.#rows.get(principal)?.escrow
  }

  /** Does without a second key, and lets the one go that may be there. */
  async standAlone(principal: string): Promise<void> {
    await this.#change(principal, ({ escrow: _escrow, ...row }) => ({ ...row, alone: true }))
  }

  allSealed(principal: string): boolean {
    return this.#rows.get(principal)?.all_sealed === true
  }

  /** Open keys behind a PIN, for a tab that was just opened. */
  lend(): LentKey[] {
    return [...this.#open].filter(([principal]) => this.guarded(principal)).map(([principal, { kid, key }]) => ({ principal, kid, key }))
  }

  /** Takes the keys of another tab. Promises whether anything was opened by them. */
  async borrow(keys: readonly LentKey[]): Promise<boolean> {
    await this.refresh()
    let opened = false
    for (const { principal, kid, key } of keys) {
      if (this.#rows.get(principal)?.kid !== kid || this.#open.has(principal)) continue
      this.#open.set(principal, { kid, key, codec: sealedCodec(key) })
      opened = true
    }
    return opened
  }

  /** Deletes the wrapped key, and notes in the same transaction that the rows are still to go. Nothing opens them from here on. */
  async erase(principal: string): Promise<void> {
    await this.#connection.run(
      ["keys"],
      "readwrite",
      async (tx) => {
        const keys = tx.objectStore("keys")
        await keys.delete(rowId(principal))
        await keys.put({ id: `wipe:${principal}`, principal })
      },
      true,
    )
    this.#forget(principal)
  }

  /** Whose rows were still to go when the page died. */
  async halfErased(): Promise<string[]> {
    const rows = await this.#all()
    return rows.filter((row) => row.id.startsWith("wipe:")).map((row) => row.principal)
  }

  async erased(principal: string): Promise<void> {
    await this.#connection.run(["keys"], "readwrite", (tx) => tx.objectStore("keys").delete(`wipe:${principal}`))
  }

  /** Reads again what another tab may have changed: a PIN that was set, tries that were used up, a key that went. */
  async refresh(): Promise<void> {
    const rows = (await this.#all()).filter((row): row is KeyRow => row.id.startsWith(PREFIX))
    const here = new Set(rows.map((row) => row.principal))
    for (const principal of [...this.#rows.keys()]) if (!here.has(principal)) this.#forget(principal)
    for (const row of rows) this.#learn(row)
  }

  close(): void {
    this.#open.clear()
  }

  #learn(row: KeyRow): void {
    const known = this.#rows.get(row.principal)
    if (known?.tries !== row.tries) this.#waits.set(row.principal, this.#steady() + row.wait)
    this.#rows.set(row.principal, row)
    if (this.#open.get(row.principal)?.kid !== row.kid) this.#open.delete(row.principal)
  }

  #forget(principal: string): void {
    this.#rows.delete(principal)
    this.#open.delete(principal)
    this.#waits.delete(principal)
  }

  async #all(): Promise<{ id: string; principal: string }[]> {
    return this.#connection.run(["keys"], "readonly", async (tx) => (await tx.objectStore("keys").getAll()) as KeyRow[])
  }

  /** Changes a row as it stands on the disk; undefined where there is none or nothing was to change. */
  async #change(principal: string, make: (row: KeyRow) => KeyRow | undefined): Promise<KeyRow | undefined> {
    const work = async (keys: { get(id: string): Promise<unknown>; put(row: KeyRow): Promise<unknown> }): Promise<KeyRow | undefined> => {
      const row = (await keys.get(rowId(principal))) as KeyRow | undefined
      const next = row === undefined ? undefined : make(row)
      if (next !== undefined) await keys.put(next)
      return next
    }
    const next = await this.#connection.run(["keys"], "readwrite", (tx) => work(tx.objectStore("keys")), true)
    if (next !== undefined) this.#learn(next)
    return next
  }

  /** The row of a principal; made now where there is none, once, whatever number of tabs ask. */
  async #ensure(principal: string): Promise<KeyRow> {
    const id = rowId(principal)
    const wrapped = await seal(this.#device, randomBytes(32), bound(principal, "device"))
    const mine: KeyRow = { id, principal, kid: crypto.randomUUID(), wrapped, tries: 0, wait: 0 }
    const row = await this.#connection.run(
      ["keys"],
      "readwrite",
      async (tx) => {
        const keys = tx.objectStore("keys")
        const other = (await keys.get(id)) as KeyRow | undefined
        if (other === undefined) await keys.put(mine)
        return other ?? mine
      },
      true,
    )
    this.#learn(row)
    return row
  }

  async #openByDevice(principal: string): Promise<Codec> {
    const row = await this.#ensure(principal)
    if (row.pin !== undefined) throw new StoreError("locked")
    const raw = await unseal(this.#device, row.wrapped, bound(principal, "device"))
    if (raw === undefined) throw new StoreError("unreadable")
    return (await this.#hold(row, raw)).codec
  }

  async #hold(row: KeyRow, raw: ArrayBuffer): Promise<Open> {
    const key = await dataKey(raw)
    const open = { kid: row.kid, key, codec: sealedCodec(key) }
    this.#open.set(row.principal, open)
    await this.#keepEscrow(row, raw)
    return open
  }

  async #keepEscrow(row: KeyRow, raw: ArrayBuffer): Promise<void> {
    if (this.makeEscrow === undefined || row.pin === undefined) return
    // a phone that cannot make one now makes one the next time the key is at hand
    const escrow = await this.makeEscrow(row, raw).catch(() => undefined)
    if (escrow !== undefined) await this.#change(row.principal, (old) => (old.kid === row.kid ? { ...old, escrow } : undefined))
  }

  async #rawOf(principal: string, secret: Secret | undefined, limit: number): Promise<Result<ArrayBuffer>> {
    const row = await this.#ensure(principal)
    if (row.pin !== undefined) return secret === undefined ? fail("pin_needed") : this.#raw(principal, secret, limit)
    const raw = await unseal(this.#device, row.wrapped, bound(principal, "device"))
    return raw === undefined ? fail("unreadable") : ok(raw)
  }

  async #raw(principal: string, secret: Secret, limit: number): Promise<Result<ArrayBuffer>> {
    if (secret.kind === "passkey") return this.#rawByPasskey(principal, secret.secret)
    const row = await this.#begin(principal)
    if (!row.ok) return row
    const raw = await this.#rawByPin(row.value, secret.pin)
    if (raw !== undefined) {
      await this.#change(principal, (old) => ({ ...old, tries: 0, wait: 0 }))
      return ok(raw)
    }
    if (row.value.tries < limit) return fail("pin_wrong", { wait: row.value.wait, params: { left: limit - row.value.tries } })
    await this.erase(principal)
    return fail("pin_wiped")
  }

  /** Counts a try on the disk before it is judged: who kills the app in between has used it up all the same. */
  async #begin(principal: string): Promise<Result<KeyRow>> {
    await this.refresh()
    const wait = this.waiting(principal)
    if (wait > 0) return fail("pin_wait", { wait })
    const next = await this.#change(principal, (row) => ({ ...row, tries: row.tries + 1, wait: waitAfter(row.tries + 1) }))
    return next?.pin === undefined ? fail("pin_none") : ok(next)
  }

  async #rawByPin(row: KeyRow, pin: string): Promise<ArrayBuffer | undefined> {
    const inner = await unseal(this.#device, row.wrapped, bound(row.principal, "device"))
    if (inner === undefined || row.pin === undefined) return undefined
    return unseal(await pinKey(pin, row.pin.salt, row.pin.rounds), inner, bound(row.principal, "pin"))
  }

  async #rawByPasskey(principal: string, secret: ArrayBuffer): Promise<Result<ArrayBuffer>> {
    const passkey = this.#rows.get(principal)?.passkey
    const inner = passkey && (await unseal(this.#device, passkey.wrapped, bound(principal, "device")))
    const raw = inner && (await unseal(await prfKey(secret, passkey.salt), inner, bound(principal, "passkey")))
    if (raw === undefined) return fail("passkey_wrong")
    // she is here: what somebody tried before her ends
    await this.#change(principal, (old) => (old.tries > 0 ? { ...old, tries: 0, wait: 0 } : undefined))
    return ok(raw)
  }
}
