import { words } from "../../i18n/words.ts"

/** What phones cannot get through because the server fails at it. */
export const stuck = words(
  {
    title: "Gửi chưa được",
    more: "Điện thoại đã gửi nhiều lần, lần nào máy chủ cũng gặp lỗi. Lời khai còn nguyên trên máy người gửi và máy vẫn tự gửi lại; máy chủ nhận được thì dòng ở đây tự mất.",
    none: "Không có gì bị kẹt",
    noneMore: "Việc nào máy chủ gặp lỗi từ ba lần trở lên sẽ hiện ở đây.",
    nobody: "Người không đăng nhập",
    madeBy: (name: string, device: string) => (device ? `${name} làm trên ${device}` : `${name} làm`),
    slip: (code: string) => `Mã phiếu ${code}`,
    times: (n: number) => `${n} lần chưa được`,
    when: (first: string, last: string) => `từ ${first}, lần cuối ${last}`,
    toDossier: "Mở hồ sơ đã có",
    doWhat: "Việc cần làm",
    call: (name: string) => `Gọi ${name}, nói là văn phòng chưa nhận được và đừng xóa trên máy.`,
    noPhone: "Chưa có số điện thoại ở đây.",
    callNobody: "Máy này chưa ai đăng nhập nên chưa biết gọi ai. Có người đưa phiếu mang mã trên thì bạn biết vì sao chưa thấy hồ sơ.",
    tell: "Báo người vận hành máy chủ, đọc cho họ dòng mã bên dưới.",
    rescue:
      "Việc gấp, hoặc máy sắp hỏng: người gửi làm tệp cứu hộ trên máy để giữ lại; khi máy chủ sửa xong thì mở tệp ở mục Tệp cứu hộ. Cần ngay thì làm thủ tục trực tiếp tại quầy.",
    code: "Mã cho người vận hành:",
  },
  {
    title: "Cannot get through",
    more: "Phones sent these many times and the server failed each time. What was declared is whole on the sender's phone, which keeps trying; once the server takes it in, the entry here goes by itself.",
    none: "Nothing is stuck",
    noneMore: "What the server has failed at three times or more appears here.",
    nobody: "Somebody not signed in",
    madeBy: (name: string, device: string) => (device ? `Made by ${name} on ${device}` : `Made by ${name}`),
    slip: (code: string) => `Slip ${code}`,
    times: (n: number) => `Failed ${n} times`,
    when: (first: string, last: string) => `since ${first}, last ${last}`,
    toDossier: "Open the dossier that is here",
    doWhat: "What to do",
    call: (name: string) => `Call ${name}: say that the office has not received it, and to delete nothing on the phone.`,
    noPhone: "No number is known here.",
    callNobody:
      "Nobody has signed in on this phone, so nobody can be called. If somebody shows a slip with this code, you know why there is no dossier.",
    tell: "Tell whoever runs the server, and read them the line below.",
    rescue:
      "If it is urgent, or the phone is failing: the sender makes a rescue file to keep it safe, and it is opened under Rescue files once the server is mended. If it cannot wait, do it in person at the counter.",
    code: "For whoever runs the server:",
  },
)
