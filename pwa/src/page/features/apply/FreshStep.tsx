import { useState } from "preact/hooks"
import type { Problem } from "../../../core/domain/forms/index.ts"
import { navigate } from "../../app/router.ts"
import { common } from "../../i18n/common.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { isFresh, onlyFresh, takenBack } from "./carrying.ts"
import { Errors } from "./Errors.tsx"
import type { Filling } from "./filling.ts"
import { Frame, type StepFrame } from "./Frame.tsx"
import { PhoneStep } from "./PhoneStep.tsx"
import { CHANGES } from "../../form/steps.ts"
import { t } from "./words-changes.ts"

/** Only the questions that came with the newer form, under the names of their sections. */
export function FreshStep({ onNext, ...frame }: StepFrame & { onNext: () => void }) {
  const { filling } = frame
  const [tries, setTries] = useState(0)
  const fresh = new Set(filling.draft.fresh)
  const problems = (): Problem[] => filling.seen.errors.filter((problem) => isFresh(problem.path, fresh))
  const asked = onlyFresh(filling.form, [...fresh]).filter((section) =>
    filling.seen.visible.some(
      (path) => isFresh(path, fresh) && section.fields.some((field) => path === field.key || path.startsWith(`${section.key}[`)),
    ),
  )
  const next = (): void => {
    if (problems().length > 0) setTries(tries + 1)
    else onNext()
  }
  return (
    <Frame
      {...frame}
      title={t().freshTitle}
      action={
        <Button kind="main" onPress={next}>
          {common().next}
        </Button>
      }
    >
      {tries > 0 && <Errors filling={filling} problems={problems()} tries={tries} onSkip={onNext} />}
      <div class="title tight">
        <h1>{t().freshTitle}</h1>
        <p>{t().freshNote}</p>
        <Hear />
      </div>
      {asked.map((section) => (
        <section key={section.key} class="questions">
          <h2>{say(section.title)}</h2>
          <PhoneStep section={section} filling={filling} tried={tries > 0} />
        </section>
      ))}
      <TakeBack filling={filling} />
    </Frame>
  )
}

/** The way back to the form as it was, until it is sent. */
export function TakeBack({ filling }: { filling: Filling }) {
  if ((filling.draft.history ?? []).length === 0) return null
  const back = async (): Promise<void> => {
    filling.keep.change(takenBack)
    await filling.keep.flush()
    navigate(`/lam/${filling.draft.id}/${CHANGES}`, { replace: true })
    filling.reopen()
  }
  return (
    <p class="after">
      {t().freshDone}{" "}
      <Button kind="mend" onPress={() => void back()}>
        {t().back}
      </Button>
    </p>
  )
}
