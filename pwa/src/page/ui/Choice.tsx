import { Field, type FieldProps } from "./Field.tsx"

export interface Option {
  value: string
  label: string
  hint?: string | undefined
}

interface OneProps extends FieldProps {
  options: readonly Option[]
  value: string | undefined
  onChoose: (value: string) => void
}

/** One of a few, each a large row. */
export function ChooseOne({ options, value, onChoose, ...field }: OneProps) {
  return (
    <Field {...field} group>
      {() => (
        <div class="card list">
          {options.map((option, n) => (
            <Row
              key={option.value}
              option={option}
              type="radio"
              name={field.id}
              id={n === 0 ? field.id : undefined}
              on={option.value === value}
              onTick={() => onChoose(option.value)}
            />
          ))}
        </div>
      )}
    </Field>
  )
}

interface ManyProps extends FieldProps {
  options: readonly Option[]
  value: readonly string[]
  onChoose: (value: string[]) => void
}

/** Any number of a few. */
export function ChooseMany({ options, value, onChoose, ...field }: ManyProps) {
  const tick = (each: string): void => {
    const next = value.includes(each) ? value.filter((other) => other !== each) : [...value, each]
    onChoose(options.map((option) => option.value).filter((known) => next.includes(known)))
  }
  return (
    <Field {...field} group>
      {() => (
        <div class="card list">
          {options.map((option, n) => (
            <Row
              key={option.value}
              option={option}
              type="checkbox"
              name={field.id}
              id={n === 0 ? field.id : undefined}
              on={value.includes(option.value)}
              onTick={() => tick(option.value)}
            />
          ))}
        </div>
      )}
    </Field>
  )
}

interface RowProps {
  option: Option
  type: "radio" | "checkbox"
  name: string
  id: string | undefined
  on: boolean
  onTick: () => void
}

function Row({ option, type, name, id, on, onTick }: RowProps) {
  return (
    <label class="tick">
      <input type={type} name={name} id={id} value={option.value} checked={on} onChange={onTick} />
      <span>
        <b>{option.label}</b>
        {option.hint && <small>{option.hint}</small>}
      </span>
    </label>
  )
}

interface TickProps extends Omit<FieldProps, "optional"> {
  on: boolean
  onTick: (on: boolean) => void
}

/** One sentence to agree to. */
export function Tick({ id, label, hint, error, on, onTick }: TickProps) {
  return (
    <div class={error === undefined ? "field" : "field field--bad"} data-field={id}>
      {error && (
        <p class="bad" id={`${id}-error`}>
          {error}
        </p>
      )}
      <div class="card">
        <label class="tick">
          <input
            type="checkbox"
            id={id}
            checked={on}
            aria-invalid={error === undefined ? undefined : true}
            aria-describedby={error === undefined ? undefined : `${id}-error`}
            onChange={(event) => onTick(event.currentTarget.checked)}
          />
          <span>
            <b>{label}</b>
            {hint && <small>{hint}</small>}
          </span>
        </label>
      </div>
    </div>
  )
}
