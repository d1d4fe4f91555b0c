/* A waiting room's plan while it is being changed, and how its lines of text are read. */
import type { QueuePlanOut } from "../../../core/contract/openapi.gen.ts"
import { date } from "../../i18n/format.ts"

type Writable<T> = T extends readonly (infer E)[] ? Writable<E>[] : T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T

/** What is changed on the screen; the server's shape, but writable. */
export type Plan = Writable<QueuePlanOut>
export type Kind = Plan["kinds"][number]
export type Point = Plan["points"][number]
export type Group = Plan["groups"][number]

/** Days as they are typed, one a line; undefined where a line is none. */
export function readDays(text: string): string[] | undefined {
  const lines = text.split("\n").map((line) => line.trim())
  const found: string[] = []
  for (const line of lines) {
    if (line === "") continue
    const [, day = "", month = "", year = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(line) ?? []
    const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`
    const made = new Date(`${iso}T00:00:00Z`)
    if (Number.isNaN(made.getTime()) || made.toISOString().slice(0, 10) !== iso) return undefined
    found.push(iso)
  }
  return found
}

export const writeDays = (days: readonly string[]): string => days.map(date).join("\n")

/** Groups as they are typed: `Người khuyết tật | With a disability`. */
export const readGroups = (text: string): Group[] =>
  text
    .split("\n")
    .map((line) => line.split("|").map((part) => part.trim()))
    .filter(([vi]) => vi !== "")
    .map(([vi = "", en = ""]) => ({ vi, en }))

export const writeGroups = (groups: readonly Group[]): string => groups.map(({ vi, en }) => (en ? `${vi} | ${en}` : vi)).join("\n")

/** A key nobody has yet. */
export function freeKey(taken: readonly string[], stem: string): string {
  let n = 1
  while (taken.includes(`${stem}${n}`)) n++
  return `${stem}${n}`
}

/** A list with one of its members changed. */
export const changed = <T>(list: readonly T[], at: number, change: Partial<T>): T[] =>
  list.map((each, n) => (n === at ? { ...each, ...change } : each))

export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, n) => n !== at)

/** A value in or out of a list. */
export const toggled = <T>(list: readonly T[], value: T): T[] =>
  list.includes(value) ? list.filter((each) => each !== value) : [...list, value]
