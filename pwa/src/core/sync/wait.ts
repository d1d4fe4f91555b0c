/* How long to wait: doubled each time up to a ceiling, then anywhere below it, so that phones do not return together. */

const SECOND = 1000
export const LONGEST = 5 * 60 * SECOND
/** What keeps failing by itself while others pass is looked at again each hour, for ever. */
const STUCK = 60 * 60 * SECOND
/** After so many failures a person is told. */
export const PATIENCE_TRIES = 8

export function backOff(failures: number, random: () => number, longest: number = LONGEST): number {
  return Math.round(random() * Math.min(2 ** Math.min(failures, 30) * SECOND, longest))
}

/** The moment of the next try of one operation or page that failed alone. */
export function nextTry(tries: number, now: number, random: () => number, asked?: number): number {
  const ceiling = tries >= PATIENCE_TRIES ? STUCK : LONGEST
  return now + Math.max(asked ?? 0, backOff(tries, random, ceiling), SECOND)
}
