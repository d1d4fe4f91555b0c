import { words } from "../i18n/words.ts"

const few = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** The words of the frame: bars, the sync sentence, the update notice, the looks. */
export const t = words(
  {
    allSent: "Đã gửi hết",
    nothingWaits: "Không có gì chờ gửi",
    onlyHere: (n: number, oldest: string) => `${n} hồ sơ chỉ ở trên máy này${oldest ? `, cũ nhất ${oldest}` : ""}`,
    sendingNow: (done: number, total: number, size: string) => `Đang gửi ${done}/${total}${size ? `, còn ${size}` : ""}`,
    needsYou: (n: number) => `Cần bạn xử lý: ${n}`,
    offline: "Không có mạng.",
    captive: "Mạng này đòi đăng nhập mới ra ngoài được. Mở trình duyệt, đăng nhập mạng rồi quay lại.",
    updateReady: "Có bản mới của ứng dụng. Đổi sang mất vài giây, bản nháp giữ nguyên.",
    updateNow: "Dùng bản mới",
    updateLater: "Để sau",
    looks: "Cỡ chữ",
    looksTitle: "Cỡ chữ và màu",
    textSize: "Cỡ chữ",
    textSizes: ["Vừa", "Lớn", "Rất lớn", "Lớn nhất"],
    theme: "Màu",
    themes: ["Theo máy", "Sáng", "Tối"],
    language: "Ngôn ngữ",
    sample: "Giấy khai sinh của bé Lường Thị Ngọc Ánh",
  },
  {
    allSent: "Everything is sent",
    nothingWaits: "Nothing waits to be sent",
    onlyHere: (n, oldest) => `${few(n, "request is", "requests are")} only on this phone${oldest ? `, the oldest for ${oldest}` : ""}`,
    sendingNow: (done, total, size) => `Sending ${done}/${total}${size ? `, ${size} to go` : ""}`,
    needsYou: (n) => `Needs you: ${n}`,
    offline: "No network.",
    captive: "This network asks you to sign in first. Open the browser, sign in to the network, then come back.",
    updateReady: "There is a new version of the app. Changing takes a few seconds; drafts stay as they are.",
    updateNow: "Use the new version",
    updateLater: "Later",
    looks: "Text size",
    looksTitle: "Text size and colours",
    textSize: "Text size",
    textSizes: ["Normal", "Large", "Larger", "Largest"],
    theme: "Colours",
    themes: ["As the phone", "Light", "Dark"],
    language: "Language",
    sample: "Birth certificate of Lường Thị Ngọc Ánh",
  },
)
