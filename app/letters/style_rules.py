"""How a letter is titled and numbered: what a unit may set, and how a number is written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

KINDS = ("form_01", "form_02", "form_03", "form_04", "form_05", "form_06", "form_07")
_HOLE = re.compile(r"\{(n(?::0[2-6])?|mark|year|yy)\}")
_NUMBER_AT_MOST = 80


@dataclass(frozen=True)
class Style:
    """The label, the title and the number of one kind of letter."""

    form: str
    basis: str
    title: dict[str, str]
    mark: str
    shape: str

    @property
    def label(self) -> str:
        """What stands above the title: 'Mẫu số 01 (Thông tư 03/2025/TT-VPCP)'."""
        return f"{self.form} ({self.basis})" if self.basis else self.form


class Row(Protocol):
    """A dated setting of a unit."""

    unit_id: UUID
    from_day: date
    made_at: datetime


R = TypeVar("R", bound=Row)


def fault_of_shape(shape: str) -> str | None:
    """The code of what is wrong with a shape of numbers, or nothing."""
    rest = _HOLE.sub("", shape)
    if "{" in rest or "}" in rest:
        return "shape_unknown_hole"
    return None if re.search(r"\{n(:0[2-6])?\}", shape) else "shape_without_count"


def number(style: Style, count: int, year: int) -> str:
    """The letter's own number: the third of 2026 is '03/TNHS' by the shape '{n:02}/{mark}'."""

    def fill(hole: re.Match[str]) -> str:
        name, _, width = hole.group(1).partition(":")
        known = {
            "n": str(count).zfill(int(width or 0)),
            "mark": style.mark,
            "year": str(year),
            "yy": f"{year % 100:02d}",
        }
        return known[name]

    return _HOLE.sub(fill, style.shape)[:_NUMBER_AT_MOST]


def in_force(rows: Iterable[R], line: Sequence[UUID], day: date) -> R | None:
    """Of dated rows the one that holds on a day: of the nearest unit of the line that has one, the latest set."""
    begun = [row for row in rows if row.from_day <= day]
    for unit_id in line:
        own = [row for row in begun if row.unit_id == unit_id]
        if own:
            return max(own, key=lambda row: (row.from_day, row.made_at))
    return None
