import type { DossierOut, ReusedOut } from "../../../core/contract/openapi.gen.ts"
import { date } from "../../i18n/format.ts"
import { reused as t } from "./words-reused.ts"

/** Papers of this dossier that the office held from an earlier one, and who compared them when. */
export function Reused({ dossier, names }: { dossier: DossierOut; names: (paper: string) => string }) {
  // a copy that this phone got before there was such a thing has no such list
  const papers: readonly ReusedOut[] = (dossier as Partial<DossierOut>).reused ?? []
  if (papers.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{t().title}</h2>
      </div>
      <p class="muted">{t().more}</p>
      <ul class="card list">
        {papers.map((paper) => (
          <li key={paper.paper} class="item">
            <span class="item__body">
              <b class="item__name">{names(paper.paper)}</b>
              <span class="item__note num">{t().from(paper.from_code)}</span>
              <span class="item__note">{t().compared(paper.compared_by, date(paper.compared_at))}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
