/* Reed-Solomon correction for QR codes of level M: the sizes of the blocks, and the words that repair them. */

/** Correction words of one block, by version (index 0 is unused). */
export const ECC_PER_BLOCK: readonly number[] = [
  0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 28,
]

/** Blocks of a code, by version. */
export const BLOCKS: readonly number[] = [
  0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43,
  45, 47, 49,
]

const FIELD = 0x11d

/** The correction words of a block: the remainder of a division in GF(256). */
export function correction(data: Uint8Array, degree: number): Uint8Array {
  const divisor = generator(degree)
  const rest = new Uint8Array(degree)
  for (const word of data) {
    const factor = word ^ (rest[0] ?? 0)
    rest.copyWithin(0, 1)
    rest[degree - 1] = 0
    for (let at = 0; at < degree; at++) rest[at] = (rest[at] ?? 0) ^ multiply(divisor[at] ?? 0, factor)
  }
  return rest
}

/** The product of (x - 2^i), highest power first, its leading one left out. */
function generator(degree: number): Uint8Array {
  const result = new Uint8Array(degree)
  result[degree - 1] = 1
  let root = 1
  for (let round = 0; round < degree; round++) {
    for (let at = 0; at < degree; at++) {
      result[at] = multiply(result[at] ?? 0, root) ^ (result[at + 1] ?? 0)
    }
    root = multiply(root, 2)
  }
  return result
}

function multiply(one: number, other: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * FIELD)
    product ^= ((other >>> bit) & 1) * one
  }
  return product
}
