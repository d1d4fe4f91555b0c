/* Civil dates of forms: complete (2026-11-22) or partial (2026-11, 2026). */

const SHAPE = /^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$/
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

interface Day {
  year: number
  month: number
  day: number
}

/** Whether the text is a date of the calendar; a partial one only where allowed. */
export function isDate(value: string, partial = true): boolean {
  return firstDay(value) !== null && (partial || value.length === 10)
}

/** Negative, zero or positive; dates of unequal precision are compared on what they share. */
export function compareDates(one: string, other: string): number {
  const shared = Math.min(one.length, other.length)
  const [first, second] = [one.slice(0, shared), other.slice(0, shared)]
  return Number(first > second) - Number(first < second)
}

/** Whole years between two dates; an unknown month or day counts as the first one. */
export function age(birth: string, at: string): number | null {
  const born = firstDay(birth)
  const then = firstDay(at)
  if (born === null || then === null || ordinal(then) < ordinal(born)) return null
  const early = then.month < born.month || (then.month === born.month && then.day < born.day)
  return then.year - born.year - (early ? 1 : 0)
}

/** Days from one complete date to another. */
export function daysBetween(start: string, end: string): number | null {
  const first = firstDay(start)
  const last = firstDay(end)
  if (first === null || last === null || start.length < 10 || end.length < 10) return null
  return ordinal(last) - ordinal(first)
}

function firstDay(value: string): Day | null {
  if (!SHAPE.test(value)) return null
  const year = Number(value.slice(0, 4))
  const month = value.length > 4 ? Number(value.slice(5, 7)) : 1
  const day = value.length > 7 ? Number(value.slice(8)) : 1
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null
  return { year, month, day }
}

function monthLength(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return (MONTH_LENGTHS[month - 1] ?? 0) + (leap ? 1 : 0)
}

/** Days since the start of the Gregorian calendar, counted with years that begin in March. */
function ordinal({ year, month, day }: Day): number {
  const shifted = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day
  return 365 * shifted + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + dayOfYear
}
