/* Whom a volunteer is helping now. Only the mandate's id is noted, for this window and this volunteer alone; who it is
   stands in the volunteer's own store. */
import { cell, type Watch } from "../ui/watch.ts"

const NAME = "cua-lang.helping"

/** What a window keeps over a reload. */
interface Noted {
  readonly mandate_id: string
  /** Who helps: for anybody else it was never noted. */
  readonly by: string
}

function read(): Noted | undefined {
  try {
    const { mandate_id, by } = JSON.parse(sessionStorage.getItem(NAME) ?? "{}") as Partial<Noted>
    return mandate_id === undefined || by === undefined ? undefined : { mandate_id, by }
  } catch {
    return undefined
  }
}

export interface Helped {
  readonly mandate_id: string
  /** Known as long as the page lives; never noted outside the volunteer's own store. */
  readonly name?: string
}

const present = cell<Helped | undefined>(undefined)
let front: Watch<{ readonly principal: string }> | undefined

/** The mandate under which new drafts are begun; undefined while nobody is helped. */
export const helping: Watch<Helped | undefined> = present

/** Begins helping under a mandate: every draft started from now on is that resident's. */
export function helpUnder(mandateId: string, name: string): void {
  present.set({ mandate_id: mandateId, name })
  try {
    const noted: Noted = { mandate_id: mandateId, by: front?.get().principal ?? "" }
    sessionStorage.setItem(NAME, JSON.stringify(noted))
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

/** Goes on after a reload with what this very person was doing; whoever comes to the front next is not the one who was helping,
    also where the page died before it could say so. */
export function endHelpWithWhoHelped(session: Watch<{ readonly principal: string }>): void {
  front = session
  let { principal } = session.get()
  const noted = read()
  if (noted?.by === principal) present.set({ mandate_id: noted.mandate_id })
  else stopHelping()
  session.subscribe(() => {
    const now = session.get().principal
    if (now === principal) return
    principal = now
    stopHelping()
  })
}
