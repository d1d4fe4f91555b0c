/* How the desk says what a fault or a moment means. */
import type { InboxRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { dayMonth, money, time, weekdayShort } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
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

/** What the first column says of a row: how it stands to its moment, and the moment. */
export function when(row: InboxRow, now: string): { big: string; small: string; kind: "late" | "soon" | "" } {
  if (row.due_at) {
    const left = Date.parse(row.due_at) - Date.parse(now)
    if (row.overdue) return { big: t().lateBy(span(-left).replace(/^Còn | left$/g, "")), small: shortMoment(row.due_at), kind: "late" }
    if (left < 0 || row.state === "ready")
      return { big: row.state === "ready" ? t().onTime : t().closed, small: shortMoment(row.due_at), kind: "" }
    return { big: span(left), small: shortMoment(row.due_at), kind: row.due_soon ? "soon" : "" }
  }
  if (row.state === "submitted" && row.receive_before)
    return { big: t().receiveBefore(time(row.receive_before)), small: shortMoment(row.receive_before), kind: "soon" }
  const ended = ["returned", "refused", "stopped", "withdrawn"].includes(row.state)
  return { big: ended ? t().closed : t().noDue, small: shortMoment(row.submitted_at), kind: "" }
}

/** What the last column says: the state, and what it waits for or with whom it lies. */
export function standing(row: InboxRow): { big: string; small: string } {
  const big = word(`state_${row.state}`)
  if (row.awaiting_files > 0) return { big, small: t().waitsFiles(row.awaiting_files) }
  if (row.open_charge) return { big, small: t().waitsMoney(money(row.open_charge)) }
  if (row.holder) return { big, small: t().heldBy(row.holder) }
  if (row.state === "submitted") return { big, small: row.assisted_by ? t().helpedBy(row.assisted_by) : t().himself }
  return { big, small: t().nobodyHolds }
}
