import { useEffect, useRef, useState } from "preact/hooks"
import type { FilterOut, InboxRow, LabelOut } from "../../../core/contract/openapi.gen.ts"
import { Button } from "../../ui/Button.tsx"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { inboxIcon } from "../../ui/icons-work.ts"
import { queryOf, type Narrowing } from "./asked.ts"
import { bench } from "./apiBench.ts"
import { Bulk } from "./Bulk.tsx"
import { ExportList } from "./Exports.tsx"
import { AskFilter, type Chosen, FilterBar } from "./FilterBar.tsx"
import { KeysHelp } from "./KeysHelp.tsx"
import { useKeys } from "./keys.ts"
import { goTo, Rows } from "./Rows.tsx"
import { sentence } from "./say.ts"
import { type Shown, useInbox } from "./useInbox.ts"
import { wb } from "./words-bench.ts"
import { own } from "./words-owners.ts"
import { t, word } from "./words.ts"

export const VIEWS = [
  ...(["mine", "unowned", "new", "late", "soon", "answered", "awaiting_supplement", "awaiting_payment"] as const),
  ...(["awaiting_files", "ready", "came_back", "done", "all"] as const),
]
export type View = (typeof VIEWS)[number]
/** Seldom anything stands there: shown while something does. */
const SELDOM: ReadonlySet<View> = new Set(["came_back", "unowned", "answered", "awaiting_supplement"])

const isShown = (view: View, chosen: View, counts: Record<string, number> | undefined): boolean =>
  !SELDOM.has(view) || view === chosen || (counts?.[view] ?? 0) > 0

interface Props {
  view: View
  q: string
  chosen: string | undefined
  /** Counts up after every change made at this desk, so that the list follows. */
  turn: number
  onView: (view: View) => void
  onOpen: (id: string) => void
  onBack: () => void
  onChanged: () => void
}

function Views({ view, counts, onView }: { view: View; counts: Record<string, number> | undefined; onView: (view: View) => void }) {
  return (
    <nav class="views" aria-label={t().views}>
      {VIEWS.filter((each) => isShown(each, view, counts)).map((each) => (
        <a
          key={each}
          href={`/ban?v=${each}`}
          class={each === "late" && (counts?.["late"] ?? 0) > 0 ? "hot" : undefined}
          aria-current={each === view ? "true" : undefined}
          onClick={(event) => {
            event.preventDefault()
            onView(each)
          }}
        >
          {each === "unowned" ? own().view_unowned : word(`view_${each}`)} {counts?.[each] !== undefined && <b>{counts[each]}</b>}
        </a>
      ))}
    </nav>
  )
}

/** The office's lists that stand beside the inbox; read once, and again where they were changed. */
function useLists(turn: number) {
  const [filters, setFilters] = useState<readonly FilterOut[]>([])
  const [labels, setLabels] = useState<readonly LabelOut[]>([])
  useEffect(() => void bench.filters().then((found) => found.ok && setFilters(found.value.filters)), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a label may have been made with the last change
  useEffect(() => void bench.labels().then((found) => found.ok && setLabels(found.value.labels)), [turn])
  return { filters, setFilters, labels }
}

/** Which rows are marked; a range goes from the last mark to here. */
function useMarks(rows: readonly InboxRow[]) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string | undefined>(undefined)
  const mark = (id: string, range: boolean): void => {
    const [from, to] = [rows.findIndex((row) => row.dossier_id === last.current), rows.findIndex((row) => row.dossier_id === id)]
    const next = new Set(marked)
    if (range && from >= 0 && to >= 0) for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(row.dossier_id)
    else if (!next.delete(id)) next.add(id)
    last.current = id
    setMarked(next)
  }
  const all = (): void => {
    const every = rows.length > 0 && rows.every((row) => marked.has(row.dossier_id))
    setMarked(every ? new Set() : new Set(rows.map((row) => row.dossier_id)))
  }
  return { marked, mark, all, clear: () => setMarked(new Set()) }
}

type Asking = "filter" | "keys" | "many" | undefined

interface ListKeys {
  rows: readonly InboxRow[]
  chosen: string | undefined
  cursor: number
  setCursor: (at: number) => void
  box: { current: HTMLDivElement | null }
  marks: ReturnType<typeof useMarks>
  ask: (what: Asking) => void
  onOpen: (id: string) => void
  onBack: () => void
}

/** The arrows scroll a dossier while the focus is in it; elsewhere they go along the list. */
const inList = (): boolean => document.activeElement === document.body || document.activeElement?.closest(".inbox") !== null

