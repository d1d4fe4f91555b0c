import { useRef, useState } from "preact/hooks"
import type { GiveOut, WaitingPerson } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Signature } from "../../ui/Signature.tsx"
import { sittings } from "./counterApi.ts"
import { actDone, actOf, type Capacity, type Draft, type Hole, holes, type KeptHanding, type Method, type Sign } from "./handing.ts"
import { handovers } from "./handoverApi.ts"
import { SignBeside, useUnit } from "./HandoverSign.tsx"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { handing as t } from "./words-handover.ts"

interface Props {
  person: WaitingPerson
  draft: Draft
  kept: KeptHanding
  onDone: (out: GiveOut) => void
}

interface Part {
  draft: Draft
  change: KeptHanding["change"]
  why: (hole: Hole) => string | undefined
}

/** Some ways of which one is taken. */
function Ways<T extends string>(props: {
  name: string
  title: string
  value: T
  ways: readonly { value: T; label: string }[]
  onPick: (value: T) => void
}) {
  return (
    <fieldset class="handover__ways">
      <legend>{props.title}</legend>
      {props.ways.map(({ value, label }) => (
        <label key={value}>
          <input type="radio" name={props.name} checked={props.value === value} onChange={() => props.onPick(value)} />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

function Tick({ label, on, why, onTick }: { label: string; on: boolean; why?: string | undefined; onTick: (on: boolean) => void }) {
  return (
    <div>
      <label class="handover__tick">
        <input
          type="checkbox"
          checked={on}
          aria-invalid={why ? true : undefined}
          onChange={(event) => onTick(event.currentTarget.checked)}
        />
        {label}
      </label>
      {why && (
        <p class="d-line__why" role="alert">
          {why}
        </p>
      )}
    </div>
  )
}

const CAPACITIES: readonly Capacity[] = ["self", "relative", "authorised"]
const SIGNS: readonly Sign[] = ["glass", "beside", "paper", "thumb"]
const METHODS: readonly Method[] = ["counter", "post"]

function Receiver({ draft, change, why }: Part) {
  const { capacity } = draft
  return (
    <section class="handover__part" aria-label={t().receiver}>
      <Ways
        name="capacity"
        title={t().receiver}
        value={capacity}
        ways={CAPACITIES.map((value) => ({ value, label: t()[`capacity_${value}`] }))}
        onPick={(next) => change({ capacity: next, checked: false, ...(next === "self" ? {} : { name: "", number: "" }) })}
      />
      <Line label={t().name} value={draft.name} onType={(name) => change({ name })} error={why("name")} />
      {capacity === "relative" && (
        <Line
          label={t().relation}
          hint={t().relationHint}
          value={draft.authority}
          onType={(authority) => change({ authority })}
          error={why("authority")}
        />
      )}
      {capacity === "authorised" && (
        <>
          <Line
            label={t().paper}
            hint={t().paperHint}
            value={draft.authority}
            onType={(authority) => change({ authority })}
            error={why("authority")}
          />
          <Tick label={t().certified} on={draft.certified} onTick={(certified) => change({ certified })} />
        </>
      )}
      <Line label={t().number} type="text" value={draft.number} onType={(number) => change({ number })} error={why("number")} />
      <Tick label={t().checked} on={draft.checked} why={why("checked")} onTick={(checked) => change({ checked })} />
    </section>
  )
}

function Signing({ draft, change, why, person, onSigned }: Part & { person: WaitingPerson; onSigned: (signed: boolean) => void }) {
  const unitId = useUnit()
  const missing = why("sign")
  return (
    <section class="handover__part" aria-label={t().sign}>
      <Ways
        name="sign"
        title={t().sign}
        value={draft.sign}
        ways={SIGNS.map((value) => ({ value, label: t()[`sign_${value}`] }))}
        onPick={(sign) => change({ sign })}
      />
      {draft.sign === "glass" && <Signature strokes={draft.strokes} onSign={(strokes) => change({ strokes })} />}
      {draft.sign === "beside" && <SignBeside draft={draft} rows={person.rows} unitId={unitId} onSigned={onSigned} />}
      {missing && (
        <p class="d-line__why" role="alert">
          {missing}
        </p>
      )}
    </section>
  )
}

function ByPost({ draft, change, why }: Part) {
  return (
    <section class="handover__part" aria-label={t().method_post}>
      <Line label={t().addressee} value={draft.name} onType={(name) => change({ name })} error={why("name")} />
      <Line label={t().carrier} value={draft.carrier} onType={(carrier) => change({ carrier })} error={why("carrier")} />
      <Line
        label={t().tracking}
        hint={t().trackingHint}
        value={draft.tracking}
        onType={(tracking) => change({ tracking })}
        error={why("tracking")}
      />
    </section>
  )
}

const sayHole = (hole: Hole): string => {
  if (hole === "ticked") return t().mustPick
  if (hole === "checked") return t().mustCheck
  return hole === "sign" ? t().mustSign : t().must
}

/** The first place that lacks something comes into sight, with the focus where there is a box. */
function toFirstHole(form: HTMLFormElement | null): void {
  const first = form?.querySelector<HTMLElement>("[aria-invalid], .d-line__why")
  first?.focus()
  first?.scrollIntoView({ block: "center" })
}

/** Who takes the results, how that was checked and signed for; and the one act that hands them over. */
export function HandoverForm({ person, draft, kept, onDone }: Props) {
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const [signed, setSigned] = useState(false)
  const lacking = holes(draft, signed)
  const why = (hole: Hole): string | undefined => (tried && lacking.includes(hole) ? sayHole(hole) : undefined)
  const part = { draft, change: kept.change, why }
  const count = draft.ticked.length
  const form = useRef<HTMLFormElement>(null)
  const give = async (): Promise<void> => {
    setTried(true)
    if (lacking.length > 0) return void requestAnimationFrame(() => toFirstHole(form.current))
    if (busy) return
    setBusy(true)
    const answer = await handovers.give(actOf(draft, person.rows))
    setBusy(false)
    setFault(answer.ok ? undefined : answer)
    if (!answer.ok) return
    actDone()
    if (draft.sign === "beside") void sittings.end(draft.sitting)
    onDone(answer.value)
  }
  return (
    <form
      ref={form}
      class="handover__form"
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
    >
      <Ways
        name="method"
        title={t().method}
        value={draft.method}
        ways={METHODS.map((value) => ({ value, label: t()[`method_${value}`] }))}
        onPick={(method) => kept.change({ method })}
      />
      {draft.method === "post" ? (
        <ByPost {...part} />
      ) : (
        <div class="handover__parts">
          <Receiver {...part} />
          <Signing {...part} person={person} onSigned={setSigned} />
        </div>
      )}
      <div class="handover__foot">
        {fault && (
          <p class="d-line__why" role="alert">
            {fault.code === "offline" ? t().offline : sentence(fault)}
          </p>
        )}
        {why("ticked") && (
          <p class="d-line__why" role="alert">
            {why("ticked")}
          </p>
        )}
        <Button kind="main" busy={busy} onPress={() => void give()}>
          {draft.method === "post" ? t().send(count) : t().give(count)}
        </Button>
      </div>
    </form>
  )
}
