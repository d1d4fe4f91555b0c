import type { PaperPlace } from "./Digitise.tsx"
import { answer, answeredBy, broughtBy, type KeptTable, type Wanted } from "./digitiseSheets.ts"
import { Line, Pick } from "./Line.tsx"
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
  const here = papers.filter((paper) => table.sheets.some((sheet) => sheet.paper === paper.key))
  return (
    <fieldset class="dg__answers">
      <legend>{t().answersTitle}</legend>
      {here.length === 0 && <p class="small">{t().answersNone}</p>}
      {here.map((paper) => (
        <Pick
          key={paper.key}
          label={t().answersOf(paper.name)}
          value={answeredBy(table, paper.key, wanted)}
          onPick={(item) => table.change(answer(paper.key, item))}
          empty={t().answersNothing}
          options={wanted.map((each) => ({ value: each.key, label: each.name }))}
        />
      ))}
      <Line label={t().broughtBy} value={table.by ?? by} onType={(text) => table.change(broughtBy(text))} />
    </fieldset>
  )
}
