/* The pages on the table: from which file, how they are cut, to which paper they belong. They stay on this computer, over a
   cut network and a reload, until they are kept in a dossier or removed. */
import { useRef, useState } from "preact/hooks"
import type { FileOut } from "../../../core/contract/openapi.gen.ts"
import { ok, type Result } from "../../../core/contract/result.ts"
import { type Cut, halved, isWhole, UNCUT } from "../../../core/domain/cutting.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { digitising } from "./digitiseApi.ts"
import { forget, useKept } from "./kept.ts"

/** What a page is once it is kept: a picture of its own. */
export interface Kept {
  readonly attachment_id: string
  readonly sha256: string
  readonly size: number
  readonly type: string
}

export interface Sheet {
  /** Of the page that is made from it; another cut is another page. */
  readonly id: string
  /** As the file gave it. */
  readonly source: Kept
  readonly width: number
  readonly height: number
  readonly file: string
  readonly number: number
  readonly cut: Cut
  /** The key of its paper; empty while it is not placed. */
  readonly paper: string
}

export interface Table {
  readonly sheets: readonly Sheet[]
  readonly compared: readonly string[]
  /** What a paper answers of what was asked for, where the official changed it: the key of the thing, or nothing. */
  readonly answers?: Readonly<Record<string, string>>
  /** Who brought the papers, where the official changed it. */
  readonly by?: string
}

export interface KeptTable extends Table {
  readonly change: (change: (old: Table) => Table) => void
  readonly drop: () => void
}

const EMPTY: Table = { sheets: [], compared: [] }

export function useTable(name: string): KeptTable {
  const [kept, keep] = useKept(name)
  const [table, setTable] = useState<Table>(() => {
    const text = kept["table"] ?? ""
    return text === "" ? EMPTY : (JSON.parse(text) as Table)
  })
  const latest = useRef(table)
  const set = (next: Table): void => {
    latest.current = next
    setTable(next)
    keep("table", JSON.stringify(next))
  }
  return {
    ...table,
    change: (change) => set(change(latest.current)),
    drop: () => {
      latest.current = EMPTY
      setTable(EMPTY)
      forget(name)
    },
  }
}

export const sheetsOf = (file: FileOut): Sheet[] =>
  file.pages.map(({ attachment_id, sha256, size, type, width, height, number }) => ({
    id: uuid7(),
    source: { attachment_id, sha256, size, type },
    ...{ width, height, number, file: file.name, cut: UNCUT, paper: "" },
  }))

const onSheets =
  (change: (sheets: readonly Sheet[]) => readonly Sheet[]) =>
  (old: Table): Table => ({ ...old, sheets: change(old.sheets) })

type Change = (old: Table) => Table

export const add = (more: readonly Sheet[]): Change => onSheets((sheets) => [...sheets, ...more])
export const remove = (id: string): Change => onSheets((sheets) => sheets.filter((each) => each.id !== id))
export const place = (id: string, paper: string): Change =>
  onSheets((sheets) => sheets.map((each) => (each.id === id ? { ...each, paper } : each)))
export const placeRest = (paper: string): Change =>
  onSheets((sheets) => sheets.map((each) => (each.paper === "" ? { ...each, paper } : each)))
export const recut = (id: string, cut: Cut): Change =>
  onSheets((sheets) => sheets.map((each) => (each.id === id ? { ...each, cut, id: uuid7() } : each)))
export const split = (id: string, along: "side" | "above"): Change =>
  onSheets((sheets) =>
    sheets.flatMap((each) => (each.id === id ? halved(each.cut, along).map((cut) => ({ ...each, cut, id: uuid7() })) : [each])),
  )

/** Puts a page before another one, or one place up or down. */
export function move(id: string, to: string | 1 | -1): Change {
  return onSheets((sheets) => {
    const from = sheets.findIndex((each) => each.id === id)
    const sheet = sheets[from]
    const at = typeof to === "number" ? from + to : sheets.findIndex((each) => each.id === to)
    if (sheet === undefined || at < 0 || at >= sheets.length) return sheets
    const rest = sheets.filter((each) => each !== sheet)
    return [...rest.slice(0, at), sheet, ...rest.slice(at)]
  })
}

export function compare(paper: string, on: boolean): Change {
  return (old) => {
    const others = old.compared.filter((each) => each !== paper)
    return { ...old, compared: on ? [...others, paper] : others }
  }
}

export const answer =
  (paper: string, item: string): Change =>
  (old) => ({ ...old, answers: { ...old.answers, [paper]: item } })
export const broughtBy =
  (by: string): Change =>
  (old) => ({ ...old, by })

/** A thing that is asked for and that a paper may answer. */
export interface Wanted {
  readonly key: string
  readonly kind: "answer" | "paper"
  readonly name: string
}

/** The thing that asks for this very paper. */
export const askedFor = (paper: string, wanted: readonly Wanted[]): string =>
  wanted.find((each) => each.kind === "paper" && each.key === paper)?.key ?? ""

/** What a paper answers: as the official says, else the thing that asks for this very paper. */
export const answeredBy = (table: Table, paper: string, wanted: readonly Wanted[]): string =>
  table.answers?.[paper] ?? askedFor(paper, wanted)

/** What is answered by the papers that have pages on the table. */
export function answersOf(table: Table, wanted: readonly Wanted[]): { item: string; paper: string }[] {
  const papers = [...new Set(table.sheets.map((sheet) => sheet.paper))].filter((paper) => paper !== "")
  const known = new Set(wanted.map((each) => each.key))
  return papers.map((paper) => ({ paper, item: answeredBy(table, paper, wanted) })).filter(({ item }) => known.has(item))
}

/** A page that is kept, at its paper. */
export interface Placed extends Kept {
  readonly paper: string
}

/** Has every page made as it was cut; the same again after a cut network makes none twice. */
export async function made(sheets: readonly Sheet[], at: (n: number) => void): Promise<Result<Placed[]>> {
  const pages: Placed[] = []
  for (const [n, sheet] of sheets.entries()) {
    at(n + 1)
    if (isWhole(sheet.cut)) {
      pages.push({ ...sheet.source, paper: sheet.paper })
      continue
    }
    const done = await digitising.cut(sheet.id, sheet.source.attachment_id, sheet.cut)
    if (!done.ok) return done
    const { attachment_id, sha256, size, type } = done.value
    pages.push({ attachment_id, sha256, size, type, paper: sheet.paper })
  }
  return ok(pages)
}

/** Forgets what only served to be cut. */
export function forgetSources(sheets: readonly Sheet[], pages: readonly Kept[]): void {
  const stays = new Set(pages.map((each) => each.attachment_id))
  for (const source of new Set(sheets.map((each) => each.source.attachment_id))) if (!stays.has(source)) void digitising.forget(source)
}
