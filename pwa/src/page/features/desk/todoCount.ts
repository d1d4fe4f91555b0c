/* How much this person has to do, as the rail shows it. */
import { useEffect } from "preact/hooks"
import { cell, type Cell, useWatch } from "../../ui/watch.ts"
import { owners } from "./apiOwners.ts"

const REFRESH = 60_000

/** What was last heard; the room that reads the list sets it too. */
export const todoOpen: Cell<number> = cell<number>(0)

async function count(): Promise<void> {
  const found = await owners.count()
  if (found.ok) todoOpen.set(found.value.tasks)
}

/** Asks now and every minute while the page is looked at. */
export function useTodoCount(): number {
  useEffect(() => {
    void count()
    const every = setInterval(() => document.visibilityState === "visible" && void count(), REFRESH)
    return () => clearInterval(every)
  }, [])
  return useWatch(todoOpen)
}
