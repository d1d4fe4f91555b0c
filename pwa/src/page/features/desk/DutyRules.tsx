import { useState } from "preact/hooks"
import type { DutiesOut, RuleIn, RuleOut, UnitDuties } from "../../../core/contract/openapi.gen.ts"
import type { Fault, Result } from "../../../core/contract/result.ts"
import { date, today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { owners } from "./apiOwners.ts"
import { forget, useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { sentence } from "./say.ts"
import { duties } from "./words-duties.ts"

type Step = NonNullable<RuleIn["permission"]>
const STEPS: readonly Step[] = ["dossiers.receive", "dossiers.appraise", "dossiers.approve", "dossiers.sign", "dossiers.hand_over"]

interface Props {
  unit: UnitDuties
  procedures: DutiesOut["procedures"]
  onChanged: () => void
}

function Why({ fault }: { fault: Fault | undefined }) {
  if (!fault) return null
  return (
    <p class="d-line__why" role="alert">
      {sentence(fault)}
    </p>
  )
}

function Rule({ rule, onEnd }: { rule: RuleOut; onEnd: () => void }) {
  const names = [rule.procedure_name ?? rule.procedure_code, rule.village, rule.permission && duties()[rule.permission]]
  return (
    <li>
      <span>
        <b>{rule.person}</b> {names.filter(Boolean).join(" · ")}
        <small>
          {duties().from} {date(rule.valid_from)}
          {rule.valid_to && ` ${duties().untilEnd(date(rule.valid_to))}`} · {duties().madeBy(rule.made_by)}
        </small>
      </span>
      <button type="button" class="tool" onClick={onEnd}>
        {duties().endRule}
      </button>
    </li>
  )
}

function NewRule({ unit, procedures, onChanged }: Props) {
  const name = `rule:${unit.unit_id}`
  const [kept, keep] = useKept(name)
  const [fault, setFault] = useState<Fault>()
  const value = (field: string): string => kept[field] ?? ""
  const workers = unit.people.filter((each) => each.steps.length > 0)
  const add = async (): Promise<void> => {
    const done = await owners.addRule({
      unit_id: unit.unit_id,
      person_id: value("person"),
      permission: STEPS.find((each) => each === value("step")) ?? null,
      procedure_code: value("procedure") || null,
      village: value("village").trim() || null,
      valid_from: value("from") || today(),
      valid_to: null,
    })
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onChanged()
  }
  return (
    <div class="duty__form">
      <Why fault={fault} />
      <div class="duty__fields">
        <Pick
          label={duties().person}
          value={value("person")}
          onPick={(next) => keep("person", next)}
          options={workers.map((each) => ({ value: each.person_id, label: each.name }))}
        />
        <Pick
          label={duties().procedure}
          value={value("procedure")}
          onPick={(next) => keep("procedure", next)}
          options={procedures.map((each) => ({ value: each.code, label: each.name }))}
        />
        {unit.villages.length > 0 ? (
          <Pick
            label={duties().village}
            value={value("village")}
            onPick={(next) => keep("village", next)}
            options={unit.villages.map((each) => ({ value: each, label: each }))}
          />
        ) : (
          <Line label={duties().village} value={value("village")} onType={(text) => keep("village", text)} />
        )}
        <Pick
          label={duties().step}
          value={value("step")}
          onPick={(next) => keep("step", next)}
          options={STEPS.map((each) => ({ value: each, label: duties()[each] }))}
        />
        <Line label={duties().from} type="date" value={value("from") || today()} onType={(text) => keep("from", text)} />
      </div>
      <Button onPress={() => value("person") && void add()}>{duties().addRule}</Button>
    </div>
  )
}

const HOURS = ["remind_hours", "lead_hours", "quiet_hours"] as const

function Timing({ unit, onChanged }: Omit<Props, "procedures">) {
  const name = `timing:${unit.unit_id}`
  const [kept, keep] = useKept(name)
  const [fault, setFault] = useState<Fault>()
  const [saved, setSaved] = useState(false)
  const value = (field: (typeof HOURS)[number]): string => kept[field] ?? String(unit.timing[field])
  const labels = { remind_hours: duties().remind, lead_hours: duties().lead, quiet_hours: duties().quiet }
  const save = async (): Promise<void> => {
    const [remind_hours = 0, lead_hours = 0, quiet_hours = 0] = HOURS.map((field) => Math.round(Number(value(field))) || 0)
    const valid_from = kept["from"] ?? today()
    const done = await owners.timing({ unit_id: unit.unit_id, valid_from, remind_hours, lead_hours, quiet_hours })
    setFault(done.ok ? undefined : done)
    setSaved(done.ok)
    if (!done.ok) return
    forget(name)
    onChanged()
  }
  return (
    <section class="card card--pad duty">
      <h2>{duties().timing}</h2>
      <p class="muted">{duties().timingMore}</p>
      <Why fault={fault} />
      <div class="duty__fields">
        {HOURS.map((field) => (
          <Line
            key={field}
            label={`${labels[field]} (${duties().hours})`}
            type="number"
            value={value(field)}
            onType={(text) => keep(field, text)}
          />
        ))}
        <Line label={duties().timingFrom} type="date" value={kept["from"] ?? today()} onType={(text) => keep("from", text)} />
      </div>
      <div class="row">
        <Button onPress={() => void save()}>{duties().save}</Button>
        <span role="status">{saved && duties().saved}</span>
      </div>
    </section>
  )
}

/** By which rules the work of a unit is shared out, and when people are reminded. */
export function DutyRules({ unit, procedures, onChanged }: Props) {
  const [fault, setFault] = useState<Fault>()
  const [turn, setTurn] = useState(0)
  const added = (): void => {
    setTurn((n) => n + 1)
    onChanged()
  }
  const heard = (done: Result<unknown>): void => {
    setFault(done.ok ? undefined : done)
    if (done.ok) onChanged()
  }
  return (
    <>
      <section class="card card--pad duty">
        <h2>{duties().rules}</h2>
        <p class="muted">{duties().rulesMore}</p>
        <Why fault={fault} />
        {unit.rules.length === 0 && <p>{duties().noRules}</p>}
        <ul class="duty__rules">
          {unit.rules.map((each) => (
            <Rule key={each.rule_id} rule={each} onEnd={() => void owners.endRule(each.rule_id).then(heard)} />
          ))}
        </ul>
        <NewRule key={turn} unit={unit} procedures={procedures} onChanged={added} />
      </section>
      <Timing unit={unit} onChanged={onChanged} />
    </>
  )
}
