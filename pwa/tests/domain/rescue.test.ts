import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { partName, planParts, type RescueOp, type RescuePage } from "../../src/core/domain/rescue.ts"

const LIMIT = 50_000

/** Operations with their pages, some of which are larger than a part. */
const load = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.array(fc.integer({ min: 1, max: 120_000 }), { maxLength: 4 })), { maxLength: 30 })
  .map((made) => {
    const ops: RescueOp[] = made.map(([size], n) => ({ id: `op${n}`, size }))
    const pages: RescuePage[] = made.flatMap(([, sizes], n) => sizes.map((size, at) => ({ id: `page${n}.${at}`, op: `op${n}`, size })))
    return { ops, pages }
  })

describe("the parts of a rescue file", () => {
  it("hold together every operation, and every byte of every page exactly once", () => {
    fc.assert(
      fc.property(load, ({ ops, pages }) => {
        const parts = planParts(ops, pages, LIMIT)
        expect(new Set(parts.flatMap((part) => part.ops))).toEqual(new Set(ops.map((op) => op.id)))
        for (const page of pages) {
          const runs = parts.flatMap((part) => part.pieces).filter((piece) => piece.id === page.id)
          let at = 0
          for (const run of runs.sort((a, b) => a.offset - b.offset)) {
            expect(run.offset).toBe(at)
            expect(run.length).toBeGreaterThan(0)
            at += run.length
          }
          expect(at).toBe(page.size)
        }
      }),
    )
  })

  it("need none of the others: each has the operations its pages belong to, in their order", () => {
    fc.assert(
      fc.property(load, ({ ops, pages }) => {
        const order = ops.map((op) => op.id)
        const owner = new Map(pages.map((page) => [page.id, page.op]))
        for (const part of planParts(ops, pages, LIMIT)) {
          expect(part.ops).toEqual(order.filter((id) => part.ops.includes(id)))
          for (const piece of part.pieces) expect(part.ops).toContain(owner.get(piece.id))
        }
      }),
    )
  })

  it("are never larger than what can be carried", () => {
    fc.assert(
      fc.property(load, ({ ops, pages }) => {
        const sizes = new Map(ops.map((op) => [op.id, op.size]))
        for (const part of planParts(ops, pages, LIMIT)) {
          const bytes = part.pieces.reduce((sum, piece) => sum + piece.length, 0)
          expect(bytes + part.ops.reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0)).toBeLessThanOrEqual(LIMIT)
        }
      }),
    )
  })

  it("are one where everything fits, with a name that says so", () => {
    expect(planParts([{ id: "a", size: 10 }], [{ id: "p", op: "a", size: 300 }]).length).toBe(1)
    expect(partName("AB23CD", 1, 2)).toBe("cua-lang-cuu-ho-AB23CD-1-cua-2.clr")
  })
})
