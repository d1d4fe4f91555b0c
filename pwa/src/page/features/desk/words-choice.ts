import { words } from "../../i18n/words.ts"

/** Choosing a password of one's own, at the first sign-in. */
export const choice = words(
  {
    title: "Chọn mật khẩu của riêng bạn",
    more: "Mật khẩu vừa nhập do quản trị viên cấp, chỉ dùng một lần. Từ nay chỉ mình bạn biết mật khẩu mới.",
    rules: [
      "Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.",
      "Không chỉ là tên đăng nhập, không lặp vài ký tự.",
      "Khác mật khẩu được cấp.",
    ],
    next: "Mật khẩu mới",
    again: "Nhập lại mật khẩu mới",
    short: "Mật khẩu cần ít nhất 10 ký tự.",
    differs: "Hai lần nhập chưa giống nhau.",
    go: "Đổi mật khẩu và vào làm việc",
  },
  {
    title: "Choose a password of your own",
    more: "The one you just typed was given by an administrator and is good once. From now on only you know the new one.",
    rules: [
      "At least 10 characters. A short sentence you remember is best.",
      "Not just your sign-in name, not a few characters repeated.",
      "Another one than you were given.",
    ],
    next: "New password",
    again: "New password again",
    short: "A password needs at least 10 characters.",
    differs: "The two are not the same.",
    go: "Change the password and go on",
  },
)
