import { useState } from "preact/hooks"
import type { ReceptionRuleOut } from "../../../core/contract/openapi.gen.ts"
import { date, today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { doneIcon, pauseIcon } from "../../ui/icons.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { desk, type Named } from "./api.ts"
import { forget, useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import type { Mine } from "./mine.ts"
import { sentence } from "./say.ts"
import { useRead } from "./useRead.ts"
import { t } from "./words.ts"
import { own } from "./words-catalogue.ts"

const KEPT = "reception-rule"
const CONDITIONS = ["fee_settled", "known_filer", "no_originals"] as const

type Keep = (field: string, value: string) => void

function Conditions({ value, keep }: { value: (field: string) => string; keep: Keep }) {
  return (
    <fieldset class="rule__only">
      <legend>{own().only}</legend>
      {CONDITIONS.map((each) => (
        <label key={each}>
          <input type="checkbox" checked={value(each) !== "no"} onChange={(event) => keep(each, event.currentTarget.checked ? "" : "no")} />
          {own()[each]}
        </label>
      ))}
    </fieldset>
  )
}

/** A unit's dated decision, typed once; what was typed stays until it is on record. */
function NewRule({ units, procedures, onDone }: { units: readonly Mine[]; procedures: readonly Named[]; onDone: () => void }) {
  const [kept, keep] = useKept(KEPT)
  const [unit, setUnit] = useState(units[0]?.unit_id ?? "")
  const [wrong, setWrong] = useState("")
  const [busy, setBusy] = useState(false)
  const value = (field: string): string => kept[field] ?? (field === "valid_from" ? today() : "")
  const record = async (): Promise<void> => {
    if (!value("decision").trim() || !value("valid_from")) return void setWrong(t().typeThis)
    setBusy(true)
    const done = await desk.addReceptionRule({
      unit_id: unit,
      procedure_code: value("procedure_code") || null,
      decision: value("decision").trim(),
      conditions: CONDITIONS.filter((each) => value(each) !== "no"),
      valid_from: value("valid_from"),
      valid_to: value("valid_to") || null,
    })
    setBusy(false)
    setWrong(done.ok ? "" : sentence(done))
    if (!done.ok) return
    forget(KEPT)
    onDone()
  }
  return (
    <>
      {units.length > 1 && (
        <Pick
          label={own().unit}
          value={unit}
          onPick={setUnit}
          options={units.map((each) => ({ value: each.unit_id, label: each.unit_name }))}
        />
      )}
      <Pick
        label={own().procedure}
        value={value("procedure_code")}
        onPick={(next) => keep("procedure_code", next)}
        empty={own().every}
        options={procedures.map((each) => ({ value: each.key, label: say(each.name) }))}
      />
      <Line label={own().decision} hint={own().decisionMore} value={value("decision")} onType={(text) => keep("decision", text)} />
      <Line label={own().from} type="date" value={value("valid_from")} onType={(text) => keep("valid_from", text)} />
      <Line label={own().to} type="date" value={value("valid_to")} onType={(text) => keep("valid_to", text)} error={wrong} />
      <Conditions value={value} keep={keep} />
      <Button kind="main" busy={busy} onPress={() => void record()}>
        {own().add}
      </Button>
    </>
  )
}

function End({ rule, name, onClose, onDone }: { rule: ReceptionRuleOut; name: string; onClose: () => void; onDone: () => void }) {
  const [wrong, setWrong] = useState("")
  const end = async (): Promise<void> => {
    const done = await desk.endReceptionRule(rule.rule_id)
    if (done.ok) onDone()
    else setWrong(sentence(done))
  }
  return (
    <Dialog
      title={own().endAsk(name)}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={() => void end()}>
            {own().end}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <p>{own().endMore}</p>
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
    </Dialog>
  )
}

/** By which dated decisions the unit lets the system receive. */
export function ReceptionRules({ units, procedures }: { units: readonly Mine[]; procedures: readonly Named[] }) {
  const [read, again] = useRead(desk.receptionRules)
  const [ending, setEnding] = useState<ReceptionRuleOut>()
  const [recorded, setRecorded] = useState(0)
  const name = (rule: ReceptionRuleOut): string => {
    const found = procedures.find((each) => each.key === rule.procedure_code)
    return found ? say(found.name) : (rule.procedure_code ?? own().every)
  }
  const done = (): void => {
    setEnding(undefined)
    again()
  }
  return (
    <section class="card card--pad room__form">
      <h2>{own().reception}</h2>
      <p class="muted">{own().receptionMore}</p>
      {read.state === "opening" && <Skeleton rows={2} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && read.value.rules.length === 0 && <p>{own().noRules}</p>}
      {read.state === "here" && (
        <ul class="rules">
          {read.value.rules.map((rule) => (
            <li key={rule.rule_id}>
              <span>
                <b>{name(rule)}</b>
                <span class="muted small">
                  {rule.decision}. {own().span(date(rule.valid_from), rule.valid_to ? date(rule.valid_to) : "")}.{" "}
                  {own().by(rule.recorded_by, date(rule.recorded_at))}
                </span>
              </span>
              <Chip kind={rule.state === "in_force" ? "done" : "phone"} icon={rule.state === "in_force" ? doneIcon : pauseIcon}>
                {own()[rule.state]}
              </Chip>
              {rule.state !== "ended" && <Button onPress={() => setEnding(rule)}>{own().end}</Button>}
            </li>
          ))}
        </ul>
      )}
      <NewRule
        // an empty form after each one that is on record
        key={recorded}
        units={units}
        procedures={procedures}
        onDone={() => {
          setRecorded(recorded + 1)
          again()
        }}
      />
      {ending && <End rule={ending} name={name(ending)} onClose={() => setEnding(undefined)} onDone={done} />}
    </section>
  )
}
