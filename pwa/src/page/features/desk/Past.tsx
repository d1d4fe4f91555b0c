import type { DossierOut, DueDay } from "../../../core/contract/openapi.gen.ts"
import { dayMonth, longDate, money, time, weekdayShort } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { t } from "./words.ts"
import { t as terms } from "./words-terms.ts"

function dayWords(day: DueDay): string {
  switch (day.kind) {
    case "start":
      return t().dayStart
    case "after_cutoff":
      return t().dayAfter
    case "counted":
      return t().dayN(day.n ?? 0)
    case "weekend":
      return t().dayWeekend
    case "paused":
      return t().dayPaused
    case "swap_work":
      return `${t().daySwapWork}${day.n ? `, ${t().dayN(day.n)}` : ""}`
    case "holiday":
      return day.name ?? t().dayWeekend
  }
}

/** The due moment and its explanation, day by day. */
export function Due({ dossier }: { dossier: DossierOut }) {
  const { due } = dossier
  if (!due) return null
  return (
    <details class="d-why">
      <summary>
        <b>{t().dueAt(`${longDate(due.due_at)}, ${time(due.due_at)}`)}</b> {t().dueWhy}
      </summary>
      {due.estimated && <p>{t().estimated}</p>}
      <ul class="hist">
        {due.days.map((day) => (
          <li key={day.date}>
            <span>
              {weekdayShort(day.date)} {dayMonth(day.date)}
            </span>
            <span>{dayWords(day)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

const WITHOUT_RESULT: ReadonlySet<DossierOut["state"]> = new Set(["refused", "stopped", "withdrawn"])

/** How a charge stands, and what of it is not the office's to keep. */
function standing({ status, amount, paid }: DossierOut["charges"][number]): string {
  switch (status) {
    case "paid":
      return t().paid
    case "over":
      return terms().over(money(paid - amount))
    case "under":
      return terms().under(money(paid))
    case "void":
      return terms().void(paid > 0 ? money(paid) : "")
    case "open":
      return t().unpaid
  }
}

/** What has been paid and what has not, and what must be given back. */
export function Charges({ dossier }: { dossier: DossierOut }) {
  if (dossier.charges.length === 0) return null
  return (
    <>
      <h2>{t().charges}</h2>
      <ul class="hist">
        {dossier.charges.map((charge) => (
          <li key={charge.charge_id}>
            <span class="num">{money(charge.amount)}</span>
            <span>
              {charge.lines.map((line) => say({ vi: line.label.vi, en: line.label.en ?? undefined })).join(", ")}. <b>{standing(charge)}</b>{" "}
              {(charge.status === "open" || charge.status === "under") && (
                <span class="num">
                  {t().reference}: {charge.reference}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {WITHOUT_RESULT.has(dossier.state) && dossier.charges.some(({ status }) => status === "paid" || status === "over") && (
        <p>{terms().ended}</p>
      )}
    </>
  )
}
