/* What the served catalogue looks like to a screen. */
import { type Expr, type FormDef, type Text } from "../../core/domain/forms/index.ts"

export type { FormDef, Text }

export interface TimeRule {
  channel: "all" | "online" | "direct" | "post" | "prepared"
  value: number | null
  unit: "working_day" | "day" | "hour" | "month"
  same_day_before?: string
  case?: Text
  note?: Text
}

export interface FeeRule {
  key: string
  kind: "le_phi" | "phi"
  label: Text
  channel: string
  amount: number | null
  per?: Text
  quantity_from?: string
  cap?: number
  tiers?: { from: number; amount: number }[]
  optional?: boolean
  when?: Expr
  from: string
  to?: string
  note?: Text
  basis?: string
}

export interface Exemption {
  key: string
  label: Text
  rate: number
  proof?: Text
  from: string
  to?: string
}

export interface Paper {
  key: string
  name: Text
  kind: "original" | "copy" | "certified_copy" | "shown" | "form" | "e_form"
  need: "always" | "if"
  condition?: Text
  when?: Expr
  photo: "required" | "optional" | "none"
  compare: "reception" | "handover" | "none"
  database: boolean
  qty?: number
  note?: Text
}

export interface Procedure {
  code: string
  version: number
  hash: string
  aliases: string[]
  name: Text
  summary: Text
  field: { key: string; vi: string; en?: string }
  life_events: string[]
  words: string[]
  level: string
  online: "full" | "partial"
  competent: Text
  receives: { kind: string; reach: "own" | "province" | "any"; note?: Text }
  times: TimeRule[]
  fees: FeeRule[]
  exemptions: Exemption[]
  papers: Paper[]
  results: { key: string; name: Text; code?: string; validity?: Text }[]
  who: Text
  delegation?: Text
  steps_extra: Text[]
  legal_basis: string[]
  notes: Text[]
  source: { name: string; date: string }
  valid_from: string
  valid_to?: string
  form: { ref: string; kind: "full" | "plain"; minutes: number }
}

export interface LifeEvent {
  key: string
  name: Text
  icon: string
}

export interface VersionedText {
  version: string
  hash: string
  title: Text
  body: { vi: string[]; en: string[] }
  purposes?: { key: string; label: Text }[]
}

export interface Calendar {
  years: Record<string, { status: "published" | "estimated"; source: string }>
  days: Record<string, { kind: "holiday" | "compensation" | "swap_off" | "swap_work"; name: string }>
}

export interface Bundle {
  format: 1
  hash: string
  procedures: Procedure[]
  life_events: LifeEvent[]
  lists: Record<string, string>
  calendar: Calendar
  texts: { privacy: VersionedText; consent_help: VersionedText }
  banks: { bin: string; name: string }[]
}

export interface ListItem {
  value: string
  label: Text
  parent?: string
  words?: string[]
}

export interface CodeList {
  name: string
  items: ListItem[]
}

export type Hours = Partial<Record<"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun", [string, string][]>>

export interface Unit {
  id: string
  slug: string
  kind: "province" | "commune" | "office" | "village"
  name: string
  parent_id: string | null
  official_code: string | null
  commune_kind: string | null
  address: string | null
  phone: string | null
  hours: Hours
  receives_online: boolean
  levels: string[]
  old_slugs: string[]
}
