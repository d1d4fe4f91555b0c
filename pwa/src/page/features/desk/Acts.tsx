import { useState } from "preact/hooks"
import type { DeskDossierOut, OpenMove } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { navigate } from "../../app/router.ts"
import { say } from "../../i18n/lang.ts"
import { Icon } from "../../ui/Icon.tsx"
import { infoIcon } from "../../ui/icons.ts"
import { desk } from "./api.ts"
import { AskMore } from "./AskMore.tsx"
import { Refused } from "./Conflict.tsx"
import { forget, sameAct } from "./kept.ts"
import { useKeys } from "./keys.ts"
import { MoveDialog } from "./MoveDialog.tsx"
import { ASIDE, HARD, KEYS } from "./moves.ts"
import { t } from "./words.ts"

interface Props {
  found: DeskDossierOut
  onChanged: (now: DeskDossierOut) => void
  onReload: () => void
}

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

/** One id for one intention: pressing again after a lost answer asks for the same thing, not for a second one. */
function useMoving({ found, onChanged }: Props) {
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const id = found.dossier.dossier_id
  const make = async (move: OpenMove, reason: string, data: Record<string, unknown>): Promise<boolean> => {
    if (busy) return false
    const intention = JSON.stringify([id, found.dossier.version, move.move, reason, data])
    const name = `${id}:${move.move}`
    const op_id = sameAct(name, intention)
    setBusy(true)
    const done = await desk.move(id, { op_id, move: move.move, seen: found.dossier.version, reason, data })
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (done.ok) {
      forget(name)
      onChanged(done.value)
    }
    return done.ok
  }
  return { fault, busy, make, clear: () => setFault(undefined) }
}

function Act({ move, main, onPress }: { move: OpenMove; main: boolean; onPress: () => void }) {
  const key = KEYS[move.move]
  const why = move.why_not ? told(move.why_not) : undefined
  const kind = main && !why ? "btn btn--main" : `btn${HARD.has(move.move) ? " btn--mend" : ""}`
  return (
    <button
      type="button"
      class={kind}
      aria-disabled={why ? true : undefined}
      title={why}
      data-move={move.move}
      onClick={() => !why && onPress()}
    >
      {told(move.label)} {key && <kbd>{key.toUpperCase()}</kbd>}
    </button>
  )
}

/** The moves the table allows from here; one that cannot be made yet says why, beside it. */
export function Acts(props: Props) {
  const { found, onReload } = props
  const { fault, busy, make, clear } = useMoving(props)
  // who came here to make one move finds its question open
  const [asking, setAsking] = useState<OpenMove | undefined>(() => {
    const wanted = new URLSearchParams(location.search).get("viec")
    return found.moves.find((move) => move.move === wanted && move.move !== "hand_over" && !move.why_not)
  })
  const press = (move: OpenMove): void => {
    if (move.why_not || busy) return
    clear()
    // results leave in a room of their own: whose they are, who takes them, how that is signed for
    if (move.move === "hand_over") navigate(`/ban/trao?q=${found.dossier.local_code}`)
    else if (move.needs_reason || move.needs.length > 0) setAsking(move)
    else void make(move, "", {})
  }
  const keyed = found.moves.filter((move) => KEYS[move.move])
  const keys: Record<string, () => void> = {}
  for (const move of keyed.reverse()) keys[KEYS[move.move] ?? ""] = () => press(move)
  useKeys(keys)
  if (found.moves.length === 0) return null
  const main = found.moves.find((move) => !HARD.has(move.move) && !ASIDE.has(move.move))
  const refused = found.moves.filter((move) => move.why_not)
  return (
    <section class="acts" aria-label={t().moves}>
      {!asking && <Refused fault={fault} onReload={onReload} />}
      <div>
        {found.moves.map((move) => (
          <Act key={`${move.move}${move.to_state}`} move={move} main={move === main} onPress={() => press(move)} />
        ))}
      </div>
      {refused.map((move) => (
        <p key={move.move}>
          <Icon d={infoIcon} />
          {told(move.label)}: {move.why_not && told(move.why_not)}
        </p>
      ))}
      {asking?.needs.includes("items") && (
        <AskMore
          name={`${found.dossier.dossier_id}:${asking.move}`}
          found={found}
          move={asking}
          fault={fault}
          busy={busy}
          onMove={(reason, data) => void make(asking, reason, data).then((done) => done && setAsking(undefined))}
          onReload={() => {
            setAsking(undefined)
            onReload()
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking && !asking.needs.includes("items") && (
        <MoveDialog
          name={`${found.dossier.dossier_id}:${asking.move}`}
          dossier={found.dossier.dossier_id}
          place={{ unit: found.dossier.unit_id, procedure: found.dossier.procedure_code }}
          move={asking}
          fault={fault}
          busy={busy}
          onMove={(reason, data) => void make(asking, reason, data).then((done) => done && setAsking(undefined))}
          onReload={() => {
            setAsking(undefined)
            onReload()
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </section>
  )
}
