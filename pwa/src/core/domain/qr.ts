/* A QR encoder (ISO/IEC 18004): bytes, error correction M, versions 1 to 40; small, so that a phone draws codes offline. */

import { correction, ECC_PER_BLOCK, BLOCKS } from "./qr-correction.ts"

/** Rows of modules, true is dark; without the quiet zone. */
export type QrMatrix = readonly (readonly boolean[])[]

export const QUIET_ZONE = 4
const MAX_VERSION = 40
const MODE_BYTE = 0b0100
// "what follows is UTF-8": without it some readers take Vietnamese for Latin-1; plain ASCII needs no such word
const UTF8_NOTICE = [0b0111, 26] as const
const UTF8_NOTICE_BITS = 12
const LEVEL_M = 0b00
const FORMAT_GENERATOR = 0x537
const FORMAT_MASK = 0x5412
const VERSION_GENERATOR = 0x1f25

/** The code of a text as modules; null when it holds more than the largest code does. */
export function qrMatrix(text: string): QrMatrix | null {
  const bytes = new TextEncoder().encode(text)
  const notice = bytes.length > text.length
  const version = smallestVersion(bytes.length * 8 + (notice ? UTF8_NOTICE_BITS : 0))
  if (version === null) return null
  const bits = placeable(interleave(dataCodewords(bytes, version, notice), version))
  let best: Grid | null = null
  let least = Infinity
  for (let mask = 0; mask < 8; mask++) {
    const grid = drawn(version, bits, mask)
    const cost = penalty(grid.dark)
    if (cost < least) [best, least] = [grid, cost]
  }
  return best?.dark ?? null
}

/** The path of an SVG whose viewBox is `0 0 size size`, size being the matrix and its quiet zone. */
export function qrPath(matrix: QrMatrix): { size: number; path: string } {
  let path = ""
  matrix.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const start = x
      while (row[x]) x++
      if (x > start) path += `M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${x - start}v1H${start + QUIET_ZONE}z`
    }
  })
  return { size: matrix.length + 2 * QUIET_ZONE, path }
}

function smallestVersion(bits: number): number | null {
  for (let version = 1; version <= MAX_VERSION; version++) {
    if (4 + lengthBits(version) + bits <= dataCapacity(version) * 8) return version
  }
  return null
}

function lengthBits(version: number): number {
  return version < 10 ? 8 : 16
}

/** How many codewords a version holds in all: the area less every pattern with a meaning of its own. */
function totalCodewords(version: number): number {
  let modules = (16 * version + 128) * version + 64
  if (version >= 2) {
    const count = Math.floor(version / 7) + 2
    modules -= (25 * count - 10) * count - 55
    if (version >= 7) modules -= 36
  }
  return Math.floor(modules / 8)
}

function dataCapacity(version: number): number {
  return totalCodewords(version) - (ECC_PER_BLOCK[version] ?? 0) * (BLOCKS[version] ?? 0)
}

function dataCodewords(bytes: Uint8Array, version: number, notice: boolean): Uint8Array {
  const capacity = dataCapacity(version)
  const bits: number[] = []
  const push = (value: number, size: number): void => {
    for (let at = size - 1; at >= 0; at--) bits.push((value >>> at) & 1)
  }
  if (notice) {
    push(UTF8_NOTICE[0], 4)
    push(UTF8_NOTICE[1], 8)
  }
  push(MODE_BYTE, 4)
  push(bytes.length, lengthBits(version))
  for (const byte of bytes) push(byte, 8)
  push(0, Math.min(4, capacity * 8 - bits.length))
  push(0, (8 - (bits.length % 8)) % 8)
  for (let pad = 0xec; bits.length < capacity * 8; pad ^= 0xec ^ 0x11) push(pad, 8)
  const words = new Uint8Array(capacity)
  bits.forEach((bit, at) => (words[at >> 3] = ((words[at >> 3] ?? 0) << 1) | bit))
  return words
}

/** The data in blocks, each with its correction, read across the blocks. */
function interleave(data: Uint8Array, version: number): number[] {
  const blocks = BLOCKS[version] ?? 1
  const degree = ECC_PER_BLOCK[version] ?? 0
  const short = Math.floor(data.length / blocks)
  const long = data.length % blocks
  const parts: Uint8Array[] = []
  const checks: Uint8Array[] = []
  for (let block = 0, at = 0; block < blocks; block++) {
    const size = short + (block >= blocks - long ? 1 : 0)
    const part = data.subarray(at, at + size)
    parts.push(part)
    checks.push(correction(part, degree))
    at += size
  }
  return [...across(parts, short + 1), ...across(checks, degree)]
}

function across(blocks: readonly Uint8Array[], longest: number): number[] {
  const words: number[] = []
  for (let at = 0; at < longest; at++) {
    for (const block of blocks) {
      const word = block[at]
      if (word !== undefined) words.push(word)
    }
  }
  return words
}

function placeable(words: readonly number[]): boolean[] {
  return words.flatMap((word) => [128, 64, 32, 16, 8, 4, 2, 1].map((bit) => (word & bit) !== 0))
}

interface Grid {
  dark: boolean[][]
  /** Modules that belong to a pattern and carry no data. */
  fixed: boolean[][]
}

