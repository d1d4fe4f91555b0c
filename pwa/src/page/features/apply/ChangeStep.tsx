import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import type { LineChange, TermsChange } from "../../../core/domain/terms.ts"
import { termsOf } from "../../../core/domain/terms.ts"
import type { Aside } from "../../../core/domain/forms/mapping.ts"
import { evaluate } from "../../../core/domain/forms/index.ts"
import { navigate } from "../../app/router.ts"
import { limitWords } from "../../i18n/clock.ts"
import { money, today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { carriedOver, isFresh } from "./carrying.ts"
import type { Filling } from "./filling.ts"
import { Frame, type StepFrame } from "./Frame.tsx"
import type { Changes } from "./newer.ts"
import { fieldAt } from "../../form/paths.ts"
import { CHECK, FRESH } from "../../form/steps.ts"
import { t } from "./words-changes.ts"

interface Props extends StepFrame {
  changes: Changes
}

/** The new questions that this person is asked, in order. */
function newQuestions({ way, carried }: Changes): string[] {
  if (way === undefined || carried === undefined) return []
  const fresh = new Set(carried.asked)
  const shown = evaluate(way.form, carried.answers, today()).visible.filter((path) => isFresh(path, fresh))
  return shown.map((path) => say(fieldAt(way.form, path)?.field?.label))
}

/** What is other than when the draft was begun: the new questions, what is no longer asked, the fee, the limit. */
export function ChangeStep({ changes, ...frame }: Props) {
  const { filling } = frame
  const [going, setGoing] = useState(false)
  const questions = newQuestions(changes)
  const agree = (): void => {
    setGoing(true)
    void carryOver(filling, changes, questions.length > 0).catch(() => setGoing(false))
  }
  return (
    <Frame
      {...frame}
      filling={{ ...filling, news: false }}
      title={t().title}
      action={
        <>
          <Button kind="main" onPress={agree} busy={going}>
            {questions.length > 0 ? t().agree : t().agreePlain}
          </Button>
          {changes.way && <p class="small muted">{t().note}</p>}
        </>
      }
    >
      <div class="title tight">
        <h1>{t().title}</h1>
        {changes.way?.says.map((each) => (
          <p key={each.vi}>{say(each)}</p>
        ))}
        <Hear />
      </div>
      {changes.way && (
        <Part title={questions.length > 0 ? t().formNew(questions.length) : t().formTitle}>
          {questions.length > 0 ? (
            <ul class="changes">
              {questions.map((label, n) => (
                <li key={`${n}${label}`}>{label}</li>
              ))}
            </ul>
          ) : (
            <p>{t().formSame}</p>
          )}
        </Part>
      )}
      <SetAside filling={filling} aside={changes.carried?.history ?? []} />
      {changes.terms && <TermsTold terms={changes.terms} />}
    </Frame>
  )
}

/** Pins the draft to the newer form and the terms that were just seen; then only what is new is asked. */
async function carryOver(filling: Filling, { way, carried }: Changes, asks: boolean): Promise<void> {
  const { keep, procedure, reopen } = filling
  const terms = procedure && termsOf(procedure, today())
  keep.change((draft) => {
    if (way === undefined || carried === undefined) return { ...draft, ...(terms && { terms }) }
    return carriedOver(draft, way, carried, terms, new Date().toISOString())
  })
  await keep.flush()
  const { id } = keep.draft.get()
  navigate(`/lam/${id}/${asks ? FRESH : CHECK}`, { replace: true })
  if (way !== undefined) reopen()
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <div class="head">
        <h2>{title}</h2>
      </div>
      <Card pad>{children}</Card>
    </section>
  )
}

/** Answers that the newer form has no place for, by the names of their questions. */
function SetAside({ filling, aside }: { filling: Filling; aside: readonly Aside[] }) {
  const gone = aside.filter((each) => each.why === "drop" || each.why === "taken")
  const labels = [...new Set(gone.map((each) => say(fieldAt(filling.form, each.path)?.field?.label)).filter((label) => label !== ""))]
  if (labels.length === 0) return null
  return (
    <Part title={t().asideTitle}>
      <ul class="changes">
        {labels.map((label) => (
          <li key={label}>{label}</li>
        ))}
      </ul>
      <p class="small muted">{t().asideNote}</p>
    </Part>
  )
}

const amount = (value: number | null | undefined): string =>
  value === undefined || value === 0 ? t().nothing : value === null ? t().byProvince : money(value)

const lineWords = (line: LineChange): string => t().beforeNow(amount(line.before), amount(line.now))

function TermsTold({ terms: { fees, limit } }: { terms: TermsChange }) {
  return (
    <>
      {fees.length > 0 && (
        <Part title={t().feeTitle}>
          <dl class="answers changes">
            {fees.map((line) => (
              <div key={line.key}>
                <dt>{say(line.label)}</dt>
                <dd class="num">{lineWords(line)}</dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
      {limit && (
        <Part title={t().limitTitle}>
          <p>
            {t().beforeNow(
              limit.before === null ? t().unknown : limitWords(limit.before),
              limit.now === null ? t().unknown : limitWords(limit.now),
            )}
          </p>
        </Part>
      )}
    </>
  )
}
