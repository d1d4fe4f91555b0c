import { useState } from "preact/hooks"
import { words } from "../i18n/words.ts"
import { dateInWords } from "../i18n/format.ts"
import { Field, type FieldProps } from "./Field.tsx"
import { Pick } from "./Pick.tsx"

const t = words(
  {
    known: "Biết đến đâu?",
    day: "Ngày",
    month: "Tháng",
    year: "Năm",
    all: "Biết đủ",
    monthYear: "Tháng, năm",
    yearOnly: "Chỉ năm",
    unknown: (part: string) => `${part}, chưa biết`,
    willSay: "Trên giấy tờ sẽ ghi:",
    notYet: "chưa ghi được",
  },
  {
    known: "How much is known?",
    day: "Day",
    month: "Month",
    year: "Year",
    all: "All of it",
    monthYear: "Month, year",
    yearOnly: "Year only",
    unknown: (part) => `${part}, not known`,
    willSay: "On paper it will say:",
    notYet: "cannot be written yet",
  },
)

type Known = "day" | "month" | "year"
const KNOWN: readonly Known[] = ["day", "month", "year"]

interface Parts {
  known: Known
  day: string
  month: string
  year: string
}

/** A value that is still being typed keeps its holes: "1994--" has a year, and a month and a day to come. */
function partsOf(value: string): Parts {
  const [year = "", month, day] = value.split("-")
  return {
    known: day !== undefined || value === "" ? "day" : month !== undefined ? "month" : "year",
    year,
    month: month ?? "",
    day: day ?? "",
  }
}

const two = (digits: string): string => (digits === "" ? "" : digits.padStart(2, "0"))

function valueOf({ known, day, month, year }: Parts): string {
  if (known === "year") return year
  if (known === "month") return year || month ? `${year}-${two(month)}` : ""
  return year || month || day ? `${year}-${two(month)}-${two(day)}` : ""
}

const WHOLE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/

interface Props extends FieldProps {
  value: string
  onType: (value: string) => void
  onLeave?: (() => void) | undefined
  /** The day, or day and month, may be unknown. */
  partial?: boolean
  readOnly?: boolean
}

/** A date typed as day, month, year; partly known ones keep exactly what is known. */
export function DateInput({ value, onType, onLeave, partial, readOnly, ...field }: Props) {
  const [parts, setParts] = useState(() => partsOf(value))
  const seen = valueOf(parts) === value ? parts : partsOf(value)
  const type = (change: Partial<Parts>): void => {
    const next = { ...seen, ...change }
    setParts(next)
    onType(valueOf(next))
  }
  const firstOpen = seen.known === "day" ? "day" : seen.known
  const box = (name: Known, length: number) => {
    const open = KNOWN.indexOf(name) >= KNOWN.indexOf(seen.known)
    const label = t()[name]
    return (
      <label class={open ? undefined : "off"}>
        <span aria-hidden={!open}>{label}</span>
        <input
          class="input"
          type="text"
          id={name === firstOpen ? field.id : undefined}
          inputmode="numeric"
          autocomplete="off"
          maxLength={length}
          disabled={!open}
          readOnly={readOnly}
          aria-label={open ? undefined : t().unknown(label)}
          aria-invalid={field.error === undefined ? undefined : true}
          aria-describedby={field.error === undefined ? undefined : `${field.id}-error`}
          value={open ? seen[name] : "–"}
          onInput={(event) => type({ [name]: event.currentTarget.value.replace(/\D/g, "") })}
          onBlur={onLeave}
        />
      </label>
    )
  }
  return (
    <Field {...field} group>
      {() => (
        <>
          {partial && !readOnly && (
            <Pick
              label={t().known}
              hideLabel
              name={`${field.id}-known`}
              options={[
                ["day", t().all],
                ["month", t().monthYear],
                ["year", t().yearOnly],
              ]}
              value={seen.known}
              onPick={(known) => type({ known })}
            />
          )}
          <div class="date">
            {box("day", 2)}
            {box("month", 2)}
            {box("year", 4)}
          </div>
          {partial && (
            <p class="field__hint" aria-live="polite">
              {t().willSay} <b>{WHOLE.test(value) ? dateInWords(value) : t().notYet}</b>
            </p>
          )}
        </>
      )}
    </Field>
  )
}
