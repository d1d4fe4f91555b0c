"""When things happened: moments that are honest whenever the demo is loaded, counted in the office's working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from app.core.calendar import ONE_DAY, Hours, Notices, WorkCalendar, aware, local
from app.workflow.deadline import due
from app.workflow.reception import working_days_left

_FAR_ENOUGH = 40


@dataclass(frozen=True)
class Days:
    """The days before a moment, as one counter works them."""

    now: datetime
    hours: Hours
    calendar: Notices

    def ago(self, **step: float) -> datetime:
        """A moment before now, at whatever hour a phone is used."""
        return self.now - timedelta(**step)

    def back(self, count: int, at: str) -> datetime:
        """That hour on the count-th working day before today."""
        work, day = WorkCalendar(self.hours, self.calendar), local(self.now).date()
        while count:
            day -= ONE_DAY
            count -= work.is_working(day)
        return aware(datetime.combine(day, time.fromisoformat(at)))

    def worked(self, minutes: float) -> datetime:
        """The moment before which the office has worked so many minutes less than until now."""
        work, limit, left = WorkCalendar(self.hours, self.calendar), local(self.now), timedelta(minutes=minutes)
        day = limit.date()
        while True:
            for start, end in reversed(work.spans(day)):
                first, last = datetime.combine(day, start), min(datetime.combine(day, end), limit)
                if last - first >= left:
                    return aware(last - left)
                left -= max(last - first, timedelta())
            day -= ONE_DAY

    def is_open_at(self, moment: datetime) -> bool:
        """Whether somebody stands at the counter then."""
        wall = local(moment)
        spans = WorkCalendar(self.hours, self.calendar).spans(wall.date())
        return any(start <= wall.time() <= end for start, end in spans)

    def received(self, rule: Mapping[str, Any], at: str, *, left: int | None) -> int:
        """How many working days back to receive so that so many are left, at most; overdue where none may be left."""
        for count in range(1, _FAR_ENOUGH):
            due_at = due(rule, self.back(count, at), self.hours, self.calendar).due_at
            if due_at is None:
                break
            if left is None and due_at < self.now:
                return count
            if left is not None and working_days_left(due_at, self.now, self.hours, self.calendar) <= left:
                return count
        raise ValueError("the procedure sets no such limit")
