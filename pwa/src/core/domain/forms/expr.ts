/* The expression language of forms: plain JSON in, a value or null out; whatever is malformed is null. */

import { lengthOf } from "../text.ts"
import { age, compareDates, daysBetween, isDate } from "./dates.ts"
import type { Expr, Json } from "./types.ts"

/** Beyond this JavaScript cannot tell neighbouring integers apart, so no engine may. */
export const LIMIT = Number.MAX_SAFE_INTEGER

export type Dict = Readonly<Record<string, Json>>

/** What an expression can see: today, the answers that are not hidden, the own row, the sizes of groups. */
export interface Scope {
  today: string
  values: Map<string, Json>
  counts: Map<string, number>
  row: Map<string, Json> | null
}

type Operator = (argument: Json, scope: Scope) => Json

/** The value of an expression; null for anything missing or malformed. */
export function valueOf(expr: Expr, scope: Scope): Json {
  if (typeof expr === "number") return numberOf(expr)
  if (isList(expr)) return null
  if (!isDict(expr)) return expr
  let only: string | null = null
  for (const name in expr) {
    if (only !== null) return null
    only = name
  }
  const operator = only === null ? undefined : OPERATORS.get(only)
  return operator === undefined || only === null ? null : operator(expr[only] ?? null, scope)
}

/** Whether a condition is true; only `true` is true. */
export function holds(expr: Expr, scope: Scope): boolean {
  return valueOf(expr, scope) === true
}

/** The number both languages agree on: finite and within 2^53, never a negative zero; else null. */
export function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" && Math.abs(value) <= LIMIT ? value + 0 : null
}

/** Equality by kind and value. */
export function same(one: Json, other: Json): boolean {
  if (isList(one)) {
    return isList(other) && one.length === other.length && one.every((item, at) => same(item, other[at] ?? null))
  }
  if (!isDict(one)) return one === other
  if (!isDict(other)) return false
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => has(other, key) && same(one[key] ?? null, other[key] ?? null))
}

/** Whether there is something: not null, not an empty text or list. */
export function isFilled(value: Json): boolean {
  return value !== null && value !== "" && !(isList(value) && value.length === 0)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function isDict(value: Json | undefined): value is Dict {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function has(object: Dict, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, key)
}

/** An own property, null when it is missing: "constructor" is a key like any other. */
export function own(object: Dict, key: string): Json {
  return has(object, key) ? (object[key] ?? null) : null
}

/** A number in plain digits, the same in both languages. */
export function decimalText(value: number): string {
  const text = String(value)
  const found = /^(-?)([0-9]+)(?:\.([0-9]+))?e-([0-9]+)$/.exec(text)
  if (found === null) return text
  const [, sign = "", whole = "", fraction = "", exponent = ""] = found
  return `${sign}0.${"0".repeat(Number(exponent) - whole.length)}${whole}${fraction}`
}

function get(argument: Json | undefined, scope: Scope): Json {
  if (typeof argument !== "string") return null
  const mine = scope.row?.get(argument)
  return mine ?? scope.values.get(argument) ?? null
}

function pair(argument: Json, scope: Scope): readonly [Json, Json] | null {
  if (!isList(argument) || argument.length !== 2) return null
  return [valueOf(argument[0] ?? null, scope), valueOf(argument[1] ?? null, scope)]
}

function contains(choices: Json, value: Json): boolean {
  return isList(choices) && value !== null && choices.some((choice) => same(choice, value))
}

function isIn(argument: Json, scope: Scope): Json {
  if (!isList(argument) || argument.length !== 2) return null
  const given = argument[1] ?? null
  const choices = isList(given) ? given.map((item) => valueOf(item, scope)) : valueOf(given, scope)
  return contains(choices, valueOf(argument[0] ?? null, scope))
}

function order(one: Json, other: Json): number | null {
  const first = numberOf(one)
  const second = numberOf(other)
  if (first !== null && second !== null) return first < second ? -1 : Number(first > second)
  if (typeof one === "string" && typeof other === "string" && isDate(one) && isDate(other)) return compareDates(one, other)
  return null
}

function ordering(test: (order: number) => boolean): Operator {
  return (argument, scope) => {
    const both = pair(argument, scope)
    const found = both === null ? null : order(both[0], both[1])
    return found !== null && test(found)
  }
}

function arithmetic(step: (one: number, other: number) => number): Operator {
  return (argument, scope) => {
    const both = pair(argument, scope)
    if (both === null) return null
    const one = numberOf(both[0])
    const other = numberOf(both[1])
    return one === null || other === null ? null : numberOf(step(one, other))
  }
}

function between(measure: (one: string, other: string) => number | null): Operator {
  return (argument, scope) => {
    const both = pair(argument, scope)
    return both !== null && typeof both[0] === "string" && typeof both[1] === "string" ? measure(both[0], both[1]) : null
  }
}

function asText(value: Json): string {
  if (typeof value === "string") return value
  const plain = numberOf(value)
  return plain === null ? "" : decimalText(plain)
}

function concat(argument: Json, scope: Scope): Json {
  return isList(argument) ? argument.map((item) => asText(valueOf(item, scope))).join("") : ""
}

function choose(argument: Json, scope: Scope): Json {
  if (!isList(argument) || argument.length < 2 || argument.length > 3) return null
  return valueOf(holds(argument[0] ?? null, scope) ? (argument[1] ?? null) : (argument[2] ?? null), scope)
}

function size(argument: Json, scope: Scope): Json {
  const value = valueOf(argument, scope)
  if (value === null) return 0
  if (typeof value === "string") return lengthOf(value)
  return isList(value) ? value.length : null
}

function part(argument: Json, scope: Scope): Json {
  if (!isList(argument) || argument.length !== 2 || typeof argument[1] !== "string") return null
  const address = get(argument[0], scope)
  if (!isDict(address)) return null
  return own(address, argument[1]) ?? (argument[1] === "country" ? "VN" : null)
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["get", get],
  ["all", (argument, scope) => (isList(argument) ? argument.every((item) => holds(item, scope)) : null)],
  ["any", (argument, scope) => (isList(argument) ? argument.some((item) => holds(item, scope)) : null)],
  ["not", (argument, scope) => !holds(argument, scope)],
  [
    "is",
    (argument, scope) => {
      const both = pair(argument, scope)
      return both === null ? null : same(both[0], both[1])
    },
  ],
  ["in", isIn],
  [
    "has",
    (argument, scope) => {
      const both = pair(argument, scope)
      return both === null ? null : contains(both[0], both[1])
    },
  ],
  ["filled", (argument, scope) => isFilled(valueOf(argument, scope))],
  ["lt", ordering((found) => found < 0)],
  ["le", ordering((found) => found <= 0)],
  ["gt", ordering((found) => found > 0)],
  ["ge", ordering((found) => found >= 0)],
  ["add", arithmetic((one, other) => one + other)],
  ["sub", arithmetic((one, other) => one - other)],
  ["mul", arithmetic((one, other) => one * other)],
  ["concat", concat],
  ["age", between(age)],
  ["days", between(daysBetween)],
  ["today", (_argument, scope) => scope.today],
  ["count", (argument, scope) => (typeof argument === "string" ? (scope.counts.get(argument) ?? 0) : null)],
  ["if", choose],
  ["len", size],
  ["part", part],
])
