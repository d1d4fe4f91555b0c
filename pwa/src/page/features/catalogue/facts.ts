/* What a procedure page says of fee, time and papers, worked out from the rules as they stand today. */
import type { Calendar, FeeRule, Paper, Procedure, ProcedureTime } from "../../../core/contract/catalogue.ts"
import type { UnitOut } from "../../../core/contract/types.ts"
import { due, timeFor, vietnamDate, type Due } from "../../../core/domain/deadline.ts"
import { type FeeChannel, inForce, ofChannel } from "../../../core/domain/fees.ts"
import { atPoint, WorkCalendar, clockTime, dayOf, localOf } from "../../../core/domain/calendar.ts"
import { money } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { t } from "./words-procedure.ts"

export const channelOf = (unit: UnitOut | undefined): "online" | "prepared" => (unit?.receives_online ? "online" : "prepared")

export interface FeeFacts {
  /** The amount that stands large, and the condition under it. */
  readonly amount: string
  readonly condition: string
  /** Everything else that may be paid, one sentence each. */
  readonly more: readonly string[]
}

const amountOf = (rule: FeeRule): string => (rule.amount === null ? t().byProvince : money(rule.amount))

function sentence(rule: FeeRule): string {
  const per = rule.per ? ` ${say(rule.per)}` : ""
  const amount = rule.amount === null ? t().byProvince.toLocaleLowerCase("vi") : `${money(rule.amount)}${per}`
  const note = say(rule.note)
  if (rule.amount === null && note) return note
  return note ? `${t().feeOf(say(rule.label), amount)}. ${note}` : `${t().feeOf(say(rule.label), amount)}.`
}

/** What is paid: the usual fee first, its other cases and the optional ones after it. */
export function feeFacts(procedure: Procedure, channel: string, on: string): FeeFacts {
  const rules = procedure.fees.filter((rule) => inForce(rule, on) && ofChannel(rule.channel as FeeChannel, channel))
  const [first, ...others] = [...rules.filter((rule) => !rule.optional), ...rules.filter((rule) => rule.optional)]
  if (first === undefined || first.optional) return { amount: t().free, condition: t().noFee, more: rules.map(sentence) }
  const per = first.per ? say(first.per) : ""
  return { amount: amountOf(first), condition: [per, say(first.note)].filter(Boolean).join(". "), more: others.map(sentence) }
}

export const usualTime = (procedure: Procedure, channel: string): ProcedureTime | null => timeFor(procedure.times, channel)

/** One way the day can go: received until a clock time or from it on. */
export interface Way {
  readonly when: "before" | "from" | "any"
  readonly clock?: string
  readonly due: Due
}

export interface TodayFacts {
  /** The civil date on which it would count as received. */
  readonly receivedOn: string
  readonly isToday: boolean
  readonly ways: readonly Way[]
}

const at = (day: string, clock: string): string => `${day}T${clock}:00+07:00`

/** What happens to a dossier received now: both sides of the cut-off while both are still possible. */
export function todayFacts(time: ProcedureTime, unit: UnitOut | undefined, country: Calendar, now: string): TodayFacts {
  const hours = unit?.hours ?? {}
  const calendar = atPoint(country, unit)
  const work = new WorkCalendar(hours, calendar)
  const today = vietnamDate(now)
  const local = localOf(now)
  const settled = work.settle(local)
  const isToday = dayOf(settled) === dayOf(local)
  const cutoff = time.same_day_before
  const plain = due(time, now, hours, calendar)
  if (!isToday || cutoff === undefined) {
    return { receivedOn: isToday ? today : new Date(settled).toISOString().slice(0, 10), isToday, ways: [{ when: "any", due: plain }] }
  }
  const late = dayOf(local) * 86_400_000 + clockTime(cutoff)
  const from: Way = { when: "from", clock: cutoff, due: due(time, at(today, cutoff), hours, calendar) }
  const ways: Way[] = local < late ? [{ when: "before", clock: cutoff, due: plain }, from] : [{ ...from, due: plain }]
  return { receivedOn: today, isToday, ways }
}

/** Papers a person brings; the form is filled in here and is no paper to bring. */
export function papersOf(procedure: Procedure): { always: Paper[]; cases: Paper[] } {
  const real = procedure.papers.filter((paper) => paper.kind !== "form" && paper.kind !== "e_form")
  return { always: real.filter((paper) => paper.need === "always"), cases: real.filter((paper) => paper.need === "if") }
}

/** "Giấy chứng sinh, bản chính, 2 bản". */
export function paperName(paper: Paper): string {
  const kind = paper.kind === "form" || paper.kind === "e_form" ? undefined : t()[paper.kind]
  return [say(paper.name), kind, paper.qty !== undefined && paper.qty > 1 ? t().copies(paper.qty) : undefined].filter(Boolean).join(", ")
}

export function paperNote(paper: Paper): string {
  const note = say(paper.note)
  return [say(paper.condition), note || (paper.database ? t().fromDatabase : "")].filter(Boolean).join(". ")
}
