import "./desk-books.css"
import { useEffect, useRef, useState } from "preact/hooks"
import type { HandingOut, SheetOut, SlipOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { listIcon } from "../../ui/icons.ts"
import { printIcon } from "../../ui/icons-work.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { books } from "./books.ts"
import { sentence, shortMoment } from "./say.ts"
import { SheetOpened } from "./SheetOpened.tsx"
import { t } from "./words-books.ts"

const told = (words: { vi: string; en: string | null }): string => say({ vi: words.vi, en: words.en ?? undefined })

function Row({ row }: { row: HandingOut }) {
  const late = row.timing === "late" || row.timing === "overdue"
  return (
    <tr>
      <td data-name={t().step}>
        <b>
          {row.step}. {told(row.name)}
        </b>
      </td>
      <td data-name={t().given}>
        {row.given_by}
        <small>{shortMoment(row.given_at)}</small>
      </td>
      <td data-name={t().taken}>
        {row.taken_by || t().notTaken}
        <small>{row.taken_at && shortMoment(row.taken_at)}</small>
      </td>
      <td class="num" data-name={t().stepDue}>
        {row.due_at && shortMoment(row.due_at)}
      </td>
      <td class="num" data-name={t().done}>
        {row.done_at && shortMoment(row.done_at)}
      </td>
      <td data-name={t().result}>
        <b class={late ? "book__late" : undefined}>{told(row.timing_name)}</b>
        <small>{row.notes.map(told).join("; ")}</small>
      </td>
    </tr>
  )
}

function Shown({ slip }: { slip: SlipOut }) {
  const heads = [t().step, t().given, t().taken, t().stepDue, t().done, t().result]
  return (
    <div class="book__wide">
      <p class="muted">{t().slipMore}</p>
      <p class="num">
        <b>{slip.code}</b>, {slip.owner}. {slip.received_at && `${t().whole}: ${told(slip.timing_name).toLocaleLowerCase("vi")}.`}
      </p>
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
          {slip.rows.map((row) => (
            <Row key={`${row.step} ${row.given_at}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The control slip over the dossier, as it stands now, and its printing. */
function Opened({ id, onClose, onPrinted }: { id: string; onClose: () => void; onPrinted: (sheet: SheetOut) => void }) {
  const [slip, setSlip] = useState<SlipOut>()
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const [tries, setTries] = useState(0)
  const op = useRef(uuid7())
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try reads the same slip again
  useEffect(() => {
    void books.slip(id).then((found) => {
      setFault(found.ok ? undefined : found)
      if (found.ok) setSlip(found.value)
    })
  }, [id, tries])
  const print = (): void => {
    setBusy(true)
    void books.printSlip(id, op.current).then((made) => {
      setBusy(false)
      setFault(made.ok ? undefined : made)
      if (made.ok) onPrinted(made.value)
    })
  }
  return (
    <Dialog
      title={t().slip}
      onClose={onClose}
      actions={
        <>
          {slip && (
            <Button kind="main" icon={printIcon} busy={busy} onPress={print}>
              {busy ? t().printing : t().printSlip}
            </Button>
          )}
          <Button onPress={onClose}>{t().close}</Button>
        </>
      }
    >
      {fault && <Failed title={sentence(fault)} code={fault.code} onRetry={() => setTries((n) => n + 1)} />}
      {!slip && !fault && <Skeleton rows={4} />}
      {slip && <Shown slip={slip} />}
    </Dialog>
  )
}

/** The way from an open dossier to its control slip. */
export function Slip({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  const [sheet, setSheet] = useState<SheetOut>()
  return (
    <p class="book__way">
      <Button icon={listIcon} onPress={() => setOpen(true)}>
        {t().slip}
      </Button>
      {open && (
        <Opened
          id={id}
          onClose={() => setOpen(false)}
          onPrinted={(made) => {
            setOpen(false)
            setSheet(made)
          }}
        />
      )}
      {sheet && <SheetOpened sheet={sheet} onClose={() => setSheet(undefined)} />}
    </p>
  )
}
