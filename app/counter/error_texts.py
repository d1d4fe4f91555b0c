"""What is said at the counter when something cannot be taken."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "scan_foreign": (
        "Hồ sơ trên điện thoại làm cho nơi khác, ở đây không mở được. Hướng dẫn người dân đưa tới đúng nơi nộp.",
        "The dossier on the phone is sealed for another office and does not open here. It belongs to that office.",
    ),
    "scan_damaged": (
        "Mã đọc được không nguyên vẹn hoặc không đúng chữ ký của máy đó. Mở lại mã trên điện thoại rồi quét từ đầu.",
        "What was read is damaged or not signed by that phone. Open the codes on the phone again and scan anew.",
    ),
    "sitting_not_found": (
        "Không có buổi khai này, hoặc mã đã cũ. Nhờ cán bộ cho quét mã mới.",
        "There is no such sitting, or the code is old. Ask the officer for a new code.",
    ),
    "sitting_taken": (
        "Buổi khai này của cán bộ khác. Hãy mở buổi mới.",
        "This sitting is another officer's. Begin a new one.",
    ),
    "sitting_over": (
        "Buổi khai đã kết thúc. Mở buổi mới; những gì đã gõ còn trên máy cán bộ.",
        "The sitting is over. Begin a new one; what was typed is still on the officer's computer.",
    ),
    "sitting_seat_taken": (
        "Đã có màn hình khác ghép với buổi này. Nhờ cán bộ bấm Ghép màn hình khác.",
        "Another screen is paired with this sitting. Ask the officer to pair another screen.",
    ),
    "sitting_nothing_asked": (
        "Chưa có gì để xác nhận. Khai xong, bấm Mời người dân xem lại.",
        "There is nothing to agree to yet. Finish typing, then ask the resident to look.",
    ),
    "sitting_no_code": (
        "Mã đã hết hạn hoặc gõ sai quá số lần. Nhờ cán bộ gửi mã mới.",
        "The code has expired or was wrong too often. Ask for a new one.",
    ),
    "sitting_changed": (
        "Nội dung vừa được sửa. Hãy xem lại rồi xác nhận.",
        "What is asked has just changed. Look again, then agree.",
    ),
    "sitting_not_signed": (
        "Chưa thấy chữ ký. Ký lại trong khung.",
        "There is no signature yet. Sign in the box.",
    ),
    "sitting_not_confirmed": (
        "Người dân chưa xác nhận đúng nội dung này. Mời xem lại và xác nhận trước khi nộp.",
        "The resident has not agreed to this very content. Ask her to look and agree first.",
    ),
    "sitting_filed": (
        "Buổi này đã nộp một hồ sơ. Mở buổi mới cho hồ sơ khác.",
        "A dossier was filed in this sitting already. Begin a new one for another.",
    ),
    "sitting_other_procedure": (
        "Hồ sơ không đúng thủ tục hay đơn vị của buổi khai này. Mở buổi mới.",
        "The dossier is of another procedure or office than this sitting. Begin a new one.",
    ),
    "reuse_not_asked": (
        "Câu hỏi vừa đổi hoặc không còn hiện. Nhờ cán bộ hỏi lại.",
        "The question has changed or is no longer shown. Let the officer ask again.",
    ),
    "reuse_not_said": (
        "Người dân chưa tự trả lời Có cho việc điền lại lần sau. Hỏi lại, hoặc nộp không kèm đồng ý này.",
        "She has not said yes herself to being filled in again. Ask again, or file without it.",
    ),
    "sitting_another_person": (
        "Buổi khai này đã hỏi cho người khác. Kết thúc và mở buổi mới cho từng người.",
        "This sitting has asked about others already. End it and begin a new one for each person.",
    ),
}

error_texts.add(TEXTS)
