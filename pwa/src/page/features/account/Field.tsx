import { useId } from "preact/hooks"

interface Props {
  label: string
  hint?: string
  value: string
  error?: string | undefined
  kind?: "text" | "tel" | "code" | "password" | "new-password" | "username"
  onType: (value: string) => void
}

const COMPLETE = {
  text: "name",
  tel: "tel",
  code: "one-time-code",
  password: "current-password",
  "new-password": "new-password",
  username: "username",
} as const

/** One question of signing in. */
export function Field({ label, hint, value, error, kind = "text", onType }: Props) {
  const id = useId()
  const told = [hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(" ")
  const shared = {
    id,
    value,
    autocomplete: COMPLETE[kind],
    ...(told ? { "aria-describedby": told } : {}),
    ...(error ? { "aria-invalid": true } : {}),
    onInput: (event: { currentTarget: HTMLInputElement }) => onType(event.currentTarget.value),
  }
  const secret = kind === "password" || kind === "new-password"
  const digits = kind === "code" || kind === "tel"
  return (
    <div class={`account-field${error ? " account-field--wrong" : ""}`}>
      <label for={id}>{label}</label>
      {hint && (
        <p id={`${id}-h`} class="muted small">
          {hint}
        </p>
      )}
      {secret ? (
        <input {...shared} type="password" />
      ) : (
        <input {...shared} type="text" inputMode={digits ? "numeric" : "text"} class={kind === "code" ? "num account-code" : "num"} />
      )}
      {error && (
        <p id={`${id}-e`} class="account-why" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
