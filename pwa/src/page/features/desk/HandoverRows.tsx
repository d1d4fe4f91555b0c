import type { WaitingPerson, WaitingRow } from "../../../core/contract/openapi.gen.ts"
import { date, dayMonth } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import type { Draft, KeptHanding } from "./handing.ts"
import { isReady } from "./handing.ts"
import { handing as t } from "./words-handover.ts"
import { word } from "./words.ts"

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

interface Props {
  person: WaitingPerson
  draft: Draft
  kept: KeptHanding
  onCompare: (row: WaitingRow, paper: string) => void
}

/** What is done for a person, to be ticked, and what is not yet with the reason. */
export function HandoverRows({ person, draft, kept, onCompare }: Props) {
  const ready = person.rows.filter(isReady).map((row) => row.dossier_id)
  const all = ready.length > 0 && ready.every((id) => draft.ticked.includes(id))
  const tick = (id: string, on: boolean): void =>
    kept.change({ ticked: on ? [...draft.ticked, id] : draft.ticked.filter((each) => each !== id) })
  return (
    <fieldset class="handover__rows">
      <legend>{t().of(person.name)}</legend>
      {ready.length > 1 && (
        <label class="handover__tick">
          <input type="checkbox" checked={all} onChange={(event) => kept.change({ ticked: event.currentTarget.checked ? ready : [] })} />
          <b>{t().all}</b>
        </label>
      )}
      <ul>
        {person.rows.map((row) => (
          <li key={row.dossier_id} class={isReady(row) ? undefined : "is-not"}>
            <label class="handover__tick">
              <input
                type="checkbox"
                disabled={!isReady(row)}
                checked={draft.ticked.includes(row.dossier_id)}
                onChange={(event) => tick(row.dossier_id, event.currentTarget.checked)}
              />
              <span>
                <b>{told(row.procedure_name)}</b> <a href={`/ban/ho-so/${row.dossier_id}`}>{row.code}</a>
              </span>
            </label>
            <About row={row} />
            {row.why_not && <p class="handover__why">{told(row.why_not)}</p>}
            {row.owed.length > 0 && (
              <div class="row">
                {row.owed.map((paper) => (
                  <Button key={paper.key} onPress={() => onCompare(row, paper.key)}>
                    {t().compare(told(paper.name))}
                  </Button>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

/** What stands beside a result: its number, since when it waits, how she wished to get it, who may fetch it. */
function About({ row }: { row: WaitingRow }) {
  const wish = t()[`wish_${row.wish}`]
  const parts = row.ready_since
    ? [
        row.result_number && t().result(row.result_number),
        row.outcome === "rejected" && t().rejected,
        t().since(dayMonth(row.ready_since)),
        wish,
      ]
    : [word(`state_${row.state}`), row.due_at && t().due(date(row.due_at))]
  return (
    <p class="small muted num">
      {parts.filter(Boolean).join(" · ")}
      {row.ready_since && row.others !== "anyone" && <span class="handover__others">{t()[`others_${row.others}`]}</span>}
    </p>
  )
}
