/* Under which terms a draft was begun, and what became of them: the fee and the limit as they were shown, and as they are now. */
import type { FeeRule, Procedure, ProcedureTime } from "../contract/catalogue.ts"
import { timeFor } from "./deadline.ts"
import { feeLines, type FeeRules } from "./fees.ts"
import type { Answers, Text } from "./forms/types.ts"

/** What a draft remembers: the rules themselves, since what they come to depends on the answers. */
export interface Terms {
  readonly procedure_hash: string
  /** The civil day on which they were shown. */
  readonly on: string
  readonly fees: readonly FeeRule[]
  readonly exemptions: Procedure["exemptions"]
  readonly times: readonly ProcedureTime[]
}

/** One line of the fee before and now; undefined where there is no such line, null where the province sets it. */
export interface LineChange {
  readonly key: string
  readonly label: Text
  readonly before: number | null | undefined
  readonly now: number | null | undefined
}

export type Limit = Pick<ProcedureTime, "value" | "unit">

export interface TermsChange {
  readonly fees: readonly LineChange[]
  readonly limit?: { readonly before: Limit | null; readonly now: Limit | null }
}

/** What the person saw at sending, as it goes with the dossier. */
export interface TermsSeen {
  readonly procedure_hash: string
  readonly on: string
  readonly fees: { key: string; amount: number | null }[]
  readonly limit: { value: number | null; unit: string } | null
}

export const termsOf = ({ hash, fees, exemptions, times }: Procedure, on: string): Terms => ({
  procedure_hash: hash,
  on,
  fees,
  exemptions,
  times,
})

const linesOf = (terms: Terms, answers: Answers, channel: string) =>
  // rules of the bundle have this shape; the server checks them when the catalogue is loaded
  feeLines(terms as unknown as FeeRules, answers, channel, terms.on)

const limitOf = (terms: Terms, channel: string): Limit | null => {
  const found = timeFor(terms.times, channel)
  return found === null ? null : { value: found.value, unit: found.unit }
}

/** What is other than it was shown; undefined where fee and limit stay. `was` are the answers to the form of then. */
export function termsChange(old: Terms, now: Terms, was: Answers, answers: Answers, channel: string): TermsChange | undefined {
  const [before, after] = [linesOf(old, was, channel), linesOf(now, answers, channel)]
  const keys = [...new Set([...before, ...after].map((line) => line.key))]
  const fees = keys.flatMap((key): LineChange[] => {
    const [one, other] = [before, after].map((lines) => lines.find((line) => line.key === key))
    const label = (other ?? one)?.label ?? { vi: key }
    return one?.amount === other?.amount ? [] : [{ key, label, before: one?.amount, now: other?.amount }]
  })
  const [was_, is] = [limitOf(old, channel), limitOf(now, channel)]
  const moved = was_?.value !== is?.value || was_?.unit !== is?.unit
  if (fees.length === 0 && !moved) return undefined
  return { fees, ...(moved && { limit: { before: was_, now: is } }) }
}

export function termsSeen(terms: Terms, answers: Answers, channel: string): TermsSeen {
  return {
    procedure_hash: terms.procedure_hash,
    on: terms.on,
    fees: linesOf(terms, answers, channel).map(({ key, amount }) => ({ key, amount })),
    limit: limitOf(terms, channel),
  }
}
