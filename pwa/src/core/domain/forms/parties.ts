/* parties(): who the dossier is about, read from the fields that are bound to them. */

import { isDict, isList, own, type Dict } from "./expr.ts"
import type { FieldDef, FormDef, Json, Parties, Party } from "./types.ts"

const BINDING = /^(owner|submitter|subject|witness)(?:\.([1-9][0-9]?))?\.(name|id_number|birth_date|address|phone)$/

type Role = "owner" | "submitter" | "subject" | "witness"
type Values = Record<string, Json>

interface Seats {
  numbered: Map<number, Values>
  rows: Values[]
}

interface Binding {
  role: Role
  place: number
  part: string
}

/** The parties named by cleaned answers (evaluate()'s `answers`); the first filled field of a binding counts. */
export function parties(form: FormDef, answers: Json): Parties {
  const given = isDict(answers) ? answers : {}
  const roles: Record<Role, Seats> = { owner: seats(), submitter: seats(), subject: seats(), witness: seats() }
  for (const section of form.sections) {
    if (section.repeat === undefined) {
      bind(section.fields, given, roles)
      continue
    }
    const rows = own(given, section.key)
    for (const row of isList(rows) ? rows : []) if (isDict(row)) bindRow(section.fields, row, roles)
  }
  const submitter = people(roles.submitter)[0]
  return {
    owner: people(roles.owner)[0] ?? {},
    ...(submitter === undefined ? {} : { submitter }),
    subjects: people(roles.subject),
    witnesses: people(roles.witness),
  }
}

function seats(): Seats {
  return { numbered: new Map(), rows: [] }
}

function people({ numbered, rows }: Seats): Party[] {
  const ordered = [...numbered].sort(([one], [other]) => one - other).map(([, values]) => values)
  return [...ordered, ...rows] as Party[]
}

function bindingOf(field: FieldDef): Binding | null {
  const found = field.binds === undefined ? null : BINDING.exec(field.binds)
  if (found === null) return null
  return { role: found[1] as Role, place: Number(found[2] ?? 1), part: found[3] ?? "" }
}

function bind(fields: readonly FieldDef[], given: Dict, roles: Record<Role, Seats>): void {
  for (const field of fields) {
    const binding = bindingOf(field)
    const value = own(given, field.key)
    if (binding === null || value === null) continue
    const { numbered } = roles[binding.role]
    const person = numbered.get(binding.place) ?? {}
    person[binding.part] ??= value
    numbered.set(binding.place, person)
  }
}

function bindRow(fields: readonly FieldDef[], row: Dict, roles: Record<Role, Seats>): void {
  const found = new Map<Role, Values>()
  for (const field of fields) {
    const binding = bindingOf(field)
    const value = own(row, field.key)
    if (binding === null || value === null) continue
    const person = found.get(binding.role) ?? {}
    person[binding.part] ??= value
    found.set(binding.role, person)
  }
  for (const [role, person] of found) roles[role].rows.push(person)
}
