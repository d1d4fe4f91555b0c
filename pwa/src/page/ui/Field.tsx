import type { ComponentChildren } from "preact"
import { common } from "../i18n/common.ts"
import { Icon } from "./Icon.tsx"
import { lockIcon, warnIcon } from "./icons.ts"
import "./form.css"

export interface FieldProps {
  /** Also the id of the control that takes the focus. */
  id: string
  label: string
  hint?: string | undefined
  error?: string | undefined
  optional?: boolean | undefined
  /** Said under the field where the answer is seen by few. */
  guarded?: string | undefined
}

/** What a control needs to be tied to its label, hint and error. */
export interface Tied {
  id: string
  "aria-describedby": string | undefined
  "aria-invalid": boolean | undefined
}

interface Frame extends FieldProps {
  /** Several controls under one question. */
  group?: boolean
  children: (tied: Tied) => ComponentChildren
}

const hintId = (id: string): string => `${id}-hint`
const errorId = (id: string): string => `${id}-error`

function tie({ id, hint, error }: FieldProps): Tied {
  const described = [hint && hintId(id), error && errorId(id)].filter(Boolean).join(" ")
  return { id, "aria-describedby": described || undefined, "aria-invalid": error === undefined ? undefined : true }
}

/** One question: label, hint, what is wrong, the control. */
export function Field(props: Frame) {
  const { id, label, hint, error, optional, guarded, group, children } = props
  const tied = tie(props)
  const kind = error === undefined ? "field" : "field field--bad"
  const words = (
    <>
      {label}
      {optional && !label.includes(common().optional) && <small> ({common().optional})</small>}
    </>
  )
  const rest = (
    <>
      {hint && (
        <p class="field__hint" id={hintId(id)}>
          {hint}
        </p>
      )}
      {error && (
        <p class="bad" id={errorId(id)}>
          <Icon d={warnIcon} small />
          {error}
        </p>
      )}
      {children(tied)}
      {guarded && (
        <p class="line muted">
          <Icon d={lockIcon} small />
          {guarded}
        </p>
      )}
    </>
  )
  return group ? (
    <fieldset class={kind} data-field={id} aria-describedby={tied["aria-describedby"]}>
      <legend>{words}</legend>
      {rest}
    </fieldset>
  ) : (
    <div class={kind} data-field={id}>
      <label for={id}>{words}</label>
      {rest}
    </div>
  )
}
