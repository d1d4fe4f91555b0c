import { words } from "../../i18n/words.ts"

/** The words of drafts on several phones. */
export const t = words(
  {
    goOn: (when: string) => `Làm tiếp, lưu lúc ${when}`,
    goOnFrom: (when: string, device: string) => `Làm tiếp, lưu lúc ${when} trên máy kia (${device})`,
    another: "máy khác",
    differ: "Có câu hai máy trả lời khác nhau, mở ra để chọn.",
    onlyHere: "Chỉ có trên máy này, máy chủ chưa nhận bản sao.",
    ends: (day: string) => `Bản sao trên máy chủ giữ đến ${day}. Ghi thêm vào là được giữ tiếp.`,
    keptTitle: "Phần viết thêm còn giữ lại",
    kept_user: (when: string) => `Bản nháp đã bỏ trên máy khác ${when}. Phần bạn viết ở máy này còn giữ 90 ngày.`,
    kept_sent: (when: string) =>
      `Hồ sơ đã gửi từ máy khác ${when}. Phần bạn viết thêm ở máy này không nằm trong hồ sơ đó; còn giữ 90 ngày.`,
    kept_old: (when: string) => `Bản nháp hết hạn ${when}. Phần bạn viết ở máy này còn giữ 90 ngày.`,
    kept_mandate_ended: (when: string) => `Giấy đồng ý nhờ giúp đã hết hiệu lực ${when}. Phần đã viết còn giữ 90 ngày, chưa gửi đi đâu.`,
    left_user: (when: string, device: string) =>
      `Bản nháp đã bỏ ${when}, lúc máy bỏ chưa thấy phần ghi sau cùng trên ${device}. Phần ấy còn giữ 90 ngày.`,
    left_sent: (when: string, device: string) =>
      `Hồ sơ đã gửi ${when}, lúc gửi chưa thấy phần ghi sau cùng trên ${device}. Phần ấy không nằm trong hồ sơ; còn giữ 90 ngày.`,
    restore: "Mở thành bản nháp mới",
    forget: "Bỏ hẳn",
    forgetTitle: "Bỏ hẳn phần này?",
    forgetMore: "Những gì viết ở đây và ảnh kèm theo bị xóa khỏi máy này, không lấy lại được.",
    keep: "Giữ lại",
  },
  {
    goOn: (when) => `Go on, saved ${when}`,
    goOnFrom: (when, device) => `Go on, saved ${when} on your other phone (${device})`,
    another: "another phone",
    differ: "Two phones gave different answers; open it to choose.",
    onlyHere: "Only on this phone; the server has no copy yet.",
    ends: (day) => `The server keeps its copy until ${day}. Writing in it keeps it longer.`,
    keptTitle: "What you wrote is still here",
    kept_user: (when) => `The draft was given up on another phone ${when}. What you wrote here is kept for 90 days.`,
    kept_sent: (when) => `It was sent from another phone ${when}. What you added here is not part of it; it is kept for 90 days.`,
    kept_old: (when) => `The draft was too old ${when}. What you wrote here is kept for 90 days.`,
    kept_mandate_ended: (when) => `The consent for help ended ${when}. What was written is kept for 90 days and was sent nowhere.`,
    left_user: (when, device) =>
      `The draft was given up ${when} by a phone that had not seen what was written last on ${device}. That is kept for 90 days.`,
    left_sent: (when, device) =>
      `It was sent ${when} by a phone that had not seen what was written last on ${device}. That is not part of it; it is kept for 90 days.`,
    restore: "Open as a new draft",
    forget: "Delete for good",
    forgetTitle: "Delete this for good?",
    forgetMore: "What was written here and its photos are deleted from this phone and cannot be had back.",
    keep: "Keep it",
  },
)
