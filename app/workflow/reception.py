"""Until when a sent dossier should be received: pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from app.core.calendar import ONE_DAY, Hours, Notices, WorkCalendar, aware, local


def receive_before(rule: Mapping[str, object] | None, sent_at: datetime, hours: Hours, calendar: Notices) -> datetime:
    """The last moment at which receiving costs the resident nothing.

    For what is returned the same day that is the procedure's own hour (15:00), of the next working day where it has
    passed; for everything else the closing of the day on which the last byte came, or of the next one.
    """
    work = WorkCalendar(hours, calendar)
    settled = work.settle(local(sent_at))
    day = settled.date()
    before = rule.get("same_day_before") if rule and rule.get("value") == 1 else None
    if not isinstance(before, str):
        return aware(work.closing(day))
    cutoff = time.fromisoformat(before)
    if settled.time() >= cutoff or not work.is_working(day):
        day = work.working_from(day + ONE_DAY)
    return aware(datetime.combine(day, cutoff))


def working_days_left(due_at: datetime, now: datetime, hours: Hours, calendar: Notices) -> int:
    """The working days from today to the due day; 0 is today, or past."""
    work, day, last = WorkCalendar(hours, calendar), local(now).date(), local(due_at).date()
    count = 0
    while day < last:
        day += ONE_DAY
        count += work.is_working(day)
    return count
