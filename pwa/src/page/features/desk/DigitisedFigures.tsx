import "./desk-books.css"
import "./desk-figures.css"
import { useEffect, useState } from "preact/hooks"
import type { DigitisedOut, DigitisedRowOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault, Result } from "../../../core/contract/result.ts"
import { today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { chartIcon, downloadIcon } from "../../ui/icons-work.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { bytes, call } from "./api.ts"
import { keepFile } from "./books.ts"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { figures as t } from "./words-figures.ts"
import { t as desks } from "./words.ts"
import { Wrong } from "./Wrong.tsx"

type Kind = "xlsx" | "csv"

const PATH = "/api/desk/figures/digitising"
const query = (of: Record<string, string>): string => new URLSearchParams(of).toString()
const read = (month: string): Promise<Result<DigitisedOut>> => call<DigitisedOut>(`${PATH}?${query({ month })}`)

/** A month as 2026-11, by how many months ago it was. */
function monthOf(ago: number): string {
  const [year, number] = today().split("-").map(Number)
  return new Date(Date.UTC(year ?? 0, (number ?? 1) - 1 - ago, 1)).toISOString().slice(0, 7)
}

/** Reads a month whenever another one is chosen; what is shown stays meanwhile. */
function useMonth(month: string): [DigitisedOut | undefined, Fault | undefined, () => void] {
  const [found, setFound] = useState<DigitisedOut>()
  const [fault, setFault] = useState<Fault>()
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try reads the same month again
  useEffect(() => {
    let wanted = true
    void read(month).then((answer) => {
      if (!wanted) return
      setFault(answer.ok ? undefined : answer)
      if (answer.ok) setFound(answer.value)
    })
    return () => {
      wanted = false
    }
  }, [month, tries])
  return [found, fault, () => setTries((n) => n + 1)]
}

const share = (part: number, whole: number): string =>
  whole === 0 ? "" : `${((part * 100) / whole).toLocaleString("vi", { maximumFractionDigits: 1 })} %`

function Count({ label, part, whole }: { label: string; part: number; whole: number }) {
  return (
    <td class="num" data-label={label}>
      <b>{part}</b>
      <small>{share(part, whole)}</small>
    </td>
  )
}

function Row({ row, total = false }: { row: DigitisedRowOut; total?: boolean }) {
  return (
    <tr class={total ? "figures__total" : undefined}>
      <th scope="row">{row.unit_name || t().all}</th>
      <td class="num" data-label={t().received}>
        <b>{row.received}</b>
      </td>
      <Count label={t().whole} part={row.whole} whole={row.received} />
      <Count label={t().atCounter} part={row.at_counter} whole={row.received} />
      <Count label={t().reused} part={row.reused} whole={row.received} />
    </tr>
  )
}

function Shown({ found }: { found: DigitisedOut }) {
  if (found.total.received === 0)
    return (
      <Empty icon={chartIcon} title={t().none}>
        {t().noneMore}
      </Empty>
    )
  return (
    <div class="card card--pad">
      <table class="book figures">
        <thead>
          <tr>
            {[t().unit, t().received, t().whole, t().atCounter, t().reused].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <Row key={row.unit_id ?? ""} row={row} />
          ))}
          {found.rows.length > 1 && <Row row={found.total} total />}
        </tbody>
      </table>
    </div>
  )
}

/** For those who answer for the office: how much is digitised, and how often a paper is not asked for twice. */
export function DigitisedFigures() {
  const [month, setMonth] = useState(monthOf(0))
  const [found, fault, again] = useMonth(month)
  const [busy, setBusy] = useState<Kind>()
  const [unsaved, setUnsaved] = useState<Fault>()
  const take = async (format: Kind): Promise<void> => {
    setBusy(format)
    const file = await bytes(`${PATH}/file?${query({ month, format })}`)
    setBusy(undefined)
    setUnsaved(file.ok ? undefined : file)
    if (file.ok) keepFile(file.value, `so-hoa-${month}.${format}`)
  }
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      <p class="muted">{t().lead}</p>
      <div class="book__choice">
        <div class="book__spans">
          {[t().thisMonth, t().lastMonth].map((name, ago) => (
            <button
              key={name}
              type="button"
              class="book__span"
              aria-pressed={month === monthOf(ago)}
              onClick={() => setMonth(monthOf(ago))}
            >
              {name}
            </button>
          ))}
        </div>
        <Line label={t().month} type="month" value={month} onType={(value) => value !== "" && setMonth(value)} />
      </div>
      {fault && (
        <Failed title={fault.code === "offline" ? desks().noNet : sentence(fault)} code={fault.code} onRetry={again}>
          {fault.code === "offline" ? desks().noNetMore : undefined}
        </Failed>
      )}
      {!found && !fault && <Skeleton rows={4} />}
      {found && !fault && (
        <>
          {found.running && <p class="small muted">{t().running}</p>}
          <Shown found={found} />
          {found.total.received > 0 && (
            <div class="book__bar">
              <Button icon={downloadIcon} busy={busy === "xlsx"} onPress={() => void take("xlsx")}>
                {t().excel}
              </Button>
              <Button icon={downloadIcon} busy={busy === "csv"} onPress={() => void take("csv")}>
                {t().csv}
              </Button>
            </div>
          )}
          <Wrong fault={unsaved} />
        </>
      )}
    </main>
  )
}
