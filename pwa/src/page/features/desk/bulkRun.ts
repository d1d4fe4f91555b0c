/* One move for many: one act with one id for each, in turn; what came of each is known, also over a cut network. */
import { useRef, useState } from "preact/hooks"
import type { ManyRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { desk } from "./api.ts"

export type Outcome = { state: "waits" | "done" } | { state: "refused" | "open"; fault: Fault }

export interface Ask {
  move: string
  reason: string
  data: Record<string, unknown>
}

export interface Run {
  outcomes: ReadonlyMap<string, Outcome>
  busy: boolean
  /** Does it for those that are not done yet; each keeps the id it was given the first time. */
  go: (rows: readonly ManyRow[], ask: Ask) => Promise<void>
  stop: () => void
}

/** Whether the server may have done it without our hearing so. */
const isOpen = (fault: Fault): boolean => fault.code === "offline" || fault.code === "unavailable" || (fault.status ?? 0) >= 500

export function useRun(): Run {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const [busy, setBusy] = useState(false)
  const ids = useRef(new Map<string, string>())
  const stopped = useRef({ asked: false })
  const isStopped = (): boolean => stopped.current.asked
  const go = async (rows: readonly ManyRow[], { move, reason, data }: Ask): Promise<void> => {
    stopped.current.asked = false
    setBusy(true)
    const found = new Map<string, Outcome>(rows.map((row) => [row.dossier_id, outcomes.get(row.dossier_id) ?? { state: "waits" }]))
    for (const { dossier_id, version } of rows) {
      if (found.get(dossier_id)?.state === "done") continue
      if (isStopped()) break
      const op_id = ids.current.get(dossier_id) ?? uuid7()
      ids.current.set(dossier_id, op_id)
      const done = await desk.move(dossier_id, { op_id, move, seen: version, reason, data })
      found.set(dossier_id, done.ok ? { state: "done" } : { state: isOpen(done) ? "open" : "refused", fault: done })
      setOutcomes(new Map(found))
      // without a network the rest would only fail one after the other
      if (!done.ok && done.code === "offline") break
    }
    setOutcomes(new Map(found))
    setBusy(false)
  }
  return { outcomes, busy, go, stop: () => void (stopped.current.asked = true) }
}
