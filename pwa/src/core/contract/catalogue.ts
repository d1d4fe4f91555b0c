/* The catalogue as phones get it (docs/catalogue.md): one bundle, form bodies and code lists by hash. */
import type { Expr, FormDef, Text } from "../domain/forms/types.ts"

export type { Expr, FormDef, Text }

export interface ProcedureTime {
  readonly channel: string
  readonly value: number | null
  readonly unit: "working_day" | "day" | "hour" | "month"
  readonly same_day_before?: string
  readonly case?: Text
  readonly note?: Text
}

export interface FeeRule {
  readonly key: string
  readonly kind: "le_phi" | "phi"
  readonly label: Text
  readonly channel: string
  readonly amount: number | null
  readonly per?: Text
  readonly quantity_from?: string
  readonly cap?: number
  readonly tiers?: readonly { readonly from: number; readonly amount: number }[]
  readonly optional?: boolean
  readonly when?: Expr
  readonly from: string
  readonly to?: string
  readonly note?: Text
  readonly basis?: string
}

export interface Exemption {
  readonly key: string
  readonly label: Text
  readonly rate: number
  readonly proof?: Text
  readonly from: string
  readonly to?: string
}

export interface Paper {
  readonly key: string
  readonly name: Text
  readonly kind: "original" | "copy" | "certified_copy" | "shown" | "form" | "e_form"
  readonly need: "always" | "if"
  readonly condition?: Text
  readonly when?: Expr
  readonly photo: "required" | "optional" | "none"
  readonly compare: "reception" | "handover" | "none"
  readonly database: boolean
  readonly qty?: number
  readonly note?: Text
}

export interface Procedure {
  readonly code: string
  readonly version: number
  readonly hash: string
  readonly aliases: readonly string[]
  readonly name: Text
  readonly summary: Text
  readonly field: { readonly key: string; readonly vi: string; readonly en?: string }
  readonly life_events: readonly string[]
  readonly words: readonly string[]
  readonly level: string
  readonly online: "full" | "partial"
  readonly competent: Text
  readonly receives: { readonly kind: string; readonly reach: "own" | "province" | "any"; readonly note?: Text }
  readonly times: readonly ProcedureTime[]
  readonly fees: readonly FeeRule[]
  readonly exemptions: readonly Exemption[]
  readonly papers: readonly Paper[]
  readonly results: readonly { readonly key: string; readonly name: Text; readonly code?: string; readonly validity?: Text }[]
  readonly who: Text
  readonly delegation?: Text
  readonly collect?: { readonly others: "certified" | "nobody" }
  readonly steps_extra: readonly Text[]
  readonly legal_basis: readonly string[]
  readonly notes: readonly Text[]
  readonly source: { readonly name: string; readonly date: string }
  readonly confidence: "high" | "medium" | "low"
  readonly check: readonly string[]
  readonly valid_from: string
  readonly valid_to?: string
  readonly form: { readonly ref: string; readonly kind: "full" | "plain"; readonly minutes: number }
}

export interface VersionedText {
  readonly version: string
  readonly hash: string
  readonly title: Text
  readonly body: { readonly vi: readonly string[]; readonly en: readonly string[] }
  readonly purposes?: readonly { readonly key: string; readonly label: Text; readonly detail?: Text }[]
}

export interface Calendar {
  readonly years: Readonly<Record<string, { readonly status: "published" | "estimated"; readonly source: string }>>
  readonly days: Readonly<Record<string, { readonly kind: "holiday" | "compensation" | "swap_off" | "swap_work"; readonly name: string }>>
}

export interface Bundle {
  readonly format: number
  readonly hash: string
  readonly procedures: readonly Procedure[]
  readonly life_events: readonly { readonly key: string; readonly name: Text; readonly icon: string }[]
  readonly fields: readonly { readonly key: string; readonly vi: string; readonly en?: string }[]
  /** Name of a code list -> hash of its current version. */
  readonly lists: Readonly<Record<string, string>>
  readonly calendar: Calendar
  readonly texts: { readonly privacy: VersionedText; readonly consent_help: VersionedText; readonly consent_reuse: VersionedText }
  readonly banks: readonly { readonly bin: string; readonly name: string }[]
  /** What is sealed to it only the office opens; a bundle kept by an earlier release has none. */
  readonly office_key?: { readonly kid: string; readonly x: string; readonly y: string }
}

export interface CodeItem {
  readonly value: string
  readonly label: Text
  readonly parent?: string
  readonly words?: readonly string[]
}

export interface CodeList {
  readonly name: string
  readonly items: readonly CodeItem[]
}
