"""Shapes of the daily digests."""

from __future__ import annotations

from datetime import date

from app.core.shapes import Given, Shape


class DigestOut(Shape):
    """The last link of a day that is over."""

    day: date
    n: int
    sha256: str


class DigestsOut(Shape):
    digests: list[DigestOut]


class DayQuery(Given):
    day: date | None = None
    """Yesterday, where none is named."""
