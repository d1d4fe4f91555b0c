import { useMemo, useState } from "preact/hooks"
import type { Procedure, VersionedText } from "../../../core/contract/catalogue.ts"
import type { ShownIn } from "../../../core/contract/openapi.gen.ts"
import { evaluate, type FormDef } from "../../../core/domain/forms/index.ts"
import { localCode } from "../../../core/domain/ids.ts"
import { useServer } from "../../app/client.ts"
import { today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { fileIcon } from "../../ui/icons-work.ts"
import { Skeleton } from "../../ui/States.tsx"
import type { Asking, Hands } from "../../form/asking.ts"
import { useFormLists } from "../../form/lists.ts"
import { withAnswer } from "../../form/paths.ts"
import { SectionStep } from "../../form/SectionStep.tsx"
import { CHECK, sectionOf, stepsOf } from "../../form/steps.ts"
import { CounterBefore, sourceAt } from "./CounterBefore.tsx"
import { CounterAgree } from "./CounterAgree.tsx"
import { CounterDone } from "./CounterDone.tsx"
import { CounterPaper } from "./CounterPaper.tsx"
import { CounterPapers } from "./CounterPapers.tsx"
import { CounterSide } from "./CounterSide.tsx"
import { changed, type KeptSitting, type SittingDraft } from "./sittingDraft.ts"
import { type Link, useLink } from "./sittingLink.ts"
import { allowedLine, linesOf, sectionLines } from "./sittingShown.ts"
import { counter as t } from "./words-counter.ts"
import { t as scans } from "./words-digitise.ts"

interface Props {
  form: FormDef
  procedure: Procedure
  notice: VersionedText
  /** The words that are asked about next time; a catalogue that came before there were any has none. */
  allowing: VersionedText | undefined
  draft: SittingDraft
  kept: KeptSitting
}

/** The draft judged anew at every change, as every form is. */
function useAsking({ form, draft, kept }: Props): Asking | undefined {
  const lists = useFormLists(form)
  const { change } = kept
  // the same hands as long as the sitting lasts, so that a keystroke draws one field anew and not all
  // biome-ignore lint/correctness/useExhaustiveDependencies: change reaches for the latest draft by itself
  const hands = useMemo(
    (): Hands => ({
      answer: (path, value) => change((old) => changed(old, { answers: withAnswer(old.answers, path, value) })),
      at: (section, field) => change((old) => ({ ...old, at: field === undefined ? { section } : { section, field } })),
    }),
    [],
  )
  const seen = useMemo(() => (lists ? evaluate(form, draft.answers, today(), lists.sets) : undefined), [form, draft.answers, lists])
  return lists && seen && { form, draft, lists, seen, hands }
}

/** What the other side shows now. */
function shownOf({ procedure, draft }: Props, asking: Asking | undefined, publicUrl: string): ShownIn | undefined {
  if (asking === undefined) return undefined
  const title = say(procedure.name)
  const plain = { title, step: "", lines: [], sha256: null, code: "", square: "", number: "" }
  if (draft.filed) {
    const code = localCode(draft.dossier_id)
    return { ...plain, kind: "done", code, square: `${publicUrl}/t/${code}#${draft.secret}`, number: draft.filed.official_number ?? "" }
  }
  if (draft.reuse === "asking") return { ...plain, kind: "reuse" }
  if (draft.sha256 !== undefined)
    return { ...plain, kind: "confirm", sha256: draft.sha256, lines: [...linesOf(asking), ...allowedLine(draft)] }
  const section = asking.form.sections.find((each) => each.key === draft.at.section)
  return { ...plain, kind: "asking", step: say(section?.title), lines: section ? sectionLines(asking, section) : linesOf(asking) }
}

export function CounterForm(props: Props) {
  const { draft, kept, procedure } = props
  const asking = useAsking(props)
  const server = useServer()
  const link = useLink(draft, shownOf(props, asking, server?.public_url ?? location.origin))
  return (
    <div class="counter__sides">
      <section class="counter__form" aria-label={say(procedure.name)}>
        <h2>{say(procedure.name)}</h2>
        {link.cut && (
          <p class="note note--wait" role="status">
            {t().cut}
          </p>
        )}
        {link.trouble && (
          <p class="d-line__why" role="alert">
            {link.trouble}
          </p>
        )}
        {draft.filed ? (
          <CounterDone draft={draft} filed={draft.filed} kept={kept} />
        ) : (
          <>{asking ? <Typing {...props} asking={asking} link={link} /> : <Skeleton rows={4} />}</>
        )}
      </section>
      <CounterSide draft={draft} link={link} kept={kept} />
    </div>
  )
}

/** The form, or the papers that lie beside it. */
function Typing(props: Props & { asking: Asking; link: Link }) {
  const [papers, setPapers] = useState(false)
  if (papers) return <CounterPapers {...props} onBack={() => setPapers(false)} />
  const pages = props.draft.pages.length
  return (
    <>
      <div class="row">
        <Button icon={fileIcon} onPress={() => setPapers(true)}>
          {scans().open}
        </Button>
        {pages > 0 && <span class="head__n">{t().pages(pages)}</span>}
      </div>
      <CounterBefore {...props} />
      <Filling {...props} />
    </>
  )
}

function Filling({ asking, link, ...props }: Props & { asking: Asking; link: Link }) {
  const { draft, kept } = props
  const steps = stepsOf(asking.form, asking.seen).filter((step) => step !== "gui")
  const at = draft.at.section === CHECK ? CHECK : (steps.find((step) => step === draft.at.section) ?? steps[0] ?? CHECK)
  const place = steps.indexOf(at)
  const [tried, setTried] = useState<ReadonlySet<string>>(new Set())
  const go = (step: string | undefined): void => {
    if (step === undefined) return
    setTried(new Set([...tried, at]))
    kept.change((old) => ({ ...old, at: { section: step } }))
  }
  const section = asking.form.sections.find((each) => each.key === at)
  const holes = (step: string): number => asking.seen.errors.filter((problem) => sectionOf(asking.form, problem) === step).length
  return (
    <>
      <nav class="counter__steps" aria-label={t().steps} data-step={at}>
        {steps.map((step) => (
          <button key={step} type="button" aria-current={step === at ? "step" : undefined} onClick={() => go(step)}>
            {step === CHECK ? t().check : say(asking.form.sections.find((each) => each.key === step)?.title)}
            {tried.has(step) && holes(step) > 0 && <small>{t().holes(holes(step))}</small>}
          </button>
        ))}
      </nav>
      {section === undefined ? (
        <CounterAgree {...props} asking={asking} link={link} onGo={go} />
      ) : (
        <>
          <h3>{say(section.title)}</h3>
          {section.intro && <p>{say(section.intro)}</p>}
          <SectionStep
            key={section.key}
            section={section}
            filling={asking}
            tried={tried.has(section.key)}
            from={(path) => sourceAt(draft, path)}
            paper={(asked) => <CounterPaper key={asked.path} {...asked} draft={draft} kept={kept} />}
          />
        </>
      )}
      <div class="counter__way">
        {place > 0 && <Button onPress={() => go(steps[place - 1])}>{t().back}</Button>}
        {at !== CHECK && (
          <Button kind="main" onPress={() => go(steps[place + 1])}>
            {t().next}
          </Button>
        )}
      </div>
    </>
  )
}
