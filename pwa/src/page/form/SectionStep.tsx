import type { TargetedEvent } from "preact"
import { useMemo, useState } from "preact/hooks"
import type { Evaluation, FieldDef, Problem, SectionDef } from "../../core/domain/forms/index.ts"
import { uuid7 } from "../../core/domain/ids.ts"
import { say } from "../i18n/lang.ts"
import { Button } from "../ui/Button.tsx"
import { plusIcon } from "../ui/icons-work.ts"
import { CardScan } from "./CardScan.tsx"
import { FieldView } from "./FieldView.tsx"
import type { Asking } from "./asking.ts"
import { answerAt, idOf, pathIn, rowsOf } from "./paths.ts"
import { isHole, problemText } from "./problems.ts"
import { t } from "./words.ts"

/** A paper that is asked for in a form. */
export interface PaperAsked {
  readonly field: FieldDef
  readonly path: string
  readonly required: boolean
  readonly error: string | undefined
}

interface Props {
  section: SectionDef
  filling: Asking
  /** How the pages of a paper are taken here. */
  paper: (asked: PaperAsked) => preact.ComponentChild
  /** The person wanted to go on: now holes are said too. */
  tried: boolean
  /** Where an answer is from, where nobody typed it here. */
  from?: (path: string) => string | undefined
}

const pathOf = (event: TargetedEvent<HTMLElement, FocusEvent>): string | undefined =>
  event.target instanceof Element ? event.target.closest<HTMLElement>("[data-path]")?.dataset["path"] : undefined

function grouped(problems: readonly Problem[]): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>()
  for (const problem of problems) found.set(problem.path, [...(found.get(problem.path) ?? []), problem])
  return found
}

const byPath = (seen: Evaluation) => ({
  visible: new Set(seen.visible),
  required: new Set(seen.required),
  errors: grouped(seen.errors),
  warnings: grouped(seen.warnings),
})

/** The questions of one section. */
export function SectionStep({ section, filling, paper, tried, from }: Props) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { hands } = filling
  const { seen } = filling
  // looked up for every field at every keystroke
  const { visible, required, errors, warnings } = useMemo(() => byPath(seen), [seen])
  const said = (path: string): string | undefined => {
    const problem = errors.get(path)?.find((each) => tried || (left.has(path) && !isHole(each)))
    return problem && problemText(problem, filling.form, filling.draft.answers)
  }
  const ask = (field: FieldDef, path: string) => {
    if (!visible.has(path)) return null
    const own = { field, path, required: required.has(path), error: said(path) }
    if (field.type === "attachment") return paper(own)
    const warned = warnings.get(path)?.find((each) => each.code === "check")
    const value = field.computed === undefined ? answerAt(filling.draft.answers, path) : filling.seen.computed[path]
    const warning = warned && problemText(warned, filling.form, filling.draft.answers)
    return <FieldView key={path} {...own} value={value} warning={warning} source={from?.(path)} lists={filling.lists} hands={hands} />
  }
  return (
    <div
      class="fields"
      onFocusIn={(event) => {
        const path = pathOf(event)
        if (path !== undefined) hands.at(section.key, path)
      }}
      onFocusOut={(event) => {
        const path = pathOf(event)
        const stays = event.relatedTarget instanceof Element && event.relatedTarget.closest(`[data-path="${CSS.escape(path ?? "")}"]`)
        if (path !== undefined && !stays && !left.has(path)) setLeft(new Set([...left, path]))
      }}
    >
      {section.repeat === undefined ? (
        <>
          <CardScan section={section} hands={hands} asked={(key) => visible.has(key)} />
          {section.fields.map((field) => ask(field, field.key))}
        </>
      ) : (
        <Rows section={section} filling={filling} ask={ask} error={said(section.key)} />
      )}
    </div>
  )
}

interface RowsProps {
  section: SectionDef
  filling: Asking
  ask: (field: FieldDef, path: string) => preact.ComponentChild
  error: string | undefined
}

/** The rows of a repeatable group, each with an id of its own for life. */
function Rows({ section, filling, ask, error }: RowsProps) {
  const rows = rowsOf(filling.draft.answers, section.key)
  const item = say(section.repeat?.item)
  const set = (next: typeof rows): void => filling.hands.answer(section.key, next.length === 0 ? undefined : next)
  const full = rows.length >= (section.repeat?.max ?? 0)
  return (
    <>
      {error && (
        <p class="bad" id={`${idOf(section.key)}-error`}>
          {item}: {error}
        </p>
      )}
      {rows.map((row, n) => (
        <fieldset class="card group" key={row._id}>
          <legend class="vh">{t().rows(item, n + 1)}</legend>
          <div class="group__head">
            <b aria-hidden="true">{t().rows(item, n + 1)}</b>
            <Button
              kind="mend"
              onPress={() => set(rows.filter((each) => each !== row))}
              label={`${t().removeRow}: ${t().rows(item, n + 1)}`}
            >
              {t().removeRow}
            </Button>
          </div>
          <CardScan
            section={section}
            row={row._id}
            hands={filling.hands}
            asked={(key) => filling.seen.visible.includes(pathIn(section.key, row._id, key))}
          />
          {section.fields.map((field) => ask(field, pathIn(section.key, row._id, field.key)))}
        </fieldset>
      ))}
      {!full && (
        <div data-field={idOf(section.key)} data-path={section.key}>
          <AddRow id={idOf(section.key)} item={item} onAdd={() => set([...rows, { _id: uuid7() }])} />
          {rows.length === 0 && (section.repeat?.min ?? 0) === 0 && <p class="field__hint after">{t().noRows}</p>}
        </div>
      )}
    </>
  )
}

function AddRow({ id, item, onAdd }: { id: string; item: string; onAdd: () => void }) {
  return (
    <div id={id} tabIndex={-1}>
      <Button icon={plusIcon} wide onPress={onAdd}>
        {t().add(item)}
      </Button>
    </div>
  )
}
