import { useCallback, useEffect, useState } from "preact/hooks"
import type { AskedOut, DeskDossierOut, OpinionOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { desk } from "./api.ts"
import { AskOpinion } from "./AskOpinion.tsx"
import { Refused } from "./Conflict.tsx"
import { forget, useKept } from "./kept.ts"
import { Line } from "./Line.tsx"
import { shortMoment } from "./say.ts"
import { t } from "./words-opinions.ts"
import { t as desks } from "./words.ts"
import "./desk-more.css"

interface Props {
  found: DeskDossierOut
  onChanged: (now: DeskDossierOut) => void
  onReload: () => void
}

/** Reads what was asked, anew whenever the dossier has another version. */
function useAsked(id: string, version: number): AskedOut | undefined {
  const [asked, setAsked] = useState<AskedOut>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version may have another answer
  useEffect(() => {
    let wanted = true
    void desk.opinions(id).then((found) => wanted && found.ok && setAsked(found.value))
    return () => {
      wanted = false
    }
  }, [id, version])
  return asked
}

function TakeBack({ found, opinion, onChanged, onReload, onClose }: Props & { opinion: OpinionOut; onClose: () => void }) {
  const id = found.dossier.dossier_id
  const name = `${id}:take-back:${opinion.opinion_id}`
  const [kept, keep] = useKept(name)
  const [op_id] = useState(() => uuid7())
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const reason = (kept["reason"] ?? "").trim()
  const go = async (): Promise<void> => {
    setTried(true)
    if (reason.length < 3 || busy) return
    setBusy(true)
    const done = await desk.takeBack(id, opinion.opinion_id, { op_id, seen: found.dossier.version, reason })
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onClose()
    onChanged(done.value)
  }
  return (
    <Dialog
      title={t().takeBack}
      onClose={onClose}
      actions={
        <>
          <Button kind="mend" busy={busy} onPress={() => void go()}>
            {t().takeBack}
          </Button>
          <Button onPress={onClose}>{desks().cancel}</Button>
        </>
      }
    >
      <Refused fault={fault} onReload={onReload} />
      <p>{t().takeBackMore}</p>
      <Line
        label={t().reason}
        rows={2}
        value={kept["reason"] ?? ""}
        onType={(text) => keep("reason", text)}
        error={tried && reason.length < 3 ? desks().typeThis : undefined}
      />
    </Dialog>
  )
}

function One({ opinion, onTakeBack }: { opinion: OpinionOut; onTakeBack: () => void }) {
  const shared = opinion.shared.map((each) => say({ vi: each.vi, en: each.en ?? undefined })).join(", ")
  return (
    <section class={`asked asked--${opinion.status}`} aria-label={opinion.unit_name}>
      <p>
        <b class={opinion.late ? "steps__late" : undefined}>{opinion.late ? t().late : t()[opinion.status]}</b>
        {opinion.verdict && <b>: {t()[opinion.verdict]}</b>}
      </p>
      {opinion.answer && <p class="opinion__words">{opinion.answer}</p>}
      {opinion.answered_by && <p class="muted">{`${opinion.answered_by}, ${shortMoment(opinion.closed_at ?? opinion.asked_at)}`}</p>}
      <p>{t().asked(opinion.unit_name, date(opinion.respond_by))}</p>
      <p class="opinion__words">{opinion.question}</p>
      <p class="muted">
        {t().askedBy(opinion.asked_by, shortMoment(opinion.asked_at))}. {shared ? t().shares(shared) : t().sharesNothing}.
      </p>
      {opinion.close_reason && <p class="muted">{`${t().reason}: ${opinion.close_reason}`}</p>}
      {opinion.may_take_back && <Button onPress={onTakeBack}>{t().takeBack}</Button>}
    </section>
  )
}

/** What other offices were asked and said; asked from here by whoever holds the step. */
export function Opinions({ found, onChanged, onReload }: Props) {
  const asked = useAsked(found.dossier.dossier_id, found.dossier.version)
  const [asking, setAsking] = useState(false)
  const [back, setBack] = useState<OpinionOut>()
  const close = useCallback(() => setAsking(false), [])
  if (!asked || (asked.opinions.length === 0 && !asked.may_ask)) return null
  return (
    <>
      <h2>{t().title}</h2>
      <div class="opinions">
        {asked.opinions.map((opinion) => (
          <One key={opinion.opinion_id} opinion={opinion} onTakeBack={() => setBack(opinion)} />
        ))}
        {asked.may_ask && <Button onPress={() => setAsking(true)}>{t().ask}</Button>}
      </div>
      {asking && <AskOpinion found={found} stops={asked.stops_clock} onChanged={onChanged} onReload={onReload} onClose={close} />}
      {back && <TakeBack found={found} opinion={back} onChanged={onChanged} onReload={onReload} onClose={() => setBack(undefined)} />}
    </>
  )
}
