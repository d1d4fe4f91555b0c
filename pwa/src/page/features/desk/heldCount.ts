/* How much waits for this officer, and how much phones cannot get through, as the rail shows it. */
import { useEffect } from "preact/hooks"
import { cell, type Cell, useWatch } from "../../ui/watch.ts"
import { desk } from "./api.ts"

const REFRESH = 60_000

/** What was last heard; a room that reads its list sets it too. */
export const heldOpen: Cell<number> = cell<number>(0)
export const stumbling: Cell<number> = cell<number>(0)

async function count(): Promise<void> {
  const found = await desk.heldCount()
  if (!found.ok) return
  heldOpen.set(found.value.open)
  stumbling.set(found.value.stumbling)
}

/** Asks now and every minute while the page is looked at; only for who may see that work. */
export function useHeldCount(wanted: boolean): number {
  useEffect(() => {
    if (!wanted) return undefined
    void count()
    const every = setInterval(() => document.visibilityState === "visible" && void count(), REFRESH)
    return () => clearInterval(every)
  }, [wanted])
  return useWatch(heldOpen) + useWatch(stumbling)
}
