import { useCallback, useEffect, useState } from "preact/hooks"
import type { WantedListOut, WantedRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { navigate } from "../../app/router.ts"
import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { speakIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { sentence } from "./say.ts"
import { WantedWork } from "./WantedWork.tsx"
import { t } from "./words-opinions.ts"
import { t as desks } from "./words.ts"
import "./desk-more.css"
import "./desk-steps.css"

const ROOM = "/ban/hoi-y-kien"
const ONE = /^\/ban\/hoi-y-kien\/([0-9a-f-]{36})$/

function useWanted(done: boolean, turn: number): [WantedListOut | undefined, Fault | undefined, () => void] {
  const [shown, setShown] = useState<WantedListOut>()
  const [fault, setFault] = useState<Fault>()
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads the same thing again
  useEffect(() => {
    let wanted = true
    void desk.wanted(done).then((found) => {
      if (!wanted) return
      setFault(found.ok ? undefined : found)
      if (found.ok) setShown(found.value)
    })
    return () => {
      wanted = false
    }
  }, [done, turn, tries])
  return [shown, fault, () => setTries((n) => n + 1)]
}

function Row({ row, chosen }: { row: WantedRow; chosen: boolean }) {
  const open = (): void => navigate(`${ROOM}/${row.opinion_id}`)
  return (
    <tr class={`${row.late ? "late" : ""}${chosen ? " is" : ""}`} onClick={open} data-opinion={row.opinion_id}>
      <td class="d">
        <b>{date(row.respond_by)}</b>
        <small class={row.late ? "steps__late" : undefined}>{row.late ? t().late : t()[row.status]}</small>
      </td>
      <td>
        <a href={`${ROOM}/${row.opinion_id}`} aria-current={chosen ? "true" : undefined} onClick={(event) => event.preventDefault()}>
          <b>{row.from_unit}</b>
        </a>
        <small>{say({ vi: row.procedure_name.vi, en: row.procedure_name.en ?? undefined })}</small>
        <small class="opinion__line">{row.question}</small>
      </td>
    </tr>
  )
}

interface ListProps {
  done: boolean
  turn: number
  chosen: string | undefined
  onDone: (done: boolean) => void
}

function List({ done, turn, chosen, onDone }: ListProps) {
  const [shown, fault, again] = useWanted(done, turn)
  const rows = shown?.opinions ?? []
  return (
    <section class="inbox" aria-label={t().list}>
      <nav class="views" aria-label={desks().views}>
        {[false, true].map((each) => (
          <a
            key={String(each)}
            href={ROOM}
            aria-current={each === done ? "true" : undefined}
            onClick={(event) => {
              event.preventDefault()
              onDone(each)
            }}
          >
            {each ? t().done : t().waiting} {!each && shown && <b>{shown.waiting}</b>}
          </a>
        ))}
      </nav>
      <div class="inbox__rows">
        {fault && (
          <Failed title={t().failed} code={fault.code} onRetry={again}>
            {sentence(fault)}
          </Failed>
        )}
        {!shown && !fault && <Skeleton rows={3} />}
        {shown && rows.length === 0 && !fault && (
          <Empty icon={speakIcon} title={done ? t().noneDone : t().none}>
            {!done && t().noneMore}
          </Empty>
        )}
        {rows.length > 0 && (
          <table class="grid held__grid">
            <thead>
              <tr>
                <th class="d" scope="col">
                  {t().untilHead}
                </th>
                <th scope="col">{t().from}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.opinion_id} row={row} chosen={row.opinion_id === chosen} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  )
}

/** What other offices ask this one: the list, and one question with what is shared beside it. */
export function Wanted({ path }: { path: string }) {
  const [done, setDone] = useState(false)
  const [turn, setTurn] = useState(0)
  const chosen = ONE.exec(path)?.[1]
  const changed = useCallback(() => setTurn((n) => n + 1), [])
  return (
    <div class={`boxes${chosen ? " boxes--open" : ""}`}>
      <List done={done} turn={turn} chosen={chosen} onDone={setDone} />
      <main class="work" id="main" tabIndex={-1}>
        {chosen ? (
          <WantedWork key={chosen} id={chosen} onChanged={changed} onBack={() => navigate(ROOM)} />
        ) : (
          <>
            <h1 class="vh">{t().room}</h1>
            <Empty icon={speakIcon} title={t().pick}>
              {t().pickMore}
            </Empty>
          </>
        )}
      </main>
    </div>
  )
}
