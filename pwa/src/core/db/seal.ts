/* The cryptography of the sealed store, and nothing else: what is derived from what, and what is bound to what.
   Everything is AES-256-GCM with a fresh random IV in front; keys that stay are never extractable. */
import { toBytes, type Codec, type Place } from "./codec.ts"
import { StoreError } from "./open.ts"

export const SEALED = 1
export const PIN_ROUNDS = 600_000
const IV_BYTES = 12
const AES = { name: "AES-GCM", length: 256 } as const

export const randomBytes = (count: number): ArrayBuffer => crypto.getRandomValues(new Uint8Array(count)).buffer

/** A key of the phone that can be used and never read, also by us. */
export const deviceKey = (): Promise<CryptoKey> => crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"])

/** The data key as rows are sealed by it. */
export const dataKey = (raw: ArrayBuffer): Promise<CryptoKey> => crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"])

export async function seal(key: CryptoKey, plain: ArrayBuffer, bound: string): Promise<ArrayBuffer> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: toBytes(bound) }, key, plain))
  const sealed = new Uint8Array(IV_BYTES + body.byteLength)
  sealed.set(iv)
  sealed.set(body, IV_BYTES)
  return sealed.buffer
}

/** Promises the plain bytes; undefined where the key or the place is another, or a bit was changed. */
export async function unseal(key: CryptoKey, sealed: ArrayBuffer, bound: string): Promise<ArrayBuffer | undefined> {
  if (sealed.byteLength <= IV_BYTES) return undefined
  const how = { name: "AES-GCM", iv: new Uint8Array(sealed, 0, IV_BYTES), additionalData: toBytes(bound) }
  return crypto.subtle.decrypt(how, key, new Uint8Array(sealed, IV_BYTES)).catch(() => undefined)
}

/** The key that a PIN gives with its salt: slow on purpose. */
export async function pinKey(pin: string, salt: ArrayBuffer, rounds: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", toBytes(pin), "PBKDF2", false, ["deriveKey"])
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, AES, false, ["encrypt", "decrypt"])
}

/** The key that an authenticator's secret gives; the secret is random already, so this need not be slow. */
export async function prfKey(secret: ArrayBuffer, salt: ArrayBuffer): Promise<CryptoKey> {
  const known = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"])
  const how = { name: "HKDF", hash: "SHA-256", salt, info: toBytes("cua-lang vault prf 1") }
  return crypto.subtle.deriveKey(how, known, AES, false, ["encrypt", "decrypt"])
}

const placeOf = ({ store, id }: Place): string => `cl row 1\n${store}\n${id}`

/** Seals rows under one data key; a row opens only where it was written. */
export function sealedCodec(key: CryptoKey): Codec {
  return {
    number: SEALED,
    seal: (plain, place) => seal(key, plain, placeOf(place)),
    open: async (sealed, place) => {
      const plain = await unseal(key, sealed, placeOf(place))
      if (plain === undefined) throw new StoreError("unreadable")
      return plain
    },
  }
}
