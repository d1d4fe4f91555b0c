import type { HandedOut } from "../../../core/contract/openapi.gen.ts"
import { dateTime } from "../../i18n/format.ts"
import { handed as t } from "./words-handed.ts"

/** What the receiver is to the owner, and the paper that was looked at. */
function whom(handed: HandedOut): string {
  const as = handed.as_whom ? t()[`as_${handed.as_whom}`] : ""
  return [as, handed.authority, handed.id_end && t().id(handed.id_end)].filter(Boolean).join(", ")
}

/** Who received the result, when and how; by post the number of the parcel. What this phone kept before knows nothing of it. */
export function Handed({ handed }: { handed: HandedOut | null | undefined }) {
  if (!handed) return null
  const lines: [string, string, string?][] = [
    [t().receiver, handed.receiver, whom(handed)],
    [t().when, dateTime(handed.at)],
    [t().how, t()[handed.method], handed.carrier],
    [t().signed, handed.signed ? t()[`signed_${handed.signed}`] : ""],
    [t().parcel, handed.tracking, t().parcelMore],
    [t().by, handed.by],
  ]
  const other = handed.as_whom === "relative" || handed.as_whom === "authorised"
  return (
    <section>
      <div class="head">
        <h2>{t().title}</h2>
      </div>
      <div class="card card--pad">
        <dl class="kv">
          {lines
            .filter(([, value]) => value)
            .map(([name, value, more]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <b class="num">{value}</b>
                  {more && <div class="small muted">{more}</div>}
                </dd>
              </div>
            ))}
        </dl>
        {other && <p class="small">{t().notYou}</p>}
      </div>
    </section>
  )
}
