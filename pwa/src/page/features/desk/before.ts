/* What a person gave before, as it is filled in at a sitting: which question asks for her number, what may be filled in
   now, what must be asked first. Nothing that was typed is ever written over. */
import type { OfferedOut } from "../../../core/contract/openapi.gen.ts"
import { type Answers, evaluate, type FieldDef, type FormDef, type Json } from "../../../core/domain/forms/index.ts"
import { leadsTo } from "../../form/card.ts"
import { withAnswer } from "../../form/paths.ts"

/** What she said to "còn đúng không?", by what was asked. */
export type Truth = Readonly<Record<string, "still" | "changed">>

/** An offer, and the question for a number it was looked for with. */
export interface Offer extends OfferedOut {
  readonly by: string
}

const NUMBER = /^[0-9]{12}$/

export const isNumber = (text: unknown): text is string => typeof text === "string" && NUMBER.test(text)

const isCard = (field: FieldDef): boolean =>
  field.type === "id_number" && field.computed === undefined && (field.kinds === undefined || field.kinds.includes("cccd"))

/** The questions for the number of whoever sits here: the owner's, or where the form works that out, the subjects'. */
export function numbersOf(form: FormDef): FieldDef[] {
  const all = form.sections.filter((section) => section.repeat === undefined).flatMap((section) => section.fields.filter(isCard))
  const owners = all.filter((field) => /^owner(\.1)?\.id_number$/.test(field.binds ?? ""))
  return owners.length > 0 ? owners.slice(0, 1) : all.filter((field) => /^subject(\.\d+)?\.id_number$/.test(field.binds ?? ""))
}

/** What brings a person to her own number, with the number: it was typed once already. */
export function ownNumber(form: FormDef, path: string, number: string): [string, Json][] {
  const section = form.sections.find((each) => each.fields.some((field) => field.key === path))
  const field = section?.fields.find((each) => each.key === path)
  if (section === undefined || field === undefined) return []
  return leadsTo(section, field).map((key) => [key, key === path ? number : true])
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === ""

/** The offers that belong to a question that is asked now. */
export function fitting(offers: readonly Offer[], visible: ReadonlySet<string>): Offer[] {
  return offers.filter((each) => visible.has(each.path) && !(each.unless && visible.has(each.unless)))
}

/** What is to be asked before it is filled in, each meaning once. */
export function toAsk(offers: readonly Offer[], visible: ReadonlySet<string>, answers: Answers, truth: Truth): Offer[] {
  const open = fitting(offers, visible).filter((each) => each.again && truth[each.means] === undefined && isEmpty(answers[each.path]))
  return open.filter((each, at) => open.findIndex((other) => other.means === each.means) === at)
}

interface Given {
  readonly form: FormDef
  readonly answers: Answers
  readonly offers: readonly Offer[]
  readonly truth: Truth
  /** Paths that were filled in once: what is emptied by hand stays empty. */
  readonly used: readonly string[]
  readonly today: string
}

/** The answers with everything filled in that may be now, and what was. One answer may bring further questions. */
export function filledIn({ form, answers, offers, truth, used, today }: Given): { answers: Answers; used: readonly string[] } {
  const visible = new Set(evaluate(form, answers, today).visible)
  const next = fitting(offers, visible).find(
    (each) => !used.includes(each.path) && isEmpty(answers[each.path]) && (!each.again || truth[each.means] === "still"),
  )
  if (next === undefined) return { answers, used }
  const more = { form, answers: withAnswer(answers, next.path, next.value as Json), offers, truth, used: [...used, next.path], today }
  return filledIn(more)
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The answers without those that still stand as they were offered: the number was another's, or she took it back. */
export function withoutOffers(answers: Answers, gone: readonly Offer[]): Answers {
  return gone.reduce((all, each) => (same(all[each.path], each.value) ? withAnswer(all, each.path, undefined) : all), answers)
}

/** The offer that an answer stands as; nothing once it was changed. */
export function sourceOf(offers: readonly Offer[], path: string, value: Json | undefined): Offer | undefined {
  return isEmpty(value) ? undefined : offers.find((each) => each.path === path && same(each.value, value))
}
