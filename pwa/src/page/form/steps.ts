import type { Evaluation, FormDef, Problem } from "../../core/domain/forms/index.ts"
import { fieldAt } from "./paths.ts"

/** The last two steps of every draft, as they stand in the address. */
export const CHECK = "kiem-tra"
export const SEND = "gui"
/** What changed since the draft was begun, and the questions that came with it. */
export const CHANGES = "thay-doi"
export const FRESH = "cau-moi"

/** The steps of a draft as it stands: the sections that are shown and ask something, the check, the sending. */
export function stepsOf(form: FormDef, seen: Evaluation): string[] {
  const asks = (key: string): boolean => {
    const section = form.sections.find((each) => each.key === key)
    if (section?.repeat !== undefined) return true
    return section?.fields.some((field) => seen.visible.includes(field.key)) ?? false
  }
  return [...seen.sections.filter(asks), CHECK, SEND]
}

/** Where a step stands; a step that is no longer shown counts as the first. */
export const placeOf = (steps: readonly string[], step: string): number => Math.max(0, steps.indexOf(step))

export const nextOf = (steps: readonly string[], step: string): string => steps[placeOf(steps, step) + 1] ?? CHECK

/** The section a problem belongs to. */
export const sectionOf = (form: FormDef, problem: Problem): string => fieldAt(form, problem.path)?.section.key ?? CHECK
