/* Working time of one service point: its hours a week, and the yearly notices; the same answers as app/core/calendar.py.
   A day is a whole number (days since 1970), a moment is milliseconds on the wall clock in Viet Nam. */

export type Hours = Partial<Record<Weekday, readonly (readonly string[])[]>>
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"

export interface CalendarDay {
  kind: "holiday" | "compensation" | "swap_off" | "swap_work"
  name: string
}

/** Opening hours from a day on. */
export interface Turn {
  since: string
  hours: Hours
}

export interface Calendar {
  years: Record<string, { status: "published" | "estimated"; source: string } | undefined>
  days: Record<string, CalendarDay | undefined>
  /** Of one service point: from which day on which hours hold, in order. */
  turns?: readonly Turn[]
}

/** What a service point has of its own; a list kept by an earlier release has neither. */
export interface OwnTime {
  days?: Record<string, CalendarDay | undefined>
  turns?: readonly Turn[]
}

/** The calendar as one service point has it: with the days and the turns of hours of its own. */
export function atPoint(country: Calendar, own: OwnTime | undefined): Calendar {
  return { ...country, days: { ...country.days, ...own?.days }, turns: own?.turns ?? [] }
}

/** From and to, in milliseconds since midnight. */
export type Span = readonly [number, number]

export const DAY_MS = 86_400_000
const VN_OFFSET_MS = 7 * 3_600_000
const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
const USUAL_DAY = [
  ["07:00", "11:30"],
  ["13:30", "17:00"],
]
export const DEFAULT_HOURS: Hours = { mon: USUAL_DAY, tue: USUAL_DAY, wed: USUAL_DAY, thu: USUAL_DAY, fri: USUAL_DAY }

/** The wall clock in Viet Nam at a moment written in ISO 8601. */
export function localOf(iso: string): number {
  return Date.parse(iso) + VN_OFFSET_MS
}

/** The moment, in UTC, at which the wall clock in Viet Nam shows this. */
export function isoOf(local: number): string {
  return new Date(local - VN_OFFSET_MS).toISOString().replace(/\.000Z$/, "Z")
}

export function dayOf(local: number): number {
  return Math.floor(local / DAY_MS)
}

/** A day as YYYY-MM-DD. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** The civil date in Viet Nam at a moment written in ISO 8601. */
export function vietnamDate(iso: string): string {
  return dateOf(dayOf(localOf(iso)))
}

export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear()
}

/** Milliseconds since midnight of "HH:MM". */
export function clockTime(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * 60_000
}

/** When one service point is open, and which days count as working days.

    A day counts when it is Monday to Friday and open, or a worked day of a swap. A counter that opens on Saturday
    morning receives then, but Saturday does not count: nobody's limit grows shorter by an extra service. */
export class WorkCalendar {
  readonly #hours: Hours
  readonly #notices: Calendar

  constructor(hours: Hours, notices: Calendar) {
    this.#hours = orUsual(hours)
    this.#notices = notices
  }

  /** The opening spans of a day, in order. */
  spans(day: number): Span[] {
    const kind = this.#notice(day)?.kind
    if (kind !== undefined && kind !== "swap_work") return []
    const weekday = weekdayOf(day)
    const hours = this.#hoursOn(day)
    let given = hours[WEEKDAYS[weekday] ?? "mon"]
    if (kind === "swap_work" && !(weekday < 5 && isSome(given))) {
      // a swapped Saturday is worked like the weekday it stands for
      given = WEEKDAYS.map((name) => hours[name]).find(isSome)
    }
    const spans = (given ?? []).map(([start, end]): Span => [clockTime(start ?? ""), clockTime(end ?? "")])
    return spans.sort((one, other) => one[0] - other[0] || one[1] - other[1])
  }

  /** Whether the point receives on this day. */
  isOpen(day: number): boolean {
    return this.spans(day).length > 0
  }

  /** Whether the day counts towards a limit, and a limit may end on it. */
  isWorking(day: number): boolean {
    return this.isSwapWork(day) || (weekdayOf(day) < 5 && this.isOpen(day))
  }

  /** Whether the day is a rest day that is worked by a yearly notice. */
  isSwapWork(day: number): boolean {
    return this.#notice(day)?.kind === "swap_work"
  }

  /** What the notice calls the day. */
  name(day: number): string | undefined {
    return this.#notice(day)?.name
  }

  /** Why a day that is not worked is not. */
  rest(day: number): { kind: "weekend" | "holiday"; name: string | undefined } {
    const note = this.#notice(day)
    return note === undefined || note.kind === "swap_work" ? { kind: "weekend", name: undefined } : { kind: "holiday", name: note.name }
  }

  /** The end of the working hours of an open day. */
  closing(day: number): number {
    const spans = this.spans(day)
    return day * DAY_MS + (spans[spans.length - 1]?.[1] ?? 0)
  }

  /** The moment as the counter sees it: after closing or on a closed day it is the next opening. */
  settle(moment: number): number {
    let day = dayOf(moment)
    if (this.isOpen(day) && moment <= this.closing(day)) return Math.max(moment, this.#opening(day))
    do day++
    while (!this.isOpen(day))
    return this.#opening(day)
  }

  /** The day itself, or the first working day after it. */
  workingFrom(day: number): number {
    let found = day
    while (!this.isWorking(found)) found++
    return found
  }

  /** Whether the year's holidays are known, not guessed. */
  isPublished(year: number): boolean {
    return this.#notices.years[String(year)]?.status === "published"
  }

  #opening(day: number): number {
    return day * DAY_MS + (this.spans(day)[0]?.[0] ?? 0)
  }

  /** The hours of the point as they stood on a day: what changed later does not change what was. */
  #hoursOn(day: number): Hours {
    const date = dateOf(day)
    const begun = this.#notices.turns?.filter((turn) => turn.since <= date) ?? []
    const last = begun[begun.length - 1]
    return last === undefined ? this.#hours : orUsual(last.hours)
  }

  #notice(day: number): CalendarDay | undefined {
    return this.#notices.days[dateOf(day)]
  }
}

function orUsual(hours: Hours): Hours {
  return WEEKDAYS.some((name) => isSome(hours[name])) ? hours : DEFAULT_HOURS
}

/** 0 is Monday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

function isSome<T>(list: readonly T[] | undefined): list is readonly T[] {
  return list !== undefined && list.length > 0
}
