/* The rescue file: how rows and pieces of pages are shared out among parts that can be carried and opened one by one,
   and how a part is laid out. app/rescue/container.py reads what is written here. */
import { joined } from "./office.ts"

export const RESCUE_FORMAT = 1
/** A part with rows of a locked store; an office that cannot read those must not take it for empty. */
export const RESCUE_SEALED = 2
/** What every way of carrying takes: e-mail and messengers stop at about 25 MB. */
export const PART_BYTES = 20 * 1024 * 1024
/** What stands around a row: its length, ids and hashes. */
const ROW = 600
/** Operations are small; as long as all of them take less than this share, each part has all of them. */
const SHARED = 1 / 4

export interface RescueOp {
  readonly id: string
  /** Bytes of its text. */
  readonly size: number
}

export interface RescuePage {
  readonly id: string
  readonly op: string
  readonly size: number
}

/** A run of bytes of one page. */
export interface Piece {
  readonly id: string
  readonly offset: number
  readonly length: number
}

export interface PartPlan {
  readonly ops: readonly string[]
  readonly pieces: readonly Piece[]
}

/** Promises parts no larger than the limit that together hold every operation and every byte; each part has the
    operations its pieces belong to, so that none needs another to be opened. Operations keep their order. */
export function planParts(ops: readonly RescueOp[], pages: readonly RescuePage[], limit = PART_BYTES): PartPlan[] {
  const sizes = new Map(ops.map((op) => [op.id, op.size + ROW]))
  const everything = ops.reduce((sum, op) => sum + op.size + ROW, 0)
  const shared = everything <= limit * SHARED ? ops.map((op) => op.id) : []
  const parts: { ops: Set<string>; pieces: Piece[]; free: number }[] = []
  const begin = (): (typeof parts)[number] => {
    const part = { ops: new Set(shared), pieces: [], free: limit - (shared.length > 0 ? everything : 0) }
    parts.push(part)
    return part
  }
  let part = begin()
  const admit = (op: string): void => {
    if (part.ops.has(op)) return
    const size = sizes.get(op) ?? 0
    if (part.free < size && (part.ops.size > 0 || part.pieces.length > 0)) part = begin()
    if (part.ops.has(op)) return
    part.ops.add(op)
    part.free -= size
  }
  for (const op of ops) admit(op.id)
  for (const page of pages) {
    for (let offset = 0; offset < page.size; ) {
      if (part.free <= ROW + (part.ops.has(page.op) ? 0 : (sizes.get(page.op) ?? 0))) part = begin()
      admit(page.op)
      const length = Math.max(1, Math.min(page.size - offset, part.free - ROW))
      part.pieces.push({ id: page.id, offset, length })
      part.free -= length + ROW
      offset += length
    }
  }
  const order = ops.map((op) => op.id)
  return parts.map(({ ops: mine, pieces }) => ({ ops: order.filter((id) => mine.has(id)), pieces }))
}

/** A row: its length, its JSON, and the bytes it names. */
export function packRow(row: Readonly<Record<string, unknown>>, bytes?: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(bytes === undefined ? row : { ...row, bytes: bytes.byteLength }))
  return joined([length(json.byteLength), json, ...(bytes === undefined ? [] : [new Uint8Array(bytes)])])
}

/** A part as it lies in a file: four letters, the head in the clear, the sealed rows bound to that head. */
export async function sealPart(
  head: Readonly<Record<string, unknown>>,
  key: CryptoKey,
  rows: readonly Uint8Array[],
): Promise<Uint8Array<ArrayBuffer>> {
  const clear = new TextEncoder().encode(JSON.stringify(head))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: clear }, key, joined(rows))
  return joined([new TextEncoder().encode("CLR1"), length(clear.byteLength), clear, iv, new Uint8Array(sealed)])
}

function length(value: number): Uint8Array {
  const four = new Uint8Array(4)
  new DataView(four.buffer).setUint32(0, value)
  return four
}

/** What the file is called: people read it aloud and look for it among their downloads. */
export const partName = (code: string, part: number, parts: number): string => `cua-lang-cuu-ho-${code}-${part}-cua-${parts}.clr`
