import { useEffect, useState } from "preact/hooks"
import type { DeskDossierOut, OpenMove } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Icon } from "../../ui/Icon.tsx"
import { infoIcon } from "../../ui/icons.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { desk } from "./api.ts"
import { Conflict } from "./Conflict.tsx"
import { forget } from "./kept.ts"
import { MoveDialog } from "./MoveDialog.tsx"
import { HARD, KEYS } from "./moves.ts"
import { sentence } from "./say.ts"
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
  const [ids] = useState(() => new Map<string, string>())
  const id = found.dossier.dossier_id
  const make = async (move: OpenMove, reason: string, data: Record<string, unknown>): Promise<boolean> => {
    if (busy) return false
    const intention = JSON.stringify([id, found.dossier.version, move.move, reason, data])
    const op_id = ids.get(intention) ?? uuid7()
    ids.set(intention, op_id)
    setBusy(true)
    const done = await desk.move(id, { op_id, move: move.move, seen: found.dossier.version, reason, data })
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (done.ok) {
      forget(`${id}:${move.move}`)
      onChanged(done.value)
    }
    return done.ok
  }
  return { fault, busy, make, clear: () => setFault(undefined) }
}

function useKeys(moves: readonly OpenMove[], press: (move: OpenMove) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog")
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      const move = moves.find((each) => KEYS[each.move] === event.key.toLowerCase())
      if (!move) return
      event.preventDefault()
      press(move)
    }
    addEventListener("keydown", listen)
    return () => removeEventListener("keydown", listen)
  })
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
  const [asking, setAsking] = useState<OpenMove>()
  const press = (move: OpenMove): void => {
    if (move.why_not || busy) return
    clear()
    if (move.needs_reason || move.needs.length > 0) setAsking(move)
    else void make(move, "", {})
  }
  useKeys(found.moves, press)
  if (found.moves.length === 0) return null
  const main = found.moves.find((move) => !HARD.has(move.move))
  const refused = found.moves.filter((move) => move.why_not)
  return (
    <section class="acts" aria-label={t().moves}>
      {fault &&
        !asking &&
        (fault.status === 409 && fault.params?.["who"] !== undefined ? (
          <Conflict fault={fault} onReload={onReload} />
        ) : (
          <p class="d-line__why" role="alert">
            {sentence(fault)}
          </p>
        ))}
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
      {asking && (
        <MoveDialog
          name={`${found.dossier.dossier_id}:${asking.move}`}
          move={asking}
          receiver={found.dossier.parties.owner.name ?? ""}
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
