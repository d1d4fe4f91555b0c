import { useCallback, useEffect, useMemo, useState } from "preact/hooks"
import type { QuarantinedOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import type { FormDef } from "../../../core/domain/forms/types.ts"
import { date } from "../../i18n/format.ts"
import { Chip } from "../../ui/Card.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { backIcon, doneIcon, stopIcon } from "../../ui/icons.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { Declared } from "./Declared.tsx"
import { Decide } from "./Decide.tsx"
import { madeBy, told, whatOf } from "./heldSay.ts"
import { type Loose, people, shaped, unshaped } from "./heldShape.ts"
import { sentence, shortMoment } from "./say.ts"
import { type Sheet, Viewer } from "./Viewer.tsx"
import { held as t } from "./words-held.ts"
import { t as desks } from "./words.ts"

type Found = { state: "opening" } | { state: "failed"; fault: Fault } | { state: "here"; value: QuarantinedOut }

/** What a paper is called in the form that was filled. */
function paperName(form: FormDef | null, paper: string): string {
  const field = form?.sections.flatMap((section) => section.fields).find((each) => each.paper === paper)
  return field ? told(field.label) : paper
}

const sheetsOf = ({ pages, form }: QuarantinedOut): Sheet[] =>
  pages.map((page) => ({
    id: page.attachment_id,
    kind: "held",
    title: t().page(paperName(form as FormDef | null, page.paper), page.page),
    why: page.here ? undefined : t().notHere,
  }))

function Head({ found, onBack }: { found: QuarantinedOut; onBack: () => void }) {
  const { row } = found
  return (
    <div class="work__head">
      <div>
        <button type="button" class="tool work__back" onClick={onBack}>
          <Icon d={backIcon} />
          {desks().back}
        </button>
        <h1>{row.title || whatOf(row)}</h1>
        {row.decision && (
          <Chip kind={row.decision === "adopted" ? "done" : "mend"} icon={row.decision === "adopted" ? doneIcon : stopIcon}>
            {t()[row.decision]}
          </Chip>
        )}
      </div>
      <div class="muted num">
        {row.title && <b>{whatOf(row)}</b>}
        <span>{madeBy(row)}</span>
        <span>{t().madeAt(shortMoment(row.made_at))}</span>
        <span>{t().arrived(shortMoment(row.arrived_at))}</span>
        {row.pages > 0 && <span>{t().pages(row.pages_here, row.pages)}</span>}
        {row.unit_name && <span>{row.unit_name}</span>}
      </div>
    </div>
  )
}

function Decision({ found }: { found: QuarantinedOut }) {
  const { row } = found
  if (!row.decision) return null
  return (
    <div class="held__decision" role="status">
      <h2>{t()[row.decision]}</h2>
      <p>{t().decidedBy(row.decided_by ?? "", shortMoment(row.decided_at ?? row.arrived_at))}</p>
      {row.reason && <p>{t().because(row.reason)}</p>}
      {found.dossier_here && <a href={`/ban/ho-so/${found.dossier_id}`}>{t().toDossier}</a>}
    </div>
  )
}

const METHODS = ["signature", "thumbprint", "witness", "read_aloud_yes"] as const
const isMethod = (value: unknown): value is (typeof METHODS)[number] => (METHODS as readonly unknown[]).includes(value)

/** Label and text below each other. */
function Facts({ lines }: { lines: readonly Loose[] }) {
  return (
    <dl>
      {lines.map(({ label, text }) => (
        <div key={`${label} ${text}`}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

function Consent({ consent }: { consent: NonNullable<QuarantinedOut["consent"]> }) {
  const moment = (name: string, shown = shortMoment): string => {
    const value = consent[name]
    return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? shown(value) : ""
  }
  const { resident_name: who, method } = consent
  const purposes = (Array.isArray(consent["purposes"]) ? consent["purposes"] : []) as { vi: string; en?: string }[]
  const lines = [
    { label: t().consentOf, text: typeof who === "string" ? who : "" },
    { label: t().consentHow, text: isMethod(method) ? t()[method] : "" },
    { label: t().consentAt, text: moment("granted_at") },
    { label: t().consentUntil, text: moment("expires_at", date) },
  ].filter((line) => line.text)
  return (
    <>
      <h2>{t().consent}</h2>
      <Facts lines={lines} />
      <h3 class="held__sub">{t().consentFor}</h3>
      {purposes.length === 0 && <p class="held__more muted">{t().consentNothing}</p>}
      <ul class="held__list">
        {purposes.map((each) => (
          <li key={each.vi}>{told(each)}</li>
        ))}
      </ul>
    </>
  )
}

/** What was declared: by its questions where the form is known, and whatever does not fit them beside it. */
function Answered({ form, answers, parties }: Pick<QuarantinedOut, "form" | "answers" | "parties">) {
  const known = form as unknown as FormDef | null
  const { answers: fit, loose } = useMemo(
    () => (known ? shaped(known, answers) : { answers: {}, loose: unshaped(answers) }),
    [known, answers],
  )
  return (
    <>
      {known && <Declared form={known} answers={fit} parties={people(parties)} />}
      {loose.length > 0 && (
        <>
          <h2>{known ? t().loose : t().declared}</h2>
          <p class="held__more muted">{known ? t().looseMore : t().noForm}</p>
          <Facts lines={loose} />
        </>
      )}
    </>
  )
}

function Readable({ found }: { found: QuarantinedOut }) {
  const { row, form, answers, parties, text, consent, hindrance } = found
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the arrow keys scroll only what has the focus
    <section key={row.decision ?? "open"} class="ask" aria-label={t().read} tabIndex={0}>
      <Decision found={found} />
      {!row.decision && (
        <div class="twins">
          <h2>{t().why}</h2>
          <p>{told(row.why)}</p>
        </div>
      )}
      {hindrance && (
        <div class="twins">
          <h2>{t().hindrance}</h2>
          <p>{told(hindrance)}</p>
        </div>
      )}
      {text && (
        <>
          <h2>{t().text}</h2>
          <blockquote class="held__text">{text}</blockquote>
        </>
      )}
      {Object.keys(answers).length > 0 && <Answered form={form} answers={answers} parties={parties} />}
      {consent && <Consent consent={consent} />}
    </section>
  )
}

interface Props {
  id: string
  onDecided: () => void
  onBack: () => void
}

/** One piece of work that waits: who made it and why it waits, what it says with its pages beside it, and the decision. */
export function HeldWork({ id, onDecided, onBack }: Props) {
  const [found, setFound] = useState<Found>({ state: "opening" })
  const [at, setAt] = useState(0)
  const [stale, setStale] = useState<Fault>()
  const read = useCallback(() => {
    void desk
      .heldOne(id)
      .then((answer) => setFound(answer.ok ? { state: "here", value: answer.value } : { state: "failed", fault: answer }))
  }, [id])
  useEffect(read, [read])
  const value = found.state === "here" ? found.value : undefined
  const sheets = useMemo(() => (value ? sheetsOf(value) : []), [value])
  if (found.state === "failed")
    return (
      <Failed title={t().failedOne} code={found.fault.code} onRetry={read}>
        {sentence(found.fault)}
      </Failed>
    )
  if (!value) return <Skeleton rows={4} title />
  return (
    <>
      <Head found={value} onBack={onBack} />
      {stale && (
        <p class="held__stale" role="status">
          {sentence(stale)} {t().stale}
        </p>
      )}
      <div class="split">
        <Readable found={value} />
        <Viewer dossier={id} sheets={sheets} at={Math.min(at, Math.max(0, sheets.length - 1))} onShow={setAt} />
      </div>
      {!value.row.decision && (
        <Decide
          found={value}
          onDecided={(now) => {
            setFound({ state: "here", value: now })
            onDecided()
          }}
          onStale={(fault) => {
            setStale(fault)
            read()
            onDecided()
          }}
        />
      )}
    </>
  )
}
