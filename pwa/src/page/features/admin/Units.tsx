import "./units.css"
import { useState } from "preact/hooks"
import type { UnitFullOut, UnitNodeOut, UnitTreeOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { fold } from "../../../core/domain/text.ts"
import { date, today } from "../../i18n/format.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { Line } from "../desk/Line.tsx"
import { sentence } from "../desk/say.ts"
import { useRead } from "../desk/useRead.ts"
import { unitCalls } from "./apiUnits.ts"
import { ChangeUnit, type What } from "./ChangeUnit.tsx"
import { UnitPage } from "./UnitPage.tsx"
import { unitWord, unt } from "./words-units.ts"
import { Wrong } from "../desk/Wrong.tsx"

/** So deep a name is set in; deeper ones do not go further. */
const DEEPEST = 3

function Node({ unit, onOpen }: { unit: UnitNodeOut; onOpen: () => void }) {
  const notes = [
    unitWord(`kind_${unit.kind}`),
    unit.valid_from > today() && unt().fromOn(date(unit.valid_from)),
    unit.valid_to && unt().endedOn(date(unit.valid_to)),
    unit.planned > 0 && unt().toCome(unit.planned),
  ]
  return (
    <li class={`unit__node unit__node--${Math.min(unit.depth, DEEPEST)}${unit.living ? "" : " unit__node--ended"}`}>
      <button type="button" class="ask__show" aria-label={unt().open(unit.name)} onClick={onOpen}>
        {unit.name}
      </button>
      <span class="muted small">{notes.filter(Boolean).join(" · ")}</span>
    </li>
  )
}

/** The tree of units and each through time. */
export function Units() {
  const [read, again] = useRead<UnitTreeOut>(unitCalls.tree)
  const [found, setFound] = useState<UnitFullOut>()
  const [fault, setFault] = useState<Fault>()
  const [what, setWhat] = useState<What>()
  const [saved, setSaved] = useState(false)
  const [ended, setEnded] = useState(false)
  const [wanted, setWanted] = useState("")
  if (read.state === "opening") return <Skeleton rows={5} />
  if (read.state === "failed") return <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />
  const all = read.value.units
  const open = (id: string): void =>
    void unitCalls.one(id).then((answer) => {
      setFault(answer.ok ? undefined : answer)
      setSaved(false)
      if (answer.ok) setFound(answer.value)
    })
  if (found)
    return (
      <>
        <UnitPage
          found={found}
          saved={saved}
          onAsk={setWhat}
          onTakenBack={(next) => {
            setFound(next)
            setSaved(true)
            again()
          }}
          onBack={() => setFound(undefined)}
        />
        {what && (
          <ChangeUnit
            key={what}
            what={what}
            unit={found.unit}
            all={all}
            onSaved={(next) => {
              setFound(next)
              setSaved(true)
              setWhat(undefined)
              again()
            }}
            onClose={() => setWhat(undefined)}
          />
        )}
      </>
    )
  const name = fold(wanted)
  const shown = all.filter((each) => (ended || each.living || each.valid_from > today()) && fold(each.name).includes(name))
  return (
    <>
      <h1>{unt().title}</h1>
      <p class="muted">{unt().more}</p>
      <Wrong fault={fault} />
      <Line label={unt().find} value={wanted} onType={setWanted} />
      <label class="seen">
        <input type="checkbox" checked={ended} onChange={(event) => setEnded(event.currentTarget.checked)} />
        {unt().showEnded}
      </label>
      {shown.length === 0 && <p class="muted">{unt().none}</p>}
      <ul class="unit__tree">
        {shown.map((each) => (
          <Node key={each.unit_id} unit={each} onOpen={() => open(each.unit_id)} />
        ))}
      </ul>
    </>
  )
}
