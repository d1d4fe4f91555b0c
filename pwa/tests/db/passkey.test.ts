import "fake-indexeddb/auto"
import { beforeEach, describe, expect, it } from "vitest"
import { IDBFactory } from "fake-indexeddb"
import { Connection } from "../../src/core/db/open.ts"
import { DEVICE_DB, DEVICE_UPGRADES, PRINCIPAL_UPGRADES, principalDb } from "../../src/core/db/schema.ts"
import { put, Store, table } from "../../src/core/db/store.ts"
import { Vault } from "../../src/core/db/vault.ts"
import type { Secret } from "../../src/core/db/vault-rows.ts"

const NOTES = table<{ id: string; text: string }>("drafts", (note) => note.id)
const LAN = "person:01900000-0000-7000-8000-0000000000f1"
const PIN: Secret = { kind: "pin", pin: "739160" }
const WRONG: Secret = { kind: "pin", pin: "739161" }
const LIMIT = 5
const passkey = { credential: new Uint8Array([9]).buffer, salt: new Uint8Array(32).buffer }
const secret = crypto.getRandomValues(new Uint8Array(32)).buffer
const BY_PHONE: Secret = { kind: "passkey", secret }

let factory: IDBFactory
let steady: number

/** A page that was just opened on this disk. */
const page = (): Promise<Vault> => Vault.open(new Connection(factory, DEVICE_DB, DEVICE_UPGRADES), () => steady)
const storeOf = (vault: Vault): Store => new Store(new Connection(factory, principalDb(LAN), PRINCIPAL_UPGRADES), vault.codec(LAN))

beforeEach(async () => {
  factory = new IDBFactory()
  steady = 1000
  const vault = await page()
  await storeOf(vault).write([put(NOTES, { id: "a", text: "một" })])
  await vault.setPin(LAN, "739160")
  expect(await vault.addPasskey(LAN, PIN, passkey, secret, LIMIT)).toMatchObject({ ok: true })
})

describe("an authenticator beside the PIN", () => {
  it("opens the store by its secret and by no other, and the PIN stays the way back", async () => {
    const later = await page()
    expect(await later.unlock(LAN, { kind: "passkey", secret: new Uint8Array(32).buffer }, LIMIT)).toMatchObject({ code: "passkey_wrong" })
    expect(later.locked(LAN)).toBe(true)
    expect(await later.unlock(LAN, BY_PHONE, LIMIT)).toMatchObject({ ok: true })
    expect((await storeOf(later).get(NOTES, "a"))?.value.text).toBe("một")
    expect(await (await page()).unlock(LAN, PIN, LIMIT)).toMatchObject({ ok: true })
  })

  it("ends what was tried in vain before it, so that no key goes for a child's guesses of last week", async () => {
    const guessed = await page()
    for (let tries = 1; tries < LIMIT; tries += 1) {
      expect(await guessed.unlock(LAN, WRONG, LIMIT)).toMatchObject({ code: "pin_wrong" })
      steady += guessed.waiting(LAN)
    }
    expect(await (await page()).unlock(LAN, BY_PHONE, LIMIT)).toMatchObject({ ok: true })
    expect(await (await page()).unlock(LAN, WRONG, LIMIT)).toMatchObject({ code: "pin_wrong", params: { left: LIMIT - 1 } })
  })

  it("opens nothing any more once it was taken away", async () => {
    const vault = await page()
    expect(await vault.removePasskey(LAN)).toEqual(passkey.credential)
    const later = await page()
    expect(later.passkey(LAN)).toBeUndefined()
    expect(await later.unlock(LAN, BY_PHONE, LIMIT)).toMatchObject({ code: "passkey_wrong" })
    expect(await later.unlock(LAN, PIN, LIMIT)).toMatchObject({ ok: true })
    expect(await later.removePasskey(LAN)).toBeUndefined()
  })
})
