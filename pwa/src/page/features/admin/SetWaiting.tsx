import { useState } from "preact/hooks"
import type { WaitingRoomOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { post } from "../desk/api.ts"
import { Line } from "../desk/Line.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { SetKinds, SetPoints, Tick } from "./SetWaitingParts.tsx"
import { dayName } from "./SetHours.tsx"
import { type Plan, readDays, readGroups, toggled, writeDays, writeGroups } from "./waitingPlan.ts"
import { DAYS } from "./week.ts"
import { waiting as t } from "./words-waiting.ts"
import { rooms } from "./words.ts"

const NUMBERS = [
  ["cutoff_minutes", "cutoff"],
  ["early_minutes", "early"],
  ["grace_minutes", "grace"],
  ["days_ahead", "ahead"],
  ["keep_days", "keep"],
  ["patience", "patience"],
] as const

type Number_ = (typeof NUMBERS)[number][0]

interface Props {
  room: WaitingRoomOut
  onSaved: () => void
  onClose: () => void
}

/** What is typed, and what of it can be sent. */
function useSetting({ room, onSaved }: Props) {
  const [plan, setPlan] = useState<Plan>(() => structuredClone(room.plan) as Plan)
  const [typed, setTyped] = useState<Record<string, string>>({
    since: today(),
    source: "",
    groups: writeGroups(room.plan.groups),
    days: writeDays(room.plan.free_days),
    ...Object.fromEntries(NUMBERS.map(([key]) => [key, String(room.plan[key])])),
  })
  const [used, setUsed] = useState(room.used || room.turns.length === 0)
  const [tried, setTried] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const days = readDays(typed["days"] ?? "")
  const bad = (key: string): boolean => !/^\d{1,3}$/.test((typed[key] ?? "").trim())
  const source = (typed["source"] ?? "").trim()
  const save = async (): Promise<void> => {
    setTried(true)
    const since = typed["since"] ?? ""
    if (busy || days === undefined || source.length < 3 || since === "" || NUMBERS.some(([key]) => bad(key))) return
    const numbers = Object.fromEntries(NUMBERS.map(([key]) => [key, Number(typed[key])])) as Record<Number_, number>
    const whole = { ...plan, ...numbers, free_days: days, groups: readGroups(typed["groups"] ?? "") }
    setBusy(true)
    const done = await post("/api/desk/admin/waiting-rooms", { unit_id: room.unit_id, since, used, plan: whole, source })
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (done.ok) onSaved()
  }
  return {
    ...{ plan, used, tried, fault, busy, save, setUsed, bad },
    set: (change: Partial<Plan>) => setPlan({ ...plan, ...change }),
    value: (key: string) => typed[key] ?? "",
    type: (key: string) => (text: string) => setTyped((old) => ({ ...old, [key]: text })),
    badDays: days === undefined,
    badSource: source.length < 3,
  }
}

/** The waiting room of a counter from a day on. */
export function SetWaiting(props: Props) {
  const set = useSetting(props)
  const { plan, tried } = set
  return (
    <form
      class="waiting"
      onSubmit={(event) => {
        event.preventDefault()
        void set.save()
      }}
    >
      <h1>{t().changeOf(props.room.name)}</h1>
      <Tick label={t().used} on={set.used} onTick={() => set.setUsed(!set.used)} />
      <Line
        label={t().since}
        type="date"
        value={set.value("since")}
        onType={set.type("since")}
        error={tried && !set.value("since") ? t().needed : undefined}
      />
      <SetKinds plan={plan} onSet={set.set} />
      <SetPoints plan={plan} onSet={set.set} />
      <fieldset>
        <legend>{t().times}</legend>
        <div class="waiting__numbers">
          {NUMBERS.map(([key, name]) => (
            <Line
              key={key}
              label={t()[name]}
              type="number"
              value={set.value(key)}
              onType={set.type(key)}
              hint={key === "patience" ? t().patienceMore : undefined}
              error={tried && set.bad(key) ? t().badNumber : undefined}
            />
          ))}
        </div>
      </fieldset>
      <Order plan={plan} onSet={set.set} />
      <Line label={t().groups} hint={t().groupsMore} rows={4} value={set.value("groups")} onType={set.type("groups")} />
      <fieldset>
        <legend>{t().freeWeekdays}</legend>
        <div class="waiting__ticks">
          {DAYS.map((day) => (
            <Tick
              key={day}
              label={dayName(day)}
              on={plan.free_weekdays.includes(day)}
              onTick={() => set.set({ free_weekdays: toggled(plan.free_weekdays, day) })}
            />
          ))}
        </div>
      </fieldset>
      <Line
        label={t().freeDays}
        hint={t().freeDaysMore}
        rows={3}
        value={set.value("days")}
        onType={set.type("days")}
        error={tried && set.badDays ? t().badDays : undefined}
      />
      <Line
        label={t().source}
        hint={t().sourceMore}
        value={set.value("source")}
        onType={set.type("source")}
        error={tried && set.badSource ? t().needed : undefined}
      />
      <Wrong fault={set.fault} />
      <div class="row">
        <Button kind="main" busy={set.busy} onPress={() => void set.save()}>
          {t().save}
        </Button>
        <Button onPress={props.onClose}>{rooms().cancel}</Button>
      </div>
    </form>
  )
}

function Order({ plan, onSet }: { plan: Plan; onSet: (change: Partial<Plan>) => void }) {
  const up = (at: number): void => {
    const next = [...plan.order]
    const [moved] = next.splice(at, 1)
    if (moved) next.splice(at - 1, 0, moved)
    onSet({ order: next })
  }
  return (
    <fieldset>
      <legend>{t().order}</legend>
      <ol class="waiting__order">
        {plan.order.map((each, n) => (
          <li key={each}>
            {t()[each]}
            {n > 0 && (
              <Button kind="quiet" label={t().up(t()[each])} onPress={() => up(n)}>
                {t().upShort}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </fieldset>
  )
}
