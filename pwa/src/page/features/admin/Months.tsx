import type { DayOut } from "../../../core/contract/openapi.gen.ts"
import { dayMonth, weekdayShort } from "../../i18n/format.ts"
import { weeks } from "./dates.ts"
import { cal } from "./words-calendar.ts"

const MONTHS = Array.from({ length: 12 }, (_, n) => n + 1)
const MONDAY = Date.UTC(2026, 10, 16)
const weekdays = (): string[] =>
  Array.from({ length: 7 }, (_, n) => weekdayShort(new Date(MONDAY + n * 86_400_000).toISOString().slice(0, 10)))

function Cell({ day, note }: { day: string | undefined; note: DayOut | undefined }) {
  if (day === undefined) return <td />
  const number = Number(day.slice(8))
  if (note === undefined || note.kind === "workday") return <td>{number}</td>
  const works = note.kind === "swap_work"
  return (
    <td class={works ? "is-worked" : "is-off"} title={`${dayMonth(day)}: ${note.name}`}>
      {number}
      <span class="vh"> {works ? cal().works : cal().rest}</span>
    </td>
  )
}

/** A year at a glance: twelve small months; what each marked day is stands in the list beside. */
export function Months({ year, days }: { year: number; days: readonly DayOut[] }) {
  const notes = new Map(days.map((each) => [each.day, each]))
  return (
    <div class="months">
      {MONTHS.map((month) => (
        <table key={month} class="months__one">
          <caption>{`${String(month).padStart(2, "0")}/${year}`}</caption>
          <thead>
            <tr>
              {weekdays().map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks(year, month).map((week) => (
              <tr key={week.find(Boolean)}>
                {week.map((day, n) => (
                  <Cell key={n} day={day} note={day === undefined ? undefined : notes.get(day)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}
