import { useCallback, useEffect, useState } from "preact/hooks"
import type { RelaxationIn, RelaxationOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { date } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { doneIcon, pauseIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, me } from "./api.ts"
import { forget, useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { sentence, shortMoment } from "./say.ts"
import { t } from "./words-relax.ts"
import { t as desks } from "./words.ts"
import { Wrong } from "./Wrong.tsx"
import "./desk-more.css"

const PAIRS = ["appraise_approve", "approve_sign", "both"] as const
type Pair = (typeof PAIRS)[number]
const NAME = "relaxation"

function useUnits(): readonly { value: string; label: string }[] {
  const who = useWatch(me)
  return (who?.roles ?? []).filter((each) => each.role === "admin").map((each) => ({ value: each.unit_id, label: each.unit_name }))
}

/** The form of a decision; what was typed stays until it was recorded. */
function Add({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const [kept, keep] = useKept(NAME)
  const units = useUnits()
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const value = (field: string): string => (kept[field] ?? "").trim()
  const unit = value("unit") || (units[0]?.value ?? "")
  const short = (field: string, least: number): string | undefined => (tried && value(field).length < least ? desks().typeThis : undefined)
  const field = (name: string, least = 1): { value: string; onType: (text: string) => void; error: string | undefined } => ({
    value: kept[name] ?? "",
    onType: (text) => keep(name, text),
    error: short(name, least),
  })
  const go = async (): Promise<void> => {
    setTried(true)
    const pair = PAIRS.find((each) => each === value("pair"))
    const whole = value("decision").length >= 2 && value("signer").length >= 2 && value("text").length >= 10
    if (!pair || !whole || !value("decided_on") || !value("valid_from") || !unit || busy) return
    const body: RelaxationIn = {
      unit_id: unit,
      decision: value("decision"),
      decided_on: value("decided_on"),
      signer: value("signer"),
      pair,
      text: value("text"),
      valid_from: value("valid_from"),
      valid_to: value("valid_to") || null,
    }
    setBusy(true)
    const done = await desk.relax(body)
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(NAME)
    onDone()
  }
  return (
    <Dialog
      title={t().add}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void go()}>
            {t().keep}
          </Button>
          <Button onPress={onClose}>{desks().cancel}</Button>
        </>
      }
    >
      <Wrong fault={fault} />
      {units.length > 1 && <Pick label={t().unit} value={unit} onPick={(next) => keep("unit", next)} options={units} />}
      <Line label={t().decision} hint={t().decisionHint} {...field("decision", 2)} />
      <Line label={t().decidedOn} type="date" {...field("decided_on")} />
      <Line label={t().signer} {...field("signer", 2)} />
      <Pick
        label={t().pair}
        value={value("pair")}
        onPick={(next) => keep("pair", next)}
        options={PAIRS.map((each: Pair) => ({ value: each, label: t()[each] }))}
        error={short("pair", 1)}
      />
      <Line label={t().text} hint={t().textHint} rows={4} {...field("text", 10)} />
      <Line label={t().from} type="date" {...field("valid_from")} />
      <Line label={t().to} type="date" value={kept["valid_to"] ?? ""} onType={(text) => keep("valid_to", text)} />
    </Dialog>
  )
}

function One({ row, onEnd }: { row: RelaxationOut; onEnd: () => void }) {
  return (
    <section class={`asked asked--${row.in_force ? "open" : "ended"}`} aria-label={row.decision}>
      <p>
        <b>{row.decision}</b>{" "}
        <Chip kind={row.in_force ? "done" : "plain"} icon={row.in_force ? doneIcon : pauseIcon}>
          {row.in_force ? t().inForce : t().notInForce}
        </Chip>
      </p>
      <p>
        {t().pair} {t()[row.pair]}. {t().span(date(row.valid_from), row.valid_to ? date(row.valid_to) : "")}.
      </p>
      {row.signer && <p>{row.decided_on ? t().signedBy(row.signer, date(row.decided_on)) : t().signedOnly(row.signer)}</p>}
      {row.text && <p class="opinion__words">{row.text}</p>}
      <p class="muted">
        {row.unit_name}. {t().recorded(row.recorded_by, shortMoment(row.recorded_at))}
        {row.ended_by && `. ${t().endedBy(row.ended_by)}`}
      </p>
      {row.in_force && <Button onPress={onEnd}>{t().end}</Button>}
    </section>
  )
}

function End({ row, onDone, onClose }: { row: RelaxationOut; onDone: () => void; onClose: () => void }) {
  const [fault, setFault] = useState<Fault>()
  const go = async (): Promise<void> => {
    const done = await desk.endRelaxation(row.relaxation_id)
    setFault(done.ok ? undefined : done)
    if (done.ok) onDone()
  }
  return (
    <Dialog
      title={row.decision}
      onClose={onClose}
      actions={
        <>
          <Button kind="mend" onPress={() => void go()}>
            {t().end}
          </Button>
          <Button onPress={onClose}>{desks().cancel}</Button>
        </>
      }
    >
      <Wrong fault={fault} />
      <p>{t().endSure}</p>
    </Dialog>
  )
}

/** The decisions on record that let one person do two steps, and recording another. */
export function Relaxations() {
  const [rows, setRows] = useState<readonly RelaxationOut[]>()
  const [fault, setFault] = useState<Fault>()
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<RelaxationOut>()
  const read = useCallback(async () => {
    const found = await desk.relaxations()
    setFault(found.ok ? undefined : found)
    if (found.ok) setRows(found.value.relaxations)
  }, [])
  useEffect(() => void read(), [read])
  const done = (): void => {
    setAdding(false)
    setEnding(undefined)
    void read()
  }
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      <p class="muted">{t().more}</p>
      <p>
        <Button kind="main" onPress={() => setAdding(true)}>
          {t().add}
        </Button>
      </p>
      {fault && (
        <Failed title={t().failed} code={fault.code} onRetry={() => void read()}>
          {sentence(fault)}
        </Failed>
      )}
      {!rows && !fault && <Skeleton rows={3} />}
      {rows?.length === 0 && (
        <Empty icon={doneIcon} title={t().none}>
          {t().noneMore}
        </Empty>
      )}
      {rows?.map((row) => (
        <One key={row.relaxation_id} row={row} onEnd={() => setEnding(row)} />
      ))}
      {adding && <Add onDone={done} onClose={() => setAdding(false)} />}
      {ending && <End row={ending} onDone={done} onClose={() => setEnding(undefined)} />}
    </main>
  )
}
