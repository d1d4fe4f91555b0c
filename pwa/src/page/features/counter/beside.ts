/* The resident's side of a sitting asks what it is to show. It is an online screen of one sitting, without any session. */
import { useEffect, useRef, useState } from "preact/hooks"
import type { SeatOut, ConfirmedOut, Problem, ShownOut } from "../../../core/contract/openapi.gen.ts"
import { claimSecret } from "../../../core/domain/ids.ts"

const LOOK = 1000
const SEAT = "cl-seat:"

/** This screen's own secret for a sitting: the same after a reload, gone with the window. */
function seatOf(token: string): string {
  try {
    const kept = sessionStorage.getItem(SEAT + token) ?? claimSecret()
    sessionStorage.setItem(SEAT + token, kept)
    return kept
  } catch {
    return claimSecret()
  }
}

export type Asked<T> = { ok: true; value: T } | { ok: false; code: string; say?: string | undefined }

async function ask<T>(path: string, body: unknown): Promise<Asked<T>> {
  try {
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit" as const,
    }
    const answer = await fetch(path, init)
    if (answer.ok) return { ok: true, value: (await answer.json()) as T }
    const told = (await answer.json().catch(() => undefined)) as Problem | undefined
    return { ok: false, code: told?.code ?? "offline", say: told?.say.vi }
  } catch {
    return { ok: false, code: "offline" }
  }
}

export type Standing = "opening" | "here" | "over" | "taken" | "gone"

export interface Beside {
  readonly standing: Standing
  readonly cut: boolean
  readonly told: SeatOut | undefined
  readonly shown: ShownOut | undefined
  /** Her own tap on yes or no, to the words that stand there. */
  readonly say: (yes: boolean) => Promise<boolean>
  readonly agree: (how: { code?: string; strokes?: number[][] }) => Promise<Asked<ConfirmedOut>>
  readonly retry: () => void
}

const ENDED: Readonly<Record<string, Standing>> = { sitting_seat_taken: "taken", sitting_not_found: "gone", invalid: "gone" }

/** Takes turn after turn until one says that it was the last; `key` begins anew. */
function useTurns(turn: { readonly current: () => Promise<boolean> }, key: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the turn is looked up when it is taken
  useEffect(() => {
    const ended = new AbortController()
    const run = async (): Promise<void> => {
      if (ended.signal.aborted || !(await turn.current())) return
      setTimeout(() => void run(), LOOK)
    }
    void run()
    return () => ended.abort()
  }, [key])
}

/** Follows a sitting until it is over; a cut line is said, and tried again by itself. */
export function useBeside(token: string): Beside {
  const [standing, setStanding] = useState<Standing>("opening")
  const [cut, setCut] = useState(false)
  const [told, setTold] = useState<SeatOut>()
  const [shown, setShown] = useState<ShownOut>()
  const [turns, setTurns] = useState(0)
  const seen = useRef(-1)
  const seat = useRef(seatOf(token))
  const look = useRef<() => Promise<boolean>>(() => Promise.resolve(false))
  look.current = async () => {
    const answer = await ask<SeatOut>("/api/counter/beside", { token, seat: seat.current, seen: seen.current })
    const ended = answer.ok ? (answer.value.over ? "over" : undefined) : ENDED[answer.code]
    setCut(!answer.ok && ended === undefined)
    if (ended !== undefined) {
      setStanding(ended)
      setTold(undefined)
      setShown(undefined)
      return false
    }
    if (!answer.ok) return true
    seen.current = answer.value.version
    setStanding("here")
    setTold(answer.value)
    if (answer.value.shown) setShown(answer.value.shown)
    return true
  }
  useTurns(look, `${token} ${turns}`)
  const say = async (yes: boolean): Promise<boolean> => {
    const hash = told?.question?.hash ?? ""
    const answer = await ask<SeatOut>("/api/counter/beside/reuse", { token, seat: seat.current, hash, yes })
    if (answer.ok) setTold(answer.value)
    return answer.ok
  }
  return {
    ...{ standing, cut, told, shown, say },
    agree: (how) => ask<ConfirmedOut>("/api/counter/beside/agree", { token, seat: seat.current, sha256: shown?.sha256 ?? "", ...how }),
    retry: () => setTurns(turns + 1),
  }
}
