/* What the desk says of who has a dossier. */
import { describe, expect, it } from "vitest"
import type { InboxRow } from "../../src/core/contract/openapi.gen.ts"
import { standing } from "../../src/page/features/desk/say.ts"

const ROW: InboxRow = {
  dossier_id: "0193a1c2-0000-7000-8000-000000000000",
  version: 2,
  local_code: "ABCD-EFGH-J",
  official_number: null,
  state: "appraising",
  procedure_code: "1.001193",
  procedure_name: "Đăng ký khai sinh",
  owner_name: "Nguyễn Phạm Hoàng Bảo Trâm",
  village: null,
  channel: "prepared",
  submitted_at: "2026-11-25T02:00:00Z",
  due_at: null,
  receive_before: null,
  respond_by: null,
  overdue: false,
  due_soon: false,
  holder: "Lê Văn Tùng",
  yours: false,
  mine: false,
  assisted_by: null,
  awaiting_files: 0,
  open_charge: null,
  flags: [],
  labels: [],
}
const said = (changed: Partial<InboxRow>): string => standing({ ...ROW, ...changed }).small

describe("a line of the list says with whom it lies", () => {
  it("by the whole name where nothing else is to be said", () => expect(said({})).toBe("Lê Văn Tùng giữ"))
  it("by the name she is called where it also waits for something", () =>
    expect(said({ flags: ["supplement_waits"] })).toMatch(/ · Tùng giữ$/))
  it("as one's own", () => expect(said({ yours: true })).toBe("Bạn giữ"))
  it("and not at all once it has ended", () => expect(said({ state: "returned", yours: true })).toBe(""))
  it("as nobody's", () => expect(said({ holder: null })).toBe("Chưa ai nhận"))
  it("as nobody's also where something else is said of it", () =>
    expect(said({ holder: null, state: "submitted" })).toBe("Tự nộp · Chưa ai nhận"))
})
