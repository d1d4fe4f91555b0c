"""The digest of a day as a page to be signed and kept: day, number, hash, and the QR code of that very line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from app.chain.rules import Digest
from app.core import qr, typeset

_TEMPLATE = Path(__file__).with_name("digest.typ")
_GROUP = 8
_LOGS = {
    "event": "bước xử lý hồ sơ",
    "look": "lượt xem",
    "admin": "thay đổi của quản trị",
    "factor": "việc về xác thực hai bước",
}


def page(digest: Digest, counts: Mapping[str, int], *, place: str) -> bytes:
    """The page as a PDF; the same digest gives the same bytes."""
    groups = " ".join(digest.sha256[at : at + _GROUP] for at in range(0, len(digest.sha256), _GROUP))
    data = {
        "title": "NIÊM PHONG NHẬT KÝ TRONG NGÀY",
        "place": place,
        "said": [
            f"Hết ngày {digest.day:%d/%m/%Y}, các nhật ký có {digest.n} mục được niêm phong: {_counted(counts)}.",
            "Tờ này giữ nguyên mọi mục đến hết ngày đó: ai sửa hoặc xóa một mục, máy sẽ chỉ ra mục ấy.",
        ],
        "lines": [f"Ngày {digest.day.isoformat()}", f"Mục số {digest.n}", f"Mã niêm phong {groups}"],
        "how": "Ký tên, cất cùng sổ công văn. Khi cần kiểm tra: quét mã, đưa dòng chữ cho lệnh flask audit verify.",
        "signer": "Người giữ tờ niêm phong",
        "sign": "(ký, ghi rõ họ tên)",
        "qr": qr.svg(digest.line()),
    }
    return typeset.render(_TEMPLATE, data, made_at=datetime.combine(digest.day, time(), UTC))


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts.get(kind, 0)} {name}" for kind, name in _LOGS.items())
