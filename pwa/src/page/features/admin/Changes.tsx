import type { ChangeOut } from "../../../core/contract/openapi.gen.ts"
import { dateTime } from "../../i18n/format.ts"
import { rooms as t } from "./words.ts"

interface Props {
  history: readonly ChangeOut[]
  /** What a change was, in words. */
  say: (change: ChangeOut) => string
}

/** Who changed what and when, folded away. */
export function Changes({ history, say }: Props) {
  if (history.length === 0) return null
  return (
    <details>
      <summary>{t().history}</summary>
      <ul class="admin__history">
        {history.map((each) => (
          <li key={each.at + each.what}>
            {say(each)}. <span class="muted">{t().by(each.by, dateTime(each.at))}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
