/* Two phones went on with the same draft: what both wrote is put together field by field, from the text they last agreed
   on. Where both answered the same question differently, both answers are kept and the person is asked. Pure.

   Which of two answers shows is the caller's: `mine` does, since it arrives at the server later. All else comes out the
   same whoever merges. */
import type { Answers, Json } from "./forms/types.ts"

/** Who wrote something, and when. */
export interface Writer {
  readonly device_id: string
  /** What people call that phone; empty where it is not known. */
  readonly device: string
  readonly at: string
}

/** Another answer to a question than the one that shows, waiting for the person's choice. */
export interface Clash {
  readonly path: string
  /** Absent: it was left empty there. */
  readonly value?: Json
  readonly by: Writer
  /** Who wrote the answer that shows. */
  readonly now: Writer
}

interface PageLike {
  readonly attachment_id: string
  readonly page: number
}

/** As much of a draft as merging has to know; further members are merged as wholes. */
export interface Mergeable {
  readonly answers: Answers
  readonly files: readonly PageLike[]
  readonly checklist: readonly string[]
  readonly conflicts?: readonly Clash[]
}

export interface Writers {
  readonly mine: Writer
  readonly theirs: Writer
}

/** The unit is chosen, not asked in the form: its clash has a name no field can have. */
export const UNIT = "@unit_id"

/** What is each phone's own and no part of what was written. */
const LOCAL: ReadonlySet<string> = new Set(["at", "saved_at", "frozen", "from_op"])
/** Drawn and looked up anew by whoever shows a page. */
const SHOWN: ReadonlySet<string> = new Set(["thumb", "away"])
const OWN_RULE: ReadonlySet<string> = new Set(["answers", "files", "checklist", "conflicts"])

type Bag = Readonly<Record<string, unknown>>
type Value = Json | undefined
type Rowish = Readonly<Record<string, Json>> & { readonly _id: string }

/** The same content, whatever the order of members. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, at) => same(each, b[at]))
  }
  const [x, y] = [a as Bag, b as Bag]
  return [...new Set([...Object.keys(x), ...Object.keys(y)])].every((key) => same(x[key], y[key]))
}

const without = (bag: Bag, names: ReadonlySet<string>): Bag => Object.fromEntries(Object.entries(bag).filter(([name]) => !names.has(name)))

/** What was written in a draft, without what is this phone's own. */
export function contentOf<T extends Mergeable>(draft: T): T {
  const files = draft.files.map((file) => without(file as unknown as Bag, SHOWN))
  return { ...without(draft as unknown as Bag, LOCAL), files } as unknown as T
}

export const sameContent = (a: Mergeable, b: Mergeable): boolean => same(contentOf(a), contentOf(b))

/** Whether there is anything in it that a person would miss. */
export const hasContent = (draft: Mergeable): boolean => Object.keys(draft.answers).length > 0 || draft.files.length > 0

/** One draft of two. `base` is what both started from; without it everything counts as written on both. */
export function merge<T extends Mergeable>(base: T | undefined, mine: T, theirs: T, who: Writers): T {
  const all = [base, mine, theirs].map((each) => each ?? EMPTY)
  const work = new Work(all, who)
  const answers = work.bag("", base?.answers ?? {}, mine.answers, theirs.answers) as Answers
  const members = work.members(base ?? {}, mine, theirs)
  const files = numbered(work.files(), answers)
  const checklist = merged(base?.checklist ?? [], mine.checklist, theirs.checklist)
  const conflicts = [...work.clashes].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const own = Object.fromEntries(Object.entries(mine).filter(([name]) => LOCAL.has(name)))
  const out: Bag = { ...members, answers, files, checklist, ...own, ...(conflicts.length > 0 && { conflicts }) }
  return out as unknown as T
}

const keyOf = ({ path, value }: Clash): string => JSON.stringify([path, value ?? null])
const EMPTY: Mergeable = { answers: {}, files: [], checklist: [] }

class Work {
  readonly clashes: Clash[] = []
  readonly #sides: readonly Mergeable[]
  readonly #who: Writers
  readonly #pages: ReadonlySet<string>

  constructor(sides: readonly Mergeable[], who: Writers) {
    this.#sides = sides
    this.#who = who
    this.#pages = new Set(sides.flatMap((side) => side.files.map((file) => file.attachment_id)))
  }

