/* The bundle of the catalogue as bytes: whether they are whole, and how new ones are put together from old ones. */
import { toBytes, toText } from "../db/codec.ts"
import { sha256Hex } from "./encode.ts"

/** The server's answer where it told only what changed. */
export const DELTA = 226

/** The hash a content says it has; undefined for what is no such content. */
export function hashWithin(body: ArrayBuffer): string | undefined {
  try {
    const read = JSON.parse(toText(body)) as { hash?: unknown } | null
    return typeof read?.hash === "string" ? read.hash : undefined
  } catch {
    return undefined
  }
}

/** Whether these are the bytes of a bundle, each as the server made it: its hash is that of everything else in it. */
export async function isWhole(body: ArrayBuffer): Promise<boolean> {
  const hash = hashWithin(body)
  if (hash === undefined) return false
  const rest = toText(body).replace(`"hash":"${hash}",`, "")
  return (await sha256Hex(toBytes(rest))) === hash
}

/** The new bytes, made of stretches `[start, length]` of the old ones and of new text; undefined where the delta is
    malformed or was made for other bytes. Whether the outcome is right is for `isWhole` to say. */
export function rebuilt(old: ArrayBuffer, delta: ArrayBuffer): ArrayBuffer | undefined {
  const said = partsOf(delta)
  if (said === undefined || said.from !== hashWithin(old)) return undefined
  const bytes = new Uint8Array(old)
  const pieces: Uint8Array[] = []
  for (const part of said.parts) {
    if (typeof part === "string") pieces.push(new Uint8Array(toBytes(part)))
    else if (isStretch(part, bytes.length)) pieces.push(bytes.subarray(part[0], part[0] + part[1]))
    else return undefined
  }
  return joined(pieces)
}

function partsOf(delta: ArrayBuffer): { from: unknown; parts: readonly unknown[] } | undefined {
  try {
    const read = JSON.parse(toText(delta)) as { from?: unknown; parts?: unknown } | null
    return Array.isArray(read?.parts) ? { from: read.from, parts: read.parts } : undefined
  } catch {
    return undefined
  }
}

function isStretch(part: unknown, size: number): part is [number, number] {
  if (!Array.isArray(part) || part.length !== 2) return false
  const [start, length] = part as unknown[]
  return (
    Number.isInteger(start) &&
    Number.isInteger(length) &&
    Number(start) >= 0 &&
    Number(length) >= 0 &&
    Number(start) + Number(length) <= size
  )
}

function joined(pieces: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole.buffer
}
