/* carry(): the answers to an older form as answers to a newer one; the same as app/forms/rules/mapping.py. Nothing is
   lost: what has no place in the newer form stays in history. */

import { isDict, isFilled, isList, own, type Dict } from "./expr.ts"
import type { Answers, FieldDef, FieldType, FormDef, Json } from "./types.ts"
import { BAD_TYPE, clean } from "./values.ts"

export type Why = "drop" | "ask" | "values" | "split" | "join" | "unfit" | "taken" | "unknown"

/** An answer of the older form that is not an answer of the newer one, word for word, and why. */
export interface Aside {
  readonly path: string
  readonly value: Json
  readonly why: Why
}

/** What became of the answers; `asked` are the fields of the newer form that nobody was asked before. */
export interface Carried {
  readonly answers: Answers
  readonly history: readonly Aside[]
  readonly asked: readonly string[]
}

/** One way from fields of the older form to fields of the newer one. */
interface Step {
  readonly op: "rename" | "split" | "join"
  readonly sources: readonly string[]
  readonly targets: readonly string[]
  readonly values?: Dict
  readonly at?: string
  readonly rest?: "first" | "last"
}

/** The fields of a form by their names, in order, and what stands in each section. */
interface Leaves {
  readonly fields: ReadonlyMap<string, FieldDef>
  readonly sections: ReadonlyMap<string, readonly string[]>
  readonly groups: ReadonlySet<string>
}

interface Plan {
  readonly steps: readonly Step[]
  readonly defaults: ReadonlyMap<string, Json>
  readonly asks: ReadonlySet<string>
}

/** One answer of the older form. */
interface Given {
  readonly path: string
  readonly name: string
  readonly row: string
  readonly value: Json
}

/** The newer answers while they are made. */
interface Made {
  readonly leaves: Leaves
  readonly answers: Answers
  readonly rows: Map<string, Record<string, Json>>
  readonly history: Aside[]
  readonly unfit: Set<string>
}

const TEXT: ReadonlySet<FieldType> = new Set<FieldType>(["text", "long_text", "person_name"])
const TO_TEXT: ReadonlySet<FieldType> = new Set<FieldType>([...TEXT, "id_number", "phone"])
/** The row that answers from outside of a group come to stand in. */
const ROW = "carried"

/** Carries answers to a newer form; never throws, whatever rules and answers are. `known`: the fields of the older form
    that people were asked before, all where it is not said. */
export function carry(old: FormDef, now: FormDef, rules: Json, answers: Json, known?: readonly string[]): Carried {
  const before = leavesOf(old)
  const after = leavesOf(now)
  const plan = planned(before, after, rules)
  const made: Made = { leaves: after, answers: {}, rows: new Map(), history: [], unfit: new Set() }
  const given = givenIn(before, answers, made)
  const ways = new Map(plan.steps.flatMap((step) => step.sources.map((source) => [source, step] as const)))
  for (const each of given) {
    const step = ways.get(each.name)
    if (step === undefined) aside(made, each, whyOf(each.name, before, plan))
    else if (step.op === "rename") rename(each, step, made)
    else if (step.op === "split") split(each, step, made)
  }
  for (const step of plan.steps) if (step.op === "join") join(step, given, made)
  fillIn(plan.defaults, made)
  return { answers: made.answers, history: made.history, asked: askedOf(plan, made, before, known) }
}

/** The same through several versions one after the other: `rules[n]` leads from `forms[n]` to `forms[n + 1]`. */
export function carryOn(forms: readonly FormDef[], rules: readonly Json[], answers: Json): Carried {
  let found: Carried = { answers: isDict(answers) ? { ...answers } : {}, history: [], asked: [] }
  let known: string[] | undefined
  for (const [at, now] of forms.slice(1).entries()) {
    const step = carry(forms[at] ?? now, now, rules[at] ?? [], found.answers, known)
    found = { answers: step.answers, history: [...found.history, ...step.history], asked: step.asked }
    const fresh = new Set(step.asked)
    known = [...leavesOf(now).fields.keys()].filter((name) => !fresh.has(name))
  }
  return found
}

