"""When numbers are given and for which half hours appointments are made: from the unit's hours and calendar alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from app.core.calendar import ONE_DAY, WorkCalendar
from app.queueing.rules.plan import Kind, Plan

HALF_HOUR = timedelta(minutes=30)
LOOK_AHEAD = 60
"""Days within which the next opening is looked for."""

DoorState = Literal["open", "early", "over", "closed"]


@dataclass(frozen=True)
class Door:
    """Whether numbers are given now. Moments are on the wall clock."""

    state: DoorState
    until: datetime | None = None
    """Until when, where they are given."""
    opens: datetime | None = None
    """From when, where they are not."""


def last_number(plan: Plan, work: WorkCalendar, day: date) -> datetime:
    """The moment from which an open day gives no number any more."""
    return work.closing(day) - timedelta(minutes=plan.cutoff_minutes)


def first_number(plan: Plan, work: WorkCalendar, day: date) -> datetime:
    """The moment from which an open day gives numbers: a little before it opens."""
    return datetime.combine(day, work.spans(day)[0][0]) - timedelta(minutes=plan.early_minutes)


def door(plan: Plan, work: WorkCalendar, now: datetime) -> Door:
    """Whether numbers are given at a moment; over noon they are, for people wait then too."""
    day = now.date()
    if not work.is_open(day):
        return Door("closed", opens=_next_opening(plan, work, day))
    first, last = first_number(plan, work, day), last_number(plan, work, day)
    if now < first:
        return Door("early", opens=first)
    if now >= last:
        return Door("over", opens=_next_opening(plan, work, day))
    return Door("open", until=last)


def _next_opening(plan: Plan, work: WorkCalendar, day: date) -> datetime | None:
    ahead = (day + ONE_DAY * step for step in range(1, LOOK_AHEAD + 1))
    found = next((each for each in ahead if work.is_open(each)), None)
    return first_number(plan, work, found) if found else None


def slots(plan: Plan, kind: Kind, work: WorkCalendar, day: date, now: datetime) -> list[datetime]:
    """The half hours of a day that may be booked for a kind, full ones too; none on days without appointments.

    Each lies wholly within the opening hours, begins after now and before the last number of the day is given.
    """
    ahead = (day - now.date()).days
    if kind.limit < 1 or not 0 <= ahead <= plan.days_ahead or plan.is_free(day) or not work.is_open(day):
        return []
    last = last_number(plan, work, day)
    found = []
    for start, end in work.spans(day):
        at = _on_the_half_hour(datetime.combine(day, start))
        while at + HALF_HOUR <= datetime.combine(day, end):
            if now < at < last:
                found.append(at)
            at += HALF_HOUR
    return found


def is_kept(plan: Plan, slot: datetime, arrived: datetime) -> bool:
    """Whether who came for an appointment still has its precedence: until some minutes after its half hour."""
    return arrived <= slot + HALF_HOUR + timedelta(minutes=plan.grace_minutes)


def _on_the_half_hour(moment: datetime) -> datetime:
    past = timedelta(minutes=moment.minute % 30)
    return (
        moment
        if not past
        else datetime.combine(moment.date(), time(moment.hour)) + (HALF_HOUR if moment.minute < 30 else 2 * HALF_HOUR)
    )
