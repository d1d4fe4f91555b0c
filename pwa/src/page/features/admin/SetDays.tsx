import { useState } from "preact/hooks"
import type { DayOut, YearOut } from "../../../core/contract/openapi.gen.ts"
import { date, dayMonth } from "../../i18n/format.ts"
import { forget, useKept } from "../desk/kept.ts"
import { Line, Pick } from "../desk/Line.tsx"
import { admin, type DayKind, type DaysBody } from "./api.ts"
import { Careful } from "./Careful.tsx"
import { span } from "./dates.ts"
import { cal } from "./words-calendar.ts"
import { rooms as t } from "./words.ts"

const KINDS: readonly DayKind[] = ["holiday", "compensation", "swap_off", "swap_work"]
const COUNTRY = "country"
const MOST = 31

interface Props {
  year: YearOut
  onSaved: (year: YearOut) => void
  onClose: () => void
}

/** The same three questions under every change: what it rests on. */
function SourceLines({ value, keep, tried }: { value: (f: string) => string; keep: (f: string, v: string) => void; tried: boolean }) {
  return (
    <>
      <Line
        label={t().source}
        hint={t().sourceMore}
        value={value("source")}
        onType={(text) => keep("source", text)}
        error={tried && value("source").trim().length < 3 ? t().needed : undefined}
      />
      <div class="admin__pair">
        <Line label={t().document} value={value("document")} onType={(text) => keep("document", text)} />
        <Line label={t().documentDate} type="date" value={value("document_date")} onType={(text) => keep("document_date", text)} />
      </div>
    </>
  )
}

const sources = (value: (field: string) => string): Pick<DaysBody, "source" | "document" | "document_date"> => ({
  source: value("source").trim(),
  document: value("document").trim() || null,
  document_date: value("document_date") || null,
})

/** New days: off, or worked, with what they rest on. */
export function SetDays({ year, onSaved, onClose }: Props) {
  const name = `calendar-${year.year}`
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const only = year.scopes.length === 1 ? (year.scopes[0]?.unit_id ?? COUNTRY) : ""
  const value = (field: string): string => kept[field] ?? (field === "scope" ? only : "")
  const last = value("to") || value("from")
  const days = value("from") ? span(value("from"), last) : []
  const missing = (field: string): string | undefined => (tried && !value(field).trim() ? t().needed : undefined)
  const wrongSpan = days.length > MOST ? cal().tooMany : value("from") && days.length === 0 ? cal().backwards : undefined
  const body = (): DaysBody | undefined => {
    setTried(true)
    if (["scope", "kind", "from", "name", "source"].some((field) => !value(field).trim()) || wrongSpan) return undefined
    const kind = value("kind") as DayKind
    const set: DaysBody["days"] = days.map((day) => ({ day, kind, name: value("name").trim() }))
    if (kind === "swap_off" && value("worked"))
      set.push({ day: value("worked"), kind: "swap_work", name: cal().workedFor(dayMonth(value("from"))) })
    return { unit_id: value("scope") === COUNTRY ? null : value("scope"), days: set, ...sources(value) }
  }
  return (
    <Careful
      title={cal().add}
      body={body}
      preview={admin.previewDays}
      save={admin.saveDays}
      onSaved={(saved) => {
        forget(name)
        onSaved(saved)
      }}
      onClose={onClose}
    >
      {year.scopes.length === 1 && (
        <p>
          {cal().scope}: <b>{year.scopes[0]?.unit_id ? year.scopes[0].name : cal().country}</b>
        </p>
      )}
      {year.scopes.length > 1 && (
        <Pick
          label={cal().scope}
          value={value("scope")}
          onPick={(next) => keep("scope", next)}
          options={year.scopes.map((each) => ({ value: each.unit_id ?? COUNTRY, label: each.unit_id ? each.name : cal().country }))}
          error={missing("scope")}
        />
      )}
      <Pick
        label={cal().kind}
        value={value("kind")}
        onPick={(next) => keep("kind", next)}
        options={KINDS.map((each) => ({ value: each, label: cal()[each] }))}
        error={missing("kind")}
      />
      <div class="admin__pair">
        <Line label={cal().from} type="date" value={value("from")} onType={(text) => keep("from", text)} error={missing("from")} />
        <Line label={cal().to} type="date" value={value("to")} onType={(text) => keep("to", text)} error={wrongSpan} />
      </div>
      <Line label={cal().name} hint={cal().nameMore} value={value("name")} onType={(text) => keep("name", text)} error={missing("name")} />
      {value("kind") === "swap_off" && (
        <Line label={cal().worked} type="date" value={value("worked")} onType={(text) => keep("worked", text)} />
      )}
      <SourceLines value={value} keep={keep} tried={tried} />
    </Careful>
  )
}

/** A day taken back, with what that rests on. */
export function RemoveDay({ day, onSaved, onClose }: { day: DayOut } & Omit<Props, "year">) {
  const name = `calendar-remove-${day.day}`
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const value = (field: string): string => kept[field] ?? ""
  const body = (): DaysBody | undefined => {
    setTried(true)
    if (value("source").trim().length < 3) return undefined
    return { unit_id: day.unit_id ?? null, days: [{ day: day.day, kind: null, name: day.name }], ...sources(value) }
  }
  return (
    <Careful
      title={cal().removeTitle(date(day.day))}
      body={body}
      preview={admin.previewDays}
      save={admin.saveDays}
      onSaved={(saved) => {
        forget(name)
        onSaved(saved)
      }}
      onClose={onClose}
    >
      <p>
        {cal()[day.kind]}: {day.name}
      </p>
      <SourceLines value={value} keep={keep} tried={tried} />
    </Careful>
  )
}