/** Rules from one form to another by whose data a field is (`owner.name`), for forms that no way leads between. */
export function sameBindings(old: FormDef, now: FormDef): { rename: string; to: string }[] {
  const [before, after] = [leavesOf(old), leavesOf(now)]
  return [...before.fields].flatMap(([name, field]) => {
    const same = [...after.fields].find(
      ([other, item]) => item.binds !== undefined && item.binds === field.binds && !before.fields.has(other),
    )
    return same === undefined || after.fields.has(name) ? [] : [{ rename: name, to: same[0] }]
  })
}

/** The fields that hold answers by their names (`field`, `group.field`): not notes, and not what is computed. */
export function leavesOf(form: FormDef): Leaves {
  const fields = new Map<string, FieldDef>()
  const sections = new Map<string, readonly string[]>()
  const groups = new Set<string>()
  for (const section of form.sections) {
    const lead = section.repeat === undefined ? "" : `${section.key}.`
    if (lead !== "") groups.add(section.key)
    const asking = section.fields.filter((field) => field.type !== "info" && (field.computed ?? null) === null)
    for (const field of asking) fields.set(lead + field.key, field)
    sections.set(
      section.key,
      asking.map((field) => lead + field.key),
    )
  }
  return { fields, sections, groups }
}

const dicts = (value: Json): Dict[] => (isList(value) ? value.filter(isDict) : [])
const text = (value: Json): string => (typeof value === "string" ? value : "")
const strings = (value: Json): string[] => (isList(value) ? value.filter((item): item is string => typeof item === "string") : [])
/** The repeat group of a field's name, or nothing. */
const groupOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf(".")))
const keyOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1)

/** What the rules come to, with every field they do not name; a rule that makes no sense is passed over. */
function planned(before: Leaves, after: Leaves, given: Json): Plan {
  const rules = dicts(given)
  const asks = new Set(rules.flatMap((rule) => named(own(rule, "ask"), after)))
  const used = new Set(rules.flatMap((rule) => named(own(rule, "drop"), before)))
  const fed = new Set(asks)
  const steps: Step[] = []
  const take = (step: Step): void => {
    const there = step.sources.every((name) => before.fields.has(name)) && step.targets.every((name) => after.fields.has(name))
    if (!there || step.targets.length === 0) return
    if (step.sources.some((name) => used.has(name)) || step.targets.some((name) => fed.has(name))) return
    steps.push(step)
    for (const name of step.sources) used.add(name)
    for (const name of step.targets) fed.add(name)
  }
  for (const rule of rules) for (const step of plainly(rule, before)) take(step)
  for (const rule of rules) for (const step of bySection(rule, before, after)) take(step)
  for (const [name, field] of before.fields) {
    const same = after.fields.get(name)
    if (same !== undefined && fits(field, same)) take({ op: "rename", sources: [name], targets: [name] })
  }
  const filled = rules.map((rule): [string, Json] => [text(own(rule, "default")), own(rule, "value")])
  return { steps, asks, defaults: new Map(filled.filter(([name]) => after.fields.has(name))) }
}

/** The fields a name stands for: itself, or those of a section. */
function named(name: Json, among: Leaves): readonly string[] {
  const plain = text(name)
  return among.sections.get(plain) ?? (among.fields.has(plain) ? [plain] : [])
}

/** The steps of a rule that names fields. */
function plainly(rule: Dict, before: Leaves): Step[] {
  const steps: Step[] = []
  const [renamed, parted, joined] = [text(own(rule, "rename")), text(own(rule, "split")), strings(own(rule, "join"))]
  if (renamed !== "" && !before.sections.has(renamed)) {
    const values = own(rule, "values")
    steps.push({ op: "rename", sources: [renamed], targets: [text(own(rule, "to"))], ...(isDict(values) && { values }) })
  }
  if (parted !== "") {
    const rest = own(rule, "rest") === "first" ? "first" : "last"
    steps.push({ op: "split", sources: [parted], targets: strings(own(rule, "into")), at: text(own(rule, "at")) || " ", rest })
  }
  if (joined.length > 0 && new Set(joined.map(groupOf)).size === 1) {
    const between = own(rule, "with")
    const at = typeof between === "string" ? between : " "
    steps.push({ op: "join", sources: joined, targets: [text(own(rule, "into"))], at })
  }
  return steps
}

