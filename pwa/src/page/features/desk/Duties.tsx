import { useState } from "preact/hooks"
import type { ColleagueOut, DutiesOut, UnitDuties } from "../../../core/contract/openapi.gen.ts"
import type { Fault, Result } from "../../../core/contract/result.ts"
import { date } from "../../i18n/format.ts"
import { roleName } from "../../i18n/roles.ts"
import { Button } from "../../ui/Button.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { me } from "./api.ts"
import { owners } from "./apiOwners.ts"
import { DutyRules } from "./DutyRules.tsx"
import { Away, Leaves } from "./Leaves.tsx"
import { Pick } from "./Line.tsx"
import { sentence } from "./say.ts"
import { useRead } from "./useRead.ts"
import { duties } from "./words-duties.ts"
import { Wrong } from "./Wrong.tsx"

type Asked = { what: "away" | "hand" | "close"; who: ColleagueOut }

interface PeopleProps {
  unit: UnitDuties
  closes: boolean
  onAsk: (asked: Asked) => void
  onBack: (absence: string) => void
}

function Person({ each, closes, onAsk, onBack }: { each: ColleagueOut } & Omit<PeopleProps, "unit">) {
  return (
    <li class="duty__person">
      <div>
        <b>{each.name}</b>
        <small>{each.roles.map(roleName).join(", ")}</small>
      </div>
      <span class="num">{duties().dossiers(each.open)}</span>
      <div>
        {each.absences.map((absence) => (
          <p key={absence.absence_id} class="duty__away">
            {duties().away(date(absence.since), date(absence.until))}
            {absence.handed > 0 && `, ${duties().handed(absence.handed)}`}
            <button type="button" class="tool" onClick={() => onBack(absence.absence_id)}>
              {duties().back}
            </button>
          </p>
        ))}
      </div>
      <div class="duty__acts">
        <button type="button" class="tool" onClick={() => onAsk({ what: "away", who: each })}>
          {duties().setAway}
        </button>
        <button type="button" class="tool" onClick={() => onAsk({ what: "hand", who: each })}>
          {duties().handOver}
        </button>
        {closes && (
          <button type="button" class="tool" onClick={() => onAsk({ what: "close", who: each })}>
            {duties().close}
          </button>
        )}
      </div>
    </li>
  )
}

function People({ unit, ...rest }: PeopleProps) {
  return (
    <section class="card card--pad duty">
      <h2>{duties().people}</h2>
      {unit.unowned > 0 && <p class="duty__unowned">{duties().unowned(unit.unowned)}</p>}
      <ul class="duty__people">
        {unit.people.map((each) => (
          <Person key={each.person_id} each={each} {...rest} />
        ))}
      </ul>
    </section>
  )
}

/** One unit: its people, its rules, its reminders. */
function Unit({ unit, procedures, onChanged }: { unit: UnitDuties; procedures: DutiesOut["procedures"]; onChanged: () => void }) {
  const [asked, setAsked] = useState<Asked>()
  const [fault, setFault] = useState<Fault>()
  const closes = useWatch(me)?.permissions.includes("staff.manage") === true
  const heard = (done: Result<unknown>): void => {
    setFault(done.ok ? undefined : done)
    if (done.ok) onChanged()
  }
  const done = (): void => {
    setAsked(undefined)
    onChanged()
  }
  const close = (): void => setAsked(undefined)
  return (
    <>
      <Wrong fault={fault} />
      <People unit={unit} closes={closes} onAsk={setAsked} onBack={(absence) => void owners.endAbsence(absence).then(heard)} />
      <DutyRules unit={unit} procedures={procedures} onChanged={onChanged} />
      {asked?.what === "away" && <Away unit={unit} who={asked.who} onDone={done} onClose={close} />}
      {asked && asked.what !== "away" && (
        <Leaves unit={unit} who={asked.who} closes={asked.what === "close"} onDone={done} onClose={close} />
      )}
    </>
  )
}

/** Who does what at the units this person manages. */
export function Duties() {
  const [read, again] = useRead<DutiesOut>(owners.duties)
  const [chosen, choose] = useState("")
  const here = read.state === "here" ? read.value : undefined
  const unit = here?.units.find((each) => each.unit_id === chosen) ?? here?.units[0]
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{duties().title}</h1>
      <p class="muted">{duties().more}</p>
      {read.state === "opening" && <Skeleton rows={4} />}
      {read.state === "failed" && (
        <>
          <Failed title={sentence(read.fault)} code={read.fault.code} />
          <Button onPress={again}>{duties().title}</Button>
        </>
      )}
      {here && here.units.length > 1 && (
        <Pick
          label={duties().unit}
          value={unit?.unit_id ?? ""}
          onPick={choose}
          options={here.units.map((each) => ({ value: each.unit_id, label: each.unit_name }))}
        />
      )}
      {here && unit && <Unit key={unit.unit_id} unit={unit} procedures={here.procedures} onChanged={again} />}
    </main>
  )
}
