"""What the room of units says of changes, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.shapes import Words

_TEXTS: Mapping[str, tuple[str, str]] = {
    "founded": ("Lập {name}, thuộc {parent}", "{name} is founded, under {parent}"),
    "named": ("Đổi: {changes}", "Changed: {changes}"),
    "moved": ("Chuyển từ {before} sang {parent}", "Moves from {before} to {parent}"),
    "merged": ("Sáp nhập vào {to}", "Merged into {to}"),
    "merged_in": ("Tiếp quản {from}", "Carries on for {from}"),
    "split": ("Chia tách, một phần thành {to}", "Split, one part becomes {to}"),
    "split_in": ("Lập từ một phần của {from}", "Made of a part of {from}"),
    "day_planned": (
        "Từ 0 giờ ngày {day}; đến lúc đó mọi thứ vẫn như cũ. Máy chủ tự đổi trong vòng 15 phút.",
        "From {day} on; until then all stays as it is. The server changes it by itself within 15 minutes.",
    ),
    "day_now": ("Có hiệu lực ngay, tính từ ngày {day}.", "It holds at once, counted from {day}."),
    "add": ("Thêm {name} ({slug}), thuộc {parent}.", "{name} ({slug}) is added under {parent}."),
    "rename_name": ("Tên: {before} đổi thành {after}.", "Name: {before} becomes {after}."),
    "rename_slug": (
        "Đường dẫn: {before} đổi thành {after}. Áp phích in đường dẫn cũ vẫn dẫn về đây.",
        "Address: {before} becomes {after}. Posters with the old one still lead here.",
    ),
    "rename_official_code": ("Mã đơn vị: {before} đổi thành {after}.", "Official code: {before} becomes {after}."),
    "rename_e_identifier": (
        "Mã định danh điện tử: {before} đổi thành {after}. Số hồ sơ đã cấp giữ nguyên; số cấp sau ngày đó mang mã mới.",
        "Electronic identifier: {before} becomes {after}. Numbers already given stay; later ones carry the new one.",
    ),
    "move": ("{name} chuyển từ {before} sang {after}.", "{name} moves from {before} to {after}."),
    "ends": ("{name} kết thúc, {to} tiếp quản.", "{name} ends, {to} carries on for it."),
    "new": ("Lập đơn vị mới {name}, thuộc {parent}.", "The new unit {name} is founded under {parent}."),
    "dossiers": (
        "{count} hồ sơ chưa xong chuyển sang {to}, lần lượt trong vòng một giờ, và người dân được báo.",
        "{count} open dossiers go to {to}, one after the other within the hour, and people are told.",
    ),
    "staff": (
        "{count} cán bộ giữ nguyên vai trò, ở {to}.",
        "{count} of the staff keep their roles, at {to}.",
    ),
    "groups": ("{count} tổ công nghệ số thuộc về {to}.", "{count} community groups belong to {to}."),
    "children": ("{count} đơn vị bên dưới chuyển sang {to}: {names}.", "{count} units below go to {to}: {names}."),
    "slugs": (
        "Đường dẫn và áp phích cũ dẫn tới {to}: {slugs}.",
        "Old addresses and posters lead to {to}: {slugs}.",
    ),
    "books": (
        "Sổ của {name} đóng lại và giữ nguyên; {to} ghi tiếp vào sổ và dãy số của mình.",
        "The books of {name} are closed and kept; {to} goes on in books and numbers of its own.",
    ),
    "own_rules": (
        "Giờ làm việc, mẫu giấy, phân công và lý do riêng của đơn vị cũ không tự sang đơn vị mới: đặt lại ở đó.",
        "Hours, paper styles, duties and reasons of its own do not go over: set them at the new unit.",
    ),
}
FACTS: Mapping[str, tuple[str, str]] = {
    "name": ("tên", "name"),
    "slug": ("đường dẫn", "address"),
    "official_code": ("mã đơn vị", "official code"),
    "e_identifier": ("mã định danh", "identifier"),
}


def say(key: str, **params: Any) -> Words:
    """A sentence in both languages."""
    vi, en = _TEXTS[key]
    return Words(vi=vi.format_map(params), en=en.format_map(params))


def event(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Words:
    """What happened to a unit, in words."""
    if what == "named":
        pairs = [(FACTS[key], before.get(key) or "–", value) for key, value in after.items() if key in FACTS]
        texts = [", ".join(f"{names[n]} {old} → {new}" for names, old, new in pairs) for n in (0, 1)]
        return Words(vi=f"Đổi {texts[0]}", en=f"Changed: {texts[1]}")
    if what == "moved":
        return say(what, before=before.get("parent", ""), parent=after.get("parent", ""))
    return say(what, **after)
