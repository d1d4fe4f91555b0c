import type { RegisterRow } from "../../../core/contract/openapi.gen.ts"
import { date, time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { t } from "./words-books.ts"

const told = (words: { vi: string; en: string | null }): string => say({ vi: words.vi, en: words.en ?? undefined })

/** A moment in two lines; nothing where it has not come. */
function When({ at, name }: { at: string | null; name: string }) {
  return (
    <td class="num" data-name={name}>
      {at && (
        <>
          {date(at)} <small>{time(at)}</small>
        </>
      )}
    </td>
  )
}

function Row({ row }: { row: RegisterRow }) {
  const late = row.timing === "late" || row.timing === "overdue"
  return (
    <tr data-dossier={row.dossier_id}>
      <td class="num book__no">{row.number}</td>
      <td data-name={t().code}>
        <a href={`/ban/ho-so/${row.dossier_id}`}>
          <b class="num">{row.official_number}</b>
        </a>
        <small>{row.procedure_name}</small>
      </td>
      <td data-name={t().who}>
        <b>{row.owner}</b>
        <small>{[row.address, row.phone].filter(Boolean).join(", ")}</small>
      </td>
      <When at={row.received_at} name={t().received} />
      <When at={row.due_at} name={t().due} />
      <When at={row.handed_over_at} name={t().handedOver} />
      <When at={row.ready_at} name={t().made} />
      <td class="num" data-name={t().returnedAt}>
        {row.returned_at && (
          <>
            {date(row.returned_at)} <small>{[row.method && told(row.method), row.receiver].filter(Boolean).join(", ")}</small>
          </>
        )}
      </td>
      <td data-name={t().timing}>
        <b class={late ? "book__late" : undefined}>{told(row.timing_name)}</b>
        <small>{row.notes.map(told).join("; ")}</small>
      </td>
    </tr>
  )
}

/** The lines of the register; on a narrow screen each is a card of its own. */
export function RegisterTable({ rows }: { rows: readonly RegisterRow[] }) {
  const heads = [t().number, t().code, t().who, t().received, t().due, t().handedOver, t().made, t().returnedAt, t().timing]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and only what has the focus is scrolled by keys
    <section class="book__scroll card" aria-label={t().title} tabIndex={0}>
      <table class="book">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.dossier_id} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
