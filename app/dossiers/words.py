"""What a dossier's data read like on paper and in lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.catalogue import queries as catalogue

Labels = Callable[[str], Mapping[str, Mapping[str, Any]]]
"""Gives the words of a list by value; whoever writes many addresses keeps them meanwhile."""


def address_text(address: Mapping[str, Any] | None, labels: Labels = catalogue.list_labels) -> str:
    """An address in one line: house or village, commune, province; the older three-level text as it was typed."""
    if not address:
        return ""
    parts = [str(address.get("line") or "")]
    if address.get("old"):
        parts.append(str(address["old"]))
    else:
        parts += [
            _label(labels, "communes", address.get("commune")),
            _label(labels, "provinces", address.get("province")),
        ]
    country = str(address.get("country") or "VN")
    if country != "VN":
        parts.append(_label(labels, "nationalities", country))
    return ", ".join(part for part in parts if part)


def _label(labels: Labels, name: str, code: object) -> str:
    if not code:
        return ""
    label = labels(name).get(str(code))
    return str(label["vi"]) if label else str(code)
