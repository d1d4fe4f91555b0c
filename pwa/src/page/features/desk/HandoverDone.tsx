import { useEffect, useRef } from "preact/hooks"
import type { GiveOut } from "../../../core/contract/openapi.gen.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { doneIcon, warnIcon } from "../../ui/icons.ts"
import { handing as t } from "./words-handover.ts"

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

interface Props {
  out: GiveOut
  receiver: string
  onNext: () => void
  onStay: () => void
}

/** What came of each result, and the way to the next person. */
export function HandoverDone({ out, receiver, onNext, onStay }: Props) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  const done = out.results.filter((each) => each.done).length
  return (
    <section class="card card--pad handover__done">
      <h2 ref={head} tabIndex={-1}>
        {t().doneTitle(done)}
      </h2>
      {done > 0 && <p>{t().doneTo(receiver)}</p>}
      <ul>
        {out.results.map((each) => (
          <li key={each.dossier_id}>
            <Chip kind={each.done ? "done" : "mend"} icon={each.done ? doneIcon : warnIcon}>
              {each.done ? t().gone : t().notDone}
            </Chip>
            <span>
              <b>{told(each.procedure_name)}</b> <a href={`/ban/ho-so/${each.dossier_id}`}>{each.code}</a>
              {each.why && <span class="handover__why">{told(each.why)}</span>}
            </span>
          </li>
        ))}
      </ul>
      <div class="row">
        <Button kind="main" onPress={onNext}>
          {t().next}
        </Button>
        {done < out.results.length && <Button onPress={onStay}>{t().stay}</Button>}
      </div>
    </section>
  )
}
