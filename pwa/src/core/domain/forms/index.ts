/* The form engine of the phone: the same answers as app/forms/rules, case by case. */

import type { FormDef, Text } from "./types.ts"

export { age, compareDates, daysBetween, isDate } from "./dates.ts"
export { evaluate } from "./engine.ts"
export { holds, valueOf, type Scope } from "./expr.ts"
export { parties } from "./parties.ts"
export type * from "./types.ts"

/** The sentence of a failed check, by the id in its problem's params. */
export function checkSentence(form: FormDef, id: string): Text | null {
  const own = form.checks?.find((check) => check.id === id)
  if (own !== undefined) return own.say
  const [key, place] = id.split("#")
  for (const section of form.sections) {
    const field = section.fields.find((item) => item.key === key)
    if (field !== undefined) return field.check?.[Number(place) - 1]?.say ?? null
  }
  return null
}
