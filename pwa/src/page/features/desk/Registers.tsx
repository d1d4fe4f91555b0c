import "./desk-books.css"
import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import type { RegisterOut, SheetOut, SheetsOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { date, today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { fileIcon, downloadIcon, printIcon } from "../../ui/icons-work.ts"
import { useWatch } from "../../ui/watch.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { me } from "./api.ts"
import { books, type Chosen } from "./books.ts"
import { Files, useExports } from "./Exports.tsx"
import { useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { RegisterTable } from "./RegisterTable.tsx"
import { sentence, shortMoment } from "./say.ts"
import { SheetOpened } from "./SheetOpened.tsx"
import { t } from "./words-books.ts"
import { t as desks } from "./words.ts"
import { Wrong } from "./Wrong.tsx"

const CHANNELS = ["direct", "prepared", "online", "post"] as const
const STATES = ["running", "ready", "returned", "ended"] as const

/** The first and last day of a month, by how many months ago it was. */
function month(ago: number): { since: string; until: string } {
  const [year, number] = today().split("-").map(Number)
  const first = new Date(Date.UTC(year ?? 0, (number ?? 1) - 1 - ago, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
  return { since: first.toISOString().slice(0, 10), until: last.toISOString().slice(0, 10) }
}

const year = (): { since: string; until: string } => ({ since: `${today().slice(0, 4)}-01-01`, until: `${today().slice(0, 4)}-12-31` })

/** The units at which this person reads dossiers, where there are several. */
function useUnits(): readonly { value: string; label: string }[] {
  const roles = useWatch(me)?.roles ?? []
  const reading = roles.filter((role) => ["clerk", "appraiser", "approver", "seal_clerk"].includes(role.role))
  return [...new Map(reading.map((role) => [role.unit_id, role.unit_name]))].map(([value, label]) => ({ value, label }))
}

interface ChoiceProps {
  chosen: Chosen
  found: RegisterOut | undefined
  onChoose: (field: string, value: string) => void
  onSpan: (span: { since: string; until: string }) => void
}

/** Which days, and which of the dossiers received on them. */
function Choice({ chosen, found, onChoose, onSpan }: ChoiceProps) {
  const units = useUnits()
  const spans = [
    { name: t().thisMonth, ...month(0) },
    { name: t().lastMonth, ...month(1) },
    { name: t().thisYear, ...year() },
  ]
  return (
    <div class="book__choice">
      <div class="book__spans">
        {spans.map(({ name, since, until }) => (
          <button
            key={name}
            type="button"
            class="book__span"
            aria-pressed={since === chosen.since && until === chosen.until}
            onClick={() => onSpan({ since, until })}
          >
            {name}
          </button>
        ))}
      </div>
      <Line label={t().since} type="date" value={chosen.since} onType={(value) => onChoose("since", value)} />
      <Line label={t().until} type="date" value={chosen.until} onType={(value) => onChoose("until", value)} />
      <Pick
        label={t().procedure}
        empty={t().every}
        value={chosen.procedure}
        onPick={(value) => onChoose("procedure", value)}
        options={(found?.procedures ?? []).map((each) => ({ value: each.code, label: each.name }))}
      />
      <Pick
        label={t().channel}
        empty={t().every}
        value={chosen.channel}
        onPick={(value) => onChoose("channel", value)}
        options={CHANNELS.map((each) => ({ value: each, label: t()[each] }))}
      />
      <Pick
        label={t().state}
        empty={t().every}
        value={chosen.state}
        onPick={(value) => onChoose("state", value)}
        options={STATES.map((each) => ({ value: each, label: t()[each] }))}
      />
      {units.length > 1 && (
        <Pick label={t().unit} value={chosen.unit_id ?? ""} onPick={(value) => onChoose("unit_id", value)} options={units} />
      )}
    </div>
  )
}

/** Reads a page whenever something else is asked for; what is shown stays meanwhile. */
function useRegister(chosen: Chosen, page: number): [RegisterOut | undefined, Fault | undefined, () => void] {
  const [found, setFound] = useState<RegisterOut>()
  const [fault, setFault] = useState<Fault>()
  const [tries, setTries] = useState(0)
  const asked = JSON.stringify([chosen, page])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says everything that is asked for
  useEffect(() => {
    if (!chosen.since || !chosen.until) return undefined
    let wanted = true
    void books.register(chosen, page).then((answer) => {
      if (!wanted) return
      setFault(answer.ok ? undefined : answer)
      if (answer.ok) setFound(answer.value)
    })
    return () => {
      wanted = false
    }
  }, [asked, tries])
  return [found, fault, () => setTries((n) => n + 1)]
}

function Sheets({ unit, turn, onOpen }: { unit: string | undefined; turn: number; onOpen: (sheet: SheetOut) => void }) {
  const [found, setFound] = useState<SheetsOut>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads the same list again
  useEffect(() => {
    void books.sheets(unit).then((answer) => answer.ok && setFound(answer.value))
  }, [unit, turn])
  if (!found) return null
  return (
    <section>
      <h2>{t().sheets}</h2>
      <p class="muted">{found.sheets.length > 0 ? t().sheetsMore : t().noSheets}</p>
      {found.sheets.length > 0 && (
        <div class="card list">
          {found.sheets.map((sheet) => (
            <div class="item" key={sheet.sheet_id}>
              <span class="item__body">
                <b class="item__name num">{sheet.number}</b>
                <span class="item__note num">{t().sheetOf(date(sheet.since ?? ""), date(sheet.until ?? ""), sheet.rows)}</span>
                <span class="item__note">{t().madeBy(sheet.made_by, shortMoment(sheet.made_at))}</span>
              </span>
              <Button icon={fileIcon} label={`${t().reprint}: ${sheet.number}`} onPress={() => onOpen(sheet)}>
                {t().reprint}
              </Button>
            </div>
          ))}
        </div>
      )}
    </section>
  )
}

function Pages({ found, onPage }: { found: RegisterOut; onPage: (page: number) => void }) {
  return (
    <nav class="book__pages" aria-label={t().page(found.page, found.pages)}>
      <Button onPress={() => onPage(found.page - 1)} refuses={found.page <= 1 ? t().page(found.page, found.pages) : undefined}>
        {t().previous}
      </Button>
      <span class="num">{t().page(found.page, found.pages)}</span>
      <Button onPress={() => onPage(found.page + 1)} refuses={found.page >= found.pages ? t().page(found.page, found.pages) : undefined}>
        {t().next}
      </Button>
    </nav>
  )
}

function Body({
  found,
  fault,
  onAgain,
  onPage,
}: {
  found: RegisterOut | undefined
  fault: Fault | undefined
  onAgain: () => void
  onPage: (page: number) => void
}) {
  return (
    <>
      {fault && (
        <Failed title={fault.code === "offline" ? t().failed : sentence(fault)} code={fault.code} onRetry={onAgain}>
          {fault.code === "offline" ? desks().noNetMore : undefined}
        </Failed>
      )}
      {!found && !fault && <Skeleton rows={5} />}
      {found?.rows.length === 0 && !fault && (
        <Empty icon={fileIcon} title={t().none}>
          {t().noneMore}
        </Empty>
      )}
      {found?.rows.length ? (
        <>
          <RegisterTable rows={found.rows} />
          {found.pages > 1 && <Pages found={found} onPage={onPage} />}
        </>
      ) : null}
    </>
  )
}

/** Prints what is chosen, once however often the button is pressed. */
function usePrint(chosen: Chosen): { busy: boolean; fault: Fault | undefined; print: (then: (sheet: SheetOut) => void) => void } {
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const op = useRef(uuid7())
  const print = (then: (sheet: SheetOut) => void): void => {
    setBusy(true)
    void books.print(chosen, op.current).then((made) => {
      setBusy(false)
      setFault(made.ok ? undefined : made)
      // an answer that was lost is asked for under the same id; one that came begins another sheet
      if (made.ok || made.code !== "offline") op.current = uuid7()
      if (made.ok) then(made.value)
    })
  }
  return { busy, fault, print }
}

/** The register of a unit: chosen by days and kind, paged, printed, given out as a file. */
export function Registers() {
  const [kept, keep] = useKept("register")
  const [page, setPage] = useState(1)
  const [turn, setTurn] = useState(0)
  const [opened, setOpened] = useState<SheetOut>()
  const chosen: Chosen = {
    since: kept["since"] ?? month(0).since,
    until: kept["until"] ?? month(0).until,
    procedure: kept["procedure"] ?? "",
    channel: CHANNELS.find((each) => each === kept["channel"]) ?? "",
    state: STATES.find((each) => each === kept["state"]) ?? "",
    ...(kept["unit_id"] ? { unit_id: kept["unit_id"] } : {}),
  }
  const [found, fault, again] = useRegister(chosen, page)
  const exporting = useExports()
  const { busy, fault: unprinted, print } = usePrint(chosen)
  const choose = useCallback(
    (field: string, value: string): void => {
      keep(field, value)
      setPage(1)
    },
    [keep],
  )
  const span = (days: { since: string; until: string }): void => {
    choose("since", days.since)
    choose("until", days.until)
  }
  const printed = (sheet: SheetOut): void => {
    setOpened(sheet)
    setTurn((n) => n + 1)
  }
  const wrong = unprinted ?? exporting.fault
  return (
    <main class="room room--book" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      <p class="muted">{t().more}</p>
      <Choice chosen={chosen} found={found} onChoose={choose} onSpan={span} />
      <div class="book__bar">
        <b class="num" role="status">
          {found && t().total(found.total)}
        </b>
        <Button icon={printIcon} busy={busy} onPress={() => print(printed)}>
          {busy ? t().printing : t().print}
        </Button>
        {(["xlsx", "csv"] as const).map((format) => (
          <Button key={format} icon={downloadIcon} busy={exporting.busy} onPress={() => exporting.ask({ format, book: chosen })}>
            {t()[format]}
          </Button>
        ))}
      </div>
      <Wrong fault={wrong} />
      <Body found={found} fault={fault} onAgain={again} onPage={setPage} />
      <div class="book__below">
        <Files exporting={exporting} />
        <Sheets unit={chosen.unit_id} turn={turn} onOpen={setOpened} />
      </div>
      {opened && <SheetOpened sheet={opened} onClose={() => setOpened(undefined)} />}
    </main>
  )
}
