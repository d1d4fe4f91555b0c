/* Sealing to the office: what is closed here only the office's private key opens. The same bytes as app/core/sealing.py
   reads: version, the key's name, a point of one use, then the cipher text; the head is bound as additional data. */

import { fromBase64url } from "./base64url.ts"

/** The office's public key, as the bundle and /api/server give it. */
export interface OfficeKey {
  readonly kid: string
  readonly x: string
  readonly y: string
}

const VERSION = 1
const NONCE = 12
const CURVE = { name: "ECDH", namedCurve: "P-256" } as const
const INFO = new TextEncoder().encode("cua-lang-office-1")

/** Promises bytes that only the office opens; needs no network. */
export async function sealToOffice(key: OfficeKey, bytes: ArrayBuffer): Promise<ArrayBuffer> {
  const { subtle } = crypto
  const office = joined([Uint8Array.of(4), fromBase64url(key.x), fromBase64url(key.y)])
  const [there, once] = await Promise.all([
    subtle.importKey("raw", office, CURVE, false, []),
    subtle.generateKey(CURVE, false, ["deriveBits"]),
  ])
  const point = new Uint8Array(await subtle.exportKey("raw", once.publicKey))
  const head = joined([Uint8Array.of(VERSION), fromBase64url(key.kid), point])
  const shared = await subtle.deriveBits({ name: "ECDH", public: there }, once.privateKey, 256)
  const made = await derived(shared, joined([INFO, head, office]))
  const cipher = await subtle.importKey("raw", made.slice(0, 32), "AES-GCM", false, ["encrypt"])
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv: made.slice(32, 32 + NONCE), additionalData: head }, cipher, bytes)
  return joined([head, new Uint8Array(sealed)]).buffer
}

async function derived(shared: ArrayBuffer, info: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"])
  return crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info }, base, (32 + NONCE) * 8)
}

/** Pieces one after the other, in a buffer of exactly their length. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}
