import { words } from "../../i18n/words.ts"

/** The rescue file: what it is for and how it is carried, in the words of somebody who has never made one. */
export const r = words(
  {
    title: "Không có mạng lâu ngày?",
    why: "Máy làm được một tệp cứu hộ chứa mọi thứ chưa gửi, khóa lại để chỉ nơi nộp hồ sơ mở được. Chép tệp sang máy khác hay USB rồi đưa tới nơi nộp. Không cần mạng.",
    make: "Tạo tệp cứu hộ",
    made: (things: number, parts: number) =>
      parts === 1 ? `Đã khóa xong ${things} hồ sơ, việc. Mã tệp:` : `Đã khóa xong ${things} hồ sơ, việc trong ${parts} phần. Mã tệp:`,
    takeOnly: "Lưu hoặc chia sẻ tệp",
    take: (part: number, parts: number) => `Lưu hoặc chia sẻ phần ${part} trên ${parts}`,
    how: [
      "Bấm nút dưới đây, chọn nơi lưu: USB, thẻ nhớ, Bluetooth, Zalo của người có mạng.",
      "Đưa đủ các phần tới nơi nộp hồ sơ, phần nào trước cũng được. Đọc cho cán bộ mã tệp.",
      "Cán bộ mở tệp ở mục Tệp cứu hộ và cho bạn biết từng hồ sơ đã vào hay chưa.",
    ],
    shared: "Đã đưa cho ứng dụng bạn chọn.",
    saved: "Đã lưu vào mục tải về của máy.",
    stopped: "Chưa lưu. Bấm lại khi sẵn sàng.",
    stays: "Trên máy không mất gì. Khi có mạng máy vẫn tự gửi; nơi nộp không nhận trùng.",
    noKey: "Máy chưa từng nhận được khóa của nơi nộp. Cần mở ứng dụng có mạng một lần.",
    nothing: "Không có gì chưa gửi.",
  },
  {
    title: "No network for long?",
    why: "This phone can make a rescue file of everything unsent, locked so that only the office opens it. Copy it to another phone or a USB stick and bring it to the office. No network needed.",
    make: "Make a rescue file",
    made: (things: number, parts: number) =>
      parts === 1
        ? `${things} dossiers and acts locked. Code of the file:`
        : `${things} dossiers and acts locked in ${parts} parts. Code of the file:`,
    takeOnly: "Save or share the file",
    take: (part: number, parts: number) => `Save or share part ${part} of ${parts}`,
    how: [
      "Press the button below and choose where to: USB, memory card, Bluetooth, a friend who has a network.",
      "Bring all parts to the office, in any order. Tell the officer the code.",
      "The officer opens it under Rescue files and tells you of each dossier whether it is in.",
    ],
    shared: "Handed to the app you chose.",
    saved: "Saved among the phone's downloads.",
    stopped: "Not saved yet. Press again when ready.",
    stays: "Nothing is lost here. With a network the phone still sends by itself; the office takes nothing twice.",
    noKey: "This phone never received the office's key. Open the app once with a network.",
    nothing: "Nothing is unsent.",
  },
)
