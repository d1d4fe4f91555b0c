import { useEffect, useState } from "preact/hooks"
import type { ColleagueOut, LeavingOut, UnitDuties } from "../../../core/contract/openapi.gen.ts"
import type { Fault, Result } from "../../../core/contract/result.ts"
import { today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Skeleton } from "../../ui/States.tsx"
import { owners } from "./apiOwners.ts"
import { forget, useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { sentence, shortMoment } from "./say.ts"
import { duties } from "./words-duties.ts"
import { t, word } from "./words.ts"

interface Props {
  unit: UnitDuties
  who: ColleagueOut
  onDone: () => void
  onClose: () => void
}

function Why({ fault }: { fault: Fault | undefined }) {
  if (!fault) return null
  return (
    <p class="d-line__why" role="alert">
      {sentence(fault)}
    </p>
  )
}

/** Somebody is away for some days. */
export function Away({ unit, who, onDone, onClose }: Props) {
  const name = `away:${who.person_id}`
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const since = kept["since"] ?? today()
  const until = kept["until"] ?? ""
  const go = async (): Promise<void> => {
    setTried(true)
    if (!since || !until) return
    const body = { unit_id: unit.unit_id, person_id: who.person_id, since, until, reason: (kept["reason"] ?? "").trim() }
    const done = await owners.absence(body)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onDone()
  }
  return (
    <Dialog
      title={duties().awayTitle(who.name)}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={() => void go()}>
            {duties().save}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Why fault={fault} />
      <p class="muted">{duties().awayMore}</p>
      <Line label={duties().since} type="date" value={since} onType={(text) => keep("since", text)} />
      <Line
        label={duties().until}
        type="date"
        value={until}
        onType={(text) => keep("until", text)}
        error={tried && !until ? duties().dateMissing : undefined}
      />
      <Line label={duties().reasonOptional} value={kept["reason"] ?? ""} onType={(text) => keep("reason", text)} />
    </Dialog>
  )
}

function useWork(unit: string, person: string, to: string): Result<LeavingOut> | undefined {
  const [work, setWork] = useState<Result<LeavingOut>>()
  useEffect(() => {
    let wanted = true
    void owners.work(unit, person, to).then((found) => wanted && setWork(found))
    return () => {
      wanted = false
    }
  }, [unit, person, to])
  return work
}

function Planned({ work }: { work: LeavingOut }) {
  if (work.dossiers.length === 0) return <p>{duties().nothingOpen}</p>
  return (
    <ul class="duty__plan">
      {work.dossiers.map((each) => (
        <li key={each.dossier_id}>
          <span>
            <b class="num">{each.code}</b> {each.procedure_name}
            <small>
              {word(`state_${each.state}`)}
              {each.due_at && ` · ${shortMoment(each.due_at)}`}
            </small>
          </span>
          <span class={each.to ? undefined : "duty__unowned"}>{each.to ?? duties().nobody}</span>
        </li>
      ))}
    </ul>
  )
}

/** Shows what lies with somebody and who would have each, then hands it over, and closes the account where asked. */
export function Leaves({ unit, who, closes, onDone, onClose }: Props & { closes: boolean }) {
  const name = `leaves:${who.person_id}`
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const to = kept["to"] ?? ""
  const reason = (kept["reason"] ?? "").trim()
  const read = useWork(unit.unit_id, who.person_id, to)
  const work = read?.ok ? read.value : undefined
  const stuck = work !== undefined && work.left > 0
  const go = async (): Promise<void> => {
    setTried(true)
    if (reason.length < 3 || busy || stuck) return
    setBusy(true)
    const body = { unit_id: unit.unit_id, to: to || null, reason }
    const done = await (closes ? owners.close(who.person_id, to || null, reason) : owners.handOver(who.person_id, body))
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onDone()
  }
  const others = unit.people.filter((each) => each.person_id !== who.person_id && each.steps.length > 0)
  return (
    <Dialog
      title={closes ? duties().closeTitle(who.name) : duties().handTitle(who.name)}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void go()}>
            {closes ? duties().goClose : duties().goHand}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Why fault={fault ?? (read?.ok === false ? read : undefined)} />
      {closes && <p class="muted">{duties().closeMore}</p>}
      {stuck && (
        <p class="d-line__why" role="alert">
          {duties().left(work.left)}
        </p>
      )}
      {read === undefined && <Skeleton rows={2} />}
      {work && <Planned work={work} />}
      <Pick
        label={duties().to}
        value={to}
        onPick={(next) => keep("to", next)}
        options={others.map((each) => ({ value: each.person_id, label: each.name }))}
      />
      {to && <p class="muted">{duties().toMore}</p>}
      <Line
        label={duties().reason}
        value={kept["reason"] ?? ""}
        onType={(text) => keep("reason", text)}
        error={tried && reason.length < 3 ? duties().reasonMissing : undefined}
      />
    </Dialog>
  )
}
