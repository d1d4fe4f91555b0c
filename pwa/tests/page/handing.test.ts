/* What is typed while results are handed over: what is missing, what is sent, what is signed for on the other screen. */
import { beforeEach, expect, test, vi } from "vitest"
import type { WaitingPerson, WaitingRow } from "../../src/core/contract/openapi.gen.ts"
import { actOf, begun, type Draft, holes, signedFor } from "../../src/page/features/desk/handing.ts"

beforeEach(() => {
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined, removeItem: () => undefined })
})

const row = (part: Partial<WaitingRow>): WaitingRow => ({
  ...{ dossier_id: "0193-a", version: 9, code: "H17", local_code: "ABCD-EFGH-1", procedure_name: { vi: "Sao y", en: null } },
  ...{ owner_name: "Nguyễn Thị Hoa", state: "ready", ready_since: "2026-11-25T02:00:00Z", due_at: null, wish: "office" },
  ...{ outcome: "granted", result_number: null, owed: [], others: "anyone", why_not: null },
  ...part,
})

const person = (...rows: WaitingRow[]): WaitingPerson => ({
  ...{ key: "0193-a", name: "Nguyễn Thị Hoa", id_end: "1234", phone_end: "456", address: "", rows },
})

const hers = person(row({}), row({ dossier_id: "0193-b" }), row({ dossier_id: "0193-c", why_not: { vi: "Chưa", en: "Not yet" } }))
const whole: Draft = { ...begun(hers, "038 194 001 234"), checked: true, strokes: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]] }

test("what is ready is ticked, and the post is chosen where all of it was wished for so", () => {
  expect(begun(hers, "").ticked).toEqual(["0193-a", "0193-b"])
  expect(begun(person(row({ wish: "post" })), "").method).toBe("post")
})

test("what is missing is said in the order of the form", () => {
  expect(holes(whole, false)).toEqual([])
  expect(holes({ ...whole, ticked: [], number: "12", checked: false, strokes: [] }, false)).toEqual(["ticked", "number", "checked", "sign"])
  expect(holes({ ...whole, capacity: "relative" }, false)).toEqual(["authority"])
  expect(holes({ ...whole, sign: "beside" }, false)).toEqual(["sign"])
  expect(holes({ ...whole, sign: "beside" }, true)).toEqual([])
  expect(holes({ ...whole, method: "post", number: "", strokes: [], checked: false }, false)).toEqual(["tracking"])
})

test("only what belongs to the chosen way is sent", () => {
  const post = actOf({ ...whole, method: "post", tracking: "EE1VN" }, hers.rows)
  expect(post.signed).toBeNull()
  expect([post.strokes, post.id_checked, post.receiver.id_number, post.tracking]).toEqual([[], false, "", "EE1VN"])
  expect(actOf(whole, hers.rows).dossiers).toEqual([
    { dossier_id: "0193-a", seen: 9 },
    { dossier_id: "0193-b", seen: 9 },
  ])
})

test("what is signed on the other screen reads as the server makes it", () => {
  expect(signedFor({ ...whole, ticked: ["0193-b", "0193-a"] })).toBe("hand_over\n0193-a\n0193-b\nNguyễn Thị Hoa\n038194001234")
})
