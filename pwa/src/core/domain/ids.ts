/* Ids and codes: UUIDv7, a slip's local code, claim secrets, official numbers; the same as app/core/ids.py. */

import { nfc } from "./text.ts"

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
const CLAIM_BYTES = 15

/** A new time-ordered id (RFC 9562): milliseconds, then 74 random bits. */
export function uuid7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let at = 5, rest = now; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}

/** The code on a slip, XXXX-XXXX-X: the id's last 40 bits and a check character. */
export function localCode(id: string): string {
  const tail = id.replace(/-/g, "").slice(-10)
  let plain = ""
  // 20 bits at a time: four characters from five hexadecimal digits
  for (const half of [tail.slice(0, 5), tail.slice(5)]) {
    const bits = parseInt(half, 16)
    for (let shift = 15; shift >= 0; shift -= 5) plain += CROCKFORD.charAt((bits >> shift) & 31)
  }
  return shown(plain + checkCharacter(plain))
}

/** The code as printed, from however a person typed it; null when it is not one, or the check fails. */
export function parseLocalCode(text: string): string | null {
  const plain = text
    .toUpperCase()
    .replace(/[ \-._–]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1")
  if (!/^[0-9A-HJKMNP-TV-Z]{9}$/.test(plain) || checkCharacter(plain.slice(0, 8)) !== plain.charAt(8)) return null
  return shown(plain)
}

/** A new secret for the slip's QR: 120 random bits in base32, which QR codes and people's eyes take well. */
export function claimSecret(): string {
  let text = ""
  let bits = 0
  let held = 0
  for (const byte of crypto.getRandomValues(new Uint8Array(CLAIM_BYTES))) {
    bits = ((bits << 8) | byte) & 0xffff
    held += 8
    while (held >= 5) {
      held -= 5
      text += BASE32.charAt((bits >> held) & 31)
    }
  }
  return text
}

/** An official dossier number: opaque text, with the parts that can be told. */
export interface DossierNumber {
  text: string
  shape: "central" | "province" | "old"
  agency: string
  day: string
  system: string | null
  serial: string
}

const AGENCY = "([A-Y][0-9]{2}(?:\\.[A-Z0-9]{1,5}){0,6})"
const NUMBER_SHAPES = [
  ["central", new RegExp(`^${AGENCY}-([0-9]{6})-([0-9]{2})([0-9]{4,6})$`)],
  ["province", new RegExp(`^${AGENCY}-([0-9]{6})-()([0-9]{4,5})$`)],
  ["old", /^([0-9]{3}(?:\.[0-9]{2,3}){1,4}\.[A-Y][0-9]{2})-([0-9]{6})-()([0-9]{4,7})$/],
] as const

/** The parts of an official number in any of the three shapes in use; null when it is none of them. */
export function parseDossierNumber(text: string): DossierNumber | null {
  const plain = nfc(text).replace(/ /g, "").toUpperCase().replace(/–/g, "-")
  for (const [shape, pattern] of NUMBER_SHAPES) {
    const [, agency = "", digits = "", system = "", serial = ""] = pattern.exec(plain) ?? []
    const day = calendarDay(digits)
    if (plain.length <= 50 && day !== null) return { text: plain, shape, agency, day, system: system || null, serial }
  }
  return null
}

function calendarDay(digits: string): string | null {
  const iso = `20${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4)}`
  const at = new Date(`${iso}T00:00:00Z`)
  return digits.length === 6 && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null
}

function shown(plain: string): string {
  return `${plain.slice(0, 4)}-${plain.slice(4, 8)}-${plain.slice(8)}`
}

/** Luhn mod 32: catches every single wrong character and nearly every swap of neighbours. */
function checkCharacter(plain: string): string {
  let total = 0
  let factor = 2
  for (let at = plain.length - 1; at >= 0; at--) {
    const addend = CROCKFORD.indexOf(plain.charAt(at)) * factor
    total += Math.floor(addend / 32) + (addend % 32)
    factor = 3 - factor
  }
  return CROCKFORD.charAt((32 - (total % 32)) % 32)
}
