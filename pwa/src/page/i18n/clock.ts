/* The legal clock in words: limits, opening hours, and the day by day explanation. */
import type { DayLine, Hours, Weekday } from "../../core/domain/deadline.ts"
import { dayMonth, weekdayShort } from "./format.ts"
import { lang } from "./lang.ts"
import { words } from "./words.ts"

const WEEK: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

const t = words(
  {
    sameDay: "Trong ngày",
    working_day: (n: number) => `${n} ngày làm việc`,
    day: (n: number) => `${n} ngày`,
    hour: (n: number) => `${n} giờ làm việc`,
    month: (n: number) => `${n} tháng`,
    noLimit: "Chưa quy định",
    days: ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"],
    to: (from: string, until: string) => `${from} đến ${until}`,
    and: "và",
    start: "Xã nhận, bắt đầu tính",
    after_cutoff: "Nhận sau giờ, tính từ buổi làm việc tới",
    counted: (n: number) => `Ngày thứ ${n}`,
    hours: (n: number) => `Tính ${n} giờ`,
    weekend: "Nghỉ cuối tuần",
    holiday: "Nghỉ lễ",
    swap_work: (n: number) => `Đi làm bù, ngày thứ ${n}`,
    swapPlain: "Đi làm bù",
    paused: "Dừng, chờ bạn bổ sung",
    plain: "Được tính",
  },
  {
    sameDay: "Same day",
    working_day: (n) => `${n} working day${n === 1 ? "" : "s"}`,
    day: (n) => `${n} day${n === 1 ? "" : "s"}`,
    hour: (n) => `${n} working hour${n === 1 ? "" : "s"}`,
    month: (n) => `${n} month${n === 1 ? "" : "s"}`,
    noLimit: "No limit set",
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    to: (from, until) => `${from} to ${until}`,
    and: "and",
    start: "Received, the count begins",
    after_cutoff: "Received after hours, counted from the next working time",
    counted: (n) => `Day ${n}`,
    hours: (n) => `${n} hours counted`,
    weekend: "Weekend",
    holiday: "Public holiday",
    swap_work: (n) => `Worked Saturday, day ${n}`,
    swapPlain: "Worked Saturday",
    paused: "Stopped, waiting for you",
    plain: "Counted",
  },
)

interface Limit {
  value: number | null
  unit: "working_day" | "day" | "hour" | "month"
  same_day_before?: string
}

/** "Trong ngày", "3 ngày làm việc", "1 tháng". */
export function limitWords(limit: Limit): string {
  if (limit.value === null) return t().noLimit
  if (limit.same_day_before !== undefined && limit.value === 1) return t().sameDay
  return t()[limit.unit](limit.value)
}

type Spans = readonly (readonly string[])[]

const spansText = (spans: Spans): string => spans.map((span) => span.join("–")).join(` ${t().and} `)

/** "thứ Hai đến thứ Sáu, 07:00–11:30 và 13:30–17:00; thứ Bảy, 07:30–11:30". */
export function hoursWords(hours: Hours): string {
  const runs: { from: number; to: number; spans: Spans }[] = []
  WEEK.forEach((day, n) => {
    const spans = hours[day] ?? []
    const last = runs.at(-1)
    if (spans.length === 0) return
    if (last?.to === n - 1 && spansText(last.spans) === spansText(spans)) last.to = n
    else runs.push({ from: n, to: n, spans })
  })
  const name = (n: number): string => t().days[n] ?? ""
  return runs
    .map((run) => `${run.from === run.to ? name(run.from) : t().to(name(run.from), name(run.to))}, ${spansText(run.spans)}`)
    .join("; ")
}

/** A due moment's day of the explanation, as its date and its sentence. */
export function dayWords(line: DayLine): { when: string; what: string } {
  return { when: `${weekdayShort(line.date)} ${dayMonth(line.date)}`, what: dayText(line) }
}

function dayText(line: DayLine): string {
  switch (line.kind) {
    case "start":
      return line.n === undefined ? t().start : t().counted(line.n)
    case "counted":
      if (line.hours !== undefined) return t().hours(line.hours)
      return line.n === undefined ? t().plain : t().counted(line.n)
    case "swap_work":
      return line.n === undefined ? t().swapPlain : t().swap_work(line.n)
    case "holiday":
      return line.name === undefined || lang() === "en" ? t().holiday : line.name
    default:
      return t()[line.kind]
  }
}