function useListKeys({ rows, chosen, cursor, setCursor, box, marks, ask, onOpen, onBack }: ListKeys): void {
  const last = rows.length - 1
  const move = (by: number) => (): void => {
    if (!inList() || last < 0) return
    const at = Math.max(0, Math.min(last, cursor + by))
    setCursor(at)
    goTo(box.current, at)
  }
  const open = (by: number) => (): void => {
    const here = rows.findIndex((row) => row.dossier_id === chosen)
    const next = rows[Math.max(0, Math.min(last, (here < 0 ? cursor - by : here) + by))]
    if (!next || next.dossier_id === chosen) return
    setCursor(rows.indexOf(next))
    goTo(box.current, rows.indexOf(next))
    onOpen(next.dossier_id)
  }
  const mark = (range: boolean) => (): void => {
    const row = rows[cursor]
    if (row) marks.mark(row.dossier_id, range)
  }
  const scroll = inList() && last >= 0
  useKeys({
    ArrowDown: scroll ? move(1) : undefined,
    ArrowUp: scroll ? move(-1) : undefined,
    "]": open(1),
    "[": open(-1),
    x: mark(false),
    "Shift+x": mark(true),
    a: marks.all,
    m: () => marks.marked.size > 0 && ask("many"),
    f: () => ask("filter"),
    "?": () => ask("keys"),
    u: () => {
      onBack()
      goTo(box.current, Math.max(0, cursor))
    },
  })
}

function Foot({ n, onMany, onClear, onKeys }: { n: number; onMany: () => void; onClear: () => void; onKeys: () => void }) {
  if (n > 0)
    return (
      <div class="keys keys--many" role="status">
        <b>{wb().marked(n)}</b>
        <Button onPress={onMany}>
          {wb().many} <kbd>M</kbd>
        </Button>
        <Button kind="quiet" onPress={onClear}>
          {wb().unmark}
        </Button>
      </div>
    )
  return (
    <div class="keys">
      <span aria-hidden="true">
        <kbd>↑</kbd>
        <kbd>↓</kbd>
        {t().keysPick}
      </span>
      <span aria-hidden="true">
        <kbd>/</kbd>
        {t().keysFind}
      </span>
      <button type="button" class="keys__all" onClick={onKeys}>
        <kbd>?</kbd> {wb().keysTitle}
      </button>
    </div>
  )
}

function Said({ shown, fault, q }: { shown: Shown | undefined; fault: Parameters<typeof sentence>[0] | undefined; q: string }) {
  if (fault && !shown)
    return (
      <Failed title={t().failedList} code={fault.code}>
        {sentence(fault)}
      </Failed>
    )
  if (!shown) return <Skeleton rows={6} />
  return (
    <>
      {fault && (
        <p class="inbox__stale" role="status">
          {fault.code === "offline" ? wb().staleList : sentence(fault)}
        </p>
      )}
      {shown.rows.length === 0 && (
        <Empty icon={inboxIcon} title={q ? t().nothingFound(q) : t().emptyTitle}>
          {q ? t().nothingFoundMore : t().emptyMore}
        </Empty>
      )}
    </>
  )
}

/** The office's inbox: by due time, in views and filters, moved in and marked by keys. */
export function Inbox({ view, q, chosen, turn, onView, onOpen, onBack, onChanged }: Props) {
  const [asked, setAsked] = useState<Narrowing>({})
  const words = q === "" ? (asked.q ?? "") : q
  const { filters, setFilters, labels } = useLists(turn)
  const pinned = filters.filter((each) => each.pinned).length
  const { shown, fault, more } = useInbox(queryOf(view, q ? { ...asked, q, in_view: false } : asked), turn * 100 + pinned)
  const [cursor, setCursor] = useState(-1)
  const [asking, ask] = useState<Asking>()
  const box = useRef<HTMLDivElement>(null)
  const rows = shown?.rows ?? []
  const marks = useMarks(rows)
  const choose = (next: Chosen): void => {
    setAsked(next.asked)
    if (next.view !== view) onView(next.view as View)
    if (box.current) box.current.scrollTop = 0
    setCursor(-1)
  }
  useListKeys({ rows, chosen, cursor, setCursor, box, marks, ask, onOpen, onBack })
  const here = { view, asked, filters, onChoose: choose }
  return (
    <section class="inbox" aria-label={t().list}>
      <Views view={view} counts={shown?.counts} onView={(next) => choose({ view: next, asked })} />
      <FilterBar {...here} counts={shown} onAsk={() => ask("filter")} />
      <div class="inbox__rows" ref={box}>
        <Said shown={shown} fault={fault} q={words} />
        {rows.length > 0 && (
          <Rows
            rows={rows}
            now={shown?.now ?? ""}
            chosen={chosen}
            cursor={cursor}
            labels={labels}
            more={shown?.cursor != null}
            box={box}
            marked={marks.marked}
            onMark={marks.mark}
            onCursor={setCursor}
            onOpen={onOpen}
            onMore={more}
            onMarkAll={marks.all}
          />
        )}
        {shown?.cursor && <Button onPress={more}>{t().more}</Button>}
      </div>
      {rows.length > 0 && <ExportList view={view} q={q} />}
      <Foot n={marks.marked.size} onMany={() => ask("many")} onClear={marks.clear} onKeys={() => ask("keys")} />
      {asking === "keys" && <KeysHelp onClose={() => ask(undefined)} />}
      {asking === "filter" && <AskFilter {...here} labels={labels} onFilters={setFilters} onClose={() => ask(undefined)} />}
      {asking === "many" && (
        <Bulk
          ids={[...marks.marked]}
          onOpen={onOpen}
          onChanged={onChanged}
          onClose={(done) => {
            ask(undefined)
            if (done) marks.clear()
          }}
        />
      )}
    </section>
  )
}
