/* Whom a volunteer is helping now. Only the mandate's id is noted, for this window alone; who it is stands in the volunteer's own store. */
import { cell, type Watch } from "../ui/watch.ts"

const NAME = "cua-lang.helping"

function read(): string | undefined {
  try {
    return sessionStorage.getItem(NAME) ?? undefined
  } catch {
    return undefined
  }
}

export interface Helped {
  readonly mandate_id: string
  /** Known as long as the page lives; never noted outside the volunteer's own store. */
  readonly name?: string
}

const first = read()
const present = cell<Helped | undefined>(first === undefined ? undefined : { mandate_id: first })

/** The mandate under which new drafts are begun; undefined while nobody is helped. */
export const helping: Watch<Helped | undefined> = present

/** Begins helping under a mandate: every draft started from now on is that resident's. */
export function helpUnder(mandateId: string, name: string): void {
  present.set({ mandate_id: mandateId, name })
  try {
    sessionStorage.setItem(NAME, mandateId)
  } catch {
    // a window without storage still helps until it is closed
  }
}

/** Ends helping; drafts already begun stay the resident's. */
export function stopHelping(): void {
  present.set(undefined)
  try {
    sessionStorage.removeItem(NAME)
  } catch {
    // nothing was kept
  }
}
