import { useEffect, useId, useRef } from "preact/hooks"
import { Field } from "./Field.tsx"

export type AskKind = "text" | "name" | "digits" | "phone" | "code" | "username" | "password" | "new-password" | "pin" | "new-pin"

interface Props {
  label: string
  hint?: string | undefined
  value: string
  error?: string | undefined
  kind?: AskKind
  /** For four characters, not for a line. */
  short?: boolean
  onType: (value: string) => void
}

const COMPLETE = {
  text: "off",
  name: "name",
  digits: "off",
  phone: "tel",
  code: "one-time-code",
  username: "username",
  password: "current-password",
  "new-password": "new-password",
  pin: "off",
  "new-pin": "off",
} as const

const DIGITS: ReadonlySet<AskKind> = new Set(["digits", "phone", "code", "pin", "new-pin"])
const SECRET: ReadonlySet<AskKind> = new Set(["password", "new-password", "pin", "new-pin"])

/** One line asked for outside the forms: signing in, following, helping. A new mistake takes the focus, so that it is heard. */
export function Ask({ label, hint, value, error, kind = "text", short, onType }: Props) {
  const id = useId()
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (error) box.current?.focus()
  }, [error])
  const own = {
    ref: box,
    class: `input${DIGITS.has(kind) || short ? " input--id" : ""}${short ? " input--short" : ""}`,
    value,
    autocomplete: COMPLETE[kind],
    spellcheck: false,
    onInput: (event: { currentTarget: HTMLInputElement }) => onType(event.currentTarget.value),
  }
  return (
    <Field id={id} label={label} hint={hint} error={error === "" ? undefined : error}>
      {(tied) =>
        SECRET.has(kind) ? (
          <input type="password" inputMode={DIGITS.has(kind) ? "numeric" : "text"} {...tied} {...own} />
        ) : (
          <input type="text" inputMode={DIGITS.has(kind) ? "numeric" : "text"} {...tied} {...own} />
        )
      }
    </Field>
  )
}
