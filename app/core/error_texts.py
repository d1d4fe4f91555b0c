"""One sentence per language for every error code; `{name}` is filled from the error's params.

Domains add their own table to TABLES below; a house test holds that no code is without sentences.
"""

from __future__ import annotations

GENERAL: dict[str, tuple[str, str]] = {
    "bad_request": (
        "Máy chủ không đọc được yêu cầu. Hãy thử lại.",
        "The request could not be read. Try again.",
    ),
    "bad_json": (
        "Dữ liệu gửi lên bị hỏng trên đường. Hãy gửi lại.",
        "The data arrived damaged. Send it again.",
    ),
    "wrong_content_type": (
        "Loại dữ liệu này không nhận ở đây.",
        "This kind of content is not taken here.",
    ),
    "invalid": (
        "Có mục chưa đúng. Xem từng mục được nêu và sửa lại.",
        "Some fields are not right. See each one named.",
    ),
    "not_signed_in": ("Bạn cần đăng nhập để làm việc này.", "Sign in to do this."),
    "session_ended": (
        "Phiên đăng nhập đã kết thúc. Hãy đăng nhập lại.",
        "The session has ended. Sign in again.",
    ),
    "update_first": (
        "Ứng dụng trên máy đã cũ quá. Cập nhật rồi gửi tiếp; mọi thứ trên máy còn nguyên.",
        "The app on this phone is too old. Update it and go on; everything on the phone stays.",
    ),
    "bad_csrf": (
        "Trang này đã cũ. Tải lại trang rồi làm tiếp.",
        "This page is out of date. Reload it and go on.",
    ),
    "account_closed": (
        "Tài khoản này đã ngừng hoạt động. Việc đã làm vẫn còn; máy chuyển cho cán bộ xem.",
        "This account was closed. The work done with it is kept; the phone hands it to an officer.",
    ),
    "device_blocked": (
        "Máy này đã bị khóa vì được báo mất.",
        "This phone was blocked, because it was reported lost.",
    ),
    "forbidden": (
        "Bạn không có quyền làm việc này.",
        "You are not allowed to do this.",
    ),
    "not_found": ("Không tìm thấy.", "Not found."),
    "method_not_allowed": (
        "Cách gọi này không dùng được ở đây.",
        "That method does not work here.",
    ),
    "too_large": ("Dữ liệu gửi lên quá lớn.", "What was sent is too large."),
    "too_many": (
        "Bạn thử quá nhiều lần. Đợi {retry_after} giây rồi thử lại.",
        "Too many tries. Wait {retry_after} s.",
    ),
    "unavailable": (
        "Máy chủ đang bận. Dữ liệu của bạn vẫn còn; hãy thử lại sau.",
        "Busy. Nothing is lost; try later.",
    ),
    "server_error": (
        "Máy chủ gặp trục trặc. Dữ liệu của bạn vẫn còn; hãy thử lại sau ít phút.",
        "Something failed here. Nothing of yours is lost; try again in a few minutes.",
    ),
}

TABLES: list[dict[str, tuple[str, str]]] = [GENERAL]


def add(table: dict[str, tuple[str, str]]) -> None:
    """Add a domain's table; raises ValueError where a code already has sentences."""
    taken = {code for known in TABLES for code in known}
    if both := taken & table.keys():
        raise ValueError(f"error codes defined twice: {sorted(both)}")
    TABLES.append(table)


def sentences(code: str, params: dict[str, object]) -> dict[str, str]:
    """The Vietnamese and the English sentence of a code, filled."""
    for table in TABLES:
        if code in table:
            vi, en = table[code]
            return {"vi": _fill(vi, params), "en": _fill(en, params)}
    raise KeyError(f"error code without sentences: {code}")


def _fill(sentence: str, params: dict[str, object]) -> str:
    for name, value in params.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence
