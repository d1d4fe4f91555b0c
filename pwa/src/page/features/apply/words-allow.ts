import { words } from "../../i18n/words.ts"

/** Whether what is sent may be filled in again at the counter. */
export const t = words(
  {
    line: "Cho xã điền lại lời khai này khi tôi đến quầy lần sau",
    hint: "Không bắt buộc. Không đánh dấu vẫn gửi được; rút lại lúc nào cũng được.",
    more: "Cho điền lại nghĩa là gì",
  },
  {
    line: "The office may fill this in again when I next come to the counter",
    hint: "Not required. It is sent all the same without; you may take it back at any time.",
    more: "What this means",
  },
)
