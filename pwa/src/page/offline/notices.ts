/* Which one thing about storage is said on every screen: the gravest first, nothing when all is well. */
import type { BeforeOut } from "../../core/contract/types.ts"
import type { Lost } from "../../core/sync/canary.ts"
import type { Holds } from "../../core/sync/told.ts"
import type { StorageState } from "./phone.ts"

/** `lost`: something was cleared. `elsewhere`: her other device holds drafts. `finish_in_app`: she has the installed app now.
    `ending`, `over`: so long without contact that an officer will soon look, or looks, at what comes from here. */
export type StorageNotice = "ending" | "over" | "lost" | "elsewhere" | "finish_in_app" | "in_app" | "private" | "low" | "many"

/** What the server last said of this browser or person. */
export interface Before {
  readonly principal: string
  readonly at: string
  readonly answer: BeforeOut
  /** When a person read it. */
  readonly read_at?: string
}

export interface Facts {
  readonly state: StorageState
  readonly lost: Lost | undefined
  readonly before: Before | undefined
  readonly here: Holds
  readonly installed: boolean
  readonly signedIn: boolean
}

/** What to say first. */
export function noticeOf({ state, lost, before, here, installed, signedIn }: Facts): StorageNotice | undefined {
  if ((lost !== undefined && lost.loss !== "files") || wasHere(before)) return "lost"
  if (state.in_app !== undefined) return "in_app"
  if (state.private_window === "yes") return "private"
  if (state.authorship !== undefined) return state.authorship.state
  if (signedIn && installed && isElsewhere(before) && here.drafts === 0) return "elsewhere"
  if (signedIn && !installed && before?.answer.installed === true && here.drafts > 0) return "finish_in_app"
  if (state.low) return "low"
  return state.dossiers_many ? "many" : undefined
}

/** The server knows of something in this browser that is not this device's, and nobody has read it yet. */
function wasHere(before: Before | undefined): boolean {
  if (before === undefined) return false
  const { answer, read_at = "" } = before
  const newer = answer.held.some((each) => each.here && each.at > read_at)
  return newer || ((answer.dossiers > 0 || answer.somebody) && read_at === "")
}

const isElsewhere = (before: Before | undefined): boolean =>
  before?.answer.held.some((each) => !each.here && !each.installed && each.drafts > 0) ?? false
