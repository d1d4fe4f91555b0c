import type { ComponentChildren } from "preact"
import type { StumbleRow, StumblingOut } from "../../../core/contract/openapi.gen.ts"
import { browserName } from "../../i18n/browser.ts"
import { phone } from "../../i18n/format.ts"
import { doneIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { told } from "./heldSay.ts"
import { sentence, shortMoment } from "./say.ts"
import { useRead } from "./useRead.ts"
import { rescued } from "./words-rescue.ts"
import { stuck as t } from "./words-stuck.ts"

/** Whom to call, or why nobody can be called. */
function Whom({ row }: { row: StumbleRow }) {
  if (!row.author_name) return <>{t().callNobody}</>
  return (
    <>
      {t().call(row.author_name)} {row.author_phone ? <a href={`tel:${row.author_phone}`}>{phone(row.author_phone)}</a> : t().noPhone}
    </>
  )
}

/** One thing that does not come through: whose it is, since when, and what the officer does about it. */
export function Stuck({ row }: { row: StumbleRow }) {
  const device = browserName(row.device_label) || row.device_label
  const kind = rescued().kind(row.kind)
  return (
    <section class="card card--pad call" data-stuck={row.op_id}>
      <h2>{row.procedure_name ? told(row.procedure_name) : kind}</h2>
      <p class="num">
        {[row.procedure_name && kind, t().madeBy(row.author_name || t().nobody, device), row.local_code && t().slip(row.local_code)]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p class="num">
        <b>{t().times(row.times)}</b> {t().when(shortMoment(row.first_at), shortMoment(row.last_at))}
        {row.unit_name && ` · ${row.unit_name}`}
      </p>
      {row.dossier_here && <a href={`/ban/ho-so/${row.dossier_here}`}>{t().toDossier}</a>}
      <h3>{t().doWhat}</h3>
      <ol class="stuck__do">
        <li>
          <Whom row={row} />
        </li>
        <li>{t().tell}</li>
        <li>{t().rescue}</li>
      </ol>
      <p class="muted stuck__code">
        {t().code} <code>{`${row.error} ${row.op_id}`}</code>
      </p>
    </section>
  )
}

/** What phones cannot get through because the server fails at it. Nothing of what was declared is here; the phone keeps it. */
export function Stumbling({ children }: { children: ComponentChildren }) {
  const [read, again] = useRead<StumblingOut>(desk.stumbling)
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      {children}
      <p class="muted">{t().more}</p>
      {read.state === "opening" && <Skeleton rows={3} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && read.value.stumbling.length === 0 && (
        <Empty icon={doneIcon} title={t().none}>
          {t().noneMore}
        </Empty>
      )}
      {read.state === "here" && read.value.stumbling.map((row) => <Stuck key={row.op_id} row={row} />)}
    </main>
  )
}
