/* What a PIN must be, and how long wrong ones make everybody wait. */

export const PIN_DIGITS = 6
const PIN_LONGEST = 12

export type PinFault = "pin_digits" | "pin_short" | "pin_trivial"

const YEAR = /^(19|20)\d\d$/

/** One digit or one pair or one triple again and again. */
const repeats = (pin: string): boolean =>
  [1, 2, 3].some((size) => pin.length % size === 0 && pin === pin.slice(0, size).repeat(pin.length / size))

/** Up or down by one from digit to digit. */
const runs = (pin: string): boolean =>
  [1, -1].some((step) => Array.from(pin).every((digit, at) => at === 0 || (Number(digit) - Number(pin[at - 1]) - step) % 10 === 0))

/** A year and its echo: 199419, 941994, 19941994. */
const echoesYear = (pin: string): boolean =>
  Array.from({ length: pin.length - 3 }, (_, at) => pin.slice(at, at + 4))
    .filter((part) => YEAR.test(part))
    .some(
      (year) =>
        pin === `${year}${year.slice(0, 2)}` ||
        pin === `${year}${year.slice(2)}` ||
        pin === `${year.slice(2)}${year}` ||
        pin === `${year}${year}`,
    )

/** Numbers that everybody tries first, which the rules above do not reach. */
const FAMILIAR: ReadonlySet<string> = new Set([
  "112233",
  "121212",
  "123321",
  "159357",
  "147258",
  "258369",
  "123654",
  "520520",
  "686868",
  "789456",
  "131313",
  "200000",
])

/** What is wrong with a PIN; undefined where it may be used. */
export function pinFault(pin: string): PinFault | undefined {
  if (!/^\d+$/.test(pin) || pin.length > PIN_LONGEST) return "pin_digits"
  if (pin.length < PIN_DIGITS) return "pin_short"
  return repeats(pin) || runs(pin) || echoesYear(pin) || FAMILIAR.has(pin) ? "pin_trivial" : undefined
}

const SECOND = 1000
const WAITS = [0, 0, 0, 5, 15, 30, 60, 120, 300].map((seconds) => seconds * SECOND)

/** Milliseconds to wait after so many wrong tries in a row. */
export const waitAfter = (tries: number): number => WAITS[Math.min(tries, WAITS.length - 1)] ?? 0
