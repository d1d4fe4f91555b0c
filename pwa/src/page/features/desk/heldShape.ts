/* What waits for an officer is as a phone sent it: nobody has judged it yet. Here it is brought into a shape that can be
   shown, and whatever has no place in the form is kept to be shown beside it, so that nothing is decided about unseen. */
import type { QuarantinedOut } from "../../../core/contract/openapi.gen.ts"
import type { Answers, FieldDef, FormDef, Json, Row } from "../../../core/domain/forms/types.ts"
import { answerText } from "../../i18n/answer.ts"
import { say } from "../../i18n/lang.ts"
import { held } from "./words-held.ts"

/** One line of what was declared outside the form, or not in the way the form asks. */
export interface Loose {
  readonly label: string
  readonly text: string
}

const isObject = (value: unknown): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value)
const SILENT: ReadonlySet<FieldDef["type"]> = new Set(["info", "attachment"])

/** Any value as a person reads it: no brackets, no quotation marks; what belongs together stands together. */
export function plain(value: unknown): string {
  if (value === null || value === undefined) return ""
  if (typeof value === "boolean") return value ? held().yes : held().no
  if (typeof value === "string" || typeof value === "number") return String(value)
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join("; ")
  if (!isObject(value)) return ""
  return Object.entries(value)
    .filter(([key, each]) => key !== "_id" && plain(each) !== "")
    .map(([key, each]) => `${key}: ${plain(each)}`)
    .join(", ")
}

const fits = (field: FieldDef, value: Json | undefined): boolean =>
  value === undefined || value === null || value === "" || SILENT.has(field.type) || answerText(field, value, () => undefined) !== ""

/** Rows of a group that are rows. */
function rowsOf(value: Json | undefined): Row[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.flatMap((row, n): Row[] => (isObject(row) ? [{ ...row, _id: typeof row["_id"] === "string" ? row["_id"] : `r${n}` }] : []))
}

/** The answers that fit their questions, and all that do not. */
export function shaped(form: FormDef, given: QuarantinedOut["answers"]): { answers: Answers; loose: Loose[] } {
  const answers: Record<string, Json> = {}
  const loose: Loose[] = []
  const left = new Map(Object.entries(given as Record<string, Json>))
  const put = (key: string, label: string, fit: Json | undefined): void => {
    const value = left.get(key)
    left.delete(key)
    if (fit !== undefined) answers[key] = fit
    else if (plain(value) !== "") loose.push({ label, text: plain(value) })
  }
  for (const section of form.sections) {
    if (section.repeat) {
      const rows = rowsOf(left.get(section.key))
      const whole = rows?.every((row) => section.fields.every((field) => fits(field, row[field.key])))
      put(section.key, say(section.title), whole === true ? rows : undefined)
    } else {
      for (const field of section.fields) {
        const value = left.get(field.key)
        if (left.has(field.key)) put(field.key, say(field.label), fits(field, value) ? value : undefined)
      }
    }
  }
  for (const [key, value] of left) if (plain(value) !== "") loose.push({ label: key, text: plain(value) })
  return { answers, loose }
}

/** Everything, where this server does not know the form. */
export const unshaped = (given: QuarantinedOut["answers"]): Loose[] =>
  Object.entries(given)
    .map(([label, value]) => ({ label, text: plain(value) }))
    .filter(({ text }) => text !== "")

/** A person who is named. */
function person(value: unknown): Record<string, Json> | undefined {
  if (!isObject(value) || typeof value["name"] !== "string") return undefined
  const facts = Object.entries(value).filter(([key, each]) => key === "address" || typeof each === "string")
  return Object.fromEntries(facts)
}

/** The people of it, as far as they are people. */
export function people(parties: QuarantinedOut["parties"]): Record<string, unknown> {
  const several = (value: unknown): unknown[] => (Array.isArray(value) ? value.map(person).filter((each) => each !== undefined) : [])
  const found = { owner: person(parties["owner"]), submitter: person(parties["submitter"]) }
  const known = Object.fromEntries(Object.entries(found).filter(([, each]) => each !== undefined))
  return { ...known, subjects: several(parties["subjects"]), witnesses: several(parties["witnesses"]) }
}
