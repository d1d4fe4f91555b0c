"""Until when each step should be done, so that the whole is done in time: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from app.core.calendar import ONE_DAY, Hours, Notices, WorkCalendar, aware, local
from app.workflow.deadline import Pause

Piece = tuple[datetime, datetime]


def step_dues(
    shares: Sequence[float],
    received_at: datetime,
    due_at: datetime,
    hours: Hours,
    calendar: Notices,
    pauses: Iterable[Pause] = (),
) -> list[datetime]:
    """For each step the moment at which its share of the working time, and those before it, has passed.

    The time is what is worked between reception and the due moment, without what was paused; so no moment lies on a
    rest day, none before the one of the step before, and the last share's is the due moment itself.
    """
    work, end = WorkCalendar(hours, calendar), local(due_at)
    pieces = _worked(work, work.settle(local(received_at)), end, list(pauses))
    whole = sum((until - since for since, until in pieces), timedelta())
    found, passed = [], 0.0
    for share in shares:
        passed += share
        found.append(aware(end if passed > 0.9999 or not whole else _at(pieces, whole * passed)))
    return found


def _at(pieces: Sequence[Piece], wanted: timedelta) -> datetime:
    """The moment, to the minute, at which so much of the time has passed."""
    for since, until in pieces:
        if until - since >= wanted:
            exact = since + wanted
            return exact.replace(second=0, microsecond=0)
        wanted -= until - since
    return pieces[-1][1]


def _worked(work: WorkCalendar, start: datetime, end: datetime, pauses: Sequence[Pause]) -> list[Piece]:
    """The stretches of working time between two moments, with the pauses cut out."""
    found: list[Piece] = []
    day: date = start.date()
    while day <= end.date():
        if work.is_working(day):
            spans = [(datetime.combine(day, since), datetime.combine(day, until)) for since, until in work.spans(day)]
            found += [(max(since, start), min(until, end)) for since, until in spans]
        day += ONE_DAY
    for pause in pauses:
        found = _without(found, local(pause[0]), local(pause[1]) if pause[1] else end)
    return [(since, until) for since, until in found if since < until]


def _without(pieces: Sequence[Piece], since: datetime, until: datetime) -> list[Piece]:
    cut = []
    for start, end in pieces:
        cut.append((start, min(end, since)))
        cut.append((max(start, until), end))
    return [(start, end) for start, end in cut if start < end]
