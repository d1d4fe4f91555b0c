/* Answers by the paths the form engine speaks of: `field`, or `group[<row id>].field`. */
import type { Answers, FieldDef, FormDef, Json, Row, SectionDef } from "./types.ts"

interface Spot {
  readonly group?: string
  readonly row?: string
  readonly field: string
}

export function spotOf(path: string): Spot {
  const [, group, row, field] = /^([^[]+)\[(.*)\]\.([^.]+)$/.exec(path) ?? []
  return group !== undefined && row !== undefined && field !== undefined ? { group, row, field } : { field: path }
}

export const pathIn = (group: string, row: string, field: string): string => `${group}[${row}].${field}`

/** The rows of a repeatable group that are on this phone. */
export function rowsOf(answers: Answers, group: string): Row[] {
  const rows = answers[group]
  if (!Array.isArray(rows)) return []
  return rows.filter((row): row is Row => typeof row === "object" && row !== null && "_id" in row)
}

export function answerAt(answers: Answers, path: string): Json | undefined {
  const { group, row, field } = spotOf(path)
  if (group === undefined) return answers[field]
  return rowsOf(answers, group).find((each) => each._id === row)?.[field]
}

function without<T extends object>(from: T, key: string): T {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name !== key)) as T
}

/** The answers with one changed; `undefined` takes it away. */
export function withAnswer(answers: Answers, path: string, value: Json | undefined): Answers {
  const { group, row, field } = spotOf(path)
  if (group === undefined) return value === undefined ? without(answers, field) : { ...answers, [field]: value }
  const rows = rowsOf(answers, group).map((each): Row => {
    if (each._id !== row) return each
    return value === undefined ? without(each, field) : { ...each, [field]: value }
  })
  return { ...answers, [group]: rows }
}

/** The section and field a path belongs to. */
export function fieldAt(form: FormDef, path: string): { section: SectionDef; field: FieldDef | undefined } | undefined {
  const { group, field: key } = spotOf(path)
  for (const section of form.sections) {
    if (section.key === path && section.repeat !== undefined) return { section, field: undefined }
    const mine = group === undefined ? section.repeat === undefined : section.key === group
    const field = mine ? section.fields.find((each) => each.key === key) : undefined
    if (field) return { section, field }
  }
  return undefined
}
