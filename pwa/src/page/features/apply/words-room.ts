import { words } from "../../i18n/words.ts"

/** What is said where the phone has no room for photos, or where a window keeps nothing. */
export const t = words(
  {
    noRoom: "Máy không đủ chỗ cho ảnh: chụp bây giờ sẽ không lưu được.",
    noRoomMore: (free: string) => `Xóa bớt ảnh, video hay ứng dụng khác, ít nhất ${free}, rồi hãy chụp. Chữ bạn khai vẫn được lưu.`,
    lookAgain: "Đã dọn, thử lại",
    notKept: (page: number) => `Trang ${page} chưa được lưu: máy không còn chỗ.`,
    notKeptMore: (free: string) =>
      `Phần đã khai và các trang trước vẫn còn. Xóa bớt ảnh, video hay ứng dụng khác, ít nhất ${free}, rồi chụp lại trang này.`,
    notKeptElse: "Không dọn được thì mang giấy này đến nơi nộp, hoặc khai trên máy khác.",
    how: "Xem có thể dọn gì",
    riskPrivate: "Đây có vẻ là cửa sổ ẩn danh.",
    riskLost: "Đóng cửa sổ là mất hẳn bản nháp, ảnh đã chụp, hồ sơ chưa gửi xong và phiếu chưa ghi lại mã.",
    riskInstead: "Hãy mở cửa sổ thường của trình duyệt, vào địa chỉ này rồi khai ở đó:",
    riskRoom: (free: string) => `Máy không đủ chỗ cho ảnh giấy tờ. Xóa bớt ảnh, video hay ứng dụng khác, ít nhất ${free}, trước khi khai.`,
    riskRoomTitle: "Dọn chỗ trước khi khai",
    riskRoomMore: "Vẫn khai được: chữ được lưu, chỉ ảnh là không.",
    unknown: "Bạn mở bằng cửa sổ ẩn danh?",
    unknownMore:
      "Đóng cửa sổ ẩn danh là mất bản nháp, ảnh và hồ sơ chưa gửi. Hãy khai ở cửa sổ thường. Đang ở cửa sổ thường thì cứ khai tiếp.",
    understood: "Tôi hiểu",
  },
  {
    noRoom: "The phone has no room for photos: taken now, they could not be kept.",
    noRoomMore: (free) => `Remove other pictures, videos or apps, at least ${free}, and then take the photos. What you type is still kept.`,
    lookAgain: "I freed some, try again",
    notKept: (page) => `Page ${page} was not kept: the phone has no room left.`,
    notKeptMore: (free) =>
      `What you typed and the pages before are still here. Remove other pictures, videos or apps, at least ${free}, and take this page again.`,
    notKeptElse: "If you cannot, take this paper to the office, or go on with another phone.",
    how: "See what can be freed",
    riskPrivate: "This looks like a private window.",
    riskLost: "Closing it loses for good drafts, photos, requests not wholly sent, and slips whose codes you did not write down.",
    riskInstead: "Open an ordinary window of your browser and go to this address there:",
    riskRoom: (free) =>
      `The phone has no room for photos of papers. Remove other pictures, videos or apps, at least ${free}, before you begin.`,
    riskRoomTitle: "Make room before you begin",
    riskRoomMore: "You can begin all the same: what you type is kept, only photos are not.",
    unknown: "Are you in a private window?",
    unknownMore:
      "Closing a private window loses drafts, photos and unsent requests. Fill in your form in an ordinary window. If this is one, just go on.",
    understood: "I understand",
  },
)
