/* How long to wait: doubled each time up to a ceiling, then anywhere below it, so that phones do not return together. */

const SECOND = 1000
export const LONGEST = 5 * 60 * SECOND
/** What keeps failing by itself while others pass is looked at again each hour, for ever. */
const STUCK = 60 * 60 * SECOND
/** Nothing waits longer than this, whatever a server asks for. */
export const DAY = 24 * 60 * 60 * SECOND
/** After so many failures a person is told. */
export const PATIENCE_TRIES = 8

export function backOff(failures: number, random: () => number, longest: number = LONGEST): number {
  return Math.round(random() * Math.min(2 ** Math.min(failures, 30) * SECOND, longest))
}

/** Those whom a busy server told the same wait are spread at least over this. */
const SPREAD = 30 * SECOND

/** How long a whole round waits after it failed: never less than the server asked, never all phones at one moment, and
    not longer than five minutes unless the server asked for more. */
export function roundWait(failures: number, random: () => number, asked = 0): number {
  if (asked === 0) return backOff(failures, random)
  return asked + backOff(Math.max(failures, 5), random, Math.max(LONGEST - asked, SPREAD))
}

/** The moment of the next try of one operation or page that failed alone. */
export function nextTry(tries: number, now: number, random: () => number, asked?: number): number {
  const ceiling = tries >= PATIENCE_TRIES ? STUCK : LONGEST
  return now + Math.min(Math.max(asked ?? 0, backOff(tries, random, ceiling), SECOND), DAY)
}

/** Whether a moment is still to come. One further ahead than anything waits was noted by a clock that has been set back
    since: its time has come. */
export const isLater = (next: number | undefined, now: number): boolean => next !== undefined && next > now && next <= now + DAY
