/* Opening hours as a form keeps them: one text a box. */
import type { Week } from "./api.ts"

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const
export type Weekday = (typeof DAYS)[number]
export const boxName = (day: string, span: number, end: 0 | 1): string => `${day}-${span}-${end}`

/** 7:00, 7h00 and 0700 are what people type for 07:00; anything else stays as it is and is refused later. */
export function asTime(text: string): string {
  const found = /^(\d{1,2})\s*[:h.]?\s*(\d{2})$/i.exec(text.trim())
  if (!found) return text.trim()
  return `${(found[1] ?? "").padStart(2, "0")}:${found[2] ?? ""}`
}

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

export type ReadWeek = { week: Week } | { wrong: Weekday } | { empty: true }

/** The week as it was typed; which day is wrong where one is. */
export function readWeek(value: (box: string) => string, spans: number): ReadWeek {
  const week: Week = {}
  for (const day of DAYS) {
    const found: [string, string][] = []
    for (let n = 0; n < spans; n++) {
      const [from, to] = [asTime(value(boxName(day, n, 0))), asTime(value(boxName(day, n, 1)))]
      if (!from && !to) continue
      const last = found[found.length - 1]
      if (!isTime(from) || !isTime(to) || from >= to || (last !== undefined && from < last[1])) return { wrong: day }
      found.push([from, to])
    }
    week[day] = found
  }
  return DAYS.some((day) => (week[day] ?? []).length > 0) ? { week } : { empty: true }
}
