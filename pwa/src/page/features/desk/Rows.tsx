import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { InboxRow, LabelOut } from "../../../core/contract/openapi.gen.ts"
import { Tag } from "./Tag.tsx"
import { standing, when } from "./say.ts"
import { wb } from "./words-bench.ts"
import { t } from "./words.ts"

/** So many rows above and below the glass stand ready. */
const SPARE = 12
/** Fewer rows are simply all there. */
const MANY = 80
const USUAL = 52

export interface Marks {
  marked: ReadonlySet<string>
  onMark: (id: string, range: boolean) => void
}

interface RowProps extends Marks {
  row: InboxRow
  at: number
  now: string
  chosen: boolean
  under: boolean
  labels: readonly LabelOut[]
  onOpen: (id: string) => void
  onCursor: (at: number) => void
}

function Row({ row, at, now, chosen, under, labels, marked, onMark, onOpen, onCursor }: RowProps) {
  const [first, last] = [when(row, now), standing(row)]
  const id = row.dossier_id
  const mine = labels.filter((each) => row.labels.includes(each.id))
  return (
    <tr
      class={`${first.kind}${chosen ? " is" : ""}${under ? " at" : ""}`}
      aria-rowindex={at + 2}
      data-dossier={id}
      data-at={at}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest(".m")) return
        onCursor(at)
        onOpen(id)
      }}
    >
      <td class="m">
        <label>
          <input
            type="checkbox"
            checked={marked.has(id)}
            aria-label={wb().mark(row.owner_name)}
            onClick={(event) => {
              onCursor(at)
              onMark(id, event.shiftKey)
            }}
          />
        </label>
      </td>
      <td class="d">
        <b>{first.big}</b>
        <small>{first.small}</small>
      </td>
      <td>
        <a
          href={`/ban/ho-so/${id}`}
          aria-current={chosen ? "true" : undefined}
          onClick={(event) => event.preventDefault()}
          onFocus={() => onCursor(at)}
        >
          <b>{row.owner_name}</b>
        </a>
        <small class="grid__what">
          {mine.map((each) => (
            <Tag key={each.id} label={each} />
          ))}
          {row.procedure_name}
        </small>
      </td>
      <td>
        {last.big}
        <small>{last.small}</small>
      </td>
    </tr>
  )
}

interface Props extends Marks {
  rows: readonly InboxRow[]
  now: string
  chosen: string | undefined
  cursor: number
  labels: readonly LabelOut[]
  /** Whether there are more than those that were read. */
  more: boolean
  box: { current: HTMLDivElement | null }
  onCursor: (at: number) => void
  onOpen: (id: string) => void
  onMore: () => void
  onMarkAll: () => void
}

interface Glass {
  from: number
  to: number
  height: number
}

/** Which rows are near the glass; all of them where they are few or lie one under the other in a page that scrolls whole. */
function useGlass(count: number, box: Props["box"], body: { current: HTMLTableSectionElement | null }): Glass {
  const [glass, setGlass] = useState<Glass>({ from: 0, to: MANY, height: USUAL })
  useLayoutEffect(() => {
    const outer = box.current
    if (!outer) return
    const look = (): void => {
      const height = body.current?.querySelector<HTMLElement>("tr[data-at]")?.offsetHeight ?? USUAL
      const from = Math.max(0, Math.floor(outer.scrollTop / height) - SPARE)
      const to = Math.min(count, Math.ceil((outer.scrollTop + outer.clientHeight) / height) + SPARE)
      setGlass((before) => (before.from === from && before.to === to && before.height === height ? before : { from, to, height }))
    }
    look()
    outer.addEventListener("scroll", look, { passive: true })
    const resized = new ResizeObserver(look)
    resized.observe(outer)
    return () => {
      outer.removeEventListener("scroll", look)
      resized.disconnect()
    }
  }, [count, box, body])
  return count <= MANY ? { ...glass, from: 0, to: count } : glass
}

/** As much room as the rows take that are not in the page. */
function Gap({ height }: { height: number }) {
  if (height === 0) return null
  return (
    <tbody class="grid__gap" aria-hidden="true">
      <tr>
        <td colSpan={4} height={height} />
      </tr>
    </tbody>
  )
}

/** The list. Of a thousand rows only those near the glass are in the page; a reader is told how many there are. */
export function Rows(props: Props) {
  const { rows, now, chosen, cursor, labels, more, box, marked, onMark, onCursor, onOpen, onMore, onMarkAll } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const { from, to, height } = useGlass(rows.length, box, body)
  useEffect(() => {
    if (more && to >= rows.length - SPARE) onMore()
  }, [to, more, rows.length, onMore])
  const all = rows.length > 0 && rows.every((row) => marked.has(row.dossier_id))
  const after = Math.max(0, rows.length - to) * height
  return (
    <table class="grid" aria-rowcount={more ? -1 : rows.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th class="m" scope="col">
            <label>
              <input type="checkbox" checked={all} aria-label={wb().markAll} onClick={onMarkAll} />
            </label>
          </th>
          <th class="d" scope="col">
            {t().due}
          </th>
          <th scope="col">{t().who}</th>
          <th scope="col">{t().state}</th>
        </tr>
      </thead>
      <Gap height={from * height} />
      <tbody ref={body}>
        {rows.slice(from, to).map((row, n) => (
          <Row
            key={row.dossier_id}
            row={row}
            at={from + n}
            now={now}
            chosen={row.dossier_id === chosen}
            under={from + n === cursor}
            labels={labels}
            marked={marked}
            onMark={onMark}
            onOpen={onOpen}
            onCursor={onCursor}
          />
        ))}
      </tbody>
      <Gap height={after} />
    </table>
  )
}

/** Puts a row on the glass and the focus on its link. */
export function goTo(box: HTMLDivElement | null, at: number): void {
  if (!box) return
  const height = box.querySelector<HTMLElement>("tr[data-at]")?.offsetHeight ?? USUAL
  const head = box.querySelector("thead")?.offsetHeight ?? 0
  const [top, bottom] = [at * height, (at + 1) * height + head]
  if (top < box.scrollTop) box.scrollTop = top
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight
  requestAnimationFrame(() =>
    requestAnimationFrame(() => box.querySelector<HTMLElement>(`tr[data-at="${at}"] a`)?.focus({ preventScroll: true })),
  )
}
