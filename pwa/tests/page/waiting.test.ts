import { describe, expect, it } from "vitest"
import { freeKey, readDays, readGroups, toggled, without, writeDays, writeGroups } from "../../src/page/features/admin/waitingPlan.ts"

describe("the waiting room as it is typed", () => {
  it("reads days one a line, and says so where a line is none", () => {
    expect(readDays("24/12/2026\n\n 1/1/2027 ")).toEqual(["2026-12-24", "2027-01-01"])
    expect(writeDays(["2026-12-24", "2027-01-01"])).toBe("24/12/2026\n01/01/2027")
    for (const wrong of ["31/02/2027", "2026-12-24", "24/12", "mai"]) expect(readDays(wrong)).toBeUndefined()
  })

  it("reads groups in two languages and back", () => {
    const groups = readGroups("Người khuyết tật | With a disability\nPhụ nữ mang thai\n\n")
    expect(groups).toEqual([
      { vi: "Người khuyết tật", en: "With a disability" },
      { vi: "Phụ nữ mang thai", en: "" },
    ])
    expect(readGroups(writeGroups(groups))).toEqual(groups)
  })

  it("finds a key nobody has, and takes members in and out", () => {
    expect(freeKey(["1", "2"], "")).toBe("3")
    expect(toggled(["mon"], "tue")).toEqual(["mon", "tue"])
    expect(toggled(["mon", "tue"], "mon")).toEqual(["tue"])
    expect(without([1, 2, 3], 1)).toEqual([1, 3])
  })
})
