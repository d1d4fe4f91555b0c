import { words } from "../../i18n/words.ts"

/** What the office reads where the fee is another one than the sender saw. */
export const t = words(
  {
    title: "Lệ phí đã thay đổi sau khi gửi",
    beforeNow: (seen: string, now: string) => `Người nộp thấy khi gửi: ${seen}. Nay: ${now}. Báo cho người nộp khi tiếp nhận.`,
    asked: (seen: string, asked: string) => `Người nộp thấy khi gửi: ${seen}. Khi tiếp nhận đã yêu cầu nộp: ${asked}.`,
    void: (paid: string) => (paid ? `Không thu nữa. Đã nhận ${paid}, phải trả lại.` : "Không thu nữa"),
    over: (more: string) => `Đã nhận đủ, thừa ${more} phải trả lại`,
    under: (paid: string) => `Mới nhận ${paid}`,
    ended: "Hồ sơ kết thúc mà không có kết quả, sau khi đã thu tiền. Xem quy định của khoản thu: trả lại người nộp hay không.",
  },
  {
    title: "The fee changed after it was sent",
    beforeNow: (seen, now) => `The sender saw ${seen}. Now it is ${now}. Say so when you receive it.`,
    asked: (seen, asked) => `The sender saw ${seen}. At reception ${asked} was asked for.`,
    void: (paid) => (paid ? `No longer asked for. ${paid} came and must be given back.` : "No longer asked for"),
    over: (more) => `Paid; ${more} too much must be given back`,
    under: (paid) => `Only ${paid} came`,
    ended: "It ended without a result after money was taken. See the rules of this fee: whether it is given back.",
  },
)
