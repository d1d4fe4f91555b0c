"""What a dossier's data read like on paper and in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.catalogue import queries as catalogue


def address_text(address: Mapping[str, Any] | None) -> str:
    """An address in one line: house or village, commune, province; the older three-level text as it was typed."""
    if not address:
        return ""
    parts = [str(address.get("line") or "")]
    if address.get("old"):
        parts.append(str(address["old"]))
    else:
        parts += [_label("communes", address.get("commune")), _label("provinces", address.get("province"))]
    country = str(address.get("country") or "VN")
    if country != "VN":
        parts.append(_label("nationalities", country))
    return ", ".join(part for part in parts if part)


def _label(name: str, code: object) -> str:
    if not code:
        return ""
    label = catalogue.list_labels(name).get(str(code))
    return str(label["vi"]) if label else str(code)
