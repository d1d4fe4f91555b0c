import { useCallback, useEffect, useState } from "preact/hooks"
import type { ManyRow, OpenMove } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { bench } from "./apiBench.ts"
import { type Outcome, type Run, useRun } from "./bulkRun.ts"
import { MoveFields, useMoveFields } from "./MoveDialog.tsx"
import { sentence } from "./say.ts"
import { benchWord, wb } from "./words-bench.ts"

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })
/** What differs from dossier to dossier is not asked for many at once. */
const ONE_BY_ONE = new Set(["items", "respond_by", "receiver", "unit_id"])

interface Offered {
  move: OpenMove
  can: readonly ManyRow[]
  cannot: readonly { row: ManyRow; why: string }[]
}

/** The moves that at least one of them allows, those that most allow first. */
function offers(rows: readonly ManyRow[]): Offered[] {
  const moves = new Map<string, OpenMove>()
  for (const move of rows.flatMap((row) => row.moves))
    if (!move.needs.some((need) => ONE_BY_ONE.has(need)) && !moves.has(move.move)) moves.set(move.move, move)
  return [...moves.values()]
    .map((move) => {
      const of = (row: ManyRow): OpenMove | undefined => row.moves.find((each) => each.move === move.move)
      const can = rows.filter((row) => of(row)?.why_not === null)
      const cannot = rows.filter((row) => !can.includes(row)).map((row) => ({ row, why: why(of(row)) }))
      return { move, can, cannot }
    })
    .filter((each) => each.can.length > 0)
    .sort((a, b) => b.can.length - a.can.length)
}

const why = (move: OpenMove | undefined): string => (move?.why_not ? told(move.why_not) : wb().notHere)

interface Props {
  ids: readonly string[]
  onOpen: (id: string) => void
  onChanged: () => void
  onClose: (done: boolean) => void
}

/** One move for all that is marked: chosen, foreseen, made one by one, and what came of each. */
export function Bulk({ ids, onOpen, onChanged, onClose }: Props) {
  const [rows, setRows] = useState<readonly ManyRow[]>()
  const [fault, setFault] = useState<Fault>()
  const [move, setMove] = useState("")
  const run = useRun()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was marked when this was opened
  const read = useCallback(
    () =>
      void bench.many(ids).then((found) => {
        setFault(found.ok ? undefined : found)
        if (found.ok) setRows(found.value.rows)
      }),
    [],
  )
  useEffect(read, [read])
  const found = rows ? offers(rows) : []
  const chosen = found.find((each) => each.move.move === move)
  const begun = run.outcomes.size > 0
  const close = (): void => {
    run.stop()
    onClose(begun)
  }
  if (!rows)
    return (
      <Dialog title={wb().manyTitle(ids.length)} onClose={close} wide>
        {fault ? <Failed title={sentence(fault)} onRetry={read} /> : <Skeleton rows={4} />}
      </Dialog>
    )
  return (
    <Dialog
      title={wb().manyTitle(rows.length)}
      onClose={close}
      wide
      actions={begun || chosen ? undefined : <Button onPress={close}>{wb().close}</Button>}
    >
      {!begun && (
        <fieldset class="offers">
          <legend>{wb().manyPick}</legend>
          {found.length === 0 && <p class="muted">{wb().manyNone}</p>}
          {found.map((each) => (
            <label key={each.move.move}>
              <input type="radio" name="many" checked={each.move.move === move} onChange={() => setMove(each.move.move)} />
              <b>{told(each.move.label)}</b> <span class="muted num">{wb().manyCan(each.can.length, rows.length)}</span>
            </label>
          ))}
        </fieldset>
      )}
      {chosen && (
        <Making
          key={move}
          offered={chosen}
          run={run}
          onChanged={onChanged}
          onOpen={(id) => {
            close()
            onOpen(id)
          }}
          onClose={close}
        />
      )}
    </Dialog>
  )
}

interface MakingProps {
  offered: Offered
  run: Run
  onChanged: () => void
  onOpen: (id: string) => void
  onClose: () => void
}

function Making({ offered, run, onChanged, onOpen, onClose }: MakingProps) {
  const { move, can, cannot } = offered
  const [fields, complete] = useMoveFields(`many:${move.move}`, move)
  const begun = run.outcomes.size > 0
  const done = [...run.outcomes.values()].filter((each) => each.state === "done").length
  const cut = [...run.outcomes.values()].some((each) => each.state === "open" || each.state === "waits")
  const go = (): void => {
    const asked = complete()
    if (!asked) return
    void run.go(can, { move: move.move, ...asked }).then(onChanged)
  }
  return (
    <>
      {!begun && <MoveFields dossier="" fields={fields} move={move} />}
      <p role="status" class={begun ? "many__said" : "vh"}>
        {begun && (run.busy ? wb().manyRunning(done, can.length) : wb().manyDone(done, can.length))}
      </p>
      {begun && !run.busy && cut && <p class="d-line__why">{wb().manyRestMore}</p>}
      <div class="many__acts">
        {!begun && (
          <Button kind="main" onPress={go}>
            {wb().manyDo(can.length)}
          </Button>
        )}
        {begun && !run.busy && cut && (
          <Button kind="main" onPress={go}>
            {wb().manyRest}
          </Button>
        )}
        {run.busy ? <Button onPress={run.stop}>{wb().stop}</Button> : <Button onPress={onClose}>{wb().close}</Button>}
      </div>
      <h3>{begun ? wb().manyEach : wb().manyWill(can.length)}</h3>
      <ul class="many">
        {can.map((row) => (
          <Each key={row.dossier_id} row={row} outcome={run.outcomes.get(row.dossier_id)} onOpen={onOpen} />
        ))}
      </ul>
      {cannot.length > 0 && (
        <>
          <h3>{wb().manyNot(cannot.length)}</h3>
          <ul class="many">
            {cannot.map(({ row, why: told_ }) => (
              <li key={row.dossier_id} class="many__no">
                <button type="button" class="ask__show" onClick={() => onOpen(row.dossier_id)}>
                  {row.name} <span class="num">{row.code}</span>
                </button>
                <span>{told_}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Each({ row, outcome, onOpen }: { row: ManyRow; outcome: Outcome | undefined; onOpen: (id: string) => void }) {
  const state = outcome?.state
  return (
    <li class={state ? `many__${state}` : undefined}>
      <button type="button" class="ask__show" onClick={() => onOpen(row.dossier_id)}>
        {row.name} <span class="num">{row.code}</span>
      </button>
      {outcome && (
        <span>
          <b>{benchWord(`result_${outcome.state}`)}</b>
          {outcome.state === "refused" && `: ${sentence(outcome.fault)}`}
        </span>
      )}
    </li>
  )
}
