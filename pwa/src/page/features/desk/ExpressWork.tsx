import { useCallback, useEffect, useState } from "preact/hooks"
import type { DeskDossierOut, OpenMove } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { navigate } from "../../app/router.ts"
import { say } from "../../i18n/lang.ts"
import { moveName } from "../../i18n/moves.ts"
import { roleName } from "../../i18n/roles.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { backIcon } from "../../ui/icons.ts"
import { Icon } from "../../ui/Icon.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { Answers } from "./Answers.tsx"
import { desk } from "./api.ts"
import { Refused } from "./Conflict.tsx"
import { DraftResult } from "./DraftResult.tsx"
import { forget } from "./kept.ts"
import { MoveDialog } from "./MoveDialog.tsx"
import { Charges, Due } from "./Past.tsx"
import { sentence } from "./say.ts"
import { StepList } from "./Steps.tsx"
import { look } from "./words-look.ts"
import { t } from "./words-express.ts"
import { t as desks, word } from "./words.ts"

const FORWARD: ReadonlySet<string> = new Set(["receive", "pass_on", "take_up", "propose", "pass_check", "decide", "sign", "hand_over"])
const ENDED: ReadonlySet<string> = new Set(["returned", "refused", "stopped", "withdrawn"])

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })
const onward = (found: DeskDossierOut): OpenMove | undefined => found.moves.find((each) => FORWARD.has(each.move))

interface Running {
  found: DeskDossierOut | undefined
  fault: Fault | undefined
  busy: boolean
  asking: OpenMove | undefined
  made: readonly string[]
  read: () => void
  take: (now: DeskDossierOut) => void
  go: () => void
  answer: (reason: string, data: Record<string, unknown>) => void
  stop: () => void
}

/** Makes this person's moves one after the other: stops where something is asked, stands in the way, or is another's. */
function useRunning(id: string, onChanged: () => void): Running {
  const [found, setFound] = useState<DeskDossierOut>()
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<OpenMove>()
  const [made, setMade] = useState<readonly string[]>([])
  const [ids] = useState(() => new Map<string, string>())
  const read = useCallback(async () => {
    const answer = await desk.dossier(id)
    setFault(answer.ok ? undefined : answer)
    if (answer.ok) setFound(answer.value)
  }, [id])
  useEffect(() => void read(), [read])
  // one id for one intention: after a lost answer the same thing is asked for, not a second one
  const opFor = (what: string): string => {
    const op = ids.get(what) ?? uuid7()
    ids.set(what, op)
    return op
  }
  const make = async (now: DeskDossierOut, move: OpenMove, reason: string, data: Record<string, unknown>): Promise<void> => {
    const seen = now.dossier.version
    const op_id = opFor(JSON.stringify([seen, move.move, reason, data]))
    const done = await desk.move(id, { op_id, move: move.move, seen, reason, data })
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(`${id}:${move.move}`)
    setAsking(undefined)
    setMade((before) => [...before, move.move])
    setFound(done.value)
    onChanged()
    await run(done.value)
  }
  const run = async (now: DeskDossierOut): Promise<void> => {
    const move = onward(now)
    if (!move || move.why_not) return
    if (move.move === "hand_over") navigate(`/ban/trao?q=${now.dossier.local_code}`)
    else if (move.needs_reason || move.needs.length > 0) setAsking(move)
    else await make(now, move, "", {})
  }
  const during = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return
    setBusy(true)
    await work()
    setBusy(false)
  }
  const go = async (): Promise<void> => {
    if (!found) return
    const seen = found.dossier.version
    const marked = await desk.markExpress(id, { op_id: opFor(`express:${seen}`), seen })
    setFault(marked.ok ? undefined : marked)
    if (!marked.ok) return
    setFound(marked.value)
    onChanged()
    await run(marked.value)
  }
  return {
    found,
    fault,
    busy,
    asking,
    made,
    read: () => void read(),
    take: setFound,
    go: () => void during(go),
    answer: (reason, data) => void during(async () => found && asking && make(found, asking, reason, data)),
    stop: () => setAsking(undefined),
  }
}

function Standing({ found, made }: { found: DeskDossierOut; made: readonly string[] }) {
  const move = onward(found)
  const here = found.process.find((step) => step.status === "here")
  const done = made.length > 0 ? t().done(made.map(moveName).join(", ")) : ""
  if (ENDED.has(found.dossier.state)) return <Banner kind="done">{`${done} ${t().over}`}</Banner>
  if (move?.why_not)
    return (
      <Banner kind="wait">
        {done} <b>{t().blocked(told(move.label))}.</b> {told(move.why_not)}
      </Banner>
    )
  if (!move) return <Banner kind="done">{`${done} ${t().handed(roleName(here?.role ?? null))}`}</Banner>
  return done ? <Banner kind="done">{done}</Banner> : null
}

/** One dossier settled at once: what is still needed, and this person's moves made one after the other. */
export function ExpressWork({ id, onChanged, onBack }: { id: string; onChanged: () => void; onBack: () => void }) {
  const at = useRunning(id, onChanged)
  const { found, fault } = at
  if (!found)
    return fault ? (
      <Failed title={desks().failedDossier} code={fault.code} onRetry={at.read}>
        {sentence(fault)}
      </Failed>
    ) : (
      <Skeleton rows={4} title />
    )
  const compare = async (paper: string, compared: boolean, reason = ""): Promise<void> => {
    const done = await desk.compare(id, { op_id: uuid7(), seen: found.dossier.version, paper, compared, reason })
    if (done.ok) at.take(done.value)
    else at.read()
  }
  const move = onward(found)
  return (
    <>
      <div class="work__head">
        <div>
          <button type="button" class="tool work__back" onClick={onBack}>
            <Icon d={backIcon} />
            {desks().back}
          </button>
          <h1>{found.dossier.title}</h1>
        </div>
        <div class="muted num">
          {found.dossier.official_number && <b>{found.dossier.official_number}</b>}
          <span>{desks().localCode(found.dossier.local_code)}</span>
          <span>{word(`state_${found.dossier.state}`)}</span>
        </div>
        <Due dossier={found.dossier} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached by keyboard */}
      <section class="ask express" aria-label={look().pane} tabIndex={0}>
        {!at.asking && <Refused fault={fault} onReload={at.read} />}
        <Standing found={found} made={at.made} />
        <StepList steps={found.process} />
        {move?.move === "propose" && <DraftResult key={id} found={found} onChanged={at.take} />}
        <Charges dossier={found.dossier} />
        <Answers
          found={found}
          onCompare={(paper, compared, reason) => void compare(paper, compared, reason)}
          onShow={() => location.assign(`/ban/ho-so/${id}`)}
        />
      </section>
      <section class="acts" aria-label={desks().moves}>
        <div>
          {move && (
            <Button kind="main" busy={at.busy} onPress={at.go}>
              {at.made.length > 0 ? t().on : t().go}
            </Button>
          )}
          <ButtonLink href={`/ban/ho-so/${id}`}>{t().whole}</ButtonLink>
        </div>
      </section>
      {at.asking && (
        <MoveDialog
          key={at.asking.move}
          name={`${id}:${at.asking.move}`}
          dossier={id}
          place={{ unit: found.dossier.unit_id, procedure: found.dossier.procedure_code }}
          move={at.asking}
          fault={fault}
          busy={at.busy}
          onMove={at.answer}
          onReload={() => {
            at.stop()
            at.read()
          }}
          onClose={at.stop}
        />
      )}
    </>
  )
}
