"""How a page is cut out of a picture, and how long a paper that was compared may be used again. Pure.

The screen draws what these say before the server does it (pwa/src/core/domain/cutting.ts, tests/shared/cutting.json).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

WHOLE = 1000
LEAST = 50
"""A page that is cut out is at least this wide and high, in thousandths."""


@dataclass(frozen=True)
class Cut:
    """Quarter turns clockwise, then a box of what is upright after them, in thousandths of its width and height."""

    turns: int = 0
    left: int = 0
    top: int = 0
    right: int = WHOLE
    bottom: int = WHOLE

    @property
    def is_whole(self) -> bool:
        """Whether the picture stays as it is."""
        return self == Cut()


def is_sound(cut: Cut) -> bool:
    """Whether a page can be cut so: within the picture, and not a sliver."""
    upright = 0 <= cut.turns <= 3
    wide = cut.left >= 0 and cut.left + LEAST <= cut.right <= WHOLE
    high = cut.top >= 0 and cut.top + LEAST <= cut.bottom <= WHOLE
    return upright and wide and high


def box(cut: Cut, width: int, height: int) -> tuple[int, int, int, int]:
    """The pixels (left, top, right, bottom) to keep of a picture of this size once it is turned; never nothing."""
    if cut.turns % 2:
        width, height = height, width
    left, top = cut.left * width // WHOLE, cut.top * height // WHOLE
    right, bottom = -(-cut.right * width // WHOLE), -(-cut.bottom * height // WHOLE)
    return left, top, max(right, left + 1), max(bottom, top + 1)


@dataclass(frozen=True)
class Validity:
    """What the catalogue says of using a paper again: as which document, and for how many months after comparing."""

    document: str
    months: int | None
    """Nothing: as long as the paper is not replaced."""


def validity(paper: Mapping[str, Any]) -> Validity | None:
    """The rule of a paper of a procedure; nothing where its file does not say that it may be used again."""
    said = paper.get("reuse")
    return Validity(str(said["as"]), said.get("months")) if said else None


def valid_until(rule: Validity, compared_on: date) -> date | None:
    """The last day on which a paper compared on a day may be used again; nothing where there is no last day."""
    if rule.months is None:
        return None
    month = compared_on.month - 1 + rule.months
    year, month = compared_on.year + month // 12, month % 12 + 1
    return date(year, month, min(compared_on.day, calendar.monthrange(year, month)[1]))


def fits(asked: Validity | None, held: Validity | None, compared_on: date, today: date) -> bool:
    """Whether a held paper may stand for the one that is asked: the same document, and within its time."""
    if asked is None or held is None or asked.document != held.document or compared_on > today:
        return False
    until = valid_until(asked, compared_on)
    return until is None or today <= until
