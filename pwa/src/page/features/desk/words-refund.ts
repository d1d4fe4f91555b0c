/* Words about money that goes back to who paid it. */
import { words } from "../../i18n/words.ts"

export const r = words(
  {
    giveBack: "Trả lại tiền",
    title: (sum: string) => `Trả lại tiền của khoản ${sum}`,
    gaveBack: (sum: string) => `Đã trả lại ${sum}`,
    owedBack: (sum: string) => `Phải trả lại người nộp ${sum}`,
    settled: "Khoản này đã thu đúng. Chỉ trả lại khi quy định của khoản thu cho phép; ghi rõ căn cứ.",
    how: "Trả bằng",
    byBank: "Chuyển khoản",
    inCash: "Tiền mặt",
    voucher: "Số phiếu chi",
    paidOn: "Ngày trả",
  },
  {
    giveBack: "Give money back",
    title: (sum: string) => `Give back money of ${sum}`,
    gaveBack: (sum: string) => `${sum} given back`,
    owedBack: (sum: string) => `${sum} is the payer's`,
    settled: "This was rightly taken. It goes back only where the fee's own rule says so; write down which.",
    how: "By",
    byBank: "Transfer",
    inCash: "Cash",
    voucher: "Number of the voucher",
    paidOn: "Paid on",
  },
)
