"""Sentences for what can go wrong with work that waits for an officer, and with phones that are lost."""

from app.core.error_texts import add

add(
    {
        "held_not_found": ("Không tìm thấy việc này.", "There is no such work here."),
        "held_decided": (
            "{who} đã quyết định việc này trước bạn.",
            "{who} has decided about this before you.",
        ),
        "held_needs_more": (
            "Việc này dựa vào một việc khác chưa tới. Hãy xem việc kia trước.",
            "This stands on something that has not arrived. Look at that first.",
        ),
        "held_without_unit": (
            "Việc này không nêu nơi nộp, nên không nhận vào được. Chỉ có thể từ chối kèm lý do.",
            "This names no office and cannot be taken in. It can only be refused with a reason.",
        ),
        "page_not_awaited": (
            "Không ai đợi trang này.",
            "Nobody waits for this page.",
        ),
    }
)
