/* A dossier as QR frames, for a counter whose camera reads them off a phone that has no network.
   A frame is a text of its own: `CLQ1:<transfer>:<number>/<total>:<checksum>:<data>`. The transfer's name is the beginning
   of the SHA-256 of what is carried, so that the same dossier always makes the same frames, and frames of two never mix.
   They come round again and again; the order does not matter, and a frame that was missed comes with the next round. */
import { fromBase64url, base64url } from "./base64url.ts"

const VERSION = "CLQ1"
/** Bytes of a frame: with its head a code of 65 modules, which the camera of an old computer still reads off a small phone. */
export const FRAME_BYTES = 180
/** More than anybody holds a phone still for; such a dossier goes with a rescue file. */
export const MOST_FRAMES = 120
/** Letters of a transfer's name: 48 bits of the hash. */
const NAME = 8
const FRAME = /^CLQ1:([\w-]{8}):(\d{1,3})\/(\d{1,3}):([0-9a-f]{8}):([\w-]+)$/

/** The name of a transfer, from the SHA-256 of what is carried. */
export const transferName = (sha256: ArrayBuffer): string => base64url(sha256).slice(0, NAME)

/** Promises the frames of some bytes, or nothing where they are too many. */
export function frames(name: string, bytes: Uint8Array, size: number = FRAME_BYTES): string[] | undefined {
  const total = Math.max(1, Math.ceil(bytes.length / size))
  if (total > MOST_FRAMES) return undefined
  return Array.from({ length: total }, (_, at) => {
    const data = base64url(bytes.slice(at * size, (at + 1) * size).buffer)
    return frame(name, at + 1, total, data)
  })
}

function frame(name: string, number: number, total: number, data: string): string {
  return `${VERSION}:${name}:${number}/${total}:${checksum(`${name}:${number}/${total}:${data}`)}:${data}`
}

interface Frame {
  readonly name: string
  readonly number: number
  readonly total: number
  readonly data: string
}

/** The frame of a text; undefined where it is none, "damaged" where it was one. */
function readFrame(text: string): Frame | "damaged" | undefined {
  const plain = text.trim()
  if (!plain.startsWith(`${VERSION}:`)) return undefined
  const [, name = "", number = "", total = "", sum = "", data = ""] = FRAME.exec(plain) ?? []
  const found: Frame = { name, number: Number(number), total: Number(total), data }
  const placed = found.number >= 1 && found.number <= found.total && found.total <= MOST_FRAMES
  return placed && checksum(`${name}:${number}/${total}:${data}`) === sum ? found : "damaged"
}

/** How far a transfer is. */
export interface Collected {
  readonly name: string
  readonly total: number
  /** Numbers of the frames that are here, in their order. */
  readonly here: readonly number[]
}

/** `other`: no frame at all. `damaged`: one that was misread, or that contradicts the others. */
export type Heard = "new" | "again" | "damaged" | "other"

/** Gathers frames in any order, of one transfer or of several; what was read of an earlier one waits. */
export class Collector {
  readonly #transfers = new Map<string, Map<number, string>>()
  readonly #totals = new Map<string, number>()
  readonly #closed = new Set<string>()
  #last: string | undefined

  add(text: string): Heard {
    const found = readFrame(text)
    if (found === undefined) return "other"
    if (found === "damaged") return "damaged"
    if (this.#closed.has(found.name)) return "again"
    const total = this.#totals.get(found.name) ?? found.total
    if (total !== found.total) return "damaged"
    const parts = this.#transfers.get(found.name) ?? new Map<number, string>()
    this.#totals.set(found.name, total)
    this.#transfers.set(found.name, parts)
    this.#last = found.name
    const before = parts.get(found.number)
    if (before === undefined) parts.set(found.number, found.data)
    else if (before !== found.data) return "damaged"
    return before === undefined ? "new" : "again"
  }

  /** The transfer whose frame came last. */
  get present(): Collected | undefined {
    const name = this.#last
    if (name === undefined) return undefined
    const here = [...(this.#transfers.get(name)?.keys() ?? [])].sort((a, b) => a - b)
    return { name, total: this.#totals.get(name) ?? 0, here }
  }

  /** The bytes of the present transfer, once every frame is here. */
  get whole(): Uint8Array<ArrayBuffer> | undefined {
    const now = this.present
    if (now === undefined || now.here.length < now.total) return undefined
    const parts = this.#transfers.get(now.name)
    try {
      const bytes = now.here.map((number) => fromBase64url(parts?.get(number) ?? ""))
      const all = new Uint8Array(bytes.reduce((sum, part) => sum + part.length, 0))
      let at = 0
      for (const part of bytes) {
        all.set(part, at)
        at += part.length
      }
      return all
    } catch {
      return undefined
    }
  }

  /** It is done: the phone goes on showing it, and nothing more is made of that. */
  close(name: string): void {
    this.drop(name)
    this.#closed.add(name)
  }

  /** Forgets a transfer: what was put together is not what its name says. */
  drop(name: string): void {
    this.#transfers.delete(name)
    this.#totals.delete(name)
    if (this.#last === name) this.#last = undefined
  }
}

/** CRC-32 (IEEE) of an ASCII text, as eight hex digits: enough to notice a misread code. */
export function checksum(text: string): string {
  let crc = 0xffffffff
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at) & 0xff
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0")
}

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/** What the counter shows once it has a dossier: it follows from the hash of the operation's text alone, by way of the SHA-256 of
    `receiptText` (app/counter/rules.py does the same). */
export const receiptText = (sha256: string): string => `cl counter 1\n${sha256}`

export function receiptOf(digest: ArrayBuffer): string {
  const number = new DataView(digest).getUint32(0)
  return Array.from({ length: 6 }, (_, place) => LETTERS.charAt((number >>> Math.max(0, 32 - 5 * (place + 1))) & 31)).join("")
}

/** The square that a phone reads back from the counter's screen. */
export const receiptSquare = (receipt: string): string => `CLA1:${receipt}`

/** Whether what was read or typed is this receipt; letters that are mistaken for digits count as those. */
export function isReceipt(given: string, receipt: string): boolean {
  const typed = given
    .trim()
    .toUpperCase()
    .replace(/^CLA1:/, "")
    .replace(/[\s.-]/g, "")
  return typed.replaceAll("O", "0").replace(/[IL]/g, "1") === receipt
}