/** The steps of a rule that moves a whole section: its fields keep their keys. */
function bySection(rule: Dict, before: Leaves, after: Leaves): Step[] {
  const target = text(own(rule, "to"))
  const lead = after.groups.has(target) ? `${target}.` : ""
  return (before.sections.get(text(own(rule, "rename"))) ?? []).flatMap((name): Step[] => {
    const moved = lead + keyOf(name)
    const [old, now] = [before.fields.get(name), after.fields.get(moved)]
    return old !== undefined && now !== undefined && fits(old, now) ? [{ op: "rename", sources: [name], targets: [moved] }] : []
  })
}

/** Whether answers to one field can be answers to another as they are. */
export const fits = (old: FieldDef, now: FieldDef): boolean => old.type === now.type || (TO_TEXT.has(old.type) && TEXT.has(now.type))

function whyOf(name: string, before: Leaves, plan: Plan): Why {
  if (!before.fields.has(name)) return "unknown"
  return plan.asks.has(name) ? "ask" : "drop"
}

/** Every answer in the order of the older form; what that form does not know goes aside. */
function givenIn(before: Leaves, answers: Json, made: Made): Given[] {
  const all = isDict(answers) ? answers : {}
  const seen = new Set<string>()
  const found: Given[] = []
  for (const [section, names] of before.sections) {
    if (before.groups.has(section)) {
      seen.add(section)
      found.push(...rowsIn(section, names, own(all, section), made))
      continue
    }
    for (const name of names) {
      seen.add(name)
      const value = own(all, name)
      if (isFilled(value)) found.push({ path: name, name, row: "", value })
    }
  }
  for (const key of Object.keys(all).sort()) {
    const value = own(all, key)
    if (!seen.has(key) && isFilled(value)) made.history.push({ path: key, value, why: "unknown" })
  }
  return found
}

function rowsIn(group: string, names: readonly string[], rows: Json, made: Made): Given[] {
  if (!isList(rows)) {
    if (isFilled(rows)) made.history.push({ path: group, value: rows, why: "unknown" })
    return []
  }
  const used = new Set<string>()
  const keys = names.map(keyOf)
  return rows.flatMap((row, number): Given[] => {
    if (!isDict(row)) {
      if (isFilled(row)) made.history.push({ path: `${group}[#${number}]`, value: row, why: "unknown" })
      return []
    }
    const id = free(text(own(row, "_id")) || `#${number}`, used)
    used.add(id)
    const others = Object.keys(row).filter((key) => key !== "_id" && !keys.includes(key))
    return [...keys, ...others.sort()].flatMap((key): Given[] => {
      const value = own(row, key)
      return isFilled(value) ? [{ path: `${group}[${id}].${key}`, name: `${group}.${key}`, row: id, value }] : []
    })
  })
}

function free(wanted: string, used: ReadonlySet<string>): string {
  let id = wanted
  while (used.has(id)) id += "#"
  return id
}

function aside(made: Made, { path, value }: Given, why: Why): void {
  made.history.push({ path, value, why })
}

function rename(each: Given, step: Step, made: Made): void {
  const target = step.targets[0] ?? ""
  const called = typeof each.value === "boolean" ? String(each.value) : each.value
  const values = step.values ?? {}
  if (typeof called === "string" && Object.hasOwn(values, called)) {
    aside(made, each, "values")
    give(target, each, own(values, called), made)
    return
  }
  const why = give(target, each, each.value, made)
  if (why !== undefined) aside(made, each, why)
}

