import { useState } from "preact/hooks"
import type { PointOut } from "../../../core/contract/openapi.gen.ts"
import { today, weekday, weekdayShort } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { forget, useKept } from "../desk/kept.ts"
import { Line } from "../desk/Line.tsx"
import { admin, type HoursBody } from "./api.ts"
import { Careful } from "./Careful.tsx"
import { boxName, DAYS, readWeek, type Weekday } from "./week.ts"
import { hoursWords } from "./words-hours.ts"
import { rooms as t } from "./words.ts"

const MONDAY = Date.UTC(2026, 10, 16)
const dateOf = (day: Weekday): string => new Date(MONDAY + DAYS.indexOf(day) * 86_400_000).toISOString().slice(0, 10)
export const dayName = (day: Weekday): string => weekday(dateOf(day))
const shortName = (day: Weekday): string => weekdayShort(dateOf(day))

interface BoxesProps {
  day: Weekday
  spans: number
  value: (box: string) => string
  keep: (box: string, text: string) => void
  wrong: boolean
}

function DayBoxes({ day, spans, value, keep, wrong }: BoxesProps) {
  const box = (n: number, end: 0 | 1) => (
    <input
      type="text"
      inputMode="numeric"
      size={5}
      maxLength={5}
      aria-invalid={wrong ? true : undefined}
      aria-label={end === 0 ? hoursWords().from(dayName(day), n + 1) : hoursWords().to(dayName(day), n + 1)}
      value={value(boxName(day, n, end))}
      onInput={(event) => keep(boxName(day, n, end), event.currentTarget.value)}
    />
  )
  return (
    <tr class={wrong ? "is-wrong" : undefined}>
      <th scope="row">{shortName(day)}</th>
      {Array.from({ length: spans }, (_, n) => (
        <td key={n}>
          {box(n, 0)} – {box(n, 1)}
        </td>
      ))}
    </tr>
  )
}

/** New hours of a service point from a day on. */
export function SetHours({ point, onSaved, onClose }: { point: PointOut; onSaved: (point: PointOut) => void; onClose: () => void }) {
  const name = `hours-${point.unit_id}`
  const [kept, keep] = useKept(name)
  const [wrong, setWrong] = useState<Weekday | "empty">()
  const [tried, setTried] = useState(false)
  const spans = Math.max(2, ...DAYS.map((day) => point.hours[day]?.length ?? 0))
  const value = (box: string): string => {
    const [day = "", span, end] = box.split("-")
    return kept[box] ?? point.hours[day]?.[Number(span)]?.[Number(end)] ?? ""
  }
  const copy = (): void => {
    for (const day of DAYS.slice(1, 5))
      for (let n = 0; n < spans; n++) for (const end of [0, 1] as const) keep(boxName(day, n, end), value(boxName("mon", n, end)))
  }
  const since = kept["since"] ?? today()
  const source = kept["source"] ?? ""
  const body = (): HoursBody | undefined => {
    setTried(true)
    const found = readWeek(value, spans)
    setWrong("wrong" in found ? found.wrong : "empty" in found ? "empty" : undefined)
    if (!("week" in found) || !since || source.trim().length < 3) return undefined
    return { unit_id: point.unit_id, since, hours: found.week, source: source.trim() }
  }
  return (
    <Careful
      title={hoursWords().changeOf(point.name)}
      body={body}
      preview={admin.previewHours}
      save={admin.saveHours}
      onSaved={(saved) => {
        forget(name)
        onSaved(saved)
      }}
      onClose={onClose}
    >
      <Line
        label={hoursWords().since}
        type="date"
        value={since}
        onType={(text) => keep("since", text)}
        error={tried && !since ? t().needed : undefined}
      />
      <p class="muted small">{hoursWords().how}</p>
      <table class="week">
        <thead>
          <tr>
            <th scope="col">{hoursWords().day}</th>
            {Array.from({ length: spans }, (_, n) => (
              <th key={n} scope="col">
                {hoursWords().span(n + 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day) => (
            <DayBoxes key={day} day={day} spans={spans} value={value} keep={keep} wrong={wrong === day} />
          ))}
        </tbody>
      </table>
      <Button kind="quiet" onPress={copy}>
        {hoursWords().same}
      </Button>
      {wrong !== undefined && (
        <p class="d-line__why" role="alert">
          {wrong === "empty" ? hoursWords().empty : `${dayName(wrong)}: ${hoursWords().wrong}`}
        </p>
      )}
      <Line
        label={t().source}
        hint={t().sourceMore}
        value={source}
        onType={(text) => keep("source", text)}
        error={tried && source.trim().length < 3 ? t().needed : undefined}
      />
    </Careful>
  )
}
