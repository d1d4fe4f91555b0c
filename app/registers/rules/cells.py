"""How a value is written into a table for spreadsheets: nothing that a person typed is ever a formula. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from app.core.calendar import local

Cell = str | int | datetime | None
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile("^[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_AT_MOST = 32_000
_STARTS = frozenset("=+-@|%")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula: by its first sign, also a full-width or hidden one."""
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    shown = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFKC", shown[:1])[:1] in _STARTS or shown[:1] == "−"


def clean(text: str) -> str:
    """A text as a cell can hold it: without the signs no table allows, and not longer than one takes."""
    return _ILLEGAL.sub("", text)[:_AT_MOST]


def as_csv(value: Cell) -> str:
    """A value as text of a CSV file: moments as they are read here, risky texts behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, int):
        return str(value)
    text = clean(value)
    return f"'{text}" if is_risky(text) else text
