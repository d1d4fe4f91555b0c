/* The legal clock: when a dossier is due, and the explanation day by day; the same answers as app/workflow/deadline.py. */

import { clockTime, DAY_MS, dateOf, dayOf, isoOf, localOf, WorkCalendar, yearOf, type Calendar, type Hours } from "./calendar.ts"

export type { Calendar, CalendarDay, Hours, Weekday } from "./calendar.ts"
export { atPoint, DEFAULT_HOURS, vietnamDate } from "./calendar.ts"

export interface TimeRule {
  channel: string
  value: number | null
  unit: "working_day" | "day" | "hour" | "month"
  same_day_before?: string
  case?: unknown
}

/** A supplement that is asked for stops the clock; `to` null means that the answer is still awaited. */
export interface Pause {
  from: string
  to: string | null
}

/** A new due moment, granted before the old one had passed. */
export interface Extension {
  at: string
  until: string
}

export type DayKind = "start" | "counted" | "weekend" | "holiday" | "swap_work" | "paused" | "after_cutoff"

/** One line of the explanation; words are made from it in each language. */
export interface DayLine {
  date: string
  kind: DayKind
  n?: number
  name?: string
  hours?: number
}

/** When it is due (null: no limit is set, or the clock stands still), and why. */
export interface Due {
  due_at: string | null
  estimated: boolean
  days: DayLine[]
  starts_on: string
}

interface Stop {
  first: number
  end: number | null
  since: number
  until: number | null
}

/** What happened to the clock after reception. */
export interface ClockEvents {
  pauses?: readonly Pause[]
  extensions?: readonly Extension[]
}

/** When a dossier received at this moment is due, with every day explained. */
export function due(time: TimeRule, receivedAt: string, hours: Hours, calendar: Calendar, events: ClockEvents = {}): Due {
  const clock = new Clock(new WorkCalendar(hours, calendar), events.pauses ?? [])
  const start = arrive(clock, localOf(receivedAt))
  let end = limit(clock, time, start)
  for (const extension of events.extensions ?? []) end = extend(clock, extension)
  const last = end === null ? clock.lastDay() : dayOf(end)
  let estimated = false
  for (let year = yearOf(dayOf(start)); year <= yearOf(Math.max(last, dayOf(start))); year++) estimated ||= !clock.work.isPublished(year)
  return { due_at: end === null ? null : isoOf(end), estimated, days: clock.days, starts_on: dateOf(dayOf(start)) }
}

/** The limit of a channel when no special case is named; a prepared dossier is received at the counter. */
export function timeFor<T extends TimeRule>(times: readonly T[], channel: string): T | null {
  const wanted = channel === "prepared" ? [channel, "direct"] : [channel]
  for (const name of wanted) {
    const found = times.find((rule) => (rule.case ?? null) === null && (rule.channel === name || rule.channel === "all"))
    if (found !== undefined) return found
  }
  return null
}

/** One computation: the calendar, the pauses, and the lines written so far. */
class Clock {
  readonly work: WorkCalendar
  readonly stops: readonly Stop[]
  days: DayLine[] = []

  constructor(work: WorkCalendar, pauses: readonly Pause[]) {
    this.work = work
    this.stops = pauses.map(({ from, to }) => {
      const since = localOf(from)
      const until = to === null ? null : localOf(to)
      return { first: dayOf(work.settle(since)), end: until === null ? null : dayOf(work.settle(until)), since, until }
    })
  }

  write(day: number, kind: DayKind, more: { n?: number; hours?: number; name?: string | undefined } = {}): void {
    const { name, ...rest } = more
    this.days.push({ date: dateOf(day), kind, ...rest, ...(name === undefined ? {} : { name }) })
  }

  writeRest(day: number): void {
    const { kind, name } = this.work.rest(day)
    this.write(day, kind, { name })
  }

  writeCounted(day: number, n: number): void {
    const swapped = this.work.isSwapWork(day)
    this.write(day, swapped ? "swap_work" : "counted", { n, name: swapped ? this.work.name(day) : undefined })
  }

  last(): DayLine | undefined {
    return this.days[this.days.length - 1]
  }

  lastDay(): number {
    return Date.parse(this.last()?.date ?? "") / DAY_MS
  }

  stopped(day: number): boolean {
    return this.stops.some((stop) => covers(stop, day))
  }

  stoppedForGood(day: number): boolean {
    return this.stops.some((stop) => stop.end === null && covers(stop, day))
  }
}

function covers(stop: Stop, day: number): boolean {
  return stop.first <= day && (stop.end === null || day < stop.end)
}

/** The moment the count starts from; writes the days in between. */
function arrive(clock: Clock, received: number): number {
  const start = clock.work.settle(received)
  let day = dayOf(received)
  if (day < dayOf(start) && clock.work.isOpen(day)) clock.write(day++, "after_cutoff")
  while (day < dayOf(start)) clock.writeRest(day++)
  clock.write(day, "start")
  return start
}

