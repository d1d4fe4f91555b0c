import { expect, it } from "vitest"
import { boxOf, canHalve, type Cut, halved, isWhole, trimmed, turned, UNCUT } from "../../src/core/domain/cutting.ts"
import { load } from "./shared.ts"

type Four = readonly [number, number, number, number]
type Case = { name: string; cut: Cut } & (
  | { do: "box"; size: readonly [number, number]; box: Four }
  | { do: "turn"; then: Cut }
  | { do: "trim"; to: Four; then: Cut }
  | { do: "halve"; along: "side" | "above"; then: readonly Cut[] }
)

it.each(load<Case>("cutting"))("cuts a page as the server does: $name", (given) => {
  if (given.do === "box") expect(boxOf(given.cut, ...given.size)).toEqual(given.box)
  if (given.do === "turn") expect(turned(given.cut)).toEqual(given.then)
  if (given.do === "trim") expect(trimmed(given.cut, given.to)).toEqual(given.then)
  if (given.do === "halve") expect(halved(given.cut, given.along)).toEqual(given.then)
})

it("is as it was after four turns", () => {
  const cut: Cut = { turns: 1, left: 100, top: 250, right: 700, bottom: 800 }
  expect(turned(turned(turned(turned(cut))))).toEqual(cut)
})

it("knows the untouched page, and a sliver that is halved no more", () => {
  expect(isWhole(UNCUT)).toBe(true)
  expect(isWhole(turned(UNCUT))).toBe(false)
  expect(canHalve({ ...UNCUT, right: 100 }, "side")).toBe(true)
  expect(canHalve({ ...UNCUT, right: 99 }, "side")).toBe(false)
})