function split(each: Given, { targets, at = " ", rest }: Step, made: Made): void {
  aside(made, each, "split")
  if (typeof each.value !== "string") {
    for (const name of targets) made.unfit.add(name)
    return
  }
  const many = targets.length
  let pieces = each.value
    .split(at)
    .map((piece) => piece.replace(/^ +| +$/g, ""))
    .filter((piece) => piece !== "")
  if (pieces.length > many && rest === "first") {
    const head = pieces.length - many + 1
    pieces = [pieces.slice(0, head).join(at), ...pieces.slice(head)]
  } else if (pieces.length > many) {
    pieces = [...pieces.slice(0, many - 1), pieces.slice(many - 1).join(at)]
  }
  const fitting = rest === "first" ? targets.slice(many - pieces.length) : targets
  for (const [n, piece] of pieces.entries()) give(fitting[n] ?? "", each, piece, made)
}

/** Answers of one row become one, in the order of the rule. */
function join(step: Step, given: readonly Given[], made: Made): void {
  const places = new Map<string, Map<string, Given>>()
  for (const each of given) {
    if (!step.sources.includes(each.name)) continue
    const place = places.get(each.row) ?? new Map<string, Given>()
    places.set(each.row, place.set(each.name, each))
  }
  for (const place of places.values()) {
    const parts = step.sources.map((name) => place.get(name)).filter((part) => part !== undefined)
    for (const part of parts) aside(made, part, "join")
    const words = parts.map((part) => part.value).filter((value) => typeof value === "string")
    const [first] = parts
    if (first !== undefined && words.length > 0) give(step.targets[0] ?? "", first, words.join(step.at), made)
  }
}

/** Gives the newer form an answer, or says why it cannot take it. */
function give(name: string, source: Given, value: Json, made: Made): Why | undefined {
  const field = made.leaves.fields.get(name)
  if (field === undefined || !accepts(field, value)) {
    made.unfit.add(name)
    return "unfit"
  }
  const group = groupOf(name)
  const cells = group === "" ? made.answers : rowFor(group, source, made)
  if (Object.hasOwn(cells, field.key)) return "taken"
  cells[field.key] = value
  return undefined
}

/** Whether a field can hold a value: of its kind, and among its own options. */
export function accepts(field: FieldDef, value: Json): boolean {
  const plain = clean(field, value)
  if (plain === BAD_TYPE || plain === null) return false
  if (field.options === undefined) return true
  const known = new Set<Json>(field.options.map((option) => option.value))
  return isList(plain) ? plain.every((each) => known.has(each)) : known.has(plain)
}

/** The row of a group that belongs to the source's own row. */
function rowFor(group: string, source: Given, made: Made): Record<string, Json> {
  const place = JSON.stringify([group, groupOf(source.name), source.row])
  const known = made.rows.get(place)
  if (known !== undefined) return known
  const rows = isList(made.answers[group] ?? null) ? (made.answers[group] as Json[]) : []
  const row: Record<string, Json> = { _id: free(source.row || ROW, new Set(dicts(rows).map((each) => text(own(each, "_id"))))) }
  made.rows.set(place, row)
  made.answers[group] = [...rows, row]
  return row
}

function fillIn(defaults: ReadonlyMap<string, Json>, made: Made): void {
  for (const [name, value] of defaults) {
    const field = made.leaves.fields.get(name)
    if (field === undefined || !accepts(field, value)) continue
    const group = groupOf(name)
    const places =
      group === ""
        ? [made.answers]
        : [...made.rows.entries()].filter(([place]) => place.startsWith(`${JSON.stringify([group]).slice(0, -1)},`)).map(([, row]) => row)
    for (const cells of places) if (!Object.hasOwn(cells, field.key)) cells[field.key] = value
  }
}

function askedOf(plan: Plan, made: Made, before: Leaves, known: readonly string[] | undefined): string[] {
  const told = new Set(known ?? before.fields.keys())
  const fed = new Set(plan.steps.filter((step) => step.sources.some((name) => told.has(name))).flatMap((step) => step.targets))
  return [...made.leaves.fields.keys()].filter((name) => (!fed.has(name) && !plan.defaults.has(name)) || made.unfit.has(name))
}
