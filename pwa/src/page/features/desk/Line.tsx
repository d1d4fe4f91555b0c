import type { ComponentChildren } from "preact"
import { useId, useRef, useState } from "preact/hooks"
import { Snippets } from "./Snippets.tsx"

interface Props {
  label: string
  value: string
  onType: (value: string) => void
  hint?: string | undefined
  error?: string | undefined
  type?: "text" | "password" | "date" | "month" | "number"
  rows?: number
  complete?: "off" | "username" | "current-password" | "new-password" | "one-time-code"
  /** Several lines that pieces of text can be put into. */
  snippets?: boolean
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
  if (kind === "month") return <input {...rest} type="month" onInput={onInput} />
  if (kind === "password") return <input {...rest} type="password" autocomplete={complete} onInput={onInput} />
  return <input {...rest} type="text" inputMode={kind === "number" ? "numeric" : "text"} autocomplete={complete} onInput={onInput} />
}

interface AreaProps {
  value: string
  onType: (value: string) => void
  shared: object
  rows: number
  snippets: boolean
}

/** Several lines; F2 opens the pieces of text, and one of them goes where the cursor stood. */
function Area({ shared, rows, value, onType, snippets }: AreaProps) {
  const box = useRef<HTMLTextAreaElement>(null)
  const [open, setOpen] = useState(false)
  const put = (text: string): void => {
    const area = box.current
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [value.length, value.length]
    onType(value.slice(0, from) + text + value.slice(to))
    setOpen(false)
    requestAnimationFrame(() => {
      area?.focus()
      area?.setSelectionRange(from + text.length, from + text.length)
    })
  }
  return (
    <>
      <textarea
        {...shared}
        ref={box}
        rows={rows}
        onInput={(event) => onType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!snippets || event.key !== "F2") return
          event.preventDefault()
          setOpen(true)
        }}
      />
      {snippets && (
        <Snippets
          value={value}
          onPut={put}
          open={open}
          onOpen={(next) => {
            setOpen(next)
            if (!next) box.current?.focus()
          }}
        />
      )}
    </>
  )
}

/** One question of the office's small forms: label above, reason below, one line or several. */
export function Line({ label, value, onType, hint, error, type = "text", rows, complete = "off", snippets = false }: Props) {
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
        <Area shared={shared} rows={rows} value={value} onType={onType} snippets={snippets} />
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
  /** What choosing nothing means, where that is an answer. */
  empty?: string
  /** One of the options is always chosen. */
  sure?: boolean
}

/** One choice of a few. */
export function Pick({ label, value, onPick, options, error, empty, sure }: PickProps) {
  const id = useId()
  return (
    <div class={`d-line${error ? " d-line--wrong" : ""}`}>
      <label for={id}>{label}</label>
      <select id={id} value={value} aria-invalid={error ? true : undefined} onChange={(event) => onPick(event.currentTarget.value)}>
        {!sure && <option value="">{empty}</option>}
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
