"""Pure rules of a consent: until when it holds, and whether it does."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

FILL = "fill"
"""The one purpose there is: filling in, at this office, what she said about herself."""


@dataclass(frozen=True)
class Consent:
    """What somebody allowed with one dossier, and whether she has taken it back."""

    dossier_id: UUID
    id_number: str
    unit_id: UUID
    text_version: str
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None
    how: str
    """phone, screen or spoken: how she said it."""

    @property
    def over_at(self) -> datetime:
        """When it ended, or will: taken back, or its time over."""
        return self.until if self.withdrawn_at is None else min(self.withdrawn_at, self.until)

    def holds(self, now: datetime) -> bool:
        """Whether it may be relied on: what is withdrawn or over allows nothing more."""
        return self.withdrawn_at is None and self.given_at <= now < self.until


def months_on(at: datetime, months: int) -> datetime:
    """The same moment so many months later, or on the last day of a shorter month."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)
