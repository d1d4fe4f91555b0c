"""Sentences of the error codes of the office's own lists."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "saved_filter": ("Không tìm thấy bộ lọc này. Tải lại danh sách rồi thử lại.", "There is no such filter any more."),
    "label": (
        "Nhãn này không còn trong danh sách của đơn vị. Chọn nhãn khác.",
        "This label is not on the unit's list any more. Choose another.",
    ),
    "snippet": ("Không tìm thấy mẫu câu này. Có thể đã có người xóa.", "There is no such text any more."),
    "note": ("Không tìm thấy ghi chú này.", "There is no such note here."),
    "name_taken": ("Tên này đã có rồi. Hãy đặt tên khác.", "This name is taken. Choose another."),
    "list_full": (
        "Danh sách đã đủ {max} mục. Bỏ bớt một mục rồi thêm.",
        "The list holds {max} at most. Take one away first.",
    ),
}

error_texts.add(TEXTS)
