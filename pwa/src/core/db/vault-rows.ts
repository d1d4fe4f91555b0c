/* What stands in the phone's own database of the sealed store: the phone's wrapping key, and a row for each data key. */
import type { Connection } from "./open.ts"
import { deviceKey } from "./seal.ts"

/** What a person shows to open her store. */
export type Secret = { readonly kind: "pin"; readonly pin: string } | { readonly kind: "passkey"; readonly secret: ArrayBuffer }

export interface Passkey {
  readonly credential: ArrayBuffer
  /** What the authenticator is asked with; its answer is the secret. */
  readonly salt: ArrayBuffer
}

export interface KeyRow {
  readonly id: string
  readonly principal: string
  /** Names this data key, so that tabs do not mistake one for a later one. */
  readonly kid: string
  readonly wrapped: ArrayBuffer
  readonly pin?: { readonly salt: ArrayBuffer; readonly rounds: number }
  readonly passkey?: Passkey & { readonly wrapped: ArrayBuffer }
  /** Wrong tries in a row, counted before each is judged. */
  readonly tries: number
  /** Milliseconds still to wait, of time that passes while the app is open: no clock can be set forward to shorten it. */
  readonly wait: number
  /** What the lock screen may call this person; only where she agreed. */
  readonly label?: string
  readonly unsent?: boolean
  /** Every row that an earlier release wrote plain has been sealed. */
  readonly all_sealed?: boolean
  /** The data key a second time, for the office alone; only where a PIN stands before it. */
  readonly escrow?: Escrow
  /** She wants no second key: then nobody but her opens what is here, whatever happens to the phone. */
  readonly alone?: true
}

/** A data key sealed to the office's public key. */
export interface Escrow {
  /** Which of the office's keys opens it. */
  readonly office: string
  readonly sealed: ArrayBuffer
}

/** What may be known of a person before she unlocks. */
export interface PersonHere {
  readonly principal: string
  readonly label?: string
  readonly unsent: boolean
  readonly locked: boolean
}

/** An open key on its way to another tab. */
export interface LentKey {
  readonly principal: string
  readonly kid: string
  readonly key: CryptoKey
}

export const PREFIX = "vault:"
export const rowId = (principal: string): string => `${PREFIX}${principal}`
/** What a wrapped key is tied to, so that no row serves in the place of another. */
export const bound = (principal: string, by: "device" | "pin" | "passkey"): string => `cl key 1\n${principal}\n${by}`

export interface WrapRow {
  readonly id: "wrap"
  readonly key: CryptoKey
}

/** The phone's own key; made at the first start, once, whatever number of tabs start. */
export async function wrappingKey(connection: Connection): Promise<CryptoKey> {
  const read = (): Promise<WrapRow | undefined> =>
    connection.run(["keys"], "readonly", async (tx) => (await tx.objectStore("keys").get("wrap")) as WrapRow | undefined)
  const found = await read()
  if (found !== undefined) return found.key
  const mine: WrapRow = { id: "wrap", key: await deviceKey() }
  return connection.run(
    ["keys"],
    "readwrite",
    async (tx) => {
      const keys = tx.objectStore("keys")
      const other = (await keys.get("wrap")) as WrapRow | undefined
      if (other === undefined) await keys.put(mine)
      return (other ?? mine).key
    },
    true,
  )
}
