/* Canaries: small marks in every place where this browser keeps something for the app. A mark that is missing where the
   others are still there, or that speaks of another device, tells what was cleared (docs/decisions/0018). */
import { keepSetting, setting } from "../db/settings.ts"
import { drop, table, type Table } from "../db/store.ts"
import type { Setting } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { keepMarked, markedLast, type Marked } from "./marks.ts"
import { adoptDrafts } from "./session.ts"

/** A place outside the databases where a mark is left: localStorage, Cache Storage. */
export interface Place {
  read(): Promise<string | undefined>
  leave(mark: string): Promise<void>
}

export interface Places {
  readonly local: Place
  readonly cache: Place
}

/** `all`: everything the app had here; `device`: the phone's own database; `store`: somebody's; `files`: the app's own files. */
export type Loss = "all" | "device" | "store" | "files"

/** What was cleared, until a person has read it. */
export interface Lost {
  readonly loss: Loss
  /** Whose store. */
  readonly principal?: string
  /** When everything was last seen whole. */
  readonly after?: string
  readonly found_at: string
}

interface Mark {
  readonly device: string
  readonly at: string
}

const key = <T>(name: string): { readonly key: string; readonly kind: Table<Setting<T>> } => ({
  key: name,
  kind: table<Setting<T>>("settings", (kept) => kept.key),
})
const LOST = key<Lost>("lost")
const OWN = key<string>("mark")
const DATABASE = /^cl-((?:person|device):.+)$/

/** What a person has not read yet. */
export const lost = (base: Base): Promise<Lost | undefined> => setting(base.device.store, LOST)

/** A person has read it. */
export async function understood(base: Base): Promise<void> {
  await base.device.store.write([drop(LOST.kind, LOST.key)])
}

export interface Look {
  readonly lost: Lost | undefined
  /** Nothing was ever kept here, or everything was cleared with all marks: only the server can tell. */
  readonly fresh: boolean
}

/** Looks whether all marks are where they were left, keeps what is missing for the person, heals what can be, and leaves new ones. */
export async function lookAround(base: Base, places: Places): Promise<Look> {
  const marked = await markedLast(base.device.store)
  const found = marked === undefined ? await sinceTheDevice(base, places) : await sinceTheMarks(base, places, marked)
  if (found !== undefined) await keepSetting(base.device.store, LOST, found)
  await leaveMarks(base, places)
  return { lost: found ?? (await lost(base)), fresh: marked === undefined }
}

/** Nobody else's databases are touched: they are known again, so that what is unsent in them goes on its way. */
async function sinceTheDevice(base: Base, places: Places): Promise<Lost | undefined> {
  const left = await Promise.all([readMark(places.local), readMark(places.cache)])
  const others = left.filter((mark) => mark !== undefined && mark.device !== base.device.id)
  const at = others
    .map((mark) => mark?.at ?? "")
    .sort()
    .at(-1)
  const orphans = await orphansOf(base)
  for (const orphan of orphans) await base.device.know(orphan)
  for (const orphan of orphans.filter((each) => each.startsWith("device:"))) await adoptDrafts(base, orphan)
  if (others.length === 0 && orphans.length === 0) return undefined
  return { loss: orphans.length > 0 ? "device" : "all", ...(at !== undefined && { after: at }), found_at: nowOf(base) }
}

/** Databases of principals that the phone's own one knows nothing of. */
async function orphansOf(base: Base): Promise<string[]> {
  const known = new Set(await base.device.principals())
  const { indexedDB } = base.world as { indexedDB: Partial<IDBFactory> }
  const all = (await indexedDB.databases?.().catch(() => [])) ?? []
  const principals = all.map(({ name }) => DATABASE.exec(name ?? "")?.[1]).filter((each) => each !== undefined)
  return principals.filter((each) => !known.has(each))
}

async function sinceTheMarks(base: Base, places: Places, marked: Marked): Promise<Lost | undefined> {
  const now = { after: marked.at, found_at: nowOf(base) }
  const still = new Set(await base.device.principals())
  for (const principal of marked.principals.filter((each) => still.has(each))) {
    const own = await setting(base.store(principal), OWN).catch(() => "unreadable")
    if (own === undefined) return { loss: "store", principal, ...now }
  }
  if (marked.cache && (await readMark(places.cache)) === undefined) return { loss: "files", ...now }
  return undefined
}

async function leaveMarks(base: Base, places: Places): Promise<void> {
  const at = nowOf(base)
  const mark = JSON.stringify({ device: base.device.id, at } satisfies Mark)
  const principals: string[] = []
  for (const principal of await base.device.principals()) {
    const kept = await keepSetting(base.store(principal), OWN, at).then(
      () => true,
      () => false,
    )
    if (kept) principals.push(principal)
  }
  await places.local.leave(mark).catch(() => undefined)
  const cache = await places.cache.leave(mark).then(
    () => true,
    () => false,
  )
  await keepMarked(base.device.store, { at, principals, cache })
}

async function readMark(place: Place): Promise<Mark | undefined> {
  try {
    const text = await place.read()
    const read: unknown = text === undefined ? undefined : JSON.parse(text)
    const { device, at } = (read ?? {}) as Partial<Mark>
    return typeof device === "string" && typeof at === "string" ? { device, at } : undefined
  } catch {
    return undefined
  }
}

const nowOf = (base: Base): string => new Date(base.serverNow()).toISOString()
