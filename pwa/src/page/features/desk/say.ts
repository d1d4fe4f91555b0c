/* How the desk says what a fault or a moment means. */
import { more } from "./words-more.ts"
import { own } from "./words-owners.ts"
import type { InboxRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { dayMonth, money, time, weekdayShort } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { t as express } from "./words-express.ts"
import { t as opinions } from "./words-opinions.ts"
import { side } from "./words-beside.ts"
import { t, word } from "./words.ts"

/** One sentence for a fault: the server's own where it gave one. */
export function sentence(fault: Fault): string {
  if (fault.say) return say({ vi: fault.say.vi, en: fault.say.en ?? undefined })
  return fault.code === "forbidden" ? t().forbiddenRoom : t().offlineCode
}

const HOUR = 3_600_000

function span(ms: number): string {
  const hours = Math.max(1, Math.round(ms / HOUR))
  return hours < 48 ? t().leftHours(hours) : t().leftDays(Math.round(hours / 24))
}

/** 30/12 16:30 with the weekday in front. */
export const shortMoment = (moment: string): string => `${weekdayShort(moment)} ${dayMonth(moment)}, ${time(moment)}`

const ENDS: ReadonlySet<string> = new Set(["returned", "refused", "stopped", "withdrawn"])

/** What a state is called; a dossier that goes on under another number was not withdrawn. */
export const stateWord = (state: string, flags: readonly string[]): string =>
  flags.includes("merged") ? side().merged : word(`state_${state}`)

/** What the first column says of a row: how it stands to its moment, and the moment. */
export function when(row: InboxRow, now: string): { big: string; small: string; kind: "late" | "soon" | "" } {
  if (ENDS.has(row.state)) return { big: t().closed, small: shortMoment(row.due_at ?? row.submitted_at), kind: "" }
  if (row.respond_by) return { big: more().waitsFor, small: more().before_(dayMonth(row.respond_by)), kind: "" }
  if (row.due_at) {
    const left = Date.parse(row.due_at) - Date.parse(now)
    if (row.overdue) return { big: t().lateBy(span(-left).replace(/^Còn | left$/g, "")), small: shortMoment(row.due_at), kind: "late" }
    if (left < 0 || row.state === "ready")
      return { big: row.state === "ready" ? t().onTime : t().closed, small: shortMoment(row.due_at), kind: "" }
    return { big: span(left), small: shortMoment(row.due_at), kind: row.due_soon ? "soon" : "" }
  }
  if (row.state === "submitted" && row.receive_before)
    return { big: t().receiveBefore(time(row.receive_before)), small: shortMoment(row.receive_before), kind: "soon" }
  return { big: t().noDue, small: shortMoment(row.submitted_at), kind: "" }
}

/** The name by which a Vietnamese is called: the last one. */
const called = (name: string): string => name.trim().split(" ").at(-1) ?? name

/** What the last column says: the state, what it waits for, and with whom it lies. */
export function standing(row: InboxRow): { big: string; small: string } {
  const { big, small } = waits(row)
  const ended = ["returned", "refused", "stopped", "withdrawn"].includes(row.state)
  const named = row.holder && t().heldBy(small ? called(row.holder) : row.holder)
  const holder = row.yours ? own().yours : (named ?? t().nobodyHolds)
  return { big, small: ended ? small : [small, holder].filter(Boolean).join(" · ") }
}

function waits(row: InboxRow): { big: string; small: string } {
  const big = stateWord(row.state, row.flags)
  if (row.flags.includes("merged")) return { big, small: "" }
  if (row.flags.includes("express")) return { big, small: express().marked }
  if (row.flags.includes("opinion_answered")) return { big, small: opinions().flagAnswered }
  if (row.flags.includes("opinion_asked")) return { big, small: opinions().flagAsked }
  if (row.flags.includes("supplement_answered")) return { big, small: more().justAnswered }
  if (row.flags.includes("supplement_waits")) return { big, small: more().waiting }
  if (row.awaiting_files > 0) return { big, small: t().waitsFiles(row.awaiting_files) }
  if (row.open_charge) return { big, small: t().waitsMoney(money(row.open_charge)) }
  if (row.state === "submitted") return { big, small: row.assisted_by ? t().helpedBy(row.assisted_by) : t().himself }
  return { big, small: "" }
}
