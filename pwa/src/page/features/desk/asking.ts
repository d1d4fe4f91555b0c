/* What may be asked for again of a dossier, and the request as it is typed. */
import type { DeskDossierOut } from "../../../core/contract/openapi.gen.ts"
import { evaluate } from "../../../core/domain/forms/index.ts"
import type { Answers, FieldDef, FormDef, SectionDef } from "../../../core/domain/forms/types.ts"
import { pathIn, rowsOf } from "../../../core/domain/forms/paths.ts"
import { today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"

export interface Askable {
  readonly kind: "paper" | "answer"
  readonly key: string
  readonly label: string
}

/** An item as it is sent. */
export interface AskedFor {
  readonly kind: string
  readonly key: string
  readonly reason_code: string
  readonly reason: string
  readonly guidance: string
  readonly example: string
}

const isAsked = (field: FieldDef): boolean => field.type !== "info" && field.type !== "attachment" && field.computed === undefined

function questions(section: SectionDef, answers: Answers): { path: string; label: string; field: FieldDef }[] {
  if (section.repeat === undefined) return section.fields.map((field) => ({ path: field.key, label: say(field.label), field }))
  const item = say(section.repeat.item)
  return rowsOf(answers, section.key).flatMap((row, n) =>
    section.fields.map((field) => ({
      path: pathIn(section.key, row._id, field.key),
      label: `${item} ${n + 1}: ${say(field.label)}`,
      field,
    })),
  )
}

/** The papers of a dossier, then the questions that were shown. */
export function askables(found: DeskDossierOut): Askable[] {
  const form = found.form as unknown as FormDef
  const answers = found.dossier.answers as Answers
  const shown = new Set(evaluate(form, answers, today()).visible)
  const papers = found.papers.map(
    (paper): Askable => ({
      kind: "paper",
      key: paper.key,
      label: say({ vi: paper.name.vi, en: paper.name.en ?? undefined }),
    }),
  )
  const asked = form.sections
    .flatMap((section) => questions(section, answers))
    .filter(({ path, field }) => shown.has(path) && isAsked(field))
    .map(({ path, label }): Askable => ({ kind: "answer", key: path, label }))
  return [...papers, ...asked]
}

export const idOf = ({ kind, key }: Askable): string => `${kind}:${key}`
