/* What of a draft that was carried over is for a person to answer. */
import type { FormDef, SectionDef } from "../../../core/domain/forms/index.ts"

export { carriedOver, takenBack } from "../../../core/domain/carrying.ts"

/** The sections of a form with only these questions in them; a section without any is left out. */
export function onlyFresh(form: FormDef, fresh: readonly string[]): SectionDef[] {
  const wanted = new Set(fresh)
  return form.sections.flatMap((section) => {
    const lead = section.repeat === undefined ? "" : `${section.key}.`
    const fields = section.fields.filter((field) => wanted.has(lead + field.key))
    return fields.length === 0 ? [] : [{ ...section, fields }]
  })
}

/** Whether a path of the engine is one of these questions. */
export const isFresh = (path: string, fresh: ReadonlySet<string>): boolean => fresh.has(path.replace(/\[.*\]\./, "."))