function drawn(version: number, bits: readonly boolean[], mask: number): Grid {
  const size = version * 4 + 17
  const blank = (): boolean[][] => Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  const grid: Grid = { dark: blank(), fixed: blank() }
  drawTiming(grid, size)
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    drawFinder(grid, x, y)
  }
  drawAlignments(grid, version, size)
  drawFormat(grid, size, mask)
  if (version >= 7) drawVersion(grid, size, version)
  drawData(grid, size, bits, mask)
  return grid
}

function set(grid: Grid, x: number, y: number, dark: boolean): void {
  const [row, fixed] = [grid.dark[y], grid.fixed[y]]
  if (row === undefined || fixed === undefined || x < 0 || x >= row.length) return
  row[x] = dark
  fixed[x] = true
}

function drawTiming(grid: Grid, size: number): void {
  for (let at = 0; at < size; at++) {
    set(grid, 6, at, at % 2 === 0)
    set(grid, at, 6, at % 2 === 0)
  }
}

function drawFinder(grid: Grid, x: number, y: number): void {
  for (let dy = -4; dy <= 4; dy++) {
    for (let dx = -4; dx <= 4; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      set(grid, x + dx, y + dy, ring !== 2 && ring !== 4)
    }
  }
}

function drawAlignments(grid: Grid, version: number, size: number): void {
  const places = alignmentPlaces(version, size)
  const last = places.length - 1
  places.forEach((y, row) => {
    places.forEach((x, column) => {
      const onFinder = (row === 0 && (column === 0 || column === last)) || (row === last && column === 0)
      if (onFinder) return
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) set(grid, x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
      }
    })
  })
}

function alignmentPlaces(version: number, size: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  const places = [6]
  for (let at = 0; at < count - 1; at++) places.splice(1, 0, size - 7 - at * step)
  return places
}

/** A value with the remainder of a binary division after it, by which a reader repairs it. */
function withRemainder(value: number, generator: number, degree: number): number {
  let rest = value
  for (let at = 0; at < degree; at++) rest = (rest << 1) ^ ((rest >>> (degree - 1)) * generator)
  return (value << degree) | rest
}

function drawFormat(grid: Grid, size: number, mask: number): void {
  const bits = withRemainder((LEVEL_M << 3) | mask, FORMAT_GENERATOR, 10) ^ FORMAT_MASK
  const bit = (at: number): boolean => ((bits >>> at) & 1) === 1
  for (let at = 0; at < 15; at++) {
    // one copy around the first finder, skipping the timing lines; the other split over the two remaining finders
    if (at < 8) set(grid, 8, at < 6 ? at : at + 1, bit(at))
    else set(grid, at === 8 ? 7 : 14 - at, 8, bit(at))
    if (at < 8) set(grid, size - 1 - at, 8, bit(at))
    else set(grid, 8, size - 15 + at, bit(at))
  }
  set(grid, 8, size - 8, true)
}

function drawVersion(grid: Grid, size: number, version: number): void {
  const bits = withRemainder(version, VERSION_GENERATOR, 12)
  for (let at = 0; at < 18; at++) {
    const dark = ((bits >>> at) & 1) === 1
    const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)]
    set(grid, far, near, dark)
    set(grid, near, far, dark)
  }
}

/** Data runs up and down in columns of two from the right, around everything fixed. */
function drawData(grid: Grid, size: number, bits: readonly boolean[], mask: number): void {
  let next = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    const up = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) {
      const y = up ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        const row = grid.dark[y]
        if (row === undefined || grid.fixed[y]?.[x] !== false) continue
        row[x] = (bits[next++] ?? false) !== isMasked(mask, x, y)
      }
    }
  }
}

function isMasked(mask: number, x: number, y: number): boolean {
  const product = x * y
  const tests = [
    (x + y) % 2,
    y % 2,
    x % 3,
    (x + y) % 3,
    (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
    (product % 2) + (product % 3),
    ((product % 2) + (product % 3)) % 2,
    (((x + y) % 2) + (product % 3)) % 2,
  ]
  return tests[mask] === 0
}

/** How hard a pattern is to read; the mask with the least is used. */
function penalty(dark: readonly (readonly boolean[])[]): number {
  const size = dark.length
  const columns = dark.map((_, x) => dark.map((row) => row[x] ?? false))
  let cost = 0
  let total = 0
  for (let y = 0; y < size; y++) {
    cost += linePenalty(dark[y] ?? []) + linePenalty(columns[y] ?? [])
    for (let x = 0; x < size; x++) {
      const here = dark[y]?.[x]
      if (here) total++
      if (here === dark[y]?.[x + 1] && here === dark[y + 1]?.[x] && here === dark[y + 1]?.[x + 1]) cost += 3
    }
  }
  return cost + Math.floor(Math.abs(total * 20 - size * size * 10) / (size * size)) * 10
}

function linePenalty(line: readonly boolean[]): number {
  let cost = 0
  let run = 0
  line.forEach((dark, at) => {
    run = at > 0 && dark === line[at - 1] ? run + 1 : 1
    if (run === 5) cost += 3
    else if (run > 5) cost += 1
  })
  const text = line.map((dark) => (dark ? "1" : "0")).join("")
  for (const finder of ["10111010000", "00001011101"]) {
    for (let at = text.indexOf(finder); at >= 0; at = text.indexOf(finder, at + 1)) cost += 40
  }
  return cost
}
