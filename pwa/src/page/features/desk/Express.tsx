import { useCallback, useEffect, useState } from "preact/hooks"
import type { ExpressListOut, ExpressRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { navigate } from "../../app/router.ts"
import { time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { roleName } from "../../i18n/roles.ts"
import { clockIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { ExpressWork } from "./ExpressWork.tsx"
import { sentence } from "./say.ts"
import { t } from "./words-express.ts"

const ROOM = "/ban/lam-ngay"
const ONE = /^\/ban\/lam-ngay\/([0-9a-f-]{36})$/
const REFRESH = 30_000

/** Reads the lane now, after every change made here, and every half minute while it is looked at. */
function useLane(turn: number): [ExpressListOut | undefined, Fault | undefined, () => void] {
  const [shown, setShown] = useState<ExpressListOut>()
  const [fault, setFault] = useState<Fault>()
  const read = useCallback(async () => {
    const found = await desk.express()
    setFault(found.ok ? undefined : found)
    if (found.ok) setShown(found.value)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads the same thing again
  useEffect(() => {
    void read()
    const every = setInterval(() => document.visibilityState === "visible" && void read(), REFRESH)
    return () => clearInterval(every)
  }, [turn, read])
  return [shown, fault, () => void read()]
}

function Row({ row, chosen }: { row: ExpressRow; chosen: boolean }) {
  const href = `${ROOM}/${row.dossier_id}`
  return (
    <tr class={`${row.marked ? "soon" : ""}${chosen ? " is" : ""}`} onClick={() => navigate(href)} data-express={row.dossier_id}>
      <td class="d">
        <b>{time(row.before)}</b>
        <small>{row.state === "submitted" ? t().receiveBefore : t().dueBy}</small>
      </td>
      <td>
        <a href={href} aria-current={chosen ? "true" : undefined} onClick={(event) => event.preventDefault()}>
          <b>{row.owner_name}</b>
        </a>
        <small>{say({ vi: row.procedure_name.vi, en: row.procedure_name.en ?? undefined })}</small>
        <small class="num">{row.official_number ?? row.local_code}</small>
      </td>
      <td>
        {row.mine ? t().mine : roleName(row.waits_for)}
        {row.marked && <small>{t().marked}</small>}
      </td>
    </tr>
  )
}

function List({ turn, chosen }: { turn: number; chosen: string | undefined }) {
  const [shown, fault, again] = useLane(turn)
  const rows = shown?.rows ?? []
  return (
    <section class="inbox" aria-label={t().list}>
      <div class="inbox__rows">
        <p class="held__more muted">{t().more}</p>
        {fault && (
          <Failed title={t().failed} code={fault.code} onRetry={again}>
            {sentence(fault)}
          </Failed>
        )}
        {!shown && !fault && <Skeleton rows={4} />}
        {shown && rows.length === 0 && !fault && (
          <Empty icon={clockIcon} title={t().none}>
            {t().noneMore}
          </Empty>
        )}
        {rows.length > 0 && (
          <table class="grid">
            <thead>
              <tr>
                <th class="d" scope="col">
                  {t().dueBy}
                </th>
                <th scope="col">{t().what}</th>
                <th scope="col">{t().where}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.dossier_id} row={row} chosen={row.dossier_id === chosen} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  )
}

/** The express lane: what can be settled today, and one of them settled step by step. */
export function Express({ path }: { path: string }) {
  const [turn, setTurn] = useState(0)
  const chosen = ONE.exec(path)?.[1]
  const changed = useCallback(() => setTurn((n) => n + 1), [])
  return (
    <div class={`boxes${chosen ? " boxes--open" : ""}`}>
      <List turn={turn} chosen={chosen} />
      <main class="work" id="main" tabIndex={-1}>
        {chosen ? (
          <ExpressWork key={chosen} id={chosen} onChanged={changed} onBack={() => navigate(ROOM)} />
        ) : (
          <>
            <h1 class="vh">{t().room}</h1>
            <Empty icon={clockIcon} title={t().pick}>
              {t().pickMore}
            </Empty>
          </>
        )}
      </main>
    </div>
  )
}
