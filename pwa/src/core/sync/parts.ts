/* One part of a rescue file, or of what a lost phone hands over: opened by the office alone. */
import type { OfficeKey } from "../domain/office.ts"
import { sealToOffice } from "../domain/office.ts"
import { packRow, sealPart } from "../domain/rescue.ts"
import type { Base } from "./base.ts"
import { base64url } from "../domain/base64url.ts"

export interface RescueFile {
  readonly name: string
  readonly bytes: ArrayBuffer
}

export interface PartHead {
  readonly format: number
  readonly code: string
  readonly part: number
  readonly parts: number
}

/** Promises a part under a key of its own, sealed to the office, with the phone's proof of its key before the rows. */
export async function sealedPart(base: Base, key: OfficeKey, head: PartHead, rows: readonly Uint8Array[]): Promise<ArrayBuffer> {
  const raw = crypto.getRandomValues(new Uint8Array(32))
  const cipher = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"])
  const sealed = base64url(await sealToOffice(key, raw.buffer))
  const clear = { ...head, kid: key.kid, key: sealed, made_at: new Date(base.world.now()).toISOString() }
  const proof = packRow({ t: "device", ...(await base.device.registration("")) })
  return (await sealPart(clear, cipher, [proof, ...rows])).buffer
}

/** Six letters and digits without those that are mistaken for others. */
export function newCode(): string {
  const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => letters.charAt(byte % letters.length)).join("")
}
