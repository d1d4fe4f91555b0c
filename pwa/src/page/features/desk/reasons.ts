/* The reasons of the unit's list. Asked for each time a box opens, for an administrator may just have changed them. */
import { useEffect, useState } from "preact/hooks"
import type { ReasonOut, ReasonsOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { call } from "./api.ts"

export interface Place {
  unit: string
  procedure: string
}

/** Which list the reason of a move is chosen from (app/reasons/rules.py). */
export const USE_OF_MOVE: Readonly<Record<string, ReasonOut["use"]>> = {
  refuse: "refuse",
  stop: "stop",
  extend: "extend",
  send_back: "send_back",
  check_back: "send_back",
}

/** What may be chosen at a place; for many dossiers at once (no place) what every unit offers for any procedure. */
export function offered(found: ReasonsOut, use: ReasonOut["use"], place: Place | undefined): readonly ReasonOut[] {
  const units = place ? found.units.filter((each) => each.unit_id === place.unit) : found.units
  const fits = (each: ReasonOut): boolean => each.use === use && (each.procedure === null || each.procedure === place?.procedure)
  const everywhere = (each: ReasonOut): boolean =>
    units.every((unit) => unit.reasons.some((other) => other.use === use && other.value === each.value))
  return (units[0]?.reasons ?? []).filter((each) => fits(each) && everywhere(each))
}

/** The reasons for a use; none until they have come, or without a network: own words always do. */
export function useReasons(use: ReasonOut["use"] | undefined, place: Place | undefined): readonly ReasonOut[] {
  const [found, setFound] = useState<ReasonsOut>()
  useEffect(() => {
    if (use === undefined) return
    let here = true
    const asked: Promise<Result<ReasonsOut>> = call<ReasonsOut>("/api/desk/reasons")
    void asked.then((answer) => here && answer.ok && setFound(answer.value))
    return () => {
      here = false
    }
  }, [use])
  return use && found ? offered(found, use, place) : []
}
