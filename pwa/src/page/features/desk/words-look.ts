import { words } from "../../i18n/words.ts"

/** Why somebody looks at a dossier that is not her own work. */
export const look = words(
  {
    title: "Vì sao bạn xem hồ sơ này?",
    more: "Lúc này hồ sơ không thuộc phần việc của bạn. Lý do được ghi vào sổ truy cập, người dân đọc được. Mỗi hồ sơ chỉ hỏi một lần trong ngày.",
    own: "Lý do khác",
    ownMore: (least: number) => `Ít nhất ${least} chữ cái, không ghi thông tin của người dân.`,
    open: "Ghi lý do và mở",
    short: (least: number) => `Ghi lý do dài ít nhất ${least} chữ cái.`,
    back: "Không xem nữa",
    pane: "Nội dung hồ sơ",
  },
  {
    title: "Why do you look at this dossier?",
    more: "It is not part of your work now. The reason goes into the access record, where its owner reads it. You are asked once a day for each dossier.",
    own: "Another reason",
    ownMore: (least: number) => `At least ${least} letters, and nothing about the resident.`,
    open: "Note it and open",
    short: (least: number) => `Write a reason of at least ${least} letters.`,
    back: "Do not look",
    pane: "What the dossier says",
  },
)
