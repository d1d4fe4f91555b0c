import type { Json } from "../../../core/domain/forms/index.ts"
import { type Clash, settled, UNIT, type Writer } from "../../../core/domain/merge.ts"
import type { Draft } from "../../app/client.ts"
import { answerText } from "../../i18n/answer.ts"
import { browserName } from "../../i18n/browser.ts"
import { nearDate, time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { Button } from "../../ui/Button.tsx"
import type { Filling } from "./filling.ts"
import { answerAt, fieldAt, withAnswer } from "../../form/paths.ts"
import { t } from "./words-drafts.ts"

const valueAt = (draft: Draft, path: string): Json | undefined => (path === UNIT ? draft.unit_id : answerAt(draft.answers, path))

function withValue(draft: Draft, path: string, value: Json | undefined): Draft {
  if (path === UNIT) return typeof value === "string" ? { ...draft, unit_id: value } : draft
  return { ...draft, answers: withAnswer(draft.answers, path, value) }
}

function labelOf(filling: Filling, path: string): string {
  if (path === UNIT) return t().unit
  const found = fieldAt(filling.form, path)
  return say(found?.field?.label ?? found?.section.title) || t().oldQuestion
}

function textOf(filling: Filling, path: string, value: Json | undefined): string {
  if (path === UNIT) return filling.units.find((unit) => unit.id === value)?.name ?? t().empty
  const field = fieldAt(filling.form, path)?.field
  const plain = typeof value === "string" ? value : ""
  return (field ? answerText(field, value, filling.lists.label) : plain) || t().empty
}

/** "Máy này, 09:41 hôm nay" */
function whereOf({ device_id, device, at }: Writer): string {
  const own = device_id === "" || device_id === phone().drafts.device_id
  const name = own ? t().here : browserName(device) || t().elsewhere
  return at === "" ? name : `${name}, ${time(at)} ${nearDate(at)}`
}

interface Said {
  readonly value: Json | undefined
  readonly by: Writer
}

/** Two phones answered the same question: both answers stand here, and the person chooses. One question at a time. */
export function Clashes({ filling }: { filling: Filling }) {
  const clashes = filling.draft.conflicts ?? []
  const [first] = clashes
  if (first === undefined) return null
  const { path } = first
  const others = clashes.filter((clash) => clash.path === path)
  const left = new Set(clashes.map((clash) => clash.path)).size - 1
  const answers: readonly Said[] = [
    { value: valueAt(filling.draft, path), by: first.now },
    ...others.map((clash: Clash): Said => ({ value: clash.value, by: clash.by })),
  ]
  const choose = (value: Json | undefined): void =>
    filling.keep.change((old) => settled(old, path, (draft) => withValue(draft, path, value)))
  return (
    <section class="clash card card--pad" aria-labelledby="clash-title" role="alert">
      <h2 id="clash-title">{t().clashTitle}</h2>
      <p class="small">{t().clashMore}</p>
      <p class="clash__asked">
        <b>{labelOf(filling, path)}</b>
      </p>
      <ul class="clash__both">
        {answers.map(({ value, by }) => {
          const [said, where] = [textOf(filling, path, value), whereOf(by)]
          return (
            <li class="clash__one" key={JSON.stringify(value ?? null)}>
              <span class="small muted">{where}</span>
              <b class="clash__said">{said}</b>
              <Button onPress={() => choose(value)} label={t().useOf(said, where)}>
                {t().use}
              </Button>
            </li>
          )
        })}
      </ul>
      {left > 0 && <p class="small muted">{t().clashLeft(left)}</p>}
    </section>
  )
}