function limit(clock: Clock, rule: TimeRule, start: number): number | null {
  const { value, unit } = rule
  const day = dayOf(start)
  if (value === null) return null
  if (unit === "hour") return countHours(clock, start, Math.round(value * 60))
  if (unit === "working_day" && !Number.isInteger(value)) return countHours(clock, start, Math.round(value * 8 * 60))
  const whole = Math.trunc(value)
  if (unit === "month") return closing(clock, countMonths(clock, day, whole))
  if (unit === "day")
    return closing(
      clock,
      countDays(clock, day, whole, () => true),
    )
  const first = clock.last()
  if (first !== undefined && isSameDay(clock, rule, start)) {
    first.n = 1
    return clock.work.closing(day)
  }
  return closing(
    clock,
    countDays(clock, day, whole, (item) => clock.work.isWorking(item)),
  )
}

function isSameDay(clock: Clock, rule: TimeRule, start: number): boolean {
  const day = dayOf(start)
  if (rule.value !== 1 || rule.same_day_before === undefined) return false
  return start - day * DAY_MS < clockTime(rule.same_day_before) && clock.work.isWorking(day) && !clock.stopped(day)
}

function closing(clock: Clock, day: number | null): number | null {
  return day === null ? null : clock.work.closing(day)
}

/** The day on which `value` days have been counted after `start`, moved off rest days; null while paused. */
function countDays(clock: Clock, start: number, value: number, counts: (day: number) => boolean, before = 0): number | null {
  let day = start
  let counted = before
  while (counted < before + value) {
    day++
    if (!counts(day)) clock.writeRest(day)
    else if (clock.stopped(day)) {
      clock.write(day, "paused")
      if (clock.stoppedForGood(day)) return null
    } else clock.writeCounted(day, ++counted)
  }
  return land(clock, day)
}

/** The same day `value` months on (or that month's last), later by every day paused, moved off rest days. */
function countMonths(clock: Clock, start: number, value: number): number | null {
  let day = start
  let goal = addMonths(start, value)
  while (day < goal) {
    day++
    if (!clock.stopped(day)) continue
    clock.write(day, "paused")
    if (clock.stoppedForGood(day)) return null
    goal++
  }
  if (day > start) clock.writeCounted(day, value)
  return land(clock, day)
}

function addMonths(start: number, value: number): number {
  const from = new Date(start * DAY_MS)
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + value]
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(from.getUTCDate(), length)) / DAY_MS
}

/** The day itself, or the first one after it that is worked and not paused; null while paused. */
function land(clock: Clock, from: number): number | null {
  let day = from
  while (!clock.work.isWorking(day) || clock.stopped(day)) {
    day++
    if (!clock.work.isWorking(day)) clock.writeRest(day)
    else if (!clock.stopped(day)) clock.write(day, "counted")
    else {
      clock.write(day, "paused")
      if (clock.stoppedForGood(day)) return null
    }
  }
  return day
}

/** The moment at which so many working minutes have passed; null while paused. */
function countHours(clock: Clock, start: number, minutes: number): number | null {
  let left = minutes * 60_000
  for (let day = dayOf(start); ; day++) {
    let spent = 0
    for (const [since, until] of openTime(clock, day, Math.max(start, day * DAY_MS))) {
      if (until - since >= left - spent) {
        writeHours(clock, day, left, start)
        return since + left - spent
      }
      spent += until - since
    }
    left -= spent
    writeHours(clock, day, spent, start)
    if (clock.stops.some((stop) => stop.until === null && dayOf(stop.since) <= day)) return null
  }
}

/** The working spans of a day after a moment, with the pauses cut out. */
function openTime(clock: Clock, day: number, after: number): Span[] {
  if (!clock.work.isWorking(day)) return []
  const whole = clock.work.spans(day).map(([start, end]): Span => [Math.max(day * DAY_MS + start, after), day * DAY_MS + end])
  let pieces = whole.filter(isSomeTime)
  for (const { since, until } of clock.stops) {
    const cut = pieces.flatMap(([start, end]): Span[] => [
      [start, Math.min(end, since)],
      [until === null ? end : Math.max(start, until), end],
    ])
    pieces = cut.filter(isSomeTime)
  }
  return pieces
}

type Span = readonly [number, number]

function isSomeTime([start, end]: Span): boolean {
  return start < end
}

function writeHours(clock: Clock, day: number, spent: number, start: number): void {
  const hours = Math.round(spent / 36_000) / 100
  const first = clock.last()
  if (day === dayOf(start) && first !== undefined) first.hours = hours
  else if (!clock.work.isWorking(day)) clock.writeRest(day)
  else clock.write(day, spent === 0 ? "paused" : clock.work.isSwapWork(day) ? "swap_work" : "counted", { hours })
}

/** The extended moment, moved off rest days and on by every working day paused since it was granted. */
function extend(clock: Clock, extension: Extension): number | null {
  const granted = dayOf(localOf(extension.at))
  const until = localOf(extension.until)
  clock.days = clock.days.filter((line) => line.date <= dateOf(granted))
  const before = Math.max(0, ...clock.days.map((line) => line.n ?? 0))
  const goal = clock.work.workingFrom(dayOf(until))
  let value = 0
  for (let day = granted + 1; day <= goal; day++) value += clock.work.isWorking(day) ? 1 : 0
  const end = countDays(clock, granted, value, (day) => clock.work.isWorking(day), before)
  if (end === null) return null
  return end === dayOf(until) && clock.work.settle(until) === until ? until : clock.work.closing(end)
}
