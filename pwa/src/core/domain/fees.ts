/* What has to be paid for a procedure, line by line, and why; the same as app/catalogue/rules/fees.py. */

import { holds, type Scope } from "./forms/expr.ts"
import type { Answers, Expr, Json, Text } from "./forms/types.ts"
import { dong } from "./money.ts"

export type FeeChannel = "any" | "online" | "direct" | "post" | "prepared"

export interface FeeTier {
  from: number
  amount: number
}

/** One rule of one money line; of the rules with the same key the first that fits makes the line. */
export interface FeeRule {
  key: string
  kind: "le_phi" | "phi"
  label: Text
  channel: FeeChannel
  amount: number | null
  per?: Text
  each?: string
  quantity_from?: string
  times_from?: string
  tiers?: readonly FeeTier[]
  cap?: number
  optional?: boolean
  when?: Expr
  from: string
  to?: string
  note?: Text
  basis?: string
}

/** Who pays only a part of some lines; `rate` is the part that is still paid. */
export interface ExemptionRule {
  key: string
  label: Text
  rate: number
  fees?: readonly string[]
  channel?: FeeChannel
  proof?: Text
  from: string
  to?: string
  basis?: string
}

export interface FeeRules {
  fees: readonly FeeRule[]
  exemptions: readonly ExemptionRule[]
}

/** One line: phí or lệ phí. An amount of null is set by the province and written in at the counter. */
export interface FeeLine {
  key: string
  kind: "le_phi" | "phi"
  label: Text
  amount: number | null
  quantity: number
  why: Text
  basis: string | null
  exemption: string | null
}

interface Sum {
  quantity: number
  amount: number | null
}

type Counted = Readonly<Record<string, Json>>

const MOST = 1_000_000
const SHARES = 10_000

/** The lines for cleaned answers, a channel, a civil day and the exemption groups that were shown. */
export function feeLines(rules: FeeRules, answers: Answers, channel: string, on: string, exempt: readonly string[] = []): FeeLine[] {
  const made: FeeLine[] = []
  const done = new Set<string>()
  for (const rule of rules.fees) {
    if (done.has(rule.key) || !applies(rule, answers, channel, on)) continue
    done.add(rule.key)
    const total = totalOf(rule, answers)
    if (total.quantity > 0) made.push(lineOf(rule, total, exemptionOf(rules.exemptions, rule.key, channel, on, exempt)))
  }
  return made
}

/** Whether a dated rule is in force on a day. */
export function inForce(rule: { from: string; to?: string }, on: string): boolean {
  return rule.from <= on && (rule.to === undefined || on <= rule.to)
}

/** Whether a rule's channel covers a dossier's; what is prepared on a phone is paid as at the counter. */
export function ofChannel(wanted: FeeChannel, channel: string): boolean {
  return wanted === "any" || wanted === channel || (wanted === "direct" && channel === "prepared")
}

function applies(rule: FeeRule, answers: Answers, channel: string, on: string): boolean {
  if (!inForce(rule, on) || !ofChannel(rule.channel, channel)) return false
  return rule.when === undefined || holds(rule.when, scopeOf(answers, on))
}

function scopeOf(answers: Answers, on: string): Scope {
  const counts = new Map<string, number>()
  for (const [key, value] of Object.entries(answers)) {
    if (Array.isArray(value) && value.some(isRow)) counts.set(key, value.length)
  }
  return { today: on, values: new Map(Object.entries(answers)), counts, row: null }
}

function isRow(value: Json): value is Counted {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function totalOf(rule: FeeRule, answers: Answers): Sum {
  if (rule.each === undefined) return oneOf(rule, answers)
  const rows = answers[rule.each]
  const sums = Array.isArray(rows) ? rows.filter(isRow).map((row) => oneOf(rule, row)) : []
  if (sums.length === 0) return oneOf(rule, {})
  return sums.reduce((all, each) => ({
    quantity: all.quantity + each.quantity,
    amount: all.amount === null || each.amount === null ? null : all.amount + each.amount,
  }))
}

function oneOf(rule: FeeRule, answers: Counted): Sum {
  const units = countOf(answers, rule.quantity_from, rule.optional === true ? 0 : 1)
  const times = countOf(answers, rule.times_from, 1)
  const single = singleOf(rule, units)
  const quantity = rule.times_from !== undefined && units > 0 ? times : units * times
  return { quantity, amount: single === null ? null : single * times }
}

function countOf(answers: Counted, key: string | undefined, otherwise: number): number {
  const value = key === undefined ? undefined : answers[key]
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? Math.min(value, MOST) : otherwise
}

function singleOf(rule: FeeRule, units: number): number | null {
  if (rule.amount === null) return null
  const tiers = [...(rule.tiers ?? [])].sort((one, other) => one.from - other.from)
  const parts = [{ from: 1, amount: rule.amount }, ...tiers]
  let amount = 0
  for (const [at, part] of parts.entries()) {
    const first = Math.min(part.from, units + 1)
    const after = Math.min(parts[at + 1]?.from ?? units + 1, units + 1)
    amount += part.amount * Math.max(0, after - first)
  }
  return rule.cap === undefined ? amount : Math.min(amount, rule.cap)
}

function exemptionOf(
  exemptions: readonly ExemptionRule[],
  key: string,
  channel: string,
  on: string,
  claimed: readonly string[],
): ExemptionRule | null {
  let best: ExemptionRule | null = null
  for (const item of exemptions) {
    const fits =
      claimed.includes(item.key) && inForce(item, on) && ofChannel(item.channel ?? "any", channel) && (item.fees?.includes(key) ?? true)
    if (fits && (best === null || item.rate < best.rate)) best = item
  }
  return best
}

function lineOf(rule: FeeRule, total: Sum, claimed: ExemptionRule | null): FeeLine {
  const lowered = claimed !== null && claimed.rate < 1
  const amount = lowered ? partOf(total.amount, claimed.rate) : total.amount
  return {
    key: rule.key,
    kind: rule.kind,
    label: rule.label,
    amount,
    quantity: total.quantity,
    why: lowered ? whyExempt(claimed, amount) : whyOf(rule, total),
    basis: rule.basis ?? null,
    exemption: claimed?.key ?? null,
  }
}

function partOf(amount: number | null, rate: number): number | null {
  if (rate === 0) return 0
  return amount === null ? null : Math.floor((amount * Math.round(rate * SHARES) + SHARES / 2) / SHARES)
}

function whyOf(rule: FeeRule, total: Sum): Text {
  if (total.amount === null) return rule.note ?? { vi: "Mức do tỉnh quy định.", en: "Set by the province." }
  if (total.amount === 0) return rule.note ?? { vi: "Không thu.", en: "Free." }
  const money = dong(total.amount)
  if (rule.tiers !== undefined) {
    return { vi: `${total.quantity} bản, tính theo số trang: ${money}`, en: `${total.quantity} copies, by pages: ${money}` }
  }
  if (total.quantity === 1) return { vi: money, en: money }
  const sum = `${total.quantity} × ${dong(rule.amount ?? 0)} = ${money}`
  return { vi: sum, en: sum }
}

function whyExempt(claimed: ExemptionRule, amount: number | null): Text {
  const en = claimed.label.en ?? claimed.label.vi
  if (amount === 0) return { vi: `Được miễn: ${claimed.label.vi}`, en: `Exempt: ${en}` }
  const percent = Math.round(claimed.rate * 100)
  return { vi: `Chỉ nộp ${percent}%: ${claimed.label.vi}`, en: `Only ${percent}%: ${en}` }
}
