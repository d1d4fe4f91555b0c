/* The shape of a form definition, of answers, and of what the engine says about them. */

export interface Text {
  vi: string
  en?: string
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** An expression: a literal, or an object with one operator. */
export type Expr = Json

export type FieldType =
  | "text"
  | "long_text"
  | "person_name"
  | "date"
  | "id_number"
  | "phone"
  | "address"
  | "choice"
  | "multi_choice"
  | "number"
  | "money"
  | "yes_no"
  | "statement"
  | "attachment"
  | "info"

export type IdKind = "cccd" | "cmnd" | "passport"

export interface Option {
  value: string
  label: Text
  hint?: Text
}

export interface FieldCheck {
  if: Expr
  say: Text
  warn?: boolean
}

export interface FormCheck extends FieldCheck {
  id: string
  fields: string[]
}

export interface FieldDef {
  key: string
  type: FieldType
  label: Text
  hint?: Text
  required?: Expr
  soft?: boolean
  visible_if?: Expr
  computed?: Expr
  options?: Option[]
  list?: string
  partial?: boolean
  past?: boolean
  future?: boolean
  min?: number | string
  max?: number | string
  max_length?: number
  abroad?: boolean
  whole?: boolean
  kinds?: IdKind[]
  paper?: string
  binds?: string
  sensitive?: boolean
  check?: FieldCheck[]
}

export interface RepeatDef {
  min?: number
  max: number
  item: Text
}

export interface SectionDef {
  key: string
  title: Text
  intro?: Text
  visible_if?: Expr
  repeat?: RepeatDef
  fields: FieldDef[]
}

/** How answers to an older form are carried to this one (docs/catalogue.md). */
export interface FormWay {
  /** What changed, for people. */
  say?: Text
  rules: Json
}

export interface FormDef {
  title: Text
  template?: string
  /** By the hash of the older form. */
  from?: Record<string, FormWay>
  sections: SectionDef[]
  checks?: FormCheck[]
}

/** An address as it is stored; complete with province and commune, or the old three-level text, or a line abroad. */
export interface Address {
  country?: string
  province?: string
  commune?: string
  line?: string
  old?: string
}

export interface Row {
  _id: string
  [field: string]: Json
}

export type Answers = Record<string, Json>

export type ProblemCode =
  | "required"
  | "soft_required"
  | "bad_type"
  | "bad_date"
  | "date_in_future"
  | "date_in_past"
  | "too_long"
  | "bad_id_number"
  | "bad_phone"
  | "not_in_list"
  | "bad_address"
  | "too_small"
  | "too_large"
  | "too_few_rows"
  | "too_many_rows"
  | "must_agree"
  | "check"

export interface Problem {
  path: string
  code: ProblemCode
  params: Record<string, Json>
}

export interface Evaluation {
  /** Paths of what is shown, in document order; a repeat group stands with its own key before its rows. */
  visible: string[]
  /** Keys of the sections that are shown. */
  sections: string[]
  required: string[]
  computed: Record<string, Json>
  errors: Problem[]
  warnings: Problem[]
  /** The answers as they would be sent: hidden ones gone, derived ones filled in, texts clean. */
  answers: Answers
}

/** Code lists by name; a list that is not given is not checked. */
export type Lists = Readonly<Record<string, ReadonlySet<string> | undefined>>

export interface Party {
  name?: string
  id_number?: string
  birth_date?: string
  address?: Address
  phone?: string
}

export interface Parties {
  owner: Party
  submitter?: Party
  subjects: Party[]
  witnesses: Party[]
}
