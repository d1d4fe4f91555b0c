"""Who may sign in to the demo, how, and what to try: the text that `make run` prints."""

from __future__ import annotations

from collections.abc import Sequence

from app.demo import made_up, people

_HEAD = ("tên đăng nhập", "mật khẩu", "ai", "thử gì")
_RESIDENTS = (
    (people.TRAM, "một hồ sơ vừa gửi, một kết quả mở được ngay trên máy"),
    (people.HOA, "một khoản phải nộp, có mã VietQR"),
    (people.KEO, "xã hỏi thêm một ảnh và một chỗ khai"),
    (people.MY, "bản nháp giấy khai sinh chờ xem"),
)
_INBOX = "DEMO=1 .venv/bin/flask --app wsgi sms inbox"


def table() -> str:
    """The sign-ins of this server; the pass-phrases are its own."""
    office = [(each.username, each.name, each.post, each.try_this) for each in people.WORKERS]
    group = [(each.username, each.name, "Tổ công nghệ số", each.try_this) for each in people.MEMBERS]
    return "\n".join(
        [
            "  Bản chạy thử / demo: xã Mộc Giang, mọi người và mọi giấy tờ đều là bịa. Xem docs/demo.md",
            "",
            *_lines("Cán bộ: mở /ban", office),
            "",
            *_lines("Người giúp: mở /toi, rồi /giup", group),
            "",
            "  Người dân: mở /toi, đăng nhập bằng số điện thoại; mã hiện ra khi gõ",
            f"    {_INBOX}",
            *(f"    {who.phone}  {who.name}: {task}" for who, task in _RESIDENTS),
        ]
    )


def _lines(title: str, rows: Sequence[tuple[str, str, str, str]]) -> list[str]:
    cells = [(name, made_up.pass_phrase(name), f"{who}, {post}", task) for name, who, post, task in rows]
    widths = [max(len(row[column]) for row in [*cells, _HEAD]) for column in range(3)]
    return [f"  {title}", *(_line(row, widths) for row in [_HEAD, *cells])]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return "    " + "  ".join([*padded, row[3]]).rstrip()
