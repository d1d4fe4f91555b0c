import { useState } from "preact/hooks"
import type { OpenMove } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { ForwardTo } from "./ForwardTo.tsx"
import { useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { Refused } from "./Conflict.tsx"
import { type Place, USE_OF_MOVE, useReasons } from "./reasons.ts"
import { more } from "./words-more.ts"
import { t, word } from "./words.ts"

interface Props {
  name: string
  dossier: string
  /** Where it lies and what it is about: which reasons may be chosen. */
  place: Place
  move: OpenMove
  fault: Fault | undefined
  busy: boolean
  onMove: (reason: string, data: Record<string, unknown>) => void
  onReload: () => void
  onClose: () => void
}

const REASON_ID = "reason_id"
const OUTCOMES = ["granted", "rejected"] as const

interface Fields {
  value: (field: string) => string
  keep: (field: string, value: string) => void
  missing: (field: string) => string | undefined
}

type Given = { reason: string; data: Record<string, unknown> }

/** What a move asks for, kept under a name while it is typed; the second gives it once it is complete. */
export function useMoveFields(name: string, move: OpenMove): [Fields, () => Given | undefined] {
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const asked = [...(move.needs_reason ? ["reason"] : []), ...move.needs]
  const value = (field: string): string => kept[field] ?? ""
  const missing = (field: string): string | undefined => (tried && !value(field).trim() ? t().typeThis : undefined)
  const complete = (): Given | undefined => {
    setTried(true)
    if (asked.some((field) => !value(field).trim())) return undefined
    const chosen = move.needs_reason && value(REASON_ID) ? { [REASON_ID]: value(REASON_ID) } : {}
    const data = { ...Object.fromEntries(move.needs.map((field) => [field, value(field).trim()])), ...chosen }
    return { reason: value("reason"), data }
  }
  return [{ value, keep, missing }, complete]
}

/** A reason of the unit's list; its words go into the box and may be added to. */
function Chosen({ fields, move, place }: { fields: Fields; move: OpenMove; place: Place | undefined }) {
  const reasons = useReasons(USE_OF_MOVE[move.move], place)
  if (reasons.length === 0) return null
  const choose = (value: string): void => {
    fields.keep(REASON_ID, value)
    const found = reasons.find((each) => each.value === value)
    if (found) fields.keep("reason", found.text)
  }
  return (
    <Pick
      label={more().listed}
      value={fields.value(REASON_ID)}
      onPick={choose}
      empty={more().inOwnWords}
      options={reasons.map((each) => ({ value: each.value, label: say({ vi: each.label.vi, en: each.label.en ?? undefined }) }))}
    />
  )
}

interface FieldsProps {
  dossier: string
  /** Nothing where it is asked for many at once. */
  place?: Place | undefined
  fields: Fields
  move: OpenMove
}

/** The boxes of what a move asks for. */
export function MoveFields({ dossier, place, fields, move }: FieldsProps) {
  const { value, keep, missing } = fields
  const shared = (field: string) => ({ value: value(field), onType: (text: string) => keep(field, text), error: missing(field) })
  return (
    <>
      {move.needs.includes("outcome") && (
        <Pick
          label={t().outcome}
          value={value("outcome")}
          onPick={(next) => keep("outcome", next)}
          options={OUTCOMES.map((each) => ({ value: each, label: word(each) }))}
          error={missing("outcome")}
        />
      )}
      {move.needs.includes("unit_id") && (
        <ForwardTo
          dossier={dossier}
          value={value("unit_id")}
          error={missing("unit_id")}
          onPick={(next) => keep("unit_id", next)}
          onWhy={(why) => keep("reason", why)}
        />
      )}
      {move.needs.includes("opinion") && <Line label={t().opinion} rows={3} {...shared("opinion")} snippets />}
      {move.needs.includes("due_on") && <Line label={t().dueOn} type="date" {...shared("due_on")} />}
      {move.needs_reason && <Chosen fields={fields} move={move} place={place} />}
      {move.needs_reason && <Line label={t().reason} hint={t().reasonMore} rows={3} {...shared("reason")} snippets />}
    </>
  )
}

/** Asks what a move needs before it is made; what was typed stays until it has been done. */
export function MoveDialog({ name, dossier, place, move, fault, busy, onMove, onReload, onClose }: Props) {
  const [fields, complete] = useMoveFields(name, move)
  const go = (): void => {
    const given = complete()
    if (given) onMove(given.reason, given.data)
  }
  return (
    <Dialog
      title={say({ vi: move.label.vi, en: move.label.en ?? undefined })}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={go}>
            {t().doIt}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Refused fault={fault} onReload={onReload} />
      <MoveFields dossier={dossier} place={place} fields={fields} move={move} />
    </Dialog>
  )
}
