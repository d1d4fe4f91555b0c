import { words } from "../../i18n/words.ts"

export type OutReason = "reassigned" | "closed" | "mandate_revoked" | "role_ended" | "adopted"

/** Why a dossier is no longer this person's to see. */
export const t = words(
  {
    title: "Hồ sơ này nay chỉ đọc được.",
    reassigned: "Việc giúp hồ sơ này đã chuyển cho người khác.",
    closed: "Hồ sơ đã xong hơn 90 ngày, người giúp không giữ bản sao nữa.",
    mandate_revoked: "Người nhờ giúp đã rút lại giấy đồng ý.",
    role_ended: "Vai trò người giúp của bạn đã hết.",
    adopted: "Hồ sơ đã về tài khoản của người vừa đăng nhập trên máy này.",
    other: "Bạn không còn được giao xem hồ sơ này.",
    stays: "Những gì bạn làm ở máy này về hồ sơ vẫn còn và vẫn tự gửi; gửi xong thì bản sao này được gỡ khỏi máy.",
    since: (when: string) => `Từ ${when}.`,
  },
  {
    title: "This dossier can now only be read.",
    reassigned: "Somebody else now helps with it.",
    closed: "It was finished more than 90 days ago; helpers keep no copy longer.",
    mandate_revoked: "The person who was helped took the consent back.",
    role_ended: "Your role as a helper has ended.",
    adopted: "It moved to the account of the person who signed in on this phone.",
    other: "It is no longer yours to see.",
    stays: "What you made here about it stays and still sends by itself; after that this copy leaves the phone.",
    since: (when: string) => `Since ${when}.`,
  },
)
