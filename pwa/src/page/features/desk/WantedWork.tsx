import { useCallback, useEffect, useState } from "preact/hooks"
import type { WantedOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { answerAt, fieldAt } from "../../../core/domain/forms/paths.ts"
import type { Answers, FormDef } from "../../../core/domain/forms/types.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { answerText } from "../../i18n/answer.ts"
import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { backIcon } from "../../ui/icons.ts"
import { Icon } from "../../ui/Icon.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { forget, useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { useLabels } from "./lists.ts"
import { sentence, shortMoment } from "./say.ts"
import { type Sheet, Viewer } from "./Viewer.tsx"
import { look } from "./words-look.ts"
import { t } from "./words-opinions.ts"
import { more } from "./words-more.ts"
import { t as desks } from "./words.ts"
import { Wrong } from "./Wrong.tsx"

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

const sheetsOf = ({ papers }: WantedOut): Sheet[] =>
  papers.flatMap((paper) =>
    paper.pages.map((page) => ({ id: page.attachment_id, kind: "shared" as const, title: `${told(paper.name)}, ${t().page(page.page)}` })),
  )

function Shared({ found }: { found: WantedOut }) {
  const form = found.form as unknown as FormDef
  const label = useLabels(form)
  if (!found.may_answer) return <p class="muted">{t().closedShared}</p>
  if (found.paths.length === 0 && found.papers.length === 0) return <p class="muted">{t().nothingShared}</p>
  return (
    <>
      {found.paths.length > 0 && <h2>{t().sharedAnswers}</h2>}
      <dl>
        {found.paths.map((path) => {
          const field = fieldAt(form, path)?.field
          const value = answerAt(found.answers as Answers, path)
          return field === undefined ? null : (
            <div key={path}>
              <dt>{say(field.label)}</dt>
              <dd>{answerText(field, value, label) || more().empty}</dd>
            </div>
          )
        })}
      </dl>
    </>
  )
}

interface AnswerProps {
  found: WantedOut
  onChanged: (now: WantedOut) => void
}

/** The office's answer; what was typed stays until it was sent. */
function Answer({ found, onChanged }: AnswerProps) {
  const name = `opinion:${found.row.opinion_id}`
  const [kept, keep] = useKept(name)
  const [op_id] = useState(() => uuid7())
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const answer = (kept["answer"] ?? "").trim()
  const go = async (): Promise<void> => {
    setTried(true)
    if (answer.length < 2 || busy) return
    setBusy(true)
    const verdict = kept["verdict"] === "yes" || kept["verdict"] === "no" ? kept["verdict"] : null
    const done = await desk.answerOpinion(found.row.opinion_id, { op_id, verdict, answer })
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onChanged(done.value)
  }
  return (
    <section class="opinion__answer" aria-label={t().yourAnswer}>
      <h2>{t().yourAnswer}</h2>
      <Wrong fault={fault} />
      <Pick
        label={t().verdict}
        value={kept["verdict"] ?? ""}
        onPick={(next) => keep("verdict", next)}
        options={(["yes", "no"] as const).map((each) => ({ value: each, label: t()[each] }))}
      />
      <Line
        label={t().yourAnswer}
        rows={4}
        value={kept["answer"] ?? ""}
        onType={(text) => keep("answer", text)}
        error={tried && answer.length < 2 ? t().answerFirst : undefined}
      />
      <Button kind="main" busy={busy} onPress={() => void go()}>
        {t().answer}
      </Button>
    </section>
  )
}

/** One question as the office that is asked sees it: what is shared, and the answer. */
export function WantedWork({ id, onChanged, onBack }: { id: string; onChanged: () => void; onBack: () => void }) {
  const [found, setFound] = useState<WantedOut>()
  const [fault, setFault] = useState<Fault>()
  const [at, setAt] = useState(0)
  const read = useCallback(async () => {
    const answer = await desk.wantedOne(id)
    setFault(answer.ok ? undefined : answer)
    if (answer.ok) setFound(answer.value)
  }, [id])
  useEffect(() => void read(), [read])
  if (fault && !found)
    return (
      <Failed title={t().failed} code={fault.code} onRetry={() => void read()}>
        {sentence(fault)}
      </Failed>
    )
  if (!found) return <Skeleton rows={4} title />
  const { row } = found
  const sheets = sheetsOf(found)
  return (
    <>
      <div class="work__head">
        <div>
          <button type="button" class="tool work__back" onClick={onBack}>
            <Icon d={backIcon} />
            {desks().back}
          </button>
          <h1>{row.from_unit}</h1>
        </div>
        <div class="muted num">
          <span>{told(row.procedure_name)}</span>
          {found.official_number && <span>{t().number(found.official_number)}</span>}
          <span>{t().askedBy(found.asked_by, shortMoment(row.asked_at))}</span>
        </div>
      </div>
      <div class={sheets.length > 0 ? "split" : ""}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached by keyboard */}
        <section class="ask wanted" aria-label={look().pane} tabIndex={0}>
          <p class={row.late ? "steps__late" : undefined}>
            <b>{`${t().untilHead}: ${date(row.respond_by)}`}</b> {row.late ? t().late : t()[row.status]}
          </p>
          <h2>{t().question}</h2>
          <p class="opinion__words">{row.question}</p>
          <Shared found={found} />
          {found.answer && (
            <section class="asked asked--answered">
              <p>
                <b>{[t().answered, found.verdict ? t()[found.verdict] : ""].filter(Boolean).join(": ")}</b>
              </p>
              <p class="opinion__words">{found.answer}</p>
              <p class="muted">{found.answered_by}</p>
            </section>
          )}
          {found.close_reason && <p class="muted">{`${t().reason}: ${found.close_reason}`}</p>}
          {found.may_answer && (
            <Answer
              found={found}
              onChanged={(now) => {
                setFound(now)
                onChanged()
              }}
            />
          )}
          <p class="muted">{found.access_note}</p>
        </section>
        {sheets.length > 0 && <Viewer dossier={id} sheets={sheets} at={Math.min(at, sheets.length - 1)} onShow={setAt} />}
      </div>
    </>
  )
}
