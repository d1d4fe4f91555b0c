"""The sentences of forms."""

from __future__ import annotations

from app.core import error_texts

error_texts.add(
    {
        "form_not_found": (
            "Không còn mẫu tờ khai này. Hãy mở lại thủ tục để lấy mẫu mới.",
            "This form is not known. Open the procedure again to get the present one.",
        ),
    }
)
