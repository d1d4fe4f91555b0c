"""Sentences for what can go wrong with mandates."""

from app.core.error_texts import add

add(
    {
        "mandate_not_found": ("Không tìm thấy giấy đồng ý nhờ giúp này.", "No such mandate."),
        "mandate_taken": (
            "Mã giấy đồng ý này đã dùng cho một lần khác.",
            "This mandate id is already another mandate's.",
        ),
        "mandate_unknown_text": (
            "Nội dung xin phép trên máy này đã cũ hoặc không rõ nguồn. Cập nhật rồi đọc lại cho bà con nghe.",
            "The consent text on this phone is not one we know. Update, then read it out again.",
        ),
        "mandate_bad_period": (
            "Thời hạn nhờ giúp chưa đúng: phải kết thúc sau khi bắt đầu, và không quá một năm.",
            "The time of the mandate is not right: it must end after it begins, within a year.",
        ),
        "mandate_no_evidence": (
            "Cách xác nhận này cần chữ ký, dấu vân tay hoặc tên người chứng kiến.",
            "This way of consent needs a signature, a thumbprint or the name of a witness.",
        ),
        "mandate_not_yet": (
            "Việc này làm trước khi bà con đồng ý.",
            "This was done before the resident agreed.",
        ),
        "mandate_expired": (
            "Giấy đồng ý nhờ giúp đã hết hạn. Xin phép lại rồi gửi.",
            "The mandate has ended. Ask again, then send.",
        ),
        "mandate_revoked": (
            "Bà con đã dừng nhờ giúp. Việc này không làm thay được nữa.",
            "The resident has ended the mandate. This can no longer be done for them.",
        ),
        "mandate_purpose_missing": (
            "Bà con chưa cho phép làm thay việc này.",
            "The resident did not allow this.",
        ),
    }
)
