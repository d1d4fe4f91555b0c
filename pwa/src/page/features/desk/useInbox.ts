/* Reading the inbox: page after page as one scrolls, and all of what is shown again every half minute. */
import { useEffect, useRef, useState } from "preact/hooks"
import type { InboxOut, InboxRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { desk } from "./api.ts"

const REFRESH = 30_000
const PAGE = 100
const LARGEST = 200

export interface Shown {
  rows: InboxRow[]
  counts: Record<string, number>
  spans: Record<string, number>
  pinned: Record<string, number>
  cursor: string | null
  now: string
}

function joined(before: readonly InboxRow[], page: InboxOut): Shown {
  const here = new Set(before.map((row) => row.dossier_id))
  const rows = [...before, ...page.rows.filter((row) => !here.has(row.dossier_id))]
  const { counts, spans, pinned, now } = page
  return { rows, counts, spans, pinned, cursor: page.cursor ?? null, now }
}

/** As many rows as are shown already, read anew in as few pages as there can be. */
async function readAgain(asked: string, wanted: number): Promise<Shown | Fault> {
  let shown: Shown | undefined
  do {
    const query = new URLSearchParams(asked)
    query.set("limit", String(Math.min(LARGEST, Math.max(PAGE, wanted - (shown?.rows.length ?? 0)))))
    if (shown?.cursor) query.set("cursor", shown.cursor)
    const found = await desk.inbox(query)
    if (!found.ok) return found
    shown = joined(shown?.rows ?? [], found.value)
  } while (shown.cursor && shown.rows.length < wanted)
  return shown
}

export interface Inbox {
  shown: Shown | undefined
  fault: Fault | undefined
  /** Reads the next page, once. */
  more: () => void
}

/** The list for a question, its newest state, and a way to more of it. `turn` counts up where it must be read again. */
export function useInbox(asked: string, turn: number): Inbox {
  const [shown, setShown] = useState<Shown>()
  const [fault, setFault] = useState<Fault>()
  const present = useRef<{ asked: string; shown: Shown | undefined; busy: boolean }>({ asked, shown: undefined, busy: false })
  present.current.shown = shown
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads the same thing again
  useEffect(() => {
    let wanted = true
    const fresh = present.current.asked !== asked
    present.current.asked = asked
    const read = async (rows: number): Promise<void> => {
      const found = await readAgain(asked, rows)
      if (!wanted) return
      const failed = "ok" in found
      setFault(failed ? found : undefined)
      if (!failed) setShown(found)
    }
    void read(fresh ? 0 : (present.current.shown?.rows.length ?? 0))
    const every = setInterval(() => document.visibilityState === "visible" && void read(present.current.shown?.rows.length ?? 0), REFRESH)
    return () => {
      wanted = false
      clearInterval(every)
    }
  }, [asked, turn])
  const more = (): void => {
    const here = present.current
    const cursor = here.shown?.cursor
    if (!cursor || here.busy) return
    here.busy = true
    const query = new URLSearchParams(asked)
    query.set("limit", String(PAGE))
    query.set("cursor", cursor)
    void desk.inbox(query).then((found) => {
      here.busy = false
      if (here.asked !== asked) return
      setFault(found.ok ? undefined : found)
      if (found.ok) setShown(joined(here.shown?.rows ?? [], found.value))
    })
  }
  return { shown, fault, more }
}
