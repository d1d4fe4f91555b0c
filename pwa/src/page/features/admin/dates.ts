/* Days of a year as civil dates, YYYY-MM-DD. */
import { dateOf } from "../../../core/domain/calendar.ts"

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000

/** Every day from one to another, both with it; empty where the last comes first. */
export function span(first: string, last: string): string[] {
  const start = dayNumber(first)
  const length = dayNumber(last) - start + 1
  return Array.from({ length: Math.max(0, length) }, (_, n) => dateOf(start + n))
}

/** The weeks of a month, Monday first; undefined where a weekday is of another month. */
export function weeks(year: number, month: number): (string | undefined)[][] {
  const first = `${year}-${String(month).padStart(2, "0")}-01`
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`
  const days = span(first, dateOf(dayNumber(next) - 1))
  const before = (((dayNumber(first) + 3) % 7) + 7) % 7
  const cells = [...Array.from({ length: before }, () => undefined), ...days]
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, n) => [...cells.slice(n * 7, n * 7 + 7)])
}
