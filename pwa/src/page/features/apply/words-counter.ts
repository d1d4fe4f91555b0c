import { words } from "../../i18n/words.ts"

/** Where a dossier that waits for a network may be shown at the counter instead. */
export const t = words(
  {
    title: "Đang ở xã mà không có mạng?",
    more: "Cán bộ quét mã trên điện thoại là có hồ sơ ngay. Ảnh giấy tờ gửi sau.",
    show: "Đưa quầy quét",
    scanned: (when: string) => `Đã quét tại quầy lúc ${when}. Điện thoại tự hỏi lại khi có mạng, không gửi trùng.`,
  },
  {
    title: "At the office without a network?",
    more: "The officer scans a code on this phone and has the dossier at once. Photos follow.",
    show: "Show it at the counter",
    scanned: (when: string) => `Read at the counter at ${when}. The phone asks again when there is a network and sends nothing twice.`,
  },
)
