import { words } from "../../i18n/words.ts"

/** What the office is told of dossiers that came another way: given back after a restore, or carried in a rescue file. */
export const rescued = words(
  {
    cameBack: "Máy chủ đã được khôi phục; điện thoại của người dân vừa gửi lại hồ sơ này.",
    cameBackMore:
      "Số hồ sơ, phiếu hẹn và các bước đã làm sau bản sao lưu không còn trong máy. Nếu trước đó đã tiếp nhận, hãy tiếp nhận lại và báo cho người dân số mới.",
    title: "Tệp cứu hộ",
    more: "Điện thoại không có mạng lâu ngày làm ra tệp này; ở đây mở ra, từng hồ sơ vào máy chủ như tự gửi. Mở lại nhiều lần không sinh hồ sơ trùng.",
    choose: "Chọn tệp .clr hoặc thả tệp vào đây",
    pick: "Chọn tệp",
    chooseMore: "Chọn được nhiều phần một lúc, phần nào trước cũng được.",
    reading: "Đang mở…",
    part: (code: string, part: number, parts: number) => `Tệp ${code}, phần ${part} trên ${parts}`,
    missing: (code: string, n: number) => `Tệp ${code} còn thiếu ${n} phần.`,
    what: "Hồ sơ, việc",
    madeAt: "Làm lúc",
    photos: "Ảnh",
    cameOf: "Kết quả",
    open: "Mở hồ sơ",
    pages: (here: number, all: number) => `${here} trên ${all}`,
    applied: "Đã vào",
    duplicate: "Đã có từ trước",
    quarantined: "Cách ly, chờ xét",
    held: "Đợi phần khác",
    retry: "Chưa nhận được",
    rejected: "Bị từ chối",
    kind: (name: string) =>
      ({
        "dossier.submit": "Hồ sơ",
        "dossier.withdraw": "Rút hồ sơ",
        "mandate.grant": "Giấy đồng ý nhờ giúp",
        "result.open": "Đã nhận kết quả",
      })[name] ?? "Việc khác",
  },
  {
    cameBack: "The server was restored; the resident's phone has just sent this dossier again.",
    cameBackMore:
      "The number, the appointment slip and the steps made after the backup are gone. If it had been received, receive it again and tell the resident the new number.",
    title: "Rescue files",
    more: "Made by phones that had no network for long; opened here, each dossier goes in as if the phone had sent it. Opening one again makes nothing twice.",
    choose: "Choose .clr files, or drop them here",
    pick: "Choose files",
    chooseMore: "Several parts at once, in any order.",
    reading: "Opening…",
    part: (code: string, part: number, parts: number) => `File ${code}, part ${part} of ${parts}`,
    missing: (code: string, n: number) => `File ${code} lacks ${n} more parts.`,
    what: "Dossier or act",
    madeAt: "Made at",
    photos: "Photos",
    cameOf: "What came of it",
    open: "Open the dossier",
    pages: (here: number, all: number) => `${here} of ${all}`,
    applied: "Taken in",
    duplicate: "Already here",
    quarantined: "Held for review",
    held: "Waits for another part",
    retry: "Not taken yet",
    rejected: "Refused",
    kind: (name: string) =>
      ({
        "dossier.submit": "Dossier",
        "dossier.withdraw": "Withdrawal",
        "mandate.grant": "Consent to be helped",
        "result.open": "Result received",
      })[name] ?? "Other act",
  },
)
