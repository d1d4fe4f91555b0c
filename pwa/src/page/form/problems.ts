import { type Answers, checkSentence, type FieldDef, type FormDef, type Json, type Problem } from "../../core/domain/forms/index.ts"
import { date, number } from "../i18n/format.ts"
import { say } from "../i18n/lang.ts"
import { answerAt, fieldAt } from "./paths.ts"
import { t } from "./words.ts"

const digitsOf = (value: Json | undefined): number => (typeof value === "string" ? value.replace(/\D/g, "").length : 0)

function requiredText(field: FieldDef): string {
  if (field.type === "choice" || field.type === "multi_choice" || field.type === "yes_no") return t().chooseIt
  return field.type === "attachment" ? t().takeIt : t().required
}

/** A number that is nearly right is told by how much it is not. */
function idText(field: FieldDef, value: Json | undefined): string {
  const wanted = field.kinds === undefined || field.kinds.includes("cccd") ? 12 : 9
  const given = digitsOf(value)
  const plain = typeof value === "string" && /^[\d\s.-]*$/.test(value)
  if (!plain || field.kinds?.includes("passport") || given === wanted) return t().idBad
  return given < wanted ? t().idShort(given, wanted) : t().idLong(given, wanted)
}

function dateText(field: FieldDef, value: Json | undefined): string {
  const [year = "", month, day] = typeof value === "string" ? value.split("-") : []
  if (month !== undefined && month !== "" && (Number(month) < 1 || Number(month) > 12)) return t().badMonth(String(Number(month)))
  if (month === "" || day === "" || year === "") return field.partial ? t().dateHolePartial : t().dateHole
  if (!/^\d{4}$/.test(year)) return t().badYear
  if (day !== undefined && month !== undefined) return t().badDay(String(Number(day)), String(Number(month)))
  return t().dateHole
}

const bound = (value: Json | undefined): string =>
  typeof value === "number" ? number(value) : typeof value === "string" ? date(value) : ""

/** What is wrong, in a sentence that says how to mend it. */
export function problemText(problem: Problem, form: FormDef, answers: Answers): string {
  const field = fieldAt(form, problem.path)?.field
  const value = answerAt(answers, problem.path)
  switch (problem.code) {
    case "required":
    case "soft_required":
      return field ? requiredText(field) : t().required
    case "bad_date":
      return field ? dateText(field, value) : t().dateHole
    case "bad_id_number":
      return field ? idText(field, value) : t().idBad
    case "check":
      return say(checkSentence(form, typeof problem.params["id"] === "string" ? problem.params["id"] : "") ?? undefined)
    default:
      return plainText(problem)
  }
}

function plainText(problem: Problem): string {
  const { params } = problem
  switch (problem.code) {
    case "date_in_future":
      return t().future
    case "date_in_past":
      return t().past
    case "too_long":
      return t().tooLong(Number(params["max"]))
    case "bad_phone":
      return t().phoneBad
    case "not_in_list":
      return t().notInList
    case "bad_address":
      return t().addressHole
    case "too_small":
      return t().tooSmall(bound(params["min"]))
    case "too_large":
      return t().tooLarge(bound(params["max"]))
    case "too_few_rows":
      return t().noRow(Number(params["min"]))
    case "too_many_rows":
      return t().tooManyRows(Number(params["max"]))
    case "must_agree":
      return t().mustAgree
    default:
      return t().badType
  }
}

/** The name of what a problem is about: the field's label, or the group's title. */
export function problemName(problem: Problem, form: FormDef): string {
  const found = fieldAt(form, problem.path)
  return say(found?.field?.label ?? found?.section.title)
}

/** Holes are asked for at the end; only what was typed wrongly is said at once. */
export const isHole = (problem: Problem): boolean => ["required", "too_few_rows", "must_agree"].includes(problem.code)
