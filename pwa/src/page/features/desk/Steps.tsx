import type { DeskStepOut } from "../../../core/contract/openapi.gen.ts"
import { roleName } from "../../i18n/roles.ts"
import { say } from "../../i18n/lang.ts"
import { checkIcon, clockIcon, warnIcon } from "../../ui/icons.ts"
import { Icon } from "../../ui/Icon.tsx"
import { shortMoment } from "./say.ts"
import { t } from "./words-steps.ts"
import "./desk-steps.css"

const MARKS: Readonly<Record<DeskStepOut["status"], string | undefined>> = {
  done: checkIcon,
  here: clockIcon,
  next: undefined,
  skipped: undefined,
}

/** How a step stands to its own due moment. */
function standing(step: DeskStepOut): string {
  if (step.status === "done") return [step.by, step.kept === null ? "" : step.kept ? t().kept : t().late].filter(Boolean).join(", ")
  if (step.status === "skipped") return step.by ? `${step.by}, ${t().skipped}` : t().skipped
  const who = step.by ?? (step.role === "owner" ? t().owner : roleName(step.role))
  return [who, step.status === "here" ? t().here : t().next].filter(Boolean).join(", ")
}

const nameOf = (step: DeskStepOut): string => say({ vi: step.name.vi, en: step.name.en ?? undefined })

/** Every step with who did it or should, and until when. */
export function StepList({ steps }: { steps: readonly DeskStepOut[] }) {
  return (
    <ol class="steps__list" aria-label={t().title}>
      {steps.map((step) => (
        <li key={step.key} class={`steps__${step.status}`} aria-current={step.status === "here" ? "step" : undefined}>
          <span class="steps__mark">{MARKS[step.status] && <Icon d={MARKS[step.status] ?? ""} small />}</span>
          <b>{nameOf(step)}</b>
          <span class={step.late || step.kept === false ? "steps__late" : undefined}>{standing(step)}</span>
          <span class="num muted">
            {step.ended_at ? shortMoment(step.ended_at) : step.due_at ? t().until(shortMoment(step.due_at)) : ""}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** Where the dossier is inside the office, and until when each step should be done; the line alone says if one is late. */
export function Steps({ steps }: { steps: readonly DeskStepOut[] }) {
  const now = steps.find((step) => step.status === "here")
  return (
    <details class="d-why steps">
      <summary>
        <b>{now ? nameOf(now) : t().title}</b>{" "}
        {now?.due_at && <span class={now.late ? "steps__late" : undefined}>{t().until(shortMoment(now.due_at))}</span>}
        {now?.late && (
          <span class="steps__late">
            <Icon d={warnIcon} small /> {t().lateNow}
          </span>
        )}
      </summary>
      <StepList steps={steps} />
    </details>
  )
}
