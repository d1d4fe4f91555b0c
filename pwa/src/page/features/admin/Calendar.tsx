import { useCallback, useEffect, useState } from "preact/hooks"
import type { ChangeOut, DayOut, YearOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { date, dateTime, startDate, today } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { clockIcon, doneIcon } from "../../ui/icons.ts"
import { plusIcon } from "../../ui/icons-work.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { sentence } from "../desk/say.ts"
import { admin } from "./api.ts"
import { Months } from "./Months.tsx"
import { RemoveDay, SetDays } from "./SetDays.tsx"
import { SetYear } from "./SetYear.tsx"
import { cal } from "./words-calendar.ts"
import { rooms as t } from "./words.ts"

type Asking = { what: "set" } | { what: "year" } | { what: "remove"; day: DayOut }

const KINDS = ["holiday", "compensation", "swap_off", "swap_work", "workday"] as const
const kindName = (kind: unknown): string => {
  const known = KINDS.find((each) => each === kind)
  return known === undefined ? "" : cal()[known]
}

/** One line of the record: who did what to which day, and what it was before. */
function Change({ change }: { change: ChangeOut }) {
  const { before, after } = change as { before: Record<string, unknown>; after: Record<string, unknown> }
  const day = typeof after["day"] === "string" ? date(after["day"]) : ""
  const status = (said: unknown): string => (said === "published" ? cal().published : cal().estimated)
  const said =
    change.what === "year"
      ? cal().did_year(status(after["status"]))
      : change.what === "removed"
        ? cal().did_removed(day)
        : cal().did_set(day, kindName(after["kind"]), String(after["name"]))
  const was = before["kind"] ? cal().was(`${kindName(before["kind"])}, ${String(before["name"])}`) : ""
  const moved = typeof after["moved"] === "number" && after["moved"] > 0 ? cal().moved(after["moved"]) : ""
  return (
    <li>
      {[said, was, moved].filter(Boolean).join("; ")}. <span class="muted">{t().by(change.by, dateTime(change.at))}</span>
    </li>
  )
}

function Days({ year, onRemove }: { year: YearOut; onRemove: (day: DayOut) => void }) {
  if (year.days.length === 0) return <p class="muted">{cal().none}</p>
  return (
    <ul class="card list days">
      {year.days.map((day) => (
        <li class="item days__one" key={`${day.day}${day.unit_id ?? ""}`} data-day={day.day}>
          <span class="item__body">
            <b class="item__name">
              {startDate(day.day)}: {day.name}
            </b>
            <span class="item__note">
              {cal()[day.kind]}. {day.unit_name ?? cal().country}
            </span>
            <span class="item__note">
              {day.set_by
                ? [day.source, day.document, day.document_date && date(day.document_date), cal().setBy(day.set_by)]
                    .filter(Boolean)
                    .join(", ")
                : cal().byCatalogue}
            </span>
          </span>
          {day.mine && (
            <Button kind="quiet" onPress={() => onRemove(day)} label={`${cal().remove}: ${date(day.day)}`}>
              {day.kind === "workday" ? cal().restore : cal().remove}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function Whole({ year, onAsk }: { year: YearOut; onAsk: (asking: Asking) => void }) {
  const published = year.status === "published"
  const country = year.scopes.some((each) => each.unit_id === null)
  return (
    <>
      <div class="row admin__row">
        <Chip kind={published ? "done" : "phone"} icon={published ? doneIcon : clockIcon}>
          {published ? cal().published : cal().estimated}
        </Chip>
        <span class="muted">{[year.source, year.document].filter(Boolean).join(", ")}</span>
      </div>
      <div class="row admin__row">
        <Button kind="main" icon={plusIcon} onPress={() => onAsk({ what: "set" })}>
          {cal().add}
        </Button>
        {country && <Button onPress={() => onAsk({ what: "year" })}>{published ? cal().unsetYear : cal().setYear}</Button>}
      </div>
      <div class="admin__two">
        <section>
          <h2>{cal().months}</h2>
          <Months year={year.year} days={year.days} />
        </section>
        <section>
          <h2>{cal().days}</h2>
          <Days year={year} onRemove={(day) => onAsk({ what: "remove", day })} />
        </section>
      </div>
      <section>
        <h2>{t().history}</h2>
        {year.history.length === 0 && <p class="muted">{t().noHistory}</p>}
        <ul class="admin__history">
          {year.history.map((each) => (
            <Change key={each.at + JSON.stringify(each.after)} change={each} />
          ))}
        </ul>
      </section>
    </>
  )
}

/** A year at a glance, its days with their sources, and setting them. */
export function Calendar() {
  const [wanted, setWanted] = useState(Number(today().slice(0, 4)))
  const [year, setYear] = useState<YearOut>()
  const [fault, setFault] = useState<Fault>()
  const [asking, setAsking] = useState<Asking>()
  const [saved, setSaved] = useState(false)
  const read = useCallback(() => {
    void admin.year(wanted).then((found) => {
      if (found.ok) setYear(found.value)
      setFault(found.ok ? undefined : found)
    })
  }, [wanted])
  useEffect(read, [read])
  const done = (next: YearOut): void => {
    setAsking(undefined)
    setSaved(true)
    if (next.year === wanted) setYear(next)
    else setWanted(next.year)
  }
  const around = [...new Set([...(year?.years ?? []), wanted - 1, wanted, wanted + 1])].filter((each) => each >= 2025).sort((a, b) => a - b)
  return (
    <>
      <div class="row admin__row admin__head">
        <h1>{cal().title(wanted)}</h1>
        <nav class="admin__years" aria-label={cal().year}>
          {around.map((each) => (
            <button key={each} type="button" class="btn btn--quiet" aria-pressed={each === wanted} onClick={() => setWanted(each)}>
              {each}
            </button>
          ))}
        </nav>
      </div>
      {saved && (
        <Banner kind="plain" icon={doneIcon} live>
          {cal().saved}
        </Banner>
      )}
      {fault && <Failed title={sentence(fault)} code={fault.code} onRetry={read} />}
      {year === undefined && !fault && <Skeleton rows={6} />}
      {year?.year === wanted && <Whole year={year} onAsk={setAsking} />}
      {year && asking?.what === "set" && <SetDays year={year} onSaved={done} onClose={() => setAsking(undefined)} />}
      {year && asking?.what === "year" && <SetYear year={year} onSaved={done} onClose={() => setAsking(undefined)} />}
      {asking?.what === "remove" && <RemoveDay day={asking.day} onSaved={done} onClose={() => setAsking(undefined)} />}
    </>
  )
}
