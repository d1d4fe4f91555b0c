import { words } from "../../i18n/words.ts"

const few = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** What this phone keeps, what was cleared, and what can be had back. */
export const t = words(
  {
    title: "Bộ nhớ trên máy này",
    intro: "Bản nháp, ảnh và hồ sơ chưa gửi nằm trong trình duyệt của máy này.",
    opening: "Đang xem bộ nhớ",
    lostTitle: "Trình duyệt đã xóa bộ nhớ của ứng dụng",
    lost_all: (after: string) => `Mọi thứ ứng dụng giữ trên máy này đã bị xóa${after && `, lúc nào đó sau ${after}`}.`,
    lost_device: (after: string) =>
      `Phần chung của ứng dụng trên máy này đã bị xóa${after && `, lúc nào đó sau ${after}`}. Phần của từng người còn trên máy.`,
    lost_store: (after: string) =>
      `Phần của một người dùng máy này đã bị xóa${after && `, lúc nào đó sau ${after}`}. Các phần khác còn nguyên.`,
    lost_files: "Phần ứng dụng giữ để mở khi không có mạng đã bị xóa. Máy đang tự tải lại; bản nháp còn nguyên.",
    lost_server: "Máy chủ biết trình duyệt này từng dùng ứng dụng, nhưng trên máy không còn gì.",
    lostWhy: "Trình duyệt xóa khi máy hết chỗ, khi lâu không mở, hoặc khi có người bấm xóa dữ liệu.",
    known: "Máy chủ biết gì về máy này",
    knownAt: (when: string) => `Máy báo lần cuối lúc ${when}`,
    drafts: "Bản nháp",
    unsent: "Hồ sơ chưa gửi hẳn",
    withServer: "Hồ sơ máy chủ đang giữ",
    hereNow: "Đang có trên máy bây giờ",
    goneForGood: (n: number) =>
      `${n} hồ sơ chưa gửi hẳn chỉ có trên máy này nên không lấy lại được phần chưa gửi. Nếu đã có phiếu, hỏi nơi nộp theo mã trên phiếu.`,
    draftsMissing: (n: number) => `${n} bản nháp chưa về máy này. Bản nào máy chủ có bản sao thì sẽ tự về khi có mạng.`,
    mineTitle: "Đây là máy của bạn?",
    mineMore:
      "Nếu đúng, máy lấy lại hồ sơ và bản sao bản nháp mà trình duyệt này giữ trước đây. Trên máy dùng chung, những gì người khác làm ở đây khi chưa đăng nhập cũng về cùng.",
    factor: "Bốn số cuối",
    factorHint:
      "Bốn số cuối căn cước của người nộp một hồ sơ đã gửi từ máy này. Không có thì bốn số cuối điện thoại, hoặc chữ ghi trên phiếu.",
    needFactor: "Nhập đủ bốn ký tự.",
    takeBack: "Đúng, lấy về máy này",
    notFound: "Không khớp với hồ sơ nào của máy này. Xem lại bốn số cuối.",
    tookBack: (n: number) => (n > 0 ? `Đã lấy lại ${n} hồ sơ. Bản sao bản nháp đang về.` : "Đã nhận. Bản sao bản nháp, nếu có, đang về."),
    offline: "Cần có mạng để lấy về. Thử lại khi có mạng.",
    tooMany: "Thử nhiều lần quá. Đợi một lúc rồi thử lại.",
    failed: "Chưa lấy về được. Thử lại sau.",
    somebody: "Từng có người đăng nhập trên máy này. Ai đăng nhập lại thì phần của người đó tự về.",
    signedIn: "Bạn đang đăng nhập: hồ sơ và bản sao bản nháp của bạn tự về khi có mạng.",
    signIn: "Đăng nhập",
    haveSlip: "Có phiếu thì nhận lại bằng phiếu",
    understood: "Đã hiểu, không nhắc nữa",
    elsewhereTitle: "Máy hoặc trình duyệt khác của bạn",
    elsewhere: (n: number, when: string) =>
      `Còn ${n} bản nháp (báo lúc ${when}). Bản nào đã lên máy chủ thì tự về đây khi có mạng; mở máy hay trình duyệt kia một lần khi có mạng để gửi nốt.`,
    elsewhereIos:
      "Trên iPhone, Safari và ứng dụng ở màn hình chính giữ bộ nhớ riêng. Đăng nhập cùng một người ở cả hai nơi thì bản nháp mới về chung.",
    finishTitle: "Làm tiếp trong ứng dụng đã cài",
    finish: "Bạn đã mở ứng dụng từ màn hình chính. Hãy hoàn tất bản nháp ở đó; ở đây chỉ nên giữ cho tới khi bản nháp đã về bên kia.",
    inAppTitle: (app: string) => (app ? `Đang mở bên trong ${app}` : "Đang mở bên trong ứng dụng khác"),
    inApp: "Ở đây bản nháp dễ mất, không cài được ứng dụng và máy không rung báo được.",
    privateTitle: "Đây có vẻ là cửa sổ ẩn danh",
    private: "Đóng cửa sổ là mất bản nháp và hồ sơ chưa gửi. Mở ứng dụng ở cửa sổ thường trước khi khai.",
    room: "Chỗ trên máy",
    used: (used: string, all: string) => `Đã dùng ${used} trong ${all} trình duyệt cho phép`,
    usedOnly: (used: string) => `Đã dùng ${used}`,
    persisted: "Trình duyệt đã hứa không tự xóa.",
    notPersisted: "Trình duyệt có thể tự xóa khi máy hết chỗ. Cài ứng dụng ra màn hình chính thì chắc hơn.",
    lowTitle: "Máy gần hết chỗ",
    low: "Khi hết chỗ, chữ bạn khai vẫn được giữ trước, còn ảnh mới sẽ không lưu được. Xóa bớt ảnh, video hay ứng dụng khác trên máy.",
    free: (size: string) => `Dọn giấy tờ đã mở (${size})`,
    freeMore: "Thư và kết quả đã mở vẫn ở máy chủ, có mạng là mở lại được. Bản nháp, ảnh và hồ sơ chưa gửi không bị đụng tới.",
    freed: (size: string) => `Đã dọn ${size}.`,
    dossiers: (n: string, most: string) => `Đang giữ ${n} hồ sơ; máy này giữ nhiều nhất ${most}.`,
    endingTitle: "Lâu chưa liên lạc với nơi nộp hồ sơ",
    ending: (until: string) =>
      `Mở ứng dụng ở chỗ có mạng, đăng nhập nếu máy hỏi, trước ngày ${until}. Sau ngày đó việc làm trên máy này có thể phải chờ cán bộ xem rồi mới nhận.`,
    overTitle: "Quá lâu chưa liên lạc với nơi nộp hồ sơ",
    over: (until: string) =>
      `Từ ngày ${until}, việc gửi từ máy này có thể phải chờ cán bộ xem rồi mới nhận. Mọi thứ vẫn còn trên máy, bạn vẫn khai được. Mở ứng dụng ở chỗ có mạng và đăng nhập nếu máy hỏi.`,
    manyTitle: "Sắp đủ số hồ sơ máy giữ được",
    many: "Khi đủ, hồ sơ đã xong lâu nhất sẽ không còn trên máy, chỉ xem được khi có mạng. Hồ sơ đang giải quyết và việc chưa gửi luôn được giữ.",
  },
  {
    title: "Storage on this phone",
    intro: "Drafts, photos and unsent requests are kept inside this phone's browser.",
    opening: "Looking at the storage",
    lostTitle: "The browser cleared the app's storage",
    lost_all: (after) => `Everything the app kept on this phone was cleared${after && `, some time after ${after}`}.`,
    lost_device: (after) =>
      `The app's common part on this phone was cleared${after && `, some time after ${after}`}. What belongs to each person is still here.`,
    lost_store: (after) =>
      `The part of one of this phone's users was cleared${after && `, some time after ${after}`}. The others are whole.`,
    lost_files: "The part the app needs to open without a network was cleared. It is being fetched again; drafts are whole.",
    lost_server: "The server knows that this browser used the app before, but nothing of it is on the phone.",
    lostWhy: "Browsers do this when the phone is full, when an app was not opened for long, or when somebody clears data.",
    known: "What the server knows of this phone",
    knownAt: (when) => `Last told at ${when}`,
    drafts: "Drafts",
    unsent: "Requests not wholly sent",
    withServer: "Requests the server holds",
    hereNow: "On this phone now",
    goneForGood: (n) =>
      `${few(n, "request was", "requests were")} only on this phone, so what had not been sent cannot be brought back. With a slip, ask the office by its code.`,
    draftsMissing: (n) => `${few(n, "draft has", "drafts have")} not come back. Those the server has a copy of come by themselves.`,
    mineTitle: "Is this your phone?",
    mineMore:
      "If so, it takes back the requests and the copies of drafts this browser held before. On a shared phone, what others did here without signing in comes along.",
    factor: "Last four",
    factorHint:
      "The last four of the ID number of somebody who filed from this phone; without one, of the phone number, or the word on the slip.",
    needFactor: "Type all four characters.",
    takeBack: "Yes, bring it back",
    notFound: "This fits no request of this phone. Look at the last four again.",
    tookBack: (n) =>
      n > 0
        ? `${few(n, "request is", "requests are")} back. Copies of drafts are on their way.`
        : "Done. Copies of drafts, if any, are on their way.",
    offline: "This needs a network. Try again when there is one.",
    tooMany: "Too many tries. Wait a while and try again.",
    failed: "That did not work. Try again later.",
    somebody: "Somebody was signed in on this phone. Whoever signs in again gets back what is theirs.",
    signedIn: "You are signed in: your requests and the copies of your drafts come by themselves.",
    signIn: "Sign in",
    haveSlip: "With a slip, take it back by the slip",
    understood: "Understood, do not tell again",
    elsewhereTitle: "Your other phone or browser",
    elsewhere: (n, when) =>
      `It holds ${few(n, "draft", "drafts")} (told at ${when}). What the server has comes here by itself; open the other one once with a network to send the rest.`,
    elsewhereIos:
      "On an iPhone, Safari and the app on the home screen keep apart. Sign in as the same person in both, and drafts come together.",
    finishTitle: "Go on in the installed app",
    finish: "You opened the app from the home screen. Finish your drafts there, and keep these until they have arrived.",
    inAppTitle: (app) => (app ? `Opened inside ${app}` : "Opened inside another app"),
    inApp: "Drafts are easily lost in here, the app cannot be installed, and the phone cannot ring.",
    privateTitle: "This looks like a private window",
    private: "Closing it loses drafts and unsent requests. Open the app in an ordinary window before you begin.",
    room: "Room on the phone",
    used: (used, all) => `${used} used of the ${all} the browser allows`,
    usedOnly: (used) => `${used} used`,
    persisted: "The browser has promised not to clear this by itself.",
    notPersisted: "The browser may clear this when the phone is full. Installing the app on the home screen makes it safer.",
    lowTitle: "The phone is nearly full",
    low: "When it is full, what you type is kept first, and new photos are not. Remove pictures, videos or other apps.",
    free: (size) => `Free opened papers (${size})`,
    freeMore:
      "Opened letters and results stay with the server and open again with a network. Drafts, photos and unsent requests are not touched.",
    freed: (size) => `${size} freed.`,
    dossiers: (n, most) => `${n} requests kept; this phone keeps at most ${most}.`,
    endingTitle: "No contact with the office for long",
    ending: (until) =>
      `Open the app where there is a network, and sign in if it asks, before ${until}. After that day what is made on this phone may wait until an officer has looked at it.`,
    overTitle: "No contact with the office for too long",
    over: (until) =>
      `Since ${until} what this phone sends may wait until an officer has looked at it. Everything is still on the phone, and you can go on filling in. Open the app where there is a network, and sign in if it asks.`,
    manyTitle: "Soon as many requests as this phone keeps",
    many: "When it is full, the oldest finished ones are no longer on the phone and need a network. Open ones and what is unsent always stay.",
  },
)
