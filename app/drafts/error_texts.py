"""Sentences of the error codes of draft copies."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "draft_not_found": ("Không tìm thấy bản nháp này.", "There is no such draft here."),
    "draft_newer": (
        "Một máy khác của bạn vừa ghi thêm vào bản nháp này. Ứng dụng sẽ ghép hai bản lại.",
        "Another phone of yours has just added to this draft. The app puts the two together.",
    ),
    "draft_ended": (
        "Bản nháp này đã được gửi hoặc đã bỏ trên máy khác.",
        "This draft was sent or given up on another phone.",
    ),
    "draft_busy": (
        "Bản nháp này đang được ghi từ máy khác. Ứng dụng sẽ thử lại.",
        "This draft is being saved from another phone. The app tries again.",
    ),
    "draft_too_large": (
        "Bản nháp này dài hơn mức máy chủ nhận. Nó vẫn còn trên máy này.",
        "This draft is longer than the server takes. It is still on this phone.",
    ),
    "draft_unreadable": (
        "Máy chủ không đọc được bản nháp này. Nó vẫn còn trên máy này.",
        "The server cannot read this draft. It is still on this phone.",
    ),
    "drafts_full": (
        "Đã có quá nhiều bản nháp trên máy chủ. Hãy gửi hoặc bỏ bớt; bản mới vẫn còn trên máy này.",
        "There are too many drafts on the server. Send or give up some; the new one is still on this phone.",
    ),
}

error_texts.add(TEXTS)
