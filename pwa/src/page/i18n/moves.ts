import { MOVES } from "../../core/contract/contract.gen.ts"
import { lang } from "./lang.ts"

/** What else stands in a dossier's log: news that are no moves of the table. */
const NEWS: Readonly<Record<string, { vi: string; en: string }>> = {
  files_complete: { vi: "Giấy tờ đã tới đủ", en: "Every paper arrived" },
  compare: { vi: "Đối chiếu bản chính", en: "Original compared" },
  draft_result: { vi: "Giữ dự thảo kết quả", en: "Draft result kept" },
  claim: { vi: "Nhận hồ sơ bằng phiếu", en: "Taken over with the slip" },
  adopt: { vi: "Xét và nhận vào", en: "Reviewed and taken in" },
  reassign: { vi: "Chuyển người giúp", en: "Given to another helper" },
  payment: { vi: "Ghi nhận tiền", en: "Payment recorded" },
}

/** What a line of the log is called. */
export function moveName(move: string): string {
  const known = MOVES.find((each) => each.name === move)?.label ?? NEWS[move]
  return known ? known[lang()] : move
}