  /** Members besides answers, pages and ticks: the one that changed counts; of two offices the person is asked. */
  members(base: object, mine: object, theirs: object): Bag {
    const [b, m, t] = [base as Bag, mine as Bag, theirs as Bag]
    const out: Record<string, unknown> = {}
    for (const name of new Set([...Object.keys(t), ...Object.keys(m)])) {
      if (LOCAL.has(name) || OWN_RULE.has(name)) continue
      const value =
        name === "unit_id"
          ? this.#field(UNIT, b[name] as Value, m[name] as Value, t[name] as Value)
          : same(b[name], t[name])
            ? m[name]
            : t[name]
      if (value !== undefined) out[name] = value
    }
    return out
  }

  /** Answers side by side, each by its own kind. */
  bag(prefix: string, base: Bag, mine: Bag, theirs: Bag): Record<string, Json> {
    const out: Record<string, Json> = {}
    for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
      const value = this.#answer(prefix + key, base[key] as Value, mine[key] as Value, theirs[key] as Value)
      if (value !== undefined) out[key] = value
    }
    // a question both emptied may still have a third answer waiting
    for (const key of Object.keys(base))
      if (!(key in mine) && !(key in theirs)) this.#field(prefix + key, base[key] as Value, undefined, undefined)
    return out
  }

  files(): PageLike[] {
    const [b, m, t] = this.#sides.map((side) => new Map(side.files.map((file) => [file.attachment_id, file])))
    const ids = merged([...(b?.keys() ?? [])], [...(m?.keys() ?? [])], [...(t?.keys() ?? [])])
    return ids.map((id) => pageOf(b?.get(id), m?.get(id), t?.get(id)))
  }

  #answer(path: string, b: Value, m: Value, t: Value): Value {
    const given = [b, m, t].filter((each) => each !== undefined && !(Array.isArray(each) && each.length === 0))
    if (given.length > 0 && given.every(isRows))
      return this.#rows(path, rowsOf(b), rowsOf(m), rowsOf(t), m !== undefined && t !== undefined)
    if (given.length > 0 && given.every((each) => this.#isPages(each)))
      return listed(merged(idsOf(b), idsOf(m), idsOf(t)), m !== undefined && t !== undefined)
    return this.#field(path, b, m, t)
  }

  #isPages(value: Value): boolean {
    return Array.isArray(value) && value.every((id) => typeof id === "string" && this.#pages.has(id))
  }

  /** One question. An answer counts as given when it changed, or when the person settled a clash about it. */
  #field(path: string, b: Value, m: Value, t: Value): Value {
    const [was, mine, theirs] = this.#sides.map((side) => (side.conflicts ?? []).filter((clash) => clash.path === path))
    const settled = (now: readonly Clash[] = []): boolean => (was ?? []).some((clash) => !has(now, clash))
    const iChanged = !same(b, m) || settled(mine)
    const theyChanged = !same(b, t) || settled(theirs)
    const differ = iChanged && theyChanged && !same(m, t)
    const value = theyChanged && !iChanged ? t : m
    const other: Clash[] = differ ? [{ path, ...(t !== undefined && { value: t }), by: this.#who.theirs, now: this.#who.mine }] : []
    for (const clash of [...stillOpen(was ?? [], mine ?? [], theirs ?? []), ...other]) {
      if (!same(clash.value, value) && !has(this.clashes, clash)) this.clashes.push(clash)
    }
    return value
  }

  /** Rows by their ids: one that was changed on one phone and taken away on the other stays. */
  #rows(path: string, b: Rows, m: Rows, t: Rows, evenEmpty: boolean): Value {
    const ids = merged([...b.keys()], [...m.keys()], [...t.keys()], (id) =>
      this.#touched(`${path}[${id}].`, b.get(id), m.get(id), t.get(id)),
    )
    const rows = ids.map((id): Rowish => {
      const [base, mine, theirs] = [b.get(id), m.get(id), t.get(id)]
      const one = this.bag(`${path}[${id}].`, plain(base), plain(mine ?? base), plain(theirs ?? base))
      return { _id: id, ...one }
    })
    return listed(rows, evenEmpty)
  }

  /** Whether whoever still has a row wrote in it since. */
  #touched(prefix: string, b: Rowish | undefined, m: Rowish | undefined, t: Rowish | undefined): boolean {
    const under = (side: Mergeable | undefined): readonly Clash[] =>
      (side?.conflicts ?? []).filter((clash) => clash.path.startsWith(prefix))
    const [was, mine, theirs] = this.#sides
    const [now, clashes] = m === undefined ? [t, under(theirs)] : [m, under(mine)]
    return now !== undefined && (!same(b, now) || !same(under(was), clashes))
  }
}

const has = (clashes: readonly Clash[], one: Clash): boolean =>
  clashes.some((each) => each.path === one.path && same(each.value, one.value))

/** Open clashes of a path: new ones of either side, and old ones that neither side has settled. Of two that say the same,
    the other side's words stand, so that phones do not go on correcting each other. */
