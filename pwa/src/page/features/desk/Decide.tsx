import { useEffect, useState } from "preact/hooks"
import type { QuarantinedOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { type Decision, desk } from "./api.ts"
import { forget, useKept } from "./kept.ts"
import { Line } from "./Line.tsx"
import { Wrong } from "./Wrong.tsx"
import { held as t } from "./words-held.ts"
import { t as desks } from "./words.ts"

const KEYS: Readonly<Record<string, Decision>> = { n: "adopted", k: "refused" }

interface Props {
  found: QuarantinedOut
  onDecided: (now: QuarantinedOut) => void
  /** Somebody else has decided meanwhile. */
  onStale: (fault: Fault) => void
}

function useKeys(press: (decision: Decision) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog")
      const decision = KEYS[event.key.toLowerCase()]
      if (typing || event.ctrlKey || event.metaKey || event.altKey || !decision) return
      event.preventDefault()
      press(decision)
    }
    addEventListener("keydown", listen)
    return () => removeEventListener("keydown", listen)
  })
}

interface AskProps extends Props {
  decision: Decision
  onClose: () => void
}

/** Asks for the reason; what was typed stays until it has been decided. */
function Ask({ found, decision, onDecided, onStale, onClose }: AskProps) {
  const { op_id, author_name } = found.row
  const name = `held:${op_id}:${decision}`
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const reason = (kept["reason"] ?? "").trim()
  const adopts = decision === "adopted"
  const go = async (): Promise<void> => {
    setTried(true)
    if (reason.length < 3 || busy) return
    setBusy(true)
    const done = await desk.decideHeld(op_id, { decision, reason })
    setBusy(false)
    if (!done.ok && done.code !== "held_decided") {
      setFault(done)
      return
    }
    forget(name)
    onClose()
    if (done.ok) onDecided(done.value)
    else onStale(done)
  }
  return (
    <Dialog
      title={adopts ? t().adoptTitle : t().refuseTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind={adopts ? "main" : "mend"} busy={busy} onPress={() => void go()}>
            {adopts ? t().adopt : t().refuse}
          </Button>
          <Button onPress={onClose}>{desks().cancel}</Button>
        </>
      }
    >
      <Wrong fault={fault} />
      <Line
        label={adopts ? t().adoptReason : t().refuseReason}
        hint={adopts ? t().adoptMore(author_name || t().nobody) : t().refuseMore}
        rows={3}
        value={kept["reason"] ?? ""}
        onType={(text) => keep("reason", text)}
        error={tried && reason.length < 3 ? t().reasonMissing : undefined}
      />
    </Dialog>
  )
}

/** The decision at the foot: taken in as its author's act, or refused; each with a reason. */
export function Decide(props: Props) {
  const [asking, setAsking] = useState<Decision>()
  const may = props.found.may_decide
  useKeys((decision) => may && setAsking(decision))
  return (
    <section class="acts" aria-label={desks().moves}>
      {may ? (
        <div>
          <button type="button" class="btn btn--main" data-move="adopt" onClick={() => setAsking("adopted")}>
            {t().adopt} <kbd>N</kbd>
          </button>
          <button type="button" class="btn btn--mend" data-move="refuse" onClick={() => setAsking("refused")}>
            {t().refuse} <kbd>K</kbd>
          </button>
        </div>
      ) : (
        <p>{t().readOnly}</p>
      )}
      {asking && <Ask key={asking} {...props} decision={asking} onClose={() => setAsking(undefined)} />}
    </section>
  )
}
