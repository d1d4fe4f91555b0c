import { useState } from "preact/hooks"
import type { ChangeOut, PointOut, PointsOut } from "../../../core/contract/openapi.gen.ts"
import { date, dateTime, today } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { clockIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { sentence } from "../desk/say.ts"
import { useRead } from "../desk/useRead.ts"
import { admin } from "./api.ts"
import { dayName, SetHours } from "./SetHours.tsx"
import { DAYS } from "./week.ts"
import { hoursWords } from "./words-hours.ts"
import { rooms as t } from "./words.ts"

const spansOf = (spans: readonly (readonly string[])[] | undefined): string =>
  spans && spans.length > 0 ? spans.map((span) => span.join("–")).join(", ") : hoursWords().closed

function Week({ hours }: { hours: PointOut["hours"] }) {
  return (
    <dl class="hours">
      {DAYS.map((day) => (
        <div key={day}>
          <dt>{dayName(day)}</dt>
          <dd class="num">{spansOf(hours[day])}</dd>
        </div>
      ))}
    </dl>
  )
}

function Change({ change }: { change: ChangeOut }) {
  const after = change.after as { since?: string; source?: string; moved?: number }
  return (
    <li>
      {hoursWords().did(date(after.since ?? ""), after.source ?? "")}
      {after.moved ? `; ${hoursWords().moved(after.moved)}` : ""}. <span class="muted">{t().by(change.by, dateTime(change.at))}</span>
    </li>
  )
}

function Point({ point, onChange }: { point: PointOut; onChange: () => void }) {
  const planned = point.turns.filter((turn) => turn.since > today())
  return (
    <section class="card card--pad" data-point={point.name}>
      <div class="row admin__row admin__head">
        <h2>{point.name}</h2>
        <Button onPress={onChange} label={hoursWords().changeOf(point.name)}>
          {hoursWords().change}
        </Button>
      </div>
      <Week hours={point.hours} />
      {planned.map((turn) => (
        <div key={turn.since}>
          <h3>{hoursWords().planned(date(turn.since))}</h3>
          <Week hours={turn.hours} />
        </div>
      ))}
      {point.history.length > 0 && (
        <details>
          <summary>{hoursWords().nowAndPast}</summary>
          <ul class="admin__history">
            {point.history.map((each) => (
              <Change key={each.at} change={each} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** The hours of every service point, those to come too. */
export function Hours() {
  const [read, again] = useRead<PointsOut>(admin.hours)
  const [changing, setChanging] = useState<PointOut>()
  const [saved, setSaved] = useState(false)
  const done = (): void => {
    setChanging(undefined)
    setSaved(true)
    again()
  }
  return (
    <>
      <h1>{hoursWords().title}</h1>
      <p class="muted">{hoursWords().more}</p>
      {saved && (
        <Banner kind="done" live>
          {hoursWords().saved}
        </Banner>
      )}
      {read.state === "opening" && <Skeleton rows={3} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && read.value.points.length === 0 && <Empty icon={clockIcon} title={hoursWords().none} />}
      {read.state === "here" &&
        read.value.points.map((point) => <Point key={point.unit_id} point={point} onChange={() => setChanging(point)} />)}
      {changing && <SetHours point={changing} onSaved={done} onClose={() => setChanging(undefined)} />}
    </>
  )
}
