import type { ComponentChildren } from "preact"
import { useId } from "preact/hooks"

interface Props {
  label: string
  value: string
  onType: (value: string) => void
  hint?: string | undefined
  error?: string | undefined
  type?: "text" | "password" | "date" | "number"
  rows?: number
  complete?: "off" | "username" | "current-password"
  children?: ComponentChildren
}

interface TypedProps {
  id: string
  value: string
  kind: NonNullable<Props["type"]>
  complete: NonNullable<Props["complete"]>
  onType: (value: string) => void
  "aria-describedby"?: string
  "aria-invalid"?: boolean
}

function Typed({ kind, complete, onType, ...rest }: TypedProps) {
  const onInput = (event: { currentTarget: HTMLInputElement }): void => onType(event.currentTarget.value)
  if (kind === "date") return <input {...rest} type="date" onInput={onInput} />
  if (kind === "password") return <input {...rest} type="password" autocomplete={complete} onInput={onInput} />
  return <input {...rest} type="text" inputMode={kind === "number" ? "numeric" : "text"} autocomplete={complete} onInput={onInput} />
}

/** One question of the office's small forms: label above, reason below, one line or several. */
export function Line({ label, value, onType, hint, error, type = "text", rows, complete = "off" }: Props) {
  const id = useId()
  const told = `${hint ? `${id}-h ` : ""}${error ? `${id}-e` : ""}`.trim() || undefined
  const shared = { id, value, ...(told ? { "aria-describedby": told } : {}), ...(error ? { "aria-invalid": true } : {}) } as const
  return (
    <div class={`d-line${error ? " d-line--wrong" : ""}`}>
      <label for={id}>{label}</label>
      {hint && (
        <p id={`${id}-h`} class="muted small">
          {hint}
        </p>
      )}
      {rows ? (
        <textarea {...shared} rows={rows} onInput={(event) => onType(event.currentTarget.value)} />
      ) : (
        <Typed {...shared} kind={type} complete={complete} onType={onType} />
      )}
      {error && (
        <p id={`${id}-e`} class="d-line__why" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

interface PickProps {
  label: string
  value: string
  onPick: (value: string) => void
  options: readonly { value: string; label: string }[]
  error?: string | undefined
}

/** One choice of a few. */
export function Pick({ label, value, onPick, options, error }: PickProps) {
  const id = useId()
  return (
    <div class={`d-line${error ? " d-line--wrong" : ""}`}>
      <label for={id}>{label}</label>
      <select id={id} value={value} aria-invalid={error ? true : undefined} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value="" />
        {options.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
      {error && (
        <p class="d-line__why" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
