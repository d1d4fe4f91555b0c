import { MOVES } from "../../core/contract/contract.gen.ts"
import { lang } from "./lang.ts"

/** What else stands in a dossier's log: news that are no moves of the table. */
const NEWS: Readonly<Record<string, { vi: string; en: string }>> = {
  due_moved: { vi: "Ngày hẹn trả đổi theo lịch làm việc", en: "Due date moved by the calendar" },
  files_complete: { vi: "Giấy tờ đã tới đủ", en: "Every paper arrived" },
  typed_at_counter: { vi: "Cán bộ khai giúp tại quầy", en: "Typed by an official at the counter" },
  scanned: { vi: "Quét tại quầy", en: "Read off the phone at the counter" },
  digitised: { vi: "Số hóa giấy tờ tại quầy", en: "Papers digitised at the counter" },
  reused: { vi: "Dùng lại giấy tờ đã có tại đơn vị", en: "A paper held by the office was used again" },
  reuse_allowed: { vi: "Chủ hồ sơ cho điền lại lời khai lần sau", en: "The owner allowed filling in again" },
  reuse_ended: { vi: "Chủ hồ sơ thôi cho điền lại lời khai", en: "The owner no longer allows filling in again" },
  filled_before: { vi: "Điền lại lời khai trước, người dân đã xem", en: "Filled in as said before, and looked at again" },
  compare: { vi: "Đối chiếu bản chính", en: "Original compared" },
  draft_result: { vi: "Giữ dự thảo kết quả", en: "Draft result kept" },
  claim: { vi: "Nhận hồ sơ bằng phiếu", en: "Taken over with the slip" },
  adopt: { vi: "Xét và nhận vào", en: "Reviewed and taken in" },
  void_letter: { vi: "Hủy giấy đã in", en: "Printed paper voided" },
  assign: { vi: "Đổi người phụ trách", en: "In other hands" },
  reassign: { vi: "Chuyển người giúp", en: "Given to another helper" },
  supplement_spoiled: { vi: "Ảnh bổ sung không mở được", en: "A photo that was sent cannot be opened" },
  merge: { vi: "Gộp vào hồ sơ khác", en: "Merged into another dossier" },
  merged_in: { vi: "Một hồ sơ khác được gộp vào", en: "Another dossier was merged into this one" },
  kept_apart: { vi: "Xác định là hai hồ sơ khác nhau", en: "Found to be two dossiers" },
  by_hand: { vi: "Để cán bộ xem", en: "Left to an official" },
  unit_succeeded: { vi: "Đơn vị kế tục tiếp quản", en: "Taken over by the successor" },
  overdue: { vi: "Đã quá hẹn trả", en: "The due moment passed" },
  refund: { vi: "Trả lại tiền", en: "Money given back" },
  ask_opinion: { vi: "Hỏi ý kiến đơn vị khác", en: "Another office asked for its opinion" },
  opinion_answered: { vi: "Đơn vị được hỏi đã trả lời", en: "The office that was asked has answered" },
  opinion_withdrawn: { vi: "Rút câu hỏi ý kiến", en: "The question was taken back" },
  express: { vi: "Giải quyết ngay trong ngày", en: "To be settled at once" },
  payment: { vi: "Ghi nhận tiền", en: "Payment recorded" },
}

/** What a line of the log is called. */
export function moveName(move: string): string {
  const known = MOVES.find((each) => each.name === move)?.label ?? NEWS[move]
  return known ? known[lang()] : move
}
