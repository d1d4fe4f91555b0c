"""Why a dossier that was filed online is not received by itself, under a unit's dated rule: pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

CONDITIONS = ("fee_settled", "known_filer", "no_originals")
"""What a rule may ask for beside what no rule can leave out."""
DOUBTS = ("duplicate_suspected", "quarantined", "came_back", "page_unclear")
"""Flags that a person must look at."""


@dataclass(frozen=True)
class Case:
    """All that is asked about a dossier that was sent and is whole."""

    online: bool
    """Filed over the network at a unit with the formal right to receive so."""
    files_missing: int
    owed_now: int
    """Papers whose originals must be compared before reception."""
    owed_later: int
    """Papers whose originals must be compared before the result is handed over."""
    fee: int | None
    """What reception would ask for; nothing where an official must write the amount in."""
    signed_in: bool
    mandate: bool
    asked_before: bool
    """Somebody of the office asked for more already."""
    numbered: bool
    """The unit can give official numbers."""
    in_force: bool
    """The procedure is in force today."""
    flags: Collection[str] = ()


def why_by_hand(case: Case, conditions: Collection[str]) -> list[str]:
    """The codes of everything for which an official must look; none when it may be received by itself."""
    asked = set(conditions)
    checks = (
        ("by_hand_channel", not case.online),
        ("by_hand_files", case.files_missing > 0),
        ("by_hand_originals", case.owed_now > 0 or ("no_originals" in asked and case.owed_later > 0)),
        ("by_hand_fee_unknown", case.fee is None),
        ("by_hand_fee", "fee_settled" in asked and bool(case.fee)),
        ("by_hand_filer", "known_filer" in asked and not (case.signed_in or case.mandate)),
        ("by_hand_asked", case.asked_before),
        ("by_hand_unit", not case.numbered),
        ("by_hand_procedure", not case.in_force),
    )
    doubts = [f"by_hand_{flag}" for flag in DOUBTS if flag in case.flags]
    return [code for code, holds in checks if holds] + doubts


WHY: dict[str, str] = {
    "by_hand_channel": "nơi nhận chưa tiếp nhận trực tuyến",
    "by_hand_files": "còn ảnh giấy tờ chưa tới",
    "by_hand_originals": "có giấy tờ phải đối chiếu bản chính",
    "by_hand_fee_unknown": "mức phí do cán bộ ghi",
    "by_hand_fee": "có khoản phải nộp",
    "by_hand_filer": "người nộp chưa đăng nhập",
    "by_hand_asked": "đã có yêu cầu bổ sung",
    "by_hand_unit": "đơn vị chưa có mã định danh để cấp số",
    "by_hand_procedure": "thủ tục không còn hiệu lực",
    "by_hand_duplicate_suspected": "nghi trùng với hồ sơ khác",
    "by_hand_quarantined": "có tệp không mở được",
    "by_hand_came_back": "hồ sơ được gửi lại sau khi khôi phục máy chủ",
    "by_hand_page_unclear": "có ảnh mờ hoặc tối",
}
"""What the office reads in the history, one part of a sentence a code."""
