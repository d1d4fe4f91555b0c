import { useEffect, useRef } from "preact/hooks"
import type { Problem } from "../../../core/domain/forms/index.ts"
import { lowerFirst } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { warnIcon } from "../../ui/icons.ts"
import type { Asking } from "../../form/asking.ts"
import { idOf } from "../../form/paths.ts"
import { problemName, problemText } from "../../form/problems.ts"
import { t } from "./words.ts"

interface Props {
  filling: Asking
  problems: readonly Problem[]
  /** Counts the tries, so that every try brings the focus here again. */
  tries: number
  onSkip: () => void
}

/** The list on top: every place that needs mending by its name; the focus comes here, and from here to the field. */
export function Errors({ filling, problems, tries, onSkip }: Props) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (tries === 0) return
    box.current?.focus({ preventScroll: true })
    box.current?.scrollIntoView({ block: "start" })
  }, [tries])
  if (problems.length === 0) return null
  return (
    <section class="errors tight" tabIndex={-1} ref={box} aria-labelledby="errors-title" data-keep-focus data-silent>
      <h2 id="errors-title">
        <Icon d={warnIcon} />
        {t().fix(problems.length)}
      </h2>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.path}${problem.code}`}>
            <a href={`#${encodeURIComponent(idOf(problem.path))}`}>
              {t().fixOne(problemName(problem, filling.form), lowerFirst(problemText(problem, filling.form, filling.draft.answers)))}
            </a>
          </li>
        ))}
      </ul>
      <Button kind="quiet" onPress={onSkip}>
        {t().skip}
      </Button>
    </section>
  )
}
