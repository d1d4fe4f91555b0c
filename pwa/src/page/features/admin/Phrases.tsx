import "./phrases.css"
import { useEffect, useState } from "preact/hooks"
import type { ChangeOut, PhrasesOut, ReasonRowOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault, Result } from "../../../core/contract/result.ts"
import { date } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { Pick } from "../desk/Line.tsx"
import { sentence } from "../desk/say.ts"
import { phrases } from "./apiPhrases.ts"
import { Changes } from "./Changes.tsx"
import { type Asked, SetReason } from "./SetReason.tsx"
import { SharedLabels, SharedTexts } from "./Shared.tsx"
import { phr, phrase } from "./words-phrases.ts"
import { Wrong } from "../desk/Wrong.tsx"

const USES = ["supplement", "refuse", "stop", "extend", "send_back"] as const
type Use = (typeof USES)[number]
type Does = (done: Promise<Result<PhrasesOut>>) => Promise<boolean>

function said(change: ChangeOut): string {
  const about = { ...change.before, ...change.after } as { label?: string; name?: string; use?: string }
  const more = [about.label ?? about.name, about.use && phrase(`use_${about.use}`)].filter(Boolean).join(", ")
  return more ? `${phrase(`did_${change.what}`)}: ${more}` : phrase(`did_${change.what}`)
}

function whose(row: ReasonRowOut): string {
  if (row.mine) return phr().ours
  return row.said_by ? phr().from(row.said_by) : phr().national
}

interface RowProps {
  row: ReasonRowOut
  first: boolean
  last: boolean
  onMove: (by: -1 | 1) => void
  onAsk: (asked: Asked) => void
}

function Row({ row, first, last, onMove, onAsk }: RowProps) {
  const label = row.label.vi
  const more = [row.kind && phrase(`kind_${row.kind}`), row.procedure && phr().only(row.procedure), row.basis]
  return (
    <li class="phrase">
      <div>
        <b>{label}</b>
        <span class="muted">{[whose(row), ...more].filter(Boolean).join(" · ")}</span>
        {row.planned.map((each) => (
          <span key={each.since} class="muted">
            {each.ended ? phr().plannedEnd(date(each.since)) : phr().planned(date(each.since), each.label.vi)}
          </span>
        ))}
      </div>
      <div class="phrase__acts">
        {!row.ended && (
          <>
            {!first && (
              <Button kind="quiet" label={phr().up(label)} onPress={() => onMove(-1)}>
                ↑
              </Button>
            )}
            {!last && (
              <Button kind="quiet" label={phr().down(label)} onPress={() => onMove(1)}>
                ↓
              </Button>
            )}
            <Button kind="quiet" label={phr().edit(label)} onPress={() => onAsk({ use: row.use, row, ended: false })}>
              {phr().change}
            </Button>
            <Button kind="quiet" label={phr().endOf(label)} onPress={() => onAsk({ use: row.use, row, ended: true })}>
              {phr().end}
            </Button>
          </>
        )}
        {row.ended && (
          <Button kind="quiet" label={`${phr().again}: ${label}`} onPress={() => onAsk({ use: row.use, row, ended: false })}>
            {phr().again}
          </Button>
        )}
      </div>
    </li>
  )
}

function Reasons({ found, act, onAsk }: { found: PhrasesOut; act: Does; onAsk: (asked: Asked) => void }) {
  const [use, setUse] = useState<Use>("supplement")
  const mine = found.reasons.filter((each) => each.use === use)
  const now = mine.filter((each) => !each.ended)
  const past = mine.filter((each) => each.ended)
  const move = (at: number, by: -1 | 1): void => {
    const values = now.map((each) => each.value)
    const [moved] = values.splice(at, 1)
    if (moved === undefined) return
    values.splice(at + by, 0, moved)
    void act(phrases.order(found.unit_id, use, values))
  }
  const row = (each: ReasonRowOut, n: number) => (
    <Row key={each.value} row={each} first={n === 0} last={n === now.length - 1} onMove={(by) => move(n, by)} onAsk={onAsk} />
  )
  return (
    <section class="card card--pad">
      <div class="row admin__row admin__head">
        <Pick
          label={phr().use}
          value={use}
          sure
          onPick={(next) => setUse(USES.find((each) => each === next) ?? "supplement")}
          options={USES.map((each) => ({ value: each, label: phrase(`use_${each}`) }))}
        />
        <Button onPress={() => onAsk({ use, row: undefined, ended: false })}>{phr().add}</Button>
      </div>
      {now.length === 0 && <p class="muted">{phr().none}</p>}
      <ul class="phrases">{now.map(row)}</ul>
      {past.length > 0 && (
        <details>
          <summary>{phr().endedMore(past.length)}</summary>
          <ul class="phrases">{past.map(row)}</ul>
        </details>
      )}
    </section>
  )
}

/** A unit's reasons, pieces of text and labels. */
export function Phrases() {
  const [found, setFound] = useState<PhrasesOut>()
  const [fault, setFault] = useState<Fault>()
  const [asked, setAsked] = useState<Asked>()
  const [saved, setSaved] = useState(false)
  const act: Does = async (done) => {
    const answer = await done
    setFault(answer.ok ? undefined : answer)
    setSaved(answer.ok)
    if (answer.ok) setFound(answer.value)
    return answer.ok
  }
  const read = (unit: string): void =>
    void phrases.read(unit).then((answer) => {
      setFault(answer.ok ? undefined : answer)
      setSaved(false)
      if (answer.ok) setFound(answer.value)
    })
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once when the room opens
  useEffect(() => read(""), [])
  if (!found) return fault ? <Failed title={sentence(fault)} code={fault.code} onRetry={() => read("")} /> : <Skeleton rows={4} />
  return (
    <>
      <h1>{phr().title}</h1>
      <p class="muted">{phr().more}</p>
      {saved && (
        <Banner kind="done" live>
          {phr().saved}
        </Banner>
      )}
      <Wrong fault={fault} />
      {found.units.length > 1 && (
        <Pick
          label={phr().unit}
          value={found.unit_id}
          sure
          onPick={read}
          options={found.units.map((each) => ({ value: each.unit_id, label: each.name }))}
        />
      )}
      <Reasons found={found} act={act} onAsk={setAsked} />
      <div class="admin__two">
        <SharedTexts key={`t${found.unit_id}`} found={found} act={act} />
        <SharedLabels key={`l${found.unit_id}`} found={found} act={act} />
      </div>
      <Changes history={found.history} say={said} />
      {asked && (
        <SetReason
          unit={found.unit_id}
          asked={asked}
          onSaved={(next) => {
            setFound(next)
            setSaved(true)
            setFault(undefined)
            setAsked(undefined)
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
