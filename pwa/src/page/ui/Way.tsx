import type { StepOut } from "../../core/contract/openapi.gen.ts"
import { dateTime } from "../i18n/format.ts"
import { say } from "../i18n/lang.ts"
import { Hear } from "./Hear.tsx"
import { Icon } from "./Icon.tsx"
import { checkIcon } from "./icons.ts"
import { roleName } from "../i18n/roles.ts"
import { journey } from "../i18n/journey.ts"
import "./journey.css"

/** The last step waits for whom the result is for, the others for somebody of the office. */
const HAND_OVER = 5

/** Who has it or did it, and since when: a line each. */
function who(step: StepOut, waits: string | undefined): readonly string[] {
  const name = [step.holder, roleName(step.holder_role)].filter(Boolean).join(", ")
  if (step.status === "done") return [name, step.since ? dateTime(step.since) : ""].filter(Boolean)
  if (name) return [step.since ? journey().holds(name, dateTime(step.since)) : name]
  if (waits !== undefined) return [waits]
  return [step.number === HAND_OVER ? journey().waitsForYou : journey().waitsFor]
}

/** The five steps (`waits`: what the present one waits for, where it is not the office): which are done, where it is now, who holds it and since when. */
export function Way({ steps, waits }: { steps: readonly StepOut[]; waits?: string | undefined }) {
  return (
    <section id="way">
      <div class="head">
        <h2>{journey().where}</h2>
        <Hear of="#way" />
      </div>
      <ol class="way">
        {steps.map((step) => {
          const name = say({ vi: step.name.vi, en: step.name.en ?? undefined })
          const here = step.status === "here"
          return (
            <li
              key={step.number}
              class={step.status === "done" ? "done" : here ? "now" : undefined}
              aria-current={here ? "step" : undefined}
            >
              <span class="dot">{step.status === "done" ? <Icon d={checkIcon} small /> : step.number}</span>
              <b>{here ? journey().hereNow(name) : name}</b>
              {(step.status === "done" || here) &&
                who(step, waits).map((line) => (
                  <span key={line} class="num">
                    {line}
                  </span>
                ))}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
