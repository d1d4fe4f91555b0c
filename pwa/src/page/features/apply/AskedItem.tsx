import { useId, useState } from "preact/hooks"
import type { AttachmentOut } from "../../../core/contract/types.ts"
import type { Json } from "../../../core/domain/forms/index.ts"
import { lackOf, type Place } from "../../../core/domain/supplement.ts"
import { answerText } from "../../i18n/answer.ts"
import { say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { Example } from "../../ui/Example.tsx"
import { FieldView } from "../../form/FieldView.tsx"
import type { Filling } from "./filling.ts"
import { CAMERA, PaperField } from "./PaperField.tsx"
import { answerAt } from "../../form/paths.ts"
import { problemText } from "../../form/problems.ts"
import { Thumb } from "./Thumb.tsx"
import { t } from "./words-supplement.ts"

interface Props {
  place: Place
  n: number
  of: number
  filling: Filling
  /** The person wanted to send: now what is missing is said. */
  tried: boolean
}

/** What is still wanted of a thing, in words. */
export const lackText = (lack: NonNullable<ReturnType<typeof lackOf>>, { form, draft }: Filling): string =>
  typeof lack === "string" ? t()[lack] : problemText(lack, form, draft.answers)

/** One thing that was asked for: why, how, what was there before, and the place for it anew. */
export function AskedItem({ place, n, of, filling, tried }: Props) {
  const { item, path, field } = place
  const [cut] = useState(() => filling.draft.at.field)
  const lack = lackOf(place, filling.draft, filling.seen.errors)
  const error = tried && lack !== undefined ? lackText(lack, filling) : undefined
  const own = { field, path, required: true, error }
  return (
    <section class="card card--pad asked-item" aria-label={say(field.label)}>
      <p class="small muted num">{t().item(n, of)}</p>
      <div class="asked-item__why">
        <p>
          <b>{t().why}:</b> {item.reason}
        </p>
        {item.guidance && (
          <p>
            <b>{t().how}:</b> {item.guidance}
          </p>
        )}
        {item.example && <Example name={item.example} />}
      </div>
      <Before place={place} filling={filling} />
      {field.type === "attachment" ? (
        <PaperField {...own} section="" filling={filling} cutShort={cut === `${CAMERA}${path}`} />
      ) : (
        <FieldView {...own} value={answerAt(filling.draft.answers, path)} warning={undefined} lists={filling.lists} hands={filling.hands} />
      )}
      <Cannot place={place} filling={filling} />
    </section>
  )
}

/** What stood there: never changed, and read beside what is typed now. */
function Before({ place: { item, field }, filling }: Pick<Props, "place" | "filling">) {
  if (item.kind === "paper")
    return item.pages.length === 0 ? null : (
      <div class="asked-item__before">
        <p class="small muted">{t().beforePages}</p>
        <div class="asked-item__pages">
          {item.pages.map((page: AttachmentOut) => (
            <Thumb key={page.attachment_id} name={say(field.label)} read={() => phone().dossiers.page(page.attachment_id, "thumb")} />
          ))}
        </div>
      </div>
    )
  const text = answerText(field, (item.before ?? undefined) as Json | undefined, filling.lists.label)
  return (
    <div class="asked-item__before">
      <p class="small muted">{t().before}</p>
      <p>{text || t().empty}</p>
    </div>
  )
}

/** Who cannot give it says why instead. */
function Cannot({ place: { item }, filling }: Pick<Props, "place" | "filling">) {
  const id = useId()
  const note = filling.draft.supplement?.notes[item.key] ?? ""
  const [open, setOpen] = useState(note !== "")
  const write = (text: string): void =>
    filling.keep.change((draft) =>
      draft.supplement === undefined
        ? draft
        : { ...draft, supplement: { ...draft.supplement, notes: { ...draft.supplement.notes, [item.key]: text } } },
    )
  return (
    <details class="asked-item__cannot" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t().cannot}</summary>
      <label for={id}>{t().cannotWhy}</label>
      <textarea id={id} rows={3} value={note} onInput={(event) => write(event.currentTarget.value)} />
    </details>
  )
}
