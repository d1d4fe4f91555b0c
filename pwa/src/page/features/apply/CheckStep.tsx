import { useEffect, useState } from "preact/hooks"
import type { Procedure } from "../../../core/contract/catalogue.ts"
import { feeLines, type FeeRules } from "../../../core/domain/fees.ts"
import type { FieldDef, SectionDef } from "../../../core/domain/forms/index.ts"
import { answerText } from "../../i18n/answer.ts"
import { common } from "../../i18n/common.ts"
import { lowerFirst, money, today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { doneIcon, warnIcon } from "../../ui/icons.ts"
import type { Filling } from "./filling.ts"
import { TakeBack } from "./FreshStep.tsx"
import { Frame, type StepFrame } from "./Frame.tsx"
import { pagesAt } from "./papers.ts"
import { answerAt, pathIn, rowsOf } from "../../form/paths.ts"
import { problemName, problemText } from "../../form/problems.ts"
import { CHECK, sectionOf, stepsOf } from "../../form/steps.ts"
import { t as asked } from "../../form/words.ts"
import { t } from "./words.ts"

/** Every answer as it will be read, each section with its way back; what is missing stands on top. */
export function CheckStep({ onNext, ...frame }: StepFrame & { onNext: () => void }) {
  const { filling } = frame
  const shown = new Set(stepsOf(filling.form, filling.seen))
  const ready = filling.seen.errors.length === 0
  useEffect(() => filling.hands.at(CHECK), [filling.hands])
  return (
    <Frame
      {...frame}
      title={t().checkTitle}
      action={
        <>
          <Button kind="main" onPress={onNext} refuses={ready ? undefined : t().notYet} describedBy={ready ? undefined : "missing"}>
            {t().toSend}
          </Button>
          {!ready && <p>{t().notYet}</p>}
        </>
      }
    >
      <div class="title tight">
        <h1>{t().checkTitle}</h1>
        <p>{t().checkNote}</p>
        <Hear />
      </div>
      <TakeBack filling={filling} />
      <Missing filling={filling} />
      <Warned filling={filling} />
      {filling.form.sections
        .filter((section) => shown.has(section.key))
        .map((section) => (
          <Told key={section.key} section={section} filling={filling} />
        ))}
      {filling.procedure && <Cost filling={filling} procedure={filling.procedure} />}
    </Frame>
  )
}

const changeHref = (filling: Filling, section: string): string => `/lam/${filling.draft.id}/${section}?ve=${CHECK}`

function Missing({ filling }: { filling: Filling }) {
  const { errors } = filling.seen
  if (errors.length === 0) return null
  return (
    <section class="errors" aria-labelledby="missing">
      <h2 id="missing">
        <Icon d={warnIcon} />
        {t().missing(errors.length)}
      </h2>
      <ul>
        {errors.map((problem) => (
          <li key={`${problem.path}${problem.code}`}>
            <a href={changeHref(filling, sectionOf(filling.form, problem))}>
              {t().fixOne(problemName(problem, filling.form), lowerFirst(problemText(problem, filling.form, filling.draft.answers)))}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Warned({ filling }: { filling: Filling }) {
  const { warnings } = filling.seen
  if (warnings.length === 0) return null
  return (
    <Banner kind="wait">
      <b>{t().warned}</b>
      <ul>
        {warnings.map((warning) => (
          <li key={`${warning.path}${warning.code}`}>
            {problemName(warning, filling.form)}: {problemText(warning, filling.form, filling.draft.answers)}
          </li>
        ))}
      </ul>
    </Banner>
  )
}

function Told({ section, filling }: { section: SectionDef; filling: Filling }) {
  const rows = section.repeat ? rowsOf(filling.draft.answers, section.key) : undefined
  const title = say(section.title)
  return (
    <section>
      <div class="head">
        <h2>{title}</h2>
        <a href={changeHref(filling, section.key)} aria-label={t().changeOf(title)}>
          {common().change}
        </a>
      </div>
      {rows === undefined && <Answers section={section} filling={filling} pathOf={(field) => field.key} />}
      {rows?.length === 0 && <p class="muted">{t().none}</p>}
      {rows?.map((row, n) => (
        <div key={row._id} class="told">
          <h3>{asked().rows(say(section.repeat?.item), n + 1)}</h3>
          <Answers section={section} filling={filling} pathOf={(field) => pathIn(section.key, row._id, field.key)} />
        </div>
      ))}
    </section>
  )
}

interface AnswersProps {
  section: SectionDef
  filling: Filling
  pathOf: (field: FieldDef) => string
}

function Answers({ section, filling, pathOf }: AnswersProps) {
  const fields = section.fields.filter((field) => field.type !== "info" && filling.seen.visible.includes(pathOf(field)))
  return (
    <Card>
      <dl class="answers">
        {fields.map((field) => (
          <div key={field.key}>
            <dt>{say(field.label)}</dt>
            <dd>
              <Answer field={field} filling={filling} path={pathOf(field)} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Answer({ field, filling, path }: { field: FieldDef; filling: Filling; path: string }) {
  if (field.type === "attachment") return <Pages filling={filling} path={path} />
  const value = field.computed === undefined ? answerAt(filling.draft.answers, path) : filling.seen.computed[path]
  if (field.type === "statement" && value === true) {
    return (
      <span class="line line--ok">
        <Icon d={doneIcon} small />
        {common().yes}
      </span>
    )
  }
  const words = answerText(field, value, filling.lists.label)
  return words ? <>{words}</> : <span class="muted">{t().nothing}</span>
}

function Pages({ filling, path }: { filling: Filling; path: string }) {
  const pages = pagesAt(filling.draft, path)
  if (pages.length === 0) return <span class="muted">{t().nothing}</span>
  return (
    <>
      {t().photos(pages.length)}
      <span class="thumbs">{pages.map((page) => page.thumb && <Thumb key={page.attachment_id} bytes={page.thumb} />)}</span>
    </>
  )
}

function Thumb({ bytes }: { bytes: ArrayBuffer }) {
  const [url] = useState(() => URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })))
  useEffect(() => () => URL.revokeObjectURL(url), [url])
  return <img src={url} alt="" />
}

/** What will be to pay by the rules of today; the office works it out again. */
function Cost({ filling, procedure }: { filling: Filling; procedure: Procedure }) {
  const unit = filling.units.find((each) => each.id === filling.draft.unit_id)
  // rules from the bundle have this shape; the server checks them when the catalogue is loaded
  const rules = procedure as unknown as FeeRules
  const lines = feeLines(rules, filling.seen.answers, unit?.receives_online ? "online" : "prepared", today())
  return (
    <section>
      <div class="head">
        <h2>{t().cost}</h2>
      </div>
      {lines.length === 0 ? (
        <p>{t().costNothing}</p>
      ) : (
        <Card>
          <dl class="answers">
            {lines.map((line) => (
              <div key={line.key}>
                <dt>
                  {say(line.label)}
                  {line.why.vi && ` (${say(line.why)})`}
                </dt>
                <dd class="num">{line.amount === null ? t().costByProvince : money(line.amount)}</dd>
              </div>
            ))}
          </dl>
        </Card>
      )}
      <p class="small muted after">{t().costNote}</p>
    </section>
  )
}
