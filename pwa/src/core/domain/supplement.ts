/* Answering a request for more: where each thing that is asked for stands in a draft, what of it is still missing, what is
   sent. Only what was asked for can be changed. Pure. */
import type { SupplementItemOut } from "../contract/types.ts"
import type { Draft } from "./draft.ts"
import { same } from "./merge.ts"
import { answerAt, fieldAt, pathIn, rowsOf, withAnswer } from "./forms/paths.ts"
import type { Answers, FieldDef, FormDef, Json, Problem } from "./forms/types.ts"

/** Words that say nothing are no answer. */
export const MIN_NOTE = 3

/** The place of a thing that was asked for: its path in the answers, and the question it is. */
export interface Place {
  readonly item: SupplementItemOut
  readonly path: string
  readonly field: FieldDef
}

/** Papers that no question of the form asks for have a place of their own, which is not sent as an answer. */
const LOOSE = "@paper_"

/** Where the pages of a paper are listed; the first place, where a form asks for the same paper in several rows. */
function slotOf(form: FormDef, answers: Answers, paper: string): { path: string; field: FieldDef } | undefined {
  for (const section of form.sections) {
    const field = section.fields.find((each) => each.type === "attachment" && (each.paper ?? each.key) === paper)
    if (field === undefined) continue
    if (section.repeat === undefined) return { path: field.key, field }
    const row = rowsOf(answers, section.key)[0]
    if (row !== undefined) return { path: pathIn(section.key, row._id, field.key), field }
  }
  return undefined
}

export function placeOf(item: SupplementItemOut, form: FormDef, answers: Answers): Place {
  if (item.kind === "answer") return { item, path: item.key, field: fieldAt(form, item.key)?.field ?? plain(item, "text") }
  const slot = slotOf(form, answers, item.key) ?? { path: `${LOOSE}${item.key}`, field: plain(item, "attachment") }
  return { item, ...slot }
}

const labelOf = ({ label }: SupplementItemOut): FieldDef["label"] => (label.en == null ? { vi: label.vi } : { vi: label.vi, en: label.en })

const plain = (item: SupplementItemOut, type: FieldDef["type"]): FieldDef => ({
  key: item.key,
  type,
  label: labelOf(item),
  ...(type === "attachment" && { paper: item.key }),
})

/** What is still to be answered: all but what was brought to the counter meanwhile. */
export const stillAsked = <Item extends { readonly brought?: unknown }>(items: readonly Item[]): Item[] =>
  items.filter((item) => item.brought == null)

/** What an answer begins with: all that was declared, as far as it may be seen, without the pages that are asked for anew. */
export function begun(items: readonly SupplementItemOut[], form: FormDef, declared: Answers): Answers {
  let answers = declared
  for (const item of items) {
    const before = item.before as Json | null | undefined
    if (item.kind === "paper") answers = withAnswer(answers, placeOf(item, form, declared).path, undefined)
    else if (answerAt(answers, item.key) === undefined && before != null) answers = withAnswer(answers, item.key, before)
  }
  return answers
}

/** What still stands between a thing and being sent: nothing was given, nothing was changed, or what was given is wrong. Who
    means what stands there says so in a note. */
export function lackOf(place: Place, draft: Draft, errors: readonly Problem[]): Problem | "missing" | "unchanged" | undefined {
  const note = (draft.supplement?.notes[place.item.key] ?? "").trim()
  if (note.length >= MIN_NOTE) return undefined
  const wrong = errors.find((each) => each.path === place.path)
  if (wrong !== undefined && wrong.code !== "required") return wrong
  const value = answerAt(draft.answers, place.path)
  const filled = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== ""
  if (!filled) return "missing"
  return place.item.kind === "answer" && same(value, place.item.before) ? "unchanged" : undefined
}

/** The answers that are sent: of what was asked for, as far as something stands there. */
export function givenAnswers(places: readonly Place[], answers: Answers): Record<string, Json> {
  const found = places.filter(({ path }) => !path.startsWith(LOOSE)).map(({ path }) => [path, answerAt(answers, path)] as const)
  return Object.fromEntries(found.filter((each): each is readonly [string, Json] => each[1] !== undefined))
}
