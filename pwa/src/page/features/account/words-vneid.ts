import { words } from "../../i18n/words.ts"

/** Signing in through an identity provider. */
export const vneid = words(
  {
    go: (name: string) => `Đăng nhập bằng ${name}`,
    goMore: (name: string) => `Bạn sang trang của ${name} rồi quay lại đây. Hồ sơ và bản nháp trên máy này giữ nguyên.`,
    title: "Đang đăng nhập",
    wait: "Đang xác nhận với hệ thống định danh. Đừng đóng trang này.",
    failed: "Chưa đăng nhập được",
    kept: "Bản nháp và hồ sơ trên máy này vẫn còn nguyên.",
    again: "Đăng nhập lại",
    me: "Tôi",
  },
  {
    go: (name: string) => `Sign in with ${name}`,
    goMore: (name: string) => `You go to ${name} and come back here. Dossiers and drafts on this phone stay.`,
    title: "Signing in",
    wait: "Confirming with the identity provider. Keep this page open.",
    failed: "Not signed in",
    kept: "Drafts and dossiers on this phone are all still here.",
    again: "Sign in again",
    me: "Me",
  },
)
