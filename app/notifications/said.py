"""What is told and what a caller says, by what happened: sentences only, filled in by the rules."""

from __future__ import annotations

Said = dict[str, str]
"""A sentence in both languages; `{name}` and its like are filled in."""

_ASKED: tuple[Said, Said] = (
    {"vi": "Cần bổ sung hồ sơ", "en": "Something is missing"},
    {
        "vi": "{unit} cần bổ sung cho {procedure}: {reason}. Mở hồ sơ để xem và làm từng mục.",
        "en": "{unit} needs more for {procedure}: {reason}. Open the dossier to see and do each of them.",
    },
)

TOLD: dict[str, tuple[Said, Said]] = {
    "ask_supplement": _ASKED,
    "allow_supplement": _ASKED,
    "supplement_spoiled": (
        {"vi": "Ảnh bổ sung không mở được", "en": "A photo you sent cannot be opened"},
        {
            "vi": "Phần bổ sung cho {procedure} có ảnh không mở được, cần chụp lại: {reason}.",
            "en": "What you sent for {procedure} has a photo that cannot be opened; take it again: {reason}.",
        },
    ),
    "supplement_arrived": (
        {"vi": "Đã nhận đủ phần bổ sung", "en": "Everything you sent has arrived"},
        {
            "vi": "{unit} đã nhận đủ phần bổ sung cho {procedure}.{due_vi}",
            "en": "{unit} has everything you sent for {procedure}.{due_en}",
        },
    ),
    "extend": (
        {"vi": "Xin lỗi, hẹn lại ngày trả", "en": "Sorry: another due date"},
        {
            "vi": "{unit} xin lỗi vì chưa xong {procedure} đúng hẹn. Hẹn trả mới: {due}. Lý do: {reason}",
            "en": "{unit} is sorry that {procedure} is not ready in time. New due date: {due}. Reason: {reason}",
        },
    ),
    "due_moved": (
        {"vi": "Ngày hẹn trả lùi lại", "en": "Your due date has moved"},
        {
            "vi": "{unit} hẹn lại ngày trả {procedure} vì lịch làm việc thay đổi. Hẹn mới: {due}. {reason}",
            "en": "{unit} moved the due date of {procedure}, because its working days changed. Now: {due}. {reason}",
        },
    ),
    "overdue": (
        {"vi": "Hồ sơ đã quá hẹn trả", "en": "Your dossier is late"},
        {
            "vi": "{unit} xin lỗi: {procedure} chưa xong đúng hẹn ({due}). Bà con chưa cần đến lấy; "
            "có kết quả hoặc ngày hẹn mới, máy sẽ báo. Cần hỏi thì gọi {phone}.",
            "en": "{unit} is sorry: {procedure} was not ready in time ({due}). There is no need to come yet; "
            "you will be told of the result or of a new date. Call {phone} with questions.",
        },
    ),
    "withdraw_supplement": (
        {"vi": "Không cần bổ sung nữa", "en": "Nothing more is needed"},
        {
            "vi": "{unit} không cần bổ sung cho {procedure} nữa.{due_vi} Lý do: {reason}",
            "en": "{unit} needs nothing more for {procedure}.{due_en} Reason: {reason}",
        },
    ),
    "forward": (
        {"vi": "Hồ sơ được chuyển nơi tiếp nhận", "en": "Dossier forwarded"},
        {
            "vi": "{procedure} nay do {unit} tiếp nhận, bạn không phải nộp lại. Lý do: {reason}",
            "en": "{procedure} is now with {unit}; nothing has to be filed again. Reason: {reason}",
        },
    ),
    "unit_succeeded": (
        {"vi": "Hồ sơ có nơi giải quyết mới", "en": "Another office goes on with the dossier"},
        {
            "vi": "{unit} giải quyết tiếp {procedure}, bạn không phải nộp lại.{due_vi} Lý do: {reason}",
            "en": "{unit} goes on with {procedure}; nothing has to be filed again.{due_en} Reason: {reason}",
        },
    ),
    "refuse": (
        {"vi": "Hồ sơ chưa được tiếp nhận", "en": "Dossier refused"},
        {
            "vi": "{unit} không tiếp nhận {procedure}. Lý do: {reason}",
            "en": "{unit} did not take {procedure}. Reason: {reason}",
        },
    ),
    "receive": (
        {"vi": "Hồ sơ đã được tiếp nhận", "en": "Dossier received"},
        {
            "vi": "{unit} đã tiếp nhận {procedure}, số {number}. Hẹn trả: {due}.{fee_vi}",
            "en": "{unit} received {procedure}, number {number}. Due: {due}.{fee_en}",
        },
    ),
    "receive_automatic": (
        {"vi": "Hồ sơ đã được tự động tiếp nhận", "en": "Dossier received automatically"},
        {
            "vi": "{unit} đã tự động tiếp nhận {procedure}, số {number}. Hẹn trả: {due}.{fee_vi} "
            "Giấy hẹn nằm trong hồ sơ của bạn.",
            "en": "{unit} received {procedure} automatically, number {number}. Due: {due}.{fee_en} "
            "The appointment slip is in your dossier.",
        },
    ),
    "take_up": (
        {"vi": "Hồ sơ đang được thẩm định", "en": "Dossier being appraised"},
        {"vi": "{handler} đang thẩm định {procedure}.", "en": "{handler} is appraising {procedure}."},
    ),
    "propose": (
        {"vi": "Hồ sơ đang chờ phê duyệt", "en": "Dossier waiting for approval"},
        {"vi": "{procedure} đã trình lãnh đạo {unit}.", "en": "{procedure} is with the approver of {unit}."},
    ),
    "send_back": (
        {"vi": "Hồ sơ được xem lại một bước", "en": "One step is being looked at again"},
        {
            "vi": "{unit} đang xem lại một bước của {procedure}. Hạn trả không đổi.",
            "en": "{unit} is looking again at one step of {procedure}. The due date stays.",
        },
    ),
    "decide": (
        {"vi": "Hồ sơ đang chờ ký, đóng dấu", "en": "Dossier waiting for the stamp"},
        {"vi": "Lãnh đạo {unit} đã quyết định về {procedure}.", "en": "{unit} has decided on {procedure}."},
    ),
    "decide_draft": (
        {"vi": "Mời xem bản nháp kết quả", "en": "Please check the draft of your result"},
        {
            "vi": "Bản nháp {procedure} đã có. Bà con mở hồ sơ, xem kỹ rồi bấm Đúng hoặc báo chỗ sai trước {until}. "
            "Quá giờ đó mà không trả lời thì coi là đồng ý.",
            "en": "The draft of {procedure} is here. Open the dossier, check it, and say by {until} whether "
            "it is right. No answer by then counts as agreement.",
        },
    ),
    "confirm_draft": (
        {"vi": "Đã ghi nhận: bản nháp đúng", "en": "Noted: the draft is right"},
        {
            "vi": "{unit} đã ghi nhận bản nháp {procedure} là đúng và chuyển ký, đóng dấu.",
            "en": "{unit} noted that the draft of {procedure} is right; it goes on to be signed.",
        },
    ),
    "contest_draft": (
        {"vi": "Đã nhận báo sai trong bản nháp", "en": "What is wrong with the draft was noted"},
        {
            "vi": "{unit} đang sửa bản nháp {procedure}: {reason}. Sửa xong, máy sẽ mời bà con xem lại.",
            "en": "{unit} is mending the draft of {procedure}: {reason}. You will be asked to look again.",
        },
    ),
    "draft_silence": (
        {"vi": "Hết hạn xem bản nháp, coi là đồng ý", "en": "No answer in time: the draft counts as agreed"},
        {
            "vi": "Chưa thấy trả lời về bản nháp {procedure} trong hạn, nên bản nháp được coi là đúng và chuyển ký, "
            "đóng dấu. Thấy sai thì gọi ngay {phone}.",
            "en": "No answer about the draft of {procedure} came in time, so it counts as right and goes on to be "
            "signed. If something is wrong call {phone} at once.",
        },
    ),
    "check_back": (
        {"vi": "Hồ sơ được xem lại một bước", "en": "One step is being looked at again"},
        {
            "vi": "{unit} đang xem lại một bước của {procedure}. Hạn trả không đổi.",
            "en": "{unit} is looking again at one step of {procedure}. The due date stays.",
        },
    ),
    "sign": (
        {"vi": "Đã có kết quả", "en": "The result is ready"},
        {
            "vi": "Kết quả {procedure} đã có. Mở ứng dụng để xem, hoặc đến {unit} để nhận.",
            "en": "The result of {procedure} is ready. Open it in the app, or fetch it at {unit}.",
        },
    ),
    "hand_over": (
        {"vi": "Đã trả kết quả", "en": "Result handed over"},
        {
            "vi": "{unit} đã trả kết quả {procedure}. Người nhận: {reason}.",
            "en": "{unit} handed over the result of {procedure}. Received by: {reason}.",
        },
    ),
    "hand_over_post": (
        {"vi": "Kết quả đã gửi qua bưu điện", "en": "The result was sent by post"},
        {
            "vi": "{unit} đã gửi kết quả {procedure} qua {reason}. Dùng số này để hỏi bưu điện.",
            "en": "{unit} sent the result of {procedure} by {reason}. Ask the carrier with this number.",
        },
    ),
    "open_result": (
        {"vi": "Đã nhận kết quả điện tử", "en": "Electronic result opened"},
        {"vi": "Kết quả {procedure} đã được mở trên máy.", "en": "The result of {procedure} was opened on the phone."},
    ),
    "withdraw": (
        {"vi": "Hồ sơ đã được rút", "en": "Dossier withdrawn"},
        {"vi": "{procedure} đã được rút. Lý do: {reason}", "en": "{procedure} was withdrawn. Reason: {reason}"},
    ),
    "merge": (
        {"vi": "Hai hồ sơ được gộp làm một", "en": "Two dossiers became one"},
        {
            "vi": "{procedure} đã được gửi hai lần, nên {unit} gộp lại: giải quyết tiếp ở hồ sơ {reason}. "
            "Giấy tờ bạn đã gửi vẫn còn đủ, không phải gửi lại. Cần hỏi thì gọi {phone}.",
            "en": "{procedure} was sent twice, so {unit} put the two together: it goes on as {reason}. "
            "What you sent is kept; nothing has to be sent again. Call {phone} with questions.",
        },
    ),
    "stop": (
        {"vi": "Hồ sơ dừng giải quyết", "en": "Dossier stopped"},
        {
            "vi": "{unit} dừng giải quyết {procedure}. Lý do: {reason}",
            "en": "{unit} stopped {procedure}. Reason: {reason}",
        },
    ),
    "payment": (
        {"vi": "Đã nhận tiền", "en": "Payment received"},
        {
            "vi": "{unit} đã nhận {amount} cho {procedure}. Biên lai ở trong hồ sơ.",
            "en": "{unit} received {amount} for {procedure}. The receipt is in the dossier.",
        },
    ),
    "refund": (
        {"vi": "Đã trả lại tiền", "en": "Money given back"},
        {
            "vi": "{unit} đã trả lại {amount} của {procedure}. Lý do: {reason}",
            "en": "{unit} gave back {amount} of {procedure}. Reason: {reason}",
        },
    ),
}

