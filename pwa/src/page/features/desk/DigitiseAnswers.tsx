import { useId } from "preact/hooks"
import type { PaperPlace } from "./Digitise.tsx"
import { answer, answeredBy, broughtBy, type KeptTable, type Wanted } from "./digitiseSheets.ts"
import { t } from "./words-digitise.ts"

interface Props {
  papers: readonly PaperPlace[]
  wanted: readonly Wanted[]
  /** Who probably brings them. */
  by: string
  table: KeptTable
}

/** More is asked for of this dossier: which thing each paper answers, and who brought it. */
export function DigitiseAnswers({ papers, wanted, by, table }: Props) {
  const id = useId()
  const here = papers.filter((paper) => table.sheets.some((sheet) => sheet.paper === paper.key))
  return (
    <fieldset class="dg__answers">
      <legend>{t().answersTitle}</legend>
      {here.length === 0 && <p class="small">{t().answersNone}</p>}
      {here.map((paper) => (
        <label key={paper.key}>
          <span>{t().answersOf(paper.name)}</span>
          <select
            value={answeredBy(table, paper.key, wanted)}
            onChange={(event) => table.change(answer(paper.key, event.currentTarget.value))}
          >
            <option value="">{t().answersNothing}</option>
            {wanted.map((each) => (
              <option key={each.key} value={each.key}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label for={id}>{t().broughtBy}</label>
      <input id={id} value={table.by ?? by} maxLength={200} onInput={(event) => table.change(broughtBy(event.currentTarget.value))} />
    </fieldset>
  )
}
