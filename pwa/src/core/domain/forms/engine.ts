/* evaluate(): what a form shows, asks for, derives and refuses, for given answers on a given day. */

import { lengthOf } from "../text.ts"
import { holds, isDict, isList, own, valueOf, type Dict, type Scope } from "./expr.ts"
import type { Evaluation, Expr, FieldDef, FormDef, Json, Lists, Problem, SectionDef } from "./types.ts"
import { BAD_TYPE, clean, fault, type Fault } from "./values.ts"

const MAX_ROW_ID = 64
const NO_LISTS: Lists = {}

/** One visible field in one place, after the first walk. */
interface Seat {
  field: FieldDef
  path: string
  value: Json
  badType: boolean
  row: Map<string, Json> | null
}

interface Walk {
  scope: Scope
  lists: Lists
  result: Evaluation
  seats: (Seat | Problem)[]
}

/** What the form shows, asks for, derives and refuses; never throws, whatever the answers are. */
export function evaluate(form: FormDef, answers: Json, today: string, lists: Lists = NO_LISTS): Evaluation {
  const result: Evaluation = { visible: [], sections: [], required: [], computed: {}, errors: [], warnings: [], answers: {} }
  const walk: Walk = { scope: { today, values: new Map(), counts: new Map(), row: null }, lists, result, seats: [] }
  const given = isDict(answers) ? answers : {}
  for (const section of form.sections) {
    if (!isShown(section.visible_if, walk.scope)) continue
    result.sections.push(section.key)
    if (section.repeat === undefined) walkSection(section, given, walk)
    else walkGroup(section, own(given, section.key), walk)
  }
  for (const seat of walk.seats) judge(seat, walk)
  judgeForm(form, walk)
  return result
}

function walkSection(section: SectionDef, given: Dict, walk: Walk): void {
  for (const field of section.fields) {
    const value = walkField(field, field.key, given, null, walk)
    if (value === null) continue
    walk.scope.values.set(field.key, value)
    walk.result.answers[field.key] = value
  }
}

function walkGroup(section: SectionDef, given: Json, walk: Walk): void {
  const { key, repeat } = section
  const note = (code: Problem["code"], params: Problem["params"]): number => walk.seats.push({ path: key, code, params })
  const raw = isList(given) ? given : []
  const rows = raw.filter(isDict)
  walk.result.visible.push(key)
  if (rows.length < raw.length || (given !== null && !isList(given))) note("bad_type", {})
  if (rows.length < (repeat?.min ?? 0)) note("too_few_rows", { min: repeat?.min ?? 0 })
  if (repeat !== undefined && rows.length > repeat.max) note("too_many_rows", { max: repeat.max })
  walk.scope.counts.set(key, rows.length)
  const used = new Set<string>()
  const kept = rows.map((row, index) => walkRow(section, rowId(own(row, "_id"), index, used), row, walk))
  if (kept.length > 0) walk.result.answers[key] = kept
}

function rowId(given: Json, index: number, used: Set<string>): string {
  const fine = typeof given === "string" && given !== "" && lengthOf(given) <= MAX_ROW_ID && !used.has(given)
  let id = fine ? given : `#${index}`
  while (used.has(id)) id += "#"
  used.add(id)
  return id
}

function walkRow(section: SectionDef, id: string, given: Dict, walk: Walk): Json {
  const mine = new Map<string, Json>()
  const kept: Record<string, Json> = { _id: id }
  walk.scope.row = mine
  for (const field of section.fields) {
    const value = walkField(field, `${section.key}[${id}].${field.key}`, given, mine, walk)
    if (value === null) continue
    mine.set(field.key, value)
    kept[field.key] = value
  }
  walk.scope.row = null
  return kept
}

/** The field's value if it is shown; it sees only what stands before it. */
function walkField(field: FieldDef, path: string, given: Dict, row: Map<string, Json> | null, walk: Walk): Json {
  if (!isShown(field.visible_if, walk.scope)) return null
  walk.result.visible.push(path)
  const derived = field.computed !== undefined && field.computed !== null
  const cleaned = clean(field, derived ? valueOf(field.computed ?? null, walk.scope) : own(given, field.key))
  const value = cleaned === BAD_TYPE ? null : cleaned
  if (derived && value !== null) walk.result.computed[path] = value
  walk.seats.push({ field, path, value, badType: cleaned === BAD_TYPE && !derived, row })
  return value
}

function isShown(visibleIf: Expr | undefined, scope: Scope): boolean {
  return visibleIf === undefined || visibleIf === null || holds(visibleIf, scope)
}

/** Judge one place, now that every answer is known. */
function judge(seat: Seat | Problem, walk: Walk): void {
  const { result, scope } = walk
  if ("code" in seat) {
    result.errors.push(seat)
    return
  }
  scope.row = seat.row
  const demand = demandOf(seat.field, scope)
  if (demand === "required") result.required.push(seat.path)
  const found = valueFault(seat, demand, walk)
  if (found !== null) {
    const target = found.code === "soft_required" ? result.warnings : result.errors
    target.push({ path: seat.path, code: found.code, params: found.params })
  } else if (seat.value !== null) {
    seat.field.check?.forEach((check, at) => {
      runCheck({ when: check.if, id: `${seat.field.key}#${at + 1}`, warn: check.warn === true }, seat.path, walk)
    })
  }
  scope.row = null
}

type Demand = "required" | "soft_required" | null

function valueFault(seat: Seat, demand: Demand, walk: Walk): Fault | null {
  if (seat.badType) return { code: "bad_type", params: {} }
  if (seat.value !== null) {
    const found = fault(seat.field, seat.value, walk.scope.today, walk.lists)
    return found?.code === "must_agree" && demand !== "required" ? null : found
  }
  if (demand === null) return null
  return { code: demand === "required" && seat.field.type === "statement" ? "must_agree" : demand, params: {} }
}

function demandOf(field: FieldDef, scope: Scope): Demand {
  const soft = field.soft === true
  const needed = field.required === undefined || field.required === null ? soft : holds(field.required, scope)
  if (!needed || field.type === "info") return null
  return soft ? "soft_required" : "required"
}

function runCheck(check: { when: Expr; id: string; warn: boolean }, path: string, walk: Walk): void {
  if (!holds(check.when, walk.scope)) return
  const target = check.warn ? walk.result.warnings : walk.result.errors
  target.push({ path, code: "check", params: { id: check.id } })
}

function judgeForm(form: FormDef, walk: Walk): void {
  if (form.checks === undefined || form.checks.length === 0) return
  const visible = new Set(walk.result.visible)
  for (const check of form.checks) {
    const shown = check.fields.find((key) => visible.has(key))
    if (shown === undefined && check.fields.length > 0) continue
    runCheck({ when: check.if, id: check.id, warn: check.warn === true }, shown ?? "", walk)
  }
}
