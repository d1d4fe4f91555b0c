/* What was typed as plain text, for the one case in which the phone cannot keep it. */
import type { Answers, FormDef, Json } from "../../../core/domain/forms/index.ts"
import { say } from "../../i18n/lang.ts"

function plain(value: Json | undefined): string {
  if (value === undefined || value === null) return ""
  if (typeof value !== "object") return String(value)
  const parts: readonly Json[] = Array.isArray(value)
    ? (value as readonly Json[])
    : Object.entries(value).flatMap(([key, each]) => (key === "_id" ? [] : [each]))
  return parts
    .map(plain)
    .filter((each) => each !== "")
    .join(", ")
}

/** Every answered question with its answer, a line each. */
export function typedText(form: FormDef, answers: Answers): string {
  const fields = form.sections.flatMap((section) => section.fields)
  const lines = fields.map((field) => [say(field.label), plain(answers[field.key])] as const)
  return lines.flatMap(([label, value]) => (value === "" ? [] : [`${label}: ${value}`])).join("\n")
}
