import { useState } from "preact/hooks"
import type { UnitFullOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Line } from "../desk/Line.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { unitCalls } from "./apiUnits.ts"
import { unt } from "./words-units.ts"
import { rooms as t } from "./words.ts"

const LEAST = 3

interface Props {
  unit: string
  act: string
  /** What does not happen, in words. */
  what: string
  onSaved: (found: UnitFullOut) => void
  onClose: () => void
}

/** A planned change does not happen after all, and why. */
export function TakeBack({ unit, act, what, onSaved, onClose }: Props) {
  const [reason, setReason] = useState("")
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const short = reason.trim().length < LEAST
  const go = async (): Promise<void> => {
    setTried(true)
    if (short || busy) return
    setBusy(true)
    const done = await unitCalls.takeBack(unit, act, reason.trim())
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (done.ok) onSaved(done.value)
  }
  return (
    <Dialog
      title={unt().takeBackTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind="mend" busy={busy} onPress={() => void go()}>
            {unt().takeBack}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Wrong fault={fault} />
      <p>
        <b>{what}</b>
      </p>
      <p class="muted">{unt().takeBackMore}</p>
      <Line label={unt().takeBackWhy} rows={3} value={reason} onType={setReason} error={tried && short ? t().needed : undefined} />
    </Dialog>
  )
}
