import type { BroughtOut, DossierOut, SupplementOut } from "../../../core/contract/openapi.gen.ts"
import { requestsOf } from "../../app/requests.ts"
import { dateTime } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { t } from "./words.ts"

const ENDS = { answered: "askedEnd_answered", withdrawn: "askedEnd_withdrawn", ended: "askedEnd_ended", open: "askedEnd_open" } as const

function came({ by, at, held_from }: BroughtOut): string {
  return held_from ? t().askedHeld(held_from, dateTime(at)) : t().askedBrought(by, dateTime(at))
}

function Request({ request }: { request: SupplementOut }) {
  const end = request.status === "waiting" ? "open" : request.status
  return (
    <li>
      <span class="num">{t().askedAt(dateTime(request.opened_at ?? request.asked_at), request.asked_by)}</span>
      <span>
        <b>{t()[ENDS[end]]}</b>
        {request.closed_at && <span class="num">, {dateTime(request.closed_at)}</span>}
        {request.items.map((item) => (
          <span class="log__why" key={item.key}>
            {say({ vi: item.label.vi, en: item.label.en ?? undefined })}: {item.reason}
            {typeof item.before === "string" && item.before !== "" && `. ${t().askedWas}: ${item.before}`}
            {item.note && `. ${t().askedSaid(item.note)}`}
            {item.brought && `. ${came(item.brought)}`}
          </span>
        ))}
      </span>
    </li>
  )
}

/** What was asked for and became of it; what waits for the person stands on top of the page. */
export function Supplements({ dossier }: { dossier: DossierOut }) {
  const all = requestsOf(dossier)
  if (all.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{t().askedTitle}</h2>
      </div>
      <ul class="card card--pad log">
        {all.map((request) => (
          <Request key={request.supplement_id} request={request} />
        ))}
      </ul>
    </section>
  )
}
