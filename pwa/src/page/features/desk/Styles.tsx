import "./desk-books.css"
import { useState } from "preact/hooks"
import type { StyleIn, StyleRow, StylesOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { date, today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { me } from "./api.ts"
import { books } from "./books.ts"
import { Line, Pick } from "./Line.tsx"
import { sentence } from "./say.ts"
import { useRead } from "./useRead.ts"
import { t } from "./words-books.ts"

const nameOf = (row: StyleRow): string => say({ vi: row.title.vi, en: row.title.en ?? undefined })
const FIELDS = ["form", "basis", "title_vi", "title_en", "mark", "shape", "from_day", "legal_ref"] as const
type Field = (typeof FIELDS)[number]

const begun = (row: StyleRow): Record<Field, string> => ({
  form: row.form,
  basis: row.basis,
  title_vi: row.title.vi,
  title_en: row.title.en ?? "",
  mark: row.mark,
  shape: row.shape,
  from_day: today(),
  legal_ref: "",
})

const label = (field: Field): string =>
  ({
    form: t().form,
    basis: t().basis,
    title_vi: t().name,
    title_en: t().nameEn,
    mark: t().mark,
    shape: t().shape,
    from_day: t().from,
    legal_ref: t().legal,
  })[field]

interface ChangeProps {
  row: StyleRow
  unit: string
  onClose: () => void
  onDone: (now: StylesOut) => void
}

/** Asks for the new title and number of one form, and from which day on. */
function Change({ row, unit, onClose, onDone }: ChangeProps) {
  const [fields, setFields] = useState(() => begun(row))
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const wrong = (field: Field): string | undefined => {
    const found = fault?.errors?.find((each) => each.path === field)
    return fault !== undefined && found !== undefined ? sentence(fault) : undefined
  }
  const save = async (): Promise<void> => {
    setBusy(true)
    const done = await books.setStyle({ unit_id: unit, kind: row.kind, level: row.level, ...fields } as StyleIn)
    setBusy(false)
    if (!done.ok) return void setFault(done)
    onDone(done.value)
  }
  return (
    <Dialog
      title={t().changeTitle(row.form)}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void save()}>
            {t().save}
          </Button>
          <Button onPress={onClose}>{t().close}</Button>
        </>
      }
    >
      {fault && !FIELDS.some((field) => wrong(field)) && (
        <p class="d-line__why" role="alert">
          {sentence(fault)}
        </p>
      )}
      {FIELDS.map((field) => (
        <Line
          key={field}
          label={label(field)}
          hint={field === "shape" ? t().shapeHint : undefined}
          type={field === "from_day" ? "date" : "text"}
          value={fields[field]}
          error={wrong(field)}
          onType={(value) => {
            setFault(undefined)
            setFields((before) => ({ ...before, [field]: value }))
          }}
        />
      ))}
    </Dialog>
  )
}

function Rows({ rows, onChange }: { rows: readonly StyleRow[]; onChange: (row: StyleRow) => void }) {
  return (
    <div class="card list">
      {rows.map((row) => (
        <div class="item" key={`${row.kind} ${row.level}`}>
          <span class="item__body">
            <b class="item__name">{nameOf(row)}</b>
            <span class="item__note">{[row.form, row.basis, row.own && t().own].filter(Boolean).join(" · ")}</span>
            <span class="item__note num">{t().example(row.example)}</span>
          </span>
          <Button label={t().changeTitle(row.form)} onPress={() => onChange(row)}>
            {t().change}
          </Button>
        </div>
      ))}
    </div>
  )
}

/** Titles and numbers of the printed papers of one unit. */
function OfUnit({ unit }: { unit: string }) {
  const [read, again] = useRead<StylesOut>(() => books.styles(unit))
  const [chosen, setChosen] = useState<StyleRow>()
  if (read.state === "opening") return <Skeleton rows={5} />
  if (read.state === "failed") return <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />
  const { today: rows, changes } = read.value
  return (
    <>
      <Rows rows={rows.filter((row) => !row.level)} onChange={setChosen} />
      <h2>{t().police}</h2>
      <Rows rows={rows.filter((row) => row.level)} onChange={setChosen} />
      {changes.length > 0 && (
        <>
          <h2>{t().changes}</h2>
          <ul class="hist">
            {changes.map((each) => (
              <li key={each.made_at}>
                <span>{date(each.from_day)}</span>
                <span>
                  <b>{each.form}</b>, {each.title}, {each.shape} ({each.mark}). {each.legal_ref}. {each.made_by}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {chosen && (
        <Change
          row={chosen}
          unit={unit}
          onClose={() => setChosen(undefined)}
          onDone={() => {
            setChosen(undefined)
            again()
          }}
        />
      )}
    </>
  )
}

/** How the units of an administrator title and number what they print. */
export function Styles() {
  const roles = (useWatch(me)?.roles ?? []).filter((role) => role.role === "admin")
  const [unit, setUnit] = useState(roles[0]?.unit_id ?? "")
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().styles}</h1>
      <p class="muted">{t().stylesMore}</p>
      {roles.length > 1 && (
        <Pick
          label={t().unit}
          value={unit}
          onPick={setUnit}
          options={roles.map((role) => ({ value: role.unit_id, label: role.unit_name }))}
        />
      )}
      {unit && <OfUnit key={unit} unit={unit} />}
    </main>
  )
}
