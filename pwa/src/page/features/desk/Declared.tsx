import type { DeskDossierOut, FilledOut } from "../../../core/contract/openapi.gen.ts"
import { evaluate } from "../../../core/domain/forms/index.ts"
import type { Answers as Given, FieldDef, FormDef, Json, Row, SectionDef } from "../../../core/domain/forms/types.ts"
import { answerText, addressText, type Labels } from "../../i18n/answer.ts"
import { date, idNumber, phone, today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { useLabels } from "./lists.ts"
import { before } from "./words-before.ts"
import { t } from "./words.ts"

interface Lines {
  label: string
  text: string
  key: string
}

function lines(section: SectionDef, values: Record<string, Json>, seen: (key: string) => boolean, label: Labels): Lines[] {
  const shown = (field: FieldDef): boolean => field.type !== "info" && field.type !== "attachment" && seen(field.key)
  return section.fields
    .filter(shown)
    .map((field) => ({ key: field.key, label: say(field.label), text: answerText(field, values[field.key], label) }))
}

/** Every visible question with its answer, section by section, rows of a group one after another. */
export function blocks(form: FormDef, answers: Given, label: Labels): { title: string; lines: Lines[] }[] {
  const { visible } = evaluate(form, answers, today())
  const paths = new Set(visible)
  return form.sections.flatMap((section) => {
    if (!section.repeat) return [{ title: say(section.title), lines: lines(section, answers, (key) => paths.has(key), label) }]
    const rows = answers[section.key]
    if (!Array.isArray(rows)) return []
    return rows.map((row: Row, n) => ({
      title: `${section.repeat ? say(section.repeat.item) : ""} ${n + 1}`,
      lines: lines(section, row, (key) => paths.has(`${section.key}[${row._id}].${key}`), label),
    }))
  })
}

type Parties = DeskDossierOut["dossier"]["parties"]
type Person = Parties["owner"]

function Someone({ role, person, label }: { role: string; person: Person; label: Labels }) {
  const facts = [
    person.id_number && idNumber(person.id_number),
    person.birth_date && date(person.birth_date),
    person.phone && phone(person.phone),
    person.address && addressText(person.address as Json, label),
  ].filter(Boolean)
  return (
    <div>
      <dt>{role}</dt>
      <dd>{person.name}</dd>
      {facts.length > 0 && <dd class="ask__more num">{facts.join(" · ")}</dd>}
    </div>
  )
}

interface Props {
  form: FormDef
  answers: Given
  /** What a phone said of them; the office's own copy has them all. */
  parties: Partial<Parties>
  /** Answers that stand as they were given before, and in which dossier. */
  filled?: readonly FilledOut[] | undefined
}

/** What was declared: the answers, then the people. */
export function Declared({ form, answers, parties, filled = [] }: Props) {
  const label = useLabels(form)
  const { owner, submitter, subjects, witnesses } = parties
  return (
    <>
      {blocks(form, answers, label)
        .filter((block) => block.lines.length > 0)
        .map((block) => (
          <section key={block.title}>
            <h2>{block.title}</h2>
            <dl>
              {block.lines.map((line) => (
                <div key={line.key}>
                  <dt>{line.label}</dt>
                  <dd class={line.text ? undefined : "muted"}>{line.text || t().empty}</dd>
                  {filled
                    .filter((each) => each.path === line.key)
                    .map((each) => (
                      <dd key={each.path} class="ask__more">
                        {before().declared(each.from_code, date(each.given_at))}
                      </dd>
                    ))}
                </div>
              ))}
            </dl>
          </section>
        ))}
      <h2>{t().parties}</h2>
      <dl>
        {owner && (
          <Someone
            role={t()
              .owner("")
              .replace(/[:\s]+$/, "")}
            person={owner}
            label={label}
          />
        )}
        {submitter && (
          <Someone
            role={t()
              .submitter("")
              .replace(/[:\s]+$/, "")}
            person={submitter}
            label={label}
          />
        )}
        {[...(subjects ?? []), ...(witnesses ?? [])].map((person, n) => (
          <Someone key={`${person.name}${n}`} role={t().parties} person={person} label={label} />
        ))}
      </dl>
    </>
  )
}