function stillOpen(was: readonly Clash[], mine: readonly Clash[], theirs: readonly Clash[]): Clash[] {
  const stays = (clash: Clash, there: readonly Clash[]): boolean => has(there, clash) || !has(was, clash)
  return [...theirs.filter((clash) => stays(clash, mine)), ...mine.filter((clash) => stays(clash, theirs))]
}

type Rows = ReadonlyMap<string, Rowish>

const isRow = (value: unknown): value is Rowish =>
  typeof value === "object" && value !== null && !Array.isArray(value) && typeof (value as { _id?: unknown })._id === "string"
const isRows = (value: Value): boolean => Array.isArray(value) && value.every(isRow)
const rowsOf = (value: Value): Rows => new Map((Array.isArray(value) ? value.filter(isRow) : []).map((row) => [row._id, row]))
const plain = (row: Rowish | undefined): Bag => (row === undefined ? {} : without(row, new Set(["_id"])))
const idsOf = (value: Value): string[] => (Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : [])
const listed = (list: readonly Json[], evenEmpty: boolean): Value => (list.length > 0 || evenEmpty ? list : undefined)

/** A page as it stands: what it is never changes, its place and its warnings may. */
function pageOf(b: PageLike | undefined, m: PageLike | undefined, t: PageLike | undefined): PageLike {
  const [base, mine, theirs] = [(b ?? {}) as Bag, (m ?? t ?? b ?? {}) as Bag, (t ?? m ?? b ?? {}) as Bag]
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)])
  const out = [...names].map((name): [string, unknown] => [
    name,
    same(base[name], mine[name]) && !SHOWN.has(name) ? theirs[name] : mine[name],
  ])
  return Object.fromEntries(out.filter(([, value]) => value !== undefined)) as unknown as PageLike
}

/** Pages numbered as the answers list them. */
function numbered(files: readonly PageLike[], answers: Answers): PageLike[] {
  const places = new Map<string, number>()
  const look = (value: unknown): void => {
    if (!Array.isArray(value)) return
    value.forEach((each, at) => {
      if (typeof each === "string") places.set(each, at + 1)
      else if (isRow(each)) Object.values(each).forEach(look)
    })
  }
  Object.values(answers).forEach(look)
  return files.map((file) => ({ ...file, page: places.get(file.attachment_id) ?? file.page }))
}

/** A list of two: what either added is in it, what either took away is not (unless `stays` says so), in an order that both know. */
export function merged(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  stays: (id: string) => boolean = () => false,
): string[] {
  const [was, m, t] = [new Set(base), new Set(mine), new Set(theirs)]
  const kept = (id: string): boolean =>
    was.has(id) ? (m.has(id) && t.has(id)) || ((m.has(id) || t.has(id)) && stays(id)) : m.has(id) || t.has(id)
  const old = base.filter(kept)
  const moved = (side: readonly string[]): boolean =>
    !same(
      side.filter((id) => was.has(id)),
      base.filter((id) => side.includes(id)),
    )
  const side = moved(mine) ? mine : moved(theirs) ? theirs : base
  const spine = [...side.filter((id) => was.has(id) && kept(id)), ...old.filter((id) => !side.includes(id))]
  const runs = new Map<string, string[][]>()
  for (const run of [...runsOf(mine, was, kept), ...runsOf(theirs, was, kept)])
    runs.set(run.after, [...(runs.get(run.after) ?? []), run.ids])
  const out: string[] = []
  for (const anchor of [START, ...spine]) {
    if (anchor !== START) out.push(anchor)
    const here = (runs.get(anchor) ?? []).sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1))
    for (const id of here.flat()) if (!out.includes(id)) out.push(id)
  }
  return out
}

const START = ""

/** What a side added, each run of it behind the nearest old one before it that is still there. */
function runsOf(side: readonly string[], was: ReadonlySet<string>, kept: (id: string) => boolean): { after: string; ids: string[] }[] {
  const runs = new Map<string, string[]>()
  let anchor = START
  for (const id of side) {
    if (was.has(id)) anchor = kept(id) ? id : anchor
    else runs.set(anchor, [...(runs.get(anchor) ?? []), id])
  }
  return [...runs].map(([after, ids]) => ({ after, ids }))
}

/** The draft after the person chose for one question: the answer shows, nothing of it is open any more. */
export function settled<T extends Mergeable>(draft: T, path: string, put: (draft: T) => T): T {
  const conflicts = (draft.conflicts ?? []).filter((clash) => clash.path !== path)
  const next: { conflicts?: readonly Clash[] } & T = { ...put(draft) }
  if (conflicts.length > 0) return { ...next, conflicts }
  delete next.conflicts
  return next
}
