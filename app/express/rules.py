"""What may be settled at once: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from app.core.calendar import Hours, Notices, WorkCalendar, local
from app.workflow.deadline import time_for

TimeRule = Mapping[str, object]


def cutoff(times: Sequence[TimeRule], channel: str) -> time | None:
    """The hour until which such a dossier must have come to be settled the same day; nothing where it is not."""
    rule = time_for(times, channel)
    before = rule.get("same_day_before") if rule else None
    if rule is None or rule.get("value") != 1 or not isinstance(before, str):
        return None
    return time.fromisoformat(before)


def can_finish(before: time, received_at: datetime | None, now: datetime, hours: Hours, calendar: Notices) -> bool:
    """Whether it can still be settled today: received before the hour of this very day, or to be received before it."""
    work, here = WorkCalendar(hours, calendar), local(now)
    if not work.is_working(here.date()) or here > work.closing(here.date()):
        return False
    if received_at is None:
        return here.time() < before
    come = work.settle(local(received_at))
    return come.date() == here.date() and come.time() < before
