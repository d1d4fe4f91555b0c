import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { feeLines, type FeeRules } from "../../src/core/domain/fees.ts"
import type { Answers } from "../../src/core/domain/forms/index.ts"

interface Case {
  name: string
  rules: FeeRules
  answers: Answers
  channel: string
  on: string
  exempt: string[]
  lines: { key: string; amount: number | null; quantity: number; why: string; exemption: string | null }[]
}

const { cases } = JSON.parse(readFileSync(new URL("../../../tests/shared/fees.json", import.meta.url), "utf8")) as { cases: Case[] }

describe("what a procedure costs, case by case as the server says it", () => {
  it.each(cases)("$name", ({ rules, answers, channel, on, exempt, lines }) => {
    const made = feeLines(rules, answers, channel, on, exempt)
    expect(made.map(({ key, amount, quantity, why, exemption }) => ({ key, amount, quantity, why: why.vi, exemption }))).toEqual(lines)
  })
})
