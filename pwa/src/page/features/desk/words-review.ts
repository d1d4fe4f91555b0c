import { words } from "../../i18n/words.ts"

/** The parts of a procedure that may be uncertain, by their names in the catalogue's files. */
export const part = words(
  {
    aliases: "mã khác",
    competent: "nơi giải quyết",
    exemptions: "miễn, giảm",
    fees: "phí, lệ phí",
    form: "tờ khai",
    legal_basis: "căn cứ",
    notes: "ghi chú",
    online: "mức trực tuyến",
    papers: "giấy tờ",
    receives: "nơi nhận",
    results: "kết quả",
    times: "thời gian",
    who: "ai làm được",
    low: "cả thủ tục",
    medium: "vài chỗ",
  },
  {
    aliases: "other codes",
    competent: "who decides",
    exemptions: "exemptions",
    fees: "fees",
    form: "form",
    legal_basis: "legal basis",
    notes: "notes",
    online: "how far online",
    papers: "papers",
    receives: "who receives",
    results: "results",
    times: "times",
    who: "who may file",
    low: "all of it",
    medium: "some of it",
  },
)

/** The name of a part; one that is not known yet by its name in the file. */
export function partName(key: string): string {
  const names: Readonly<Record<string, string | undefined>> = part()
  return names[key] ?? key
}
