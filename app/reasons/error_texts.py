"""Sentences for what can go wrong with reasons."""

from app.core.error_texts import add

add(
    {
        "reason_not_offered": (
            "Lý do vừa chọn không còn trong danh sách của đơn vị. Chọn lý do khác hoặc ghi bằng lời của bạn.",
            "This reason is not on the unit's list any more. Choose another, or use words of your own.",
        ),
        "reason_not_found": (
            "Không tìm thấy lý do này. Tải lại danh sách rồi thử lại.",
            "There is no such reason. Load the list again.",
        ),
        "reason_in_the_past": (
            "Danh sách chỉ đổi được từ hôm nay trở đi. Chọn ngày bắt đầu khác.",
            "The list changes from today on at the earliest. Choose another first day.",
        ),
    }
)
