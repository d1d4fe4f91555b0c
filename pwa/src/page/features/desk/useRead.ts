import { useCallback, useEffect, useState } from "preact/hooks"
import type { Fault, Result } from "../../../core/contract/result.ts"

export type Read<T> = { state: "opening" } | { state: "failed"; fault: Fault } | { state: "here"; value: T }

/** Reads a room's list once and again when asked; what is shown stays while it is read again. */
export function useRead<T>(ask: () => Promise<Result<T>>): [Read<T>, () => void] {
  const [read, setRead] = useState<Read<T>>({ state: "opening" })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the room asks one thing all its life
  const again = useCallback(() => {
    void ask().then((found) => setRead(found.ok ? { state: "here", value: found.value } : { state: "failed", fault: found }))
  }, [])
  useEffect(again, [again])
  return [read, again]
}
