import { words } from "../../i18n/words.ts"

/** The steps inside the office. */
export const t = words(
  {
    title: "Các bước xử lý",
    until: (when: string) => `trước ${when}`,
    kept: "đúng hạn",
    late: "trễ hạn bước",
    lateNow: "Bước này đang trễ",
    here: "đang ở bước này",
    next: "chưa tới",
    skipped: "không thực hiện",
    noTime: "không tính hạn",
    paused: "đồng hồ đang dừng",
    owner: "người nộp",
  },
  {
    title: "Steps in the office",
    until: (when: string) => `by ${when}`,
    kept: "in time",
    late: "later than it should",
    lateNow: "This step is late",
    here: "here now",
    next: "to come",
    skipped: "not done",
    noTime: "no time set",
    paused: "the clock stands still",
    owner: "the owner",
  },
)
