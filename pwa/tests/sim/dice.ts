/* Chance that is the same for the same seed (mulberry32). */

export interface Dice {
  (): number
  readonly below: (n: number) => number
  readonly pick: <T>(from: readonly T[]) => T
  readonly often: (chance: number) => boolean
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return Object.assign(next, {
    below: (n: number): number => Math.floor(next() * n),
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!,
    often: (chance: number): boolean => next() < chance,
  })
}

/** Dice of their own for a part of a history: what one part throws never changes what another gets. */
export const partOf = (seed: number, ...path: readonly number[]): Dice =>
  diceOf(path.reduce((mixed, step) => Math.imul(mixed ^ (step + 0x9e3779b9), 0x85ebca6b) >>> 0, Math.imul(seed, 0xc2b2ae35) >>> 0))
