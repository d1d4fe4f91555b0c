import { words } from "./words.ts"

/** How the five steps and the due moment are told, wherever they are shown. */
export const journey = words(
  {
    where: "Hồ sơ đang ở đâu?",
    hereNow: (name: string) => `${name}: đang ở đây`,
    holds: (who: string, since: string) => `${who}, giữ từ ${since}`,
    waitsFor: "Chờ người nhận việc",
    due: "Hẹn trả",
    dueBy: (date: string, time: string) => `${date}, trước ${time}`,
    leftDays: (n: number) => `Còn ${n} ngày làm việc`,
    leftToday: "Trong hôm nay",
    late: "Đã quá ngày hẹn",
    lateMore: "Nơi giải quyết phải xin lỗi bằng văn bản và hẹn lại ngày. Bạn có thể gọi hỏi.",
    call: (phone: string) => `Gọi ${phone}`,
    why: "Vì sao là ngày này?",
    rule: (limit: string) => `Việc này làm trong ${limit}. Ngày nghỉ và lúc chờ bạn bổ sung không tính.`,
    estimated: "Ngày này còn là ước tính, vì lịch nghỉ lễ của năm ấy chưa công bố.",
    apology: "Trễ hẹn thì nơi giải quyết phải xin lỗi bằng văn bản và hẹn lại, trước khi quá hạn.",
  },
  {
    where: "Where is it now?",
    hereNow: (name: string) => `${name}: it is here`,
    holds: (who: string, since: string) => `${who}, since ${since}`,
    waitsFor: "Waiting to be taken up",
    due: "Due",
    dueBy: (date: string, time: string) => `${date}, before ${time}`,
    leftDays: (n: number) => `${n} working days left`,
    leftToday: "Today",
    late: "Past its due date",
    lateMore: "The office owes you an apology in writing and a new date. You may call and ask.",
    call: (phone: string) => `Call ${phone}`,
    why: "Why this day?",
    rule: (limit: string) => `The limit is ${limit}. Days off, and time spent waiting for you, do not count.`,
    estimated: "This day is an estimate: that year's holidays are not published yet.",
    apology: "If it is late, the office must apologise in writing and give a new date before the old one has passed.",
  },
)
