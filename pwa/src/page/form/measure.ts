/* How many pixels a picture has, read from its first bytes: known before it is decoded, because a phone with little memory
   dies of decoding 48 megapixels whole. */

export interface Measure {
  readonly width: number
  readonly height: number
}

/** So many bytes at most stand before the measure: tags of the camera, a small picture, colour tables. */
export const HEAD = 512 * 1024

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x1_00_00 + u16(bytes, at + 2)

/** Frames of a JPEG that carry its measure; the others in between are tables and extensions. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function ofJpeg(bytes: Uint8Array): Measure | undefined {
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (isFrame(marker)) return { height: u16(bytes, at + 5), width: u16(bytes, at + 7) }
    at += marker === 0xff ? 1 : 2 + u16(bytes, at + 2)
  }
  return undefined
}

/** The measure of a JPEG or a PNG; undefined where the first bytes do not tell. */
export function measureOf(head: Uint8Array): Measure | undefined {
  if (head[0] === 0xff && head[1] === 0xd8) return ofJpeg(head)
  if (head[0] === 0x89 && head[1] === 0x50 && head.length >= 24) return { width: u32(head, 16), height: u32(head, 20) }
  return undefined
}
