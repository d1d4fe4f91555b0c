import type { DueOut } from "../../core/contract/openapi.gen.ts"
import type { DayLine } from "../../core/domain/deadline.ts"
import { limitWords } from "../i18n/clock.ts"
import { date, phone as phoneText, startDate, time } from "../i18n/format.ts"
import { ButtonLink } from "./Button.tsx"
import { Days } from "./Days.tsx"
import { journey } from "../i18n/journey.ts"
import "./journey.css"

const limit = (due: DueOut): string =>
  limitWords({
    value: due.value,
    unit: due.unit as "working_day" | "day" | "hour" | "month",
    ...(due.value === 1 && due.days.length <= 2 && due.unit === "working_day" ? { same_day_before: "15:00" } : {}),
  })

const lines = (due: DueOut): DayLine[] =>
  due.days.map(({ date: on, kind, n, name }) => ({
    date: on,
    kind,
    ...(typeof n === "number" ? { n } : {}),
    ...(typeof name === "string" ? { name } : {}),
  }))

/** When the result is due, how long that is from today, and why that day. */
export function DueCard({ due, state, contact }: { due: DueOut; state: string; contact: string | null }) {
  const running = !["ready", "returned", "refused", "stopped", "withdrawn"].includes(state)
  const left = due.days_left ?? 0
  return (
    <section class="card">
      <dl class="due">
        <dt>{journey().due}</dt>
        <dd class="due__date num">{journey().dueBy(startDate(due.due_at), time(due.due_at))}</dd>
        {running && !due.overdue && <dd class="due__left">{left === 0 ? journey().leftToday : journey().leftDays(left)}</dd>}
        {running && due.overdue && <dd class="due__late">{journey().late}</dd>}
      </dl>
      {running && due.overdue && (
        <div class="due__more">
          <p>{journey().lateMore}</p>
          {contact && <ButtonLink href={`tel:${contact}`}>{journey().call(phoneText(contact))}</ButtonLink>}
        </div>
      )}
      <Days
        question={journey().why}
        rule={journey().rule(limit(due))}
        days={lines(due)}
        end={[journey().due, journey().dueBy(date(due.due_at), time(due.due_at))]}
      >
        {due.estimated ? `${journey().estimated} ${journey().apology}` : journey().apology}
      </Days>
    </section>
  )
}
