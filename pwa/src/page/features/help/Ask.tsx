import { useId } from "preact/hooks"

interface Props {
  label: string
  hint?: string
  value: string
  error?: string | undefined
  digits?: boolean
  short?: boolean
  onType: (value: string) => void
}

/** One question to the person who is helped. */
export function Ask({ label, hint, value, error, digits, short, onType }: Props) {
  const id = useId()
  const told = [hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(" ")
  return (
    <div class={`help-ask${error ? " help-ask--wrong" : ""}`}>
      <label for={id}>{label}</label>
      {hint && (
        <p id={`${id}-h`} class="muted small">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-e`} class="help-why" role="alert">
          {error}
        </p>
      )}
      <input
        id={id}
        type="text"
        class={short ? "num help-ask__short" : "num"}
        inputMode={digits ? "numeric" : "text"}
        autocomplete="off"
        value={value}
        {...(told ? { "aria-describedby": told } : {})}
        {...(error ? { "aria-invalid": true } : {})}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </div>
  )
}
