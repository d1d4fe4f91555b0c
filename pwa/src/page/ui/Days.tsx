import type { DayLine } from "../../core/domain/deadline.ts"
import { dayWords } from "../i18n/clock.ts"
import { Icon } from "./Icon.tsx"
import { downIcon, infoIcon } from "./icons.ts"
import "./days.css"

const mark: Partial<Record<DayLine["kind"], string>> = { counted: "count", swap_work: "count", paused: "stop" }

/** "Vì sao là ngày này?": every day of the legal clock, counted or not, with its reason. */
export function Days({
  question,
  rule,
  days,
  end,
  children,
}: {
  question: string
  rule: string
  days: readonly DayLine[]
  end: readonly [string, string]
  children?: string
}) {
  return (
    <details class="why">
      <summary>
        <Icon d={infoIcon} small />
        {question}
        <Icon d={downIcon} small turn />
      </summary>
      <div class="why__in">
        <p>{rule}</p>
        <ol class="days">
          {days.map((line) => {
            const { when, what } = dayWords(line)
            return (
              <li key={`${line.date}${line.kind}`} class={mark[line.kind]}>
                <span>{when}</span>
                <span>{what}</span>
              </li>
            )
          })}
          <li class="end">
            <span>{end[0]}</span>
            <span>{end[1]}</span>
          </li>
        </ol>
        {children && <p class="muted">{children}</p>}
      </div>
    </details>
  )
}
