"""What the office is told about a file that cannot be taken."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "rescue_not_one": (
        "Đây không phải tệp cứu hộ của Cửa Làng. Tệp cứu hộ có đuôi .clr.",
        "This is not a rescue file of Cửa Làng. Rescue files end in .clr.",
    ),
    "rescue_foreign": (
        "Tệp cứu hộ này làm cho nơi khác, ở đây không mở được. Hãy đưa tới đúng nơi nộp hồ sơ.",
        "This rescue file was made for another office and does not open here. Take it to that office.",
    ),
    "rescue_damaged": (
        "Tệp cứu hộ bị hỏng trên đường. Hãy xin lại phần này từ điện thoại; các phần khác vẫn dùng được.",
        "The rescue file was damaged on its way. Ask the phone for this part again; other parts are not affected.",
    ),
    "rescue_newer": (
        "Tệp cứu hộ làm từ ứng dụng mới hơn máy chủ này. Cập nhật máy chủ rồi thử lại; đừng xóa tệp.",
        "The rescue file was made by an app newer than this server. Update the server, then try again; keep the file.",
    ),
}

error_texts.add(TEXTS)