_ASK_WORDS: Said = {
    "vi": "Chào {name}. {unit} cần bà con bổ sung cho {procedure}, mã {code}: {reason}. "
    "Bà con mở hồ sơ trên điện thoại, nhờ tổ công nghệ số giúp, hoặc đến {unit}; cần hỏi thì gọi {phone}.",
    "en": "Hello {name}. {unit} needs more for {procedure}, code {code}: {reason}. "
    "Open the dossier on a phone, ask the village group for help, or come to {unit}; call {phone} with questions.",
}

CALLED: dict[str, Said] = {
    "ask_supplement": _ASK_WORDS,
    "allow_supplement": _ASK_WORDS,
    "supplement_spoiled": _ASK_WORDS,
    "extend": {
        "vi": "Chào {name}. {unit} xin lỗi bà con: {procedure}, mã {code}, chưa xong đúng hẹn. Hẹn trả mới: {due}. "
        "Lý do: {reason} Cần hỏi thì gọi {phone}.",
        "en": "Hello {name}. {unit} is sorry: {procedure}, code {code}, is not ready in time. New due date: {due}. "
        "Reason: {reason} Call {phone} with questions.",
    },
    "due_moved": {
        "vi": "Chào {name}. {unit} báo bà con: ngày trả {procedure}, mã {code}, lùi lại vì lịch làm việc thay đổi. "
        "Hẹn mới: {due}. {reason} Cần hỏi thì gọi {phone}.",
        "en": "Hello {name}. {unit} tells you that {procedure}, code {code}, will be ready later, because its working "
        "days changed. Now: {due}. {reason} Call {phone} with questions.",
    },
    "overdue": {
        "vi": "Chào {name}. {unit} xin lỗi bà con: {procedure}, mã {code}, chưa xong đúng hẹn ({due}). "
        "Bà con chưa cần đến lấy; khi có kết quả hoặc ngày hẹn mới sẽ có người báo. Cần hỏi thì gọi {phone}.",
        "en": "Hello {name}. {unit} is sorry: {procedure}, code {code}, was not ready in time ({due}). "
        "There is no need to come yet; you will be told of the result or of a new date. Call {phone} with questions.",
    },
    "decide_draft": {
        "vi": "Chào {name}. Bản nháp {procedure}, mã {code}, đã có. Mời bà con xem trên điện thoại hoặc tại {unit} và "
        "cho biết đúng hay sai trước {until}; quá giờ đó không trả lời thì coi là đồng ý. Cần hỏi thì gọi {phone}.",
        "en": "Hello {name}. The draft of {procedure}, code {code}, is here. Please look at it on a phone or at {unit} "
        "and say whether it is right by {until}; no answer by then counts as agreement. Call {phone} with questions.",
    },
    "refuse": {
        "vi": "Chào {name}. {unit} chưa tiếp nhận được {procedure}, mã {code}. Lý do: {reason} "
        "Mời bà con đến hoặc gọi {phone} để được hướng dẫn.",
        "en": "Hello {name}. {unit} could not take {procedure}, code {code}. Reason: {reason} "
        "Please come or call {phone} for advice.",
    },
    "sign": {
        "vi": "Chào {name}. Kết quả {procedure}, mã {code}, đã có. Mời bà con đến {unit} nhận, "
        "mang theo căn cước và phiếu hẹn.",
        "en": "Hello {name}. The result of {procedure}, code {code}, is ready. Please fetch it at {unit} "
        "with your identity card and the appointment slip.",
    },
    "stop": {
        "vi": "Chào {name}. {unit} đã dừng giải quyết {procedure}, mã {code}. Lý do: {reason} "
        "Có gì chưa rõ, bà con gọi {phone}.",
        "en": "Hello {name}. {unit} stopped {procedure}, code {code}. Reason: {reason} Call {phone} with any question.",
    },
}

WHY_CALL: dict[str, Said] = {
    "no_channel": {
        "vi": "Không có điện thoại nào nhận thông báo của hồ sơ này.",
        "en": "No phone takes messages for this dossier.",
    },
    "not_reached": {
        "vi": "Thông báo đã gửi nhưng chưa ai mở trong thời gian định trước.",
        "en": "The message was sent, and nobody opened it in the set time.",
    },
    "push_ended": {
        "vi": "Điện thoại của bà con đã thôi nhận thông báo.",
        "en": "The phone no longer takes messages.",
    },
}
