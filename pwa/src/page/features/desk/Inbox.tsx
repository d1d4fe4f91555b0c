import { useEffect, useRef, useState } from "preact/hooks"
import type { InboxOut, InboxRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { inboxIcon } from "../../ui/icons-work.ts"
import { desk } from "./api.ts"
import { sentence, standing, when } from "./say.ts"
import { t, word } from "./words.ts"

export const VIEWS = ["mine", "new", "late", "soon", "awaiting_payment", "awaiting_files", "ready", "came_back", "done", "all"] as const
export type View = (typeof VIEWS)[number]
/** Only after a backup was restored is there anything behind it. */
const isShown = (view: View, chosen: View, counts: Record<string, number> | undefined): boolean =>
  view !== "came_back" || view === chosen || (counts?.["came_back"] ?? 0) > 0
const REFRESH = 30_000

interface Props {
  view: View
  q: string
  chosen: string | undefined
  /** Counts up after every change made at this desk, so that the list follows. */
  turn: number
  onView: (view: View) => void
  onOpen: (id: string) => void
}

interface Shown {
  rows: InboxRow[]
  counts: Record<string, number>
  cursor: string | null
  now: string
}

function Row({ row, now, chosen, onOpen }: { row: InboxRow; now: string; chosen: boolean; onOpen: () => void }) {
  const first = when(row, now)
  const last = standing(row)
  return (
    <tr class={`${first.kind}${chosen ? " is" : ""}`} onClick={onOpen} data-dossier={row.dossier_id}>
      <td class="d">
        <b>{first.big}</b>
        <small>{first.small}</small>
      </td>
      <td>
        <a href={`/ban/ho-so/${row.dossier_id}`} aria-current={chosen ? "true" : undefined} onClick={(event) => event.preventDefault()}>
          <b>{row.owner_name}</b>
        </a>
        <small>{row.procedure_name}</small>
      </td>
      <td>
        {last.big}
        <small>{last.small}</small>
      </td>
    </tr>
  )
}

/** Reads the list now, on every change of what is asked, and every half minute while the page is looked at. */
function useRows({ view, q, turn }: Pick<Props, "view" | "q" | "turn">): [Shown | undefined, Fault | undefined, () => void] {
  const [shown, setShown] = useState<Shown>()
  const [fault, setFault] = useState<Fault>()
  const more = useRef<(cursor: string) => void>(() => undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads the same thing again
  useEffect(() => {
    let wanted = true
    const read = async (cursor = ""): Promise<void> => {
      const found = await desk.inbox(new URLSearchParams({ view, q, ...(cursor && { cursor }) }))
      if (!wanted) return
      setFault(found.ok ? undefined : found)
      if (found.ok) setShown((before) => joined(cursor ? before : undefined, found.value))
    }
    more.current = (cursor) => void read(cursor)
    void read()
    const every = setInterval(() => document.visibilityState === "visible" && void read(), REFRESH)
    return () => {
      wanted = false
      clearInterval(every)
    }
  }, [view, q, turn])
  return [shown, fault, () => shown?.cursor && more.current(shown.cursor)]
}

function joined(before: Shown | undefined, page: InboxOut): Shown {
  return { rows: [...(before?.rows ?? []), ...page.rows], counts: page.counts, cursor: page.cursor ?? null, now: page.now }
}

/** Moves the choice with the arrow keys; Enter opens. */
function step(event: KeyboardEvent, rows: InboxRow[], chosen: string | undefined, onOpen: (id: string) => void): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
  const at = rows.findIndex((row) => row.dossier_id === chosen)
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]
  if (next) onOpen(next.dossier_id)
  event.preventDefault()
}

/** The office's inbox: by due time, in views, with the choice moved by keys. */
export function Inbox(props: Props) {
  const [shown, fault, readMore] = useRows(props)
  const { view, q, chosen, onView, onOpen } = props
  return (
    <section class="inbox" aria-label={t().list}>
      <nav class="views" aria-label={t().views}>
        {VIEWS.filter((each) => isShown(each, view, shown?.counts)).map((each) => (
          <a
            key={each}
            href={`/ban?v=${each}`}
            class={each === "late" && (shown?.counts["late"] ?? 0) > 0 ? "hot" : undefined}
            aria-current={each === view ? "true" : undefined}
            onClick={(event) => {
              event.preventDefault()
              onView(each)
            }}
          >
            {word(`view_${each}`)} {shown?.counts[each] !== undefined && <b>{shown.counts[each]}</b>}
          </a>
        ))}
      </nav>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as below */}
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: the arrows move among the links inside */}
      <div class="inbox__rows" onKeyDown={(event) => step(event, shown?.rows ?? [], chosen, onOpen)}>
        {fault && (
          <Failed title={t().failedList} code={fault.code}>
            {sentence(fault)}
          </Failed>
        )}
        {!shown && !fault && <Skeleton rows={6} />}
        {shown?.rows.length === 0 && !fault && (
          <Empty icon={inboxIcon} title={q ? t().nothingFound(q) : t().emptyTitle}>
            {q ? t().nothingFoundMore : t().emptyMore}
          </Empty>
        )}
        {shown && shown.rows.length > 0 && (
          <table class="grid">
            <thead>
              <tr>
                <th class="d" scope="col">
                  {t().due}
                </th>
                <th scope="col">{t().who}</th>
                <th scope="col">{t().state}</th>
              </tr>
            </thead>
            <tbody>
              {shown.rows.map((row) => (
                <Row
                  key={row.dossier_id}
                  row={row}
                  now={shown.now}
                  chosen={row.dossier_id === chosen}
                  onOpen={() => onOpen(row.dossier_id)}
                />
              ))}
            </tbody>
          </table>
        )}
        {shown?.cursor && <Button onPress={readMore}>{t().more}</Button>}
      </div>
      <p class="keys" aria-hidden="true">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd>
          {t().keysPick}
        </span>
        <span>
          <kbd>/</kbd>
          {t().keysFind}
        </span>
      </p>
    </section>
  )
}
