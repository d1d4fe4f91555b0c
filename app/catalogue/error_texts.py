"""The sentences of the catalogue."""

from __future__ import annotations

from app.core import error_texts

error_texts.add(
    {
        "procedure_not_found": ("Không có thủ tục này.", "There is no such procedure."),
        "procedure_not_in_force": (
            "Thủ tục này không còn, hoặc chưa có hiệu lực.",
            "This procedure is not in force on that day.",
        ),
        "no_posters": (
            "Đơn vị không tiếp nhận thủ tục nào trong số đã chọn. Hãy chọn thủ tục khác.",
            "The unit receives none of the chosen procedures. Choose others.",
        ),
        "poster_set_not_found": (
            "Bộ áp phích này không còn. Hãy tạo lại.",
            "These posters are no longer there. Make them again.",
        ),
        "poster_set_not_drawn": (
            "Bộ áp phích đang được vẽ, chờ một chút.",
            "The posters are still being drawn. Wait a little.",
        ),
        "list_not_found": ("Không có danh mục này.", "There is no such list."),
        "text_not_found": ("Không có bản thông báo này.", "There is no such text."),
        "catalogue_empty": (
            "Máy chủ chưa có danh mục thủ tục. Quản trị viên cần nạp danh mục.",
            "The server has no catalogue yet; the administrator must load it.",
        ),
    }
)
