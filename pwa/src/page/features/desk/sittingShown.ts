/* What the resident's side shows of a form: the questions that are asked, with what was typed, in words. */
import type { Line } from "../../../core/contract/openapi.gen.ts"
import type { FieldDef, SectionDef } from "../../../core/domain/forms/index.ts"
import { answerText } from "../../i18n/answer.ts"
import { say } from "../../i18n/lang.ts"
import type { Asking } from "../../form/asking.ts"
import { answerAt, pathIn, rowsOf } from "../../form/paths.ts"
import { stepsOf } from "../../form/steps.ts"
import type { SittingDraft } from "./sittingDraft.ts"
import { before } from "./words-before.ts"

/** Read by everybody as text; a picture of a paper is told by how many pages it has. */
function told(asking: Asking, field: FieldDef, path: string): string {
  const value = field.computed === undefined ? answerAt(asking.draft.answers, path) : asking.seen.computed[path]
  if (field.type === "attachment") return Array.isArray(value) && value.length > 0 ? String(value.length) : ""
  return answerText(field, value, asking.lists.label)
}

function fieldLines(asking: Asking, section: SectionDef, before: string, pathOf: (field: FieldDef) => string): Line[] {
  return section.fields.flatMap((field) => {
    const path = pathOf(field)
    if (field.type === "info" || !asking.seen.visible.includes(path)) return []
    const label = `${before}${say(field.label)}`.slice(0, 600)
    return [{ label, value: told(asking, field, path).slice(0, 4000), now: asking.draft.at.field === path }]
  })
}

/** The questions of one section. */
export function sectionLines(asking: Asking, section: SectionDef): Line[] {
  if (section.repeat === undefined) return fieldLines(asking, section, "", (field) => field.key)
  return rowsOf(asking.draft.answers, section.key).flatMap((row, n) =>
    fieldLines(asking, section, `${say(section.repeat?.item)} ${n + 1}: `, (field) => pathIn(section.key, row._id, field.key)),
  )
}

/** Everything that was answered, for a last look. */
export function linesOf(asking: Asking): Line[] {
  const steps = new Set(stepsOf(asking.form, asking.seen))
  return asking.form.sections
    .filter((section) => steps.has(section.key))
    .flatMap((section) => sectionLines(asking, section))
    .filter((line) => line.value !== "")
    .map((line) => ({ ...line, now: false }))
    .slice(0, 300)
}

/** What she said about next time stands among what she agrees to. */
export function allowedLine(draft: SittingDraft): Line[] {
  if (draft.reuse !== "yes" && draft.reuse !== "no") return []
  return [{ label: before().line, value: draft.reuse === "yes" ? before().lineYes : before().lineNo, now: false }]
}
