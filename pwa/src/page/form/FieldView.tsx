import type { Address, FieldDef, Json } from "../../core/domain/forms/index.ts"
import { answerText } from "../i18n/answer.ts"
import { common } from "../i18n/common.ts"
import { idNumber, number, phone } from "../i18n/format.ts"
import { say } from "../i18n/lang.ts"
import { AddressInput } from "../ui/AddressInput.tsx"
import { Banner } from "../ui/Banner.tsx"
import { ChooseMany, ChooseOne, type Option, Tick } from "../ui/Choice.tsx"
import { Combo } from "../ui/Combo.tsx"
import { DateInput } from "../ui/DateInput.tsx"
import { Field, type FieldProps } from "../ui/Field.tsx"
import { memo } from "../ui/memo.ts"
import { Pick } from "../ui/Pick.tsx"
import { TextInput } from "../ui/TextInput.tsx"
import type { Hands } from "./asking.ts"
import type { FormLists } from "./lists.ts"
import { idOf } from "./paths.ts"
import { t } from "./words.ts"

export interface FieldViewProps {
  field: FieldDef
  path: string
  value: Json | undefined
  required: boolean
  error: string | undefined
  warning: string | undefined
  /** Where the answer is from, where nobody typed it here. */
  source?: string | undefined
  lists: FormLists
  hands: Hands
}

/** So many choices still stand on the page as rows; more are typed and chosen. */
const ROWS = 7

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "")

function frame({ field, path, required, error }: FieldViewProps): FieldProps {
  const hint = say(field.hint)
  return {
    id: idOf(path),
    label: say(field.label),
    // said once: a form may carry the same sentence as its hint
    hint: hint === "" || (field.sensitive && hint === t().guarded) ? undefined : hint,
    error,
    optional: !required && !field.soft,
    guarded: field.sensitive ? t().guarded : undefined,
  }
}

function optionsOf(field: FieldDef, lists: FormLists): Option[] {
  const listed = field.list === undefined ? [] : (lists.items[field.list] ?? [])
  if (field.options === undefined) return listed.map((item) => ({ value: item.value, label: say(item.label) }))
  return field.options.map((option) => ({ value: option.value, label: say(option.label), hint: option.hint && say(option.hint) }))
}

/** A typed number; what is not one yet stays as typed, and the engine says so. */
function asNumber(typed: string): Json | undefined {
  const plain = typed.replace(/[\s.]/g, "").replace(",", ".")
  if (plain === "") return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : typed
}

function Words(props: FieldViewProps) {
  const { field, path, value, hands } = props
  const own = { ...frame(props), value: text(value), onType: (typed: string) => hands.answer(path, typed === "" ? undefined : typed) }
  switch (field.type) {
    case "id_number":
      return <TextInput {...own} kind={field.kinds?.includes("passport") ? "passport" : "id"} show={idNumber} />
    case "phone":
      return <TextInput {...own} kind="phone" show={phone} />
    case "long_text":
      return <TextInput {...own} kind="long" maxLength={field.max_length ?? 2000} />
    case "number":
    case "money":
      return (
        <TextInput
          {...own}
          kind="number"
          value={typeof value === "number" ? String(value).replace(".", ",") : text(value)}
          show={() => (typeof value === "number" ? number(value) : text(value))}
          onType={(typed) => hands.answer(path, asNumber(typed))}
        />
      )
    default:
      return <TextInput {...own} kind={field.type === "person_name" ? "name" : "text"} maxLength={field.max_length ?? 200} />
  }
}

function Choices(props: FieldViewProps) {
  const { field, path, value, hands, lists } = props
  const options = optionsOf(field, lists)
  const own = frame(props)
  if (options.length === 0)
    return (
      <Field {...own} group>
        {() => <Banner kind="plain">{t().noList}</Banner>}
      </Field>
    )
  if (field.type === "multi_choice") {
    const chosen = Array.isArray(value) ? value.map(String) : []
    return (
      <ChooseMany {...own} options={options} value={chosen} onChoose={(next) => hands.answer(path, next.length === 0 ? undefined : next)} />
    )
  }
  if (options.length > ROWS)
    return <Combo {...own} items={options} value={text(value) || undefined} onChoose={(next) => hands.answer(path, next)} />
  return <ChooseOne {...own} options={options} value={text(value) || undefined} onChoose={(next) => hands.answer(path, next)} />
}

function YesNo(props: FieldViewProps) {
  const { path, value, hands } = props
  const own = frame(props)
  return (
    <Field {...own} group>
      {(tied) => (
        <Pick
          label={own.label}
          hideLabel
          name={tied.id}
          id={tied.id}
          options={[
            ["yes", common().yes],
            ["no", common().no],
          ]}
          value={value === true ? "yes" : value === false ? "no" : undefined}
          onPick={(chosen) => hands.answer(path, chosen === "yes")}
        />
      )}
    </Field>
  )
}

/** What the form works out by itself: shown, not typed. */
function Derived(props: FieldViewProps) {
  const { field, value, lists } = props
  return (
    <TextInput
      {...frame(props)}
      hint={t().computed}
      optional={false}
      value={answerText(field, value, lists.label)}
      onType={() => undefined}
      readOnly
    />
  )
}

function Control(props: FieldViewProps) {
  const { field, path, value, hands, lists } = props
  if (field.computed !== undefined) return <Derived {...props} />
  switch (field.type) {
    case "date":
      return (
        <DateInput
          {...frame(props)}
          value={text(value)}
          partial={field.partial ?? false}
          onType={(typed) => hands.answer(path, typed === "" ? undefined : typed)}
        />
      )
    case "choice":
    case "multi_choice":
      return <Choices {...props} />
    case "yes_no":
      return <YesNo {...props} />
    case "statement": {
      const { id, label, hint, error } = frame(props)
      return (
        <Tick
          id={id}
          label={label}
          hint={hint}
          error={error}
          on={value === true}
          onTick={(on) => hands.answer(path, on ? true : undefined)}
        />
      )
    }
    case "address":
      return (
        <AddressInput
          {...frame(props)}
          value={typeof value === "object" && !Array.isArray(value) ? ((value as Address | null) ?? undefined) : undefined}
          places={lists.places}
          abroad={field.abroad ?? false}
          onChange={(next) => hands.answer(path, next === undefined ? undefined : { ...next })}
        />
      )
    case "info":
      return <Banner>{say(field.label)}</Banner>
    default:
      return <Words {...props} />
  }
}

/** One question of the form, whatever its kind; drawn again only when something about it changed. */
export const FieldView = memo<FieldViewProps>((props) => (
  <div class="question" data-path={props.path}>
    <Control {...props} />
    {props.source && <p class="question__from">{props.source}</p>}
    {props.warning && (
      <Banner kind="wait" live>
        {props.warning}
      </Banner>
    )}
  </div>
))
