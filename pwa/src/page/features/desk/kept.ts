/* What an official has typed and not yet done stays on this computer: by person and dossier, also over a reload or a
   closed browser, until it has been done, until she signs out, or for two weeks. */
import { useState } from "preact/hooks"
import { uuid7 } from "../../../core/domain/ids.ts"
import { me } from "./api.ts"

const KEY = "cl-desk:"
const LONGEST = 14 * 24 * 60 * 60 * 1000

interface Kept {
  at: number
  fields: Record<string, string>
}

/** Where it lies: another person at the same computer has a place of her own. */
const place = (name: string): string => `${KEY}${me.get()?.person_id ?? ""}:${name}`

function parsed(text: string | null): Kept | undefined {
  try {
    const found = JSON.parse(text ?? "null") as Partial<Kept> | null
    return typeof found?.at === "number" && typeof found.fields === "object" ? { at: found.at, fields: found.fields } : undefined
  } catch {
    return undefined
  }
}

function read(name: string): Record<string, string> {
  try {
    return parsed(localStorage.getItem(place(name)))?.fields ?? {}
  } catch {
    return {}
  }
}

/** Keeps one field under a name. */
export function keepField(name: string, field: string, value: string): void {
  try {
    localStorage.setItem(place(name), JSON.stringify({ at: Date.now(), fields: { ...read(name), [field]: value } }))
  } catch {
    // full or forbidden: the text is still on the screen
  }
}

/** Fills a form before it opens: what stood there under other fields stays. */
export function keepNow(name: string, fields: Record<string, string>): void {
  for (const [field, value] of Object.entries(fields)) keepField(name, field, value)
}

/** One field under a name. */
export const keptField = (name: string, field: string): string | undefined => read(name)[field]

/** One id for one intention: pressing again after a lost answer, also after a reload, asks for the same act. */
export function sameAct(name: string, intention: string): string {
  const [id, ...before] = (keptField(name, "_act") ?? "").split(" ")
  if (id && before.join(" ") === intention) return id
  const made = uuid7()
  keepField(name, "_act", `${made} ${intention}`)
  return made
}

/** Forgets what was typed under a name, once it has been done. */
export function forget(name: string): void {
  try {
    localStorage.removeItem(place(name))
  } catch {
    // without storage there is nothing to forget
  }
}

function drop(gone: (key: string) => boolean): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(KEY) && gone(key)) localStorage.removeItem(key)
  } catch {
    // without storage there is nothing to forget
  }
}

/** Forgets everything this person typed here; the next one at this computer sees nothing. */
export const forgetAll = (): void => drop((key) => key.startsWith(place("")))

/** Forgets what lay here too long, whosever it was. */
export const forgetOld = (now: number): void => drop((key) => now - (parsed(localStorage.getItem(key))?.at ?? 0) > LONGEST)

/** The fields of a small form, kept under a name while they are typed. */
export function useKept(name: string): [Record<string, string>, (field: string, value: string) => void] {
  const [fields, setFields] = useState(() => read(name))
  const set = (field: string, value: string): void => {
    setFields({ ...read(name), ...fields, [field]: value })
    keepField(name, field, value)
  }
  return [fields, set]
}
