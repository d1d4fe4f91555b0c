import { words } from "../../i18n/words.ts"

/** Papers that the office held already, for whose they are. */
export const reused = words(
  {
    title: "Giấy dùng lại, bạn không phải nộp lần nữa",
    more: "Bạn đã đề nghị dùng lại. Giấy vẫn ở hồ sơ cũ; hồ sơ này chỉ dẫn tới đó.",
    from: (code: string) => `Từ hồ sơ ${code} của bạn`,
    compared: (who: string, day: string) => `${who} đã đối chiếu bản chính ngày ${day}`,
  },
  {
    title: "Papers used again: nothing to hand in twice",
    more: "You asked to use them again. They stay in the earlier dossier; this one points there.",
    from: (code: string) => `From your dossier ${code}`,
    compared: (who: string, day: string) => `${who} compared it with the original on ${day}`,
  },
)
