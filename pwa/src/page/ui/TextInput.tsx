import type { TargetedEvent } from "preact"
import { useState } from "preact/hooks"
import { Field, type FieldProps } from "./Field.tsx"

interface Props extends FieldProps {
  value: string
  onType: (text: string) => void
  onLeave?: (() => void) | undefined
  /** How the value reads while nobody types in it. */
  show?: (value: string) => string
  kind?: "text" | "name" | "id" | "passport" | "phone" | "number" | "long"
  maxLength?: number | undefined
  readOnly?: boolean
}

type Mode = "numeric" | "tel" | "text" | "decimal"

type Capitals = "words" | "sentences" | "characters"

const modes: Record<NonNullable<Props["kind"]>, { inputmode: Mode; class?: string; autocapitalize?: Capitals }> = {
  text: { inputmode: "text" },
  name: { inputmode: "text", autocapitalize: "words" },
  id: { inputmode: "numeric", class: "input--id" },
  passport: { inputmode: "text", class: "input--id", autocapitalize: "characters" },
  phone: { inputmode: "tel", class: "input--id" },
  number: { inputmode: "decimal" },
  long: { inputmode: "text", autocapitalize: "sentences" },
}

/** A line or some lines of text. What is typed is never changed under the fingers; it is only written nicer after leaving. */
export function TextInput({ value, onType, onLeave, show, kind = "text", maxLength, readOnly, ...field }: Props) {
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? (show === undefined ? value : show(value))
  const { class: look, ...mode } = modes[kind]
  const own = {
    ...mode,
    class: look ? `input ${look}` : "input",
    value: shown,
    readOnly,
    maxLength,
    spellcheck: kind === "long",
    autocomplete: "off" as const,
    onFocus: () => setTyped(shown),
    onInput: (event: TargetedEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      setTyped(event.currentTarget.value)
      onType(event.currentTarget.value)
    },
    onBlur: () => {
      setTyped(undefined)
      onLeave?.()
    },
  }
  return (
    <Field {...field}>
      {(tied) => (kind === "long" ? <textarea rows={4} {...tied} {...own} /> : <input type="text" {...tied} {...own} />)}
    </Field>
  )
}
