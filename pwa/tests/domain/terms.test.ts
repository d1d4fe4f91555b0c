import { describe, expect, it } from "vitest"
import type { Procedure } from "../../src/core/contract/catalogue.ts"
import { termsChange, termsOf, termsSeen } from "../../src/core/domain/terms.ts"

const fee = { key: "fee", kind: "phi", label: { vi: "Phí" }, channel: "any", amount: 5000, from: "2026-01-01", quantity_from: "copies" }
const procedure = {
  hash: "a".repeat(64),
  fees: [fee],
  exemptions: [],
  times: [{ channel: "all", value: 3, unit: "working_day" }],
} as unknown as Procedure
const dearer = { ...procedure, hash: "b".repeat(64), fees: [{ ...fee, amount: 8000 }] } as unknown as Procedure
const quicker = { ...procedure, times: [{ channel: "all", value: 1, unit: "working_day" }] } as unknown as Procedure

describe("the terms of a draft", () => {
  const old = termsOf(procedure, "2026-11-22")

  it("say nothing where nothing changed, whatever is answered", () => {
    expect(termsChange(old, termsOf(procedure, "2026-12-01"), { copies: 2 }, { copies: 2 }, "prepared")).toBeUndefined()
  })

  it("F47: say the fee before and now, both for the answers as they stand", () => {
    expect(termsChange(old, termsOf(dearer, "2026-12-01"), { copies: 2 }, { copies: 2 }, "prepared")).toEqual({
      fees: [{ key: "fee", label: { vi: "Phí" }, before: 10_000, now: 16_000 }],
    })
  })

  it("F47: read the old answers by the old rules where a newer form asks by another name", () => {
    const renamed = { ...procedure, fees: [{ ...fee, quantity_from: "count" }] } as unknown as Procedure
    expect(termsChange(old, termsOf(renamed, "2026-12-01"), { copies: 2 }, { count: 2 }, "prepared")).toBeUndefined()
  })

  it("F47: say that a fee came, or went, by its day alone", () => {
    const dated = { ...procedure, fees: [{ ...fee, to: "2026-11-30" }] } as unknown as Procedure
    expect(termsChange(termsOf(dated, "2026-11-22"), termsOf(dated, "2026-12-01"), {}, {}, "prepared")?.fees).toEqual([
      { key: "fee", label: { vi: "Phí" }, before: 5000, now: undefined },
    ])
  })

  it("say another limit", () => {
    expect(termsChange(old, termsOf(quicker, "2026-12-01"), {}, {}, "prepared")).toEqual({
      fees: [],
      limit: { before: { value: 3, unit: "working_day" }, now: { value: 1, unit: "working_day" } },
    })
  })

  it("are told as they were seen", () => {
    expect(termsSeen(old, { copies: 2 }, "prepared")).toEqual({
      procedure_hash: "a".repeat(64),
      on: "2026-11-22",
      fees: [{ key: "fee", amount: 10_000 }],
      limit: { value: 3, unit: "working_day" },
    })
  })
})
