import { words } from "../../i18n/words.ts"

/** Whether the office may fill in again what was said in a dossier, for its owner. */
export const allowed = words(
  {
    title: "Cho điền lại lời khai",
    holds: (day: string, until: string) =>
      `Ngày ${day} bạn đã cho xã điền lại điều bạn khai về mình ở hồ sơ này khi bạn đến quầy, đến hết ngày ${until}.`,
    over: (until: string) => `Đã hết hạn ngày ${until}. Xã không điền lại từ hồ sơ này nữa.`,
    ended: (day: string) => `Bạn đã rút lại ngày ${day}. Xã không điền lại từ hồ sơ này nữa; hồ sơ đã nộp trước đó giữ nguyên.`,
    end: "Thôi cho điền lại",
    endMore: "Có hiệu lực ngay khi máy chủ nhận được, không cần lý do. Hồ sơ đã nộp trước đó giữ nguyên.",
    going: "Đã ghi. Máy sẽ báo xã ngay khi có mạng.",
    failed: "Chưa ghi được trên máy. Thử lại.",
  },
  {
    title: "Filling in again",
    holds: (day: string, until: string) =>
      `On ${day} you allowed the office to fill in what you said about yourself here when you come to the counter, until ${until}.`,
    over: (until: string) => `It was over on ${until}. Nothing is filled in from this dossier any more.`,
    ended: (day: string) => `You took it back on ${day}. Nothing is filled in from this dossier any more; what was filed stays.`,
    end: "No longer allow it",
    endMore: "It counts as soon as the server has it, and needs no reason. What was filed before stays.",
    going: "Written down. The phone tells the office as soon as there is a network.",
    failed: "Could not be written down on this phone. Try again.",
  },
)
