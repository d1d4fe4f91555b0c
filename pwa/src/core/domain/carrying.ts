/* A draft that is carried over to a newer form, or back: pure steps from one draft to the next. */
import type { Draft, DraftFile } from "./draft.ts"
import { carryOn, type Carried } from "./forms/mapping.ts"
import { answerAt, pathIn, rowsOf, spotOf } from "./forms/paths.ts"
import type { Answers, FormDef, Json, SectionDef } from "./forms/types.ts"
import { same, type Clash } from "./merge.ts"
import type { Terms } from "./terms.ts"

/** Where a draft is carried to, and along which forms. */
export interface Goal {
  readonly ref: string
  readonly form: FormDef
  readonly forms?: readonly FormDef[]
  readonly rules?: readonly Json[]
}

/** Every place of a form that holds pages, with the paper they are of. */
export function slotsOf(form: FormDef, answers: Answers): { path: string; paper: string }[] {
  const within = (section: SectionDef, pathOf: (key: string) => string): { path: string; paper: string }[] =>
    section.fields.flatMap((field) =>
      field.type === "attachment" && field.paper !== undefined ? [{ path: pathOf(field.key), paper: field.paper }] : [],
    )
  return form.sections.flatMap((section) =>
    section.repeat === undefined
      ? within(section, (key) => key)
      : rowsOf(answers, section.key).flatMap((row) => within(section, (key) => pathIn(section.key, row._id, key))),
  )
}

/** The pages that the answers name, each under the paper and in the order of its place. */
function pagesOf(form: FormDef, answers: Answers, files: readonly DraftFile[]): DraftFile[] {
  return slotsOf(form, answers).flatMap(({ path, paper }) => {
    const ids = answerAt(answers, path)
    const own = Array.isArray(ids) ? ids.map((id) => files.find((file) => file.attachment_id === id)) : []
    return own.filter((file) => file !== undefined).map((file, n) => ({ ...file, paper, page: n + 1 }))
  })
}

/** The draft on a newer form. What it was stays in its history, whole, until it is sent and after. */
export function carriedOver(draft: Draft, to: Goal, carried: Carried, terms: Terms | undefined, at: string): Draft {
  const { answers, history, asked } = carried
  const past = {
    form_ref: draft.form_ref,
    answers: draft.answers,
    files: draft.files.map(withoutThumb),
    ...(draft.terms && { terms: draft.terms }),
    ...(draft.fresh && { fresh: draft.fresh }),
    ...(draft.conflicts && { conflicts: draft.conflicts }),
    at,
    aside: history,
  }
  const { conflicts: _, ...rest } = draft
  const conflicts = clashesOver(draft, to, answers)
  return {
    ...rest,
    form_ref: to.ref,
    answers,
    files: pagesOf(to.form, answers, draft.files),
    fresh: [...asked],
    history: [...(draft.history ?? []), past],
    ...(terms && { terms }),
    ...(conflicts.length > 0 && { conflicts }),
  }
}

/** Other answers that wait for the person's choice, under the questions they belong to now. What has no question any more
    stays in the history. */
function clashesOver(draft: Draft, { forms = [], rules = [] }: Goal, answers: Answers): Clash[] {
  if (forms.length === 0) return [...(draft.conflicts ?? [])]
  const filled = new Map(cellsOf(carryOn(forms, rules, {}).answers))
  return (draft.conflicts ?? []).flatMap((clash): Clash[] => {
    if (clash.path.startsWith("@")) return [clash]
    const { value, ...left } = clash
    const told = value ?? answerAt(draft.answers, clash.path)
    if (told === undefined) return []
    const cells = cellsOf(carryOn(forms, rules, alone(clash.path, told)).answers).filter(([path, cell]) => !same(filled.get(path), cell))
    return cells
      .map(([path, cell]): Clash => ({ ...left, path, ...(value !== undefined && { value: cell }) }))
      .filter((each) => !same(each.value, answerAt(answers, each.path)))
  })
}

function alone(path: string, value: Json): Answers {
  const { group, row, field } = spotOf(path)
  return group === undefined ? { [field]: value } : { [group]: [{ _id: row ?? "", [field]: value }] }
}

/** Every answer by its path. */
function cellsOf(answers: Answers): [string, Json][] {
  return Object.entries(answers).flatMap(([key, value]): [string, Json][] => {
    const rows = rowsOf(answers, key)
    if (rows.length === 0) return [[key, value]]
    return rows.flatMap((row) =>
      Object.entries(row).flatMap(([field, cell]): [string, Json][] => (field === "_id" ? [] : [[pathIn(key, row._id, field), cell]])),
    )
  })
}

function withoutThumb(file: DraftFile): DraftFile {
  const { thumb: _, ...rest } = file
  return rest
}

/** The draft as it was before it was carried over the last time. */
export function takenBack(draft: Draft): Draft {
  const past = draft.history?.at(-1)
  if (past === undefined) return draft
  const { terms: _terms, fresh: _fresh, conflicts: _conflicts, ...rest } = draft
  const thumbs = new Map(draft.files.map((file) => [file.attachment_id, file]))
  return {
    ...rest,
    form_ref: past.form_ref,
    answers: past.answers,
    files: past.files.map(
      (file) => ({ ...file, ...(thumbs.get(file.attachment_id)?.thumb && { thumb: thumbs.get(file.attachment_id)?.thumb }) }) as DraftFile,
    ),
    history: draft.history?.slice(0, -1) ?? [],
    ...(past.terms && { terms: past.terms }),
    ...(past.fresh && { fresh: past.fresh }),
    ...(past.conflicts && { conflicts: past.conflicts }),
  }
}
