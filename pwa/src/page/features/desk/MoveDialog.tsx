import { useEffect, useState } from "preact/hooks"
import type { OpenMove, UnitOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { Conflict } from "./Conflict.tsx"
import { sentence } from "./say.ts"
import { t, word } from "./words.ts"

interface Props {
  name: string
  move: OpenMove
  receiver: string
  fault: Fault | undefined
  busy: boolean
  onMove: (reason: string, data: Record<string, unknown>) => void
  onReload: () => void
  onClose: () => void
}

const OUTCOMES = ["granted", "rejected"] as const

function useUnits(wanted: boolean): readonly UnitOut[] {
  const [units, setUnits] = useState<readonly UnitOut[]>([])
  useEffect(() => {
    if (!wanted) return
    void fetch("/api/units")
      .then((answer) => answer.json())
      .then((found: { units: UnitOut[] }) => setUnits(found.units.filter((unit) => unit.levels.length > 0)))
      .catch(() => undefined)
  }, [wanted])
  return units
}

/** Asks what a move needs before it is made; what was typed stays until it has been done. */
export function MoveDialog({ name, move, receiver, fault, busy, onMove, onReload, onClose }: Props) {
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const units = useUnits(move.needs.includes("unit_id"))
  const asked = [...(move.needs_reason ? ["reason"] : []), ...move.needs]
  const value = (field: string): string => kept[field] ?? (field === "receiver" ? receiver : "")
  const missing = (field: string): string | undefined => (tried && !value(field).trim() ? t().typeThis : undefined)
  const go = (): void => {
    setTried(true)
    if (asked.some((field) => !value(field).trim())) return
    onMove(value("reason"), Object.fromEntries(move.needs.map((field) => [field, value(field).trim()])))
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
      {fault?.status === 409 && fault.params?.["who"] !== undefined ? (
        <Conflict fault={fault} onReload={onReload} />
      ) : (
        fault && (
          <p class="d-line__why" role="alert">
            {sentence(fault)}
          </p>
        )
      )}
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
        <Pick
          label={t().unit}
          value={value("unit_id")}
          onPick={(next) => keep("unit_id", next)}
          options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
          error={missing("unit_id")}
        />
      )}
      {move.needs.includes("opinion") && (
        <Line label={t().opinion} rows={3} value={value("opinion")} onType={(text) => keep("opinion", text)} error={missing("opinion")} />
      )}
      {move.needs.includes("receiver") && (
        <Line label={t().receiver} value={value("receiver")} onType={(text) => keep("receiver", text)} error={missing("receiver")} />
      )}
      {move.needs_reason && (
        <Line
          label={t().reason}
          hint={t().reasonMore}
          rows={3}
          value={value("reason")}
          onType={(text) => keep("reason", text)}
          error={missing("reason")}
        />
      )}
    </Dialog>
  )
}
