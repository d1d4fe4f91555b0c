import { useEffect, useState } from "preact/hooks"
import type { HeldListOut, HeldRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { navigate } from "../../app/router.ts"
import { pauseIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk } from "./api.ts"
import { heldOpen, stumbling } from "./heldCount.ts"
import { HeldWork } from "./HeldWork.tsx"
import { madeBy, told, whatOf } from "./heldSay.ts"
import { sentence, shortMoment } from "./say.ts"
import { Stumbling } from "./Stumbling.tsx"
import { held as t } from "./words-held.ts"
import { stuck } from "./words-stuck.ts"
import { t as desks } from "./words.ts"

const STUMBLING = "/ban/cho-xet/gui-chua-duoc"
const ONE = /^\/ban\/cho-xet\/([0-9a-f-]{36})$/

/** Units in the order in which their oldest work stands in the list. */
function byUnit(rows: readonly HeldRow[]): [string, HeldRow[]][] {
  const units = new Map<string, HeldRow[]>()
  for (const row of rows) units.set(row.unit_name, [...(units.get(row.unit_name) ?? []), row])
  return [...units]
}

function Row({ row, chosen, onOpen }: { row: HeldRow; chosen: boolean; onOpen: () => void }) {
  return (
    <tr class={chosen ? "is" : undefined} onClick={onOpen} data-held={row.op_id}>
      <td class="d">
        <b>{shortMoment(row.made_at)}</b>
        <small>{row.pages > 0 && t().pages(row.pages_here, row.pages)}</small>
      </td>
      <td>
        <a href={`/ban/cho-xet/${row.op_id}`} aria-current={chosen ? "true" : undefined} onClick={(event) => event.preventDefault()}>
          <b>{row.title || whatOf(row)}</b>
        </a>
        <small>{row.title && whatOf(row)}</small>
        <small>{madeBy(row)}</small>
        <small class="held__why">
          {row.decision
            ? `${t()[row.decision]}. ${t().decidedBy(row.decided_by ?? "", shortMoment(row.decided_at ?? row.made_at))}`
            : told(row.why)}
        </small>
      </td>
    </tr>
  )
}

function Rows({ rows, chosen, onOpen }: { rows: readonly HeldRow[]; chosen: string | undefined; onOpen: (id: string) => void }) {
  const units = byUnit(rows)
  return (
    <table class="grid held__grid">
      <thead>
        <tr>
          <th class="d" scope="col">
            {t().made}
          </th>
          <th scope="col">{t().what}</th>
        </tr>
      </thead>
      {units.map(([unit, own]) => (
        <tbody key={unit}>
          {units.length > 1 && (
            <tr class="held__unit">
              <th colSpan={2} scope="rowgroup">
                {unit || t().noUnit}
              </th>
            </tr>
          )}
          {own.map((row) => (
            <Row key={row.op_id} row={row} chosen={row.op_id === chosen} onOpen={() => onOpen(row.op_id)} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

/** Reads the list when asked for another half of it and after every decision; what is shown stays meanwhile. */
function useHeld(done: boolean, turn: number): [HeldListOut | undefined, Fault | undefined, () => void] {
  const [shown, setShown] = useState<HeldListOut>()
  const [fault, setFault] = useState<Fault>()
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads the same thing again
  useEffect(() => {
    let wanted = true
    void desk.held(done).then((found) => {
      if (!wanted) return
      setFault(found.ok ? undefined : found)
      if (!found.ok) return
      setShown(found.value)
      heldOpen.set(found.value.open)
    })
    return () => {
      wanted = false
    }
  }, [done, turn, tries])
  return [shown, fault, () => setTries((n) => n + 1)]
}

/** Moves the choice with the arrow keys, in the order in which the units are shown. */
function step(event: KeyboardEvent, rows: readonly HeldRow[], chosen: string | undefined, onOpen: (id: string) => void): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
  const shown = byUnit(rows).flatMap(([, own]) => own)
  const at = shown.findIndex((row) => row.op_id === chosen)
  const next = shown[Math.max(0, Math.min(shown.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]
  if (next) onOpen(next.op_id)
  event.preventDefault()
}

interface ViewsProps {
  /** Which half of the list is shown; nothing where it is what phones cannot get through. */
  done?: boolean
  open: number | undefined
  onDone: (done: boolean) => void
}

/** What the room shows: what waits, what was decided, and what phones cannot get through. */
function Views({ done, open, onDone }: ViewsProps) {
  const fails = useWatch(stumbling)
  return (
    <nav class="views" aria-label={desks().views}>
      {[false, true].map((each) => (
        <a
          key={String(each)}
          href="/ban/cho-xet"
          aria-current={each === done ? "true" : undefined}
          onClick={(event) => {
            event.preventDefault()
            onDone(each)
          }}
        >
          {each ? t().done : t().open} {!each && open !== undefined && <b>{open}</b>}
        </a>
      ))}
      <a href={STUMBLING} aria-current={done === undefined ? "true" : undefined}>
        {stuck().title} {fails > 0 && <b>{fails}</b>}
      </a>
    </nav>
  )
}

interface ListProps {
  done: boolean
  turn: number
  chosen: string | undefined
  onDone: (done: boolean) => void
  onOpen: (id: string) => void
}

function List({ done, turn, chosen, onDone, onOpen }: ListProps) {
  const [shown, fault, again] = useHeld(done, turn)
  const rows = shown?.held ?? []
  return (
    <section class="inbox" aria-label={t().list}>
      <Views done={done} open={shown?.open} onDone={onDone} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as below */}
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: the arrows move among the links inside */}
      <div class="inbox__rows" onKeyDown={(event) => step(event, rows, chosen, onOpen)}>
        <p class="held__more muted">{t().more}</p>
        {fault && (
          <Failed title={t().failed} code={fault.code} onRetry={again}>
            {sentence(fault)}
          </Failed>
        )}
        {!shown && !fault && <Skeleton rows={4} />}
        {shown && rows.length === 0 && !fault && (
          <Empty icon={pauseIcon} title={done ? t().noneDone : t().noneTitle}>
            {!done && t().noneMore}
          </Empty>
        )}
        {rows.length > 0 && <Rows rows={rows} chosen={chosen} onOpen={onOpen} />}
      </div>
      <p class="keys" aria-hidden="true">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd>
          {desks().keysPick}
        </span>
      </p>
    </section>
  )
}

/** Work that waits for an officer: the list by unit, one of them readable beside it, and the decision at its foot. */
export function Held({ path }: { path: string }) {
  const [done, setDone] = useState(false)
  const [turn, setTurn] = useState(0)
  const chosen = ONE.exec(path)?.[1]
  const show = (half: boolean): void => {
    setDone(half)
    if (path === STUMBLING) navigate("/ban/cho-xet")
  }
  if (path === STUMBLING)
    return (
      <Stumbling>
        <Views open={undefined} onDone={show} />
      </Stumbling>
    )
  return (
    <div class={`boxes${chosen ? " boxes--open" : ""}`}>
      <List done={done} turn={turn} chosen={chosen} onDone={show} onOpen={(id) => navigate(`/ban/cho-xet/${id}`)} />
      <main class="work" id="main" tabIndex={-1}>
        {chosen ? (
          <HeldWork key={chosen} id={chosen} onDecided={() => setTurn((n) => n + 1)} onBack={() => navigate("/ban/cho-xet")} />
        ) : (
          <>
            <h1 class="vh">{t().title}</h1>
            <Empty icon={pauseIcon} title={t().pick}>
              {t().pickMore}
            </Empty>
          </>
        )}
      </main>
    </div>
  )
}
