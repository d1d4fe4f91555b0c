"""Whose work it is, when somebody is reminded, which new day is sensible: pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Literal
from uuid import UUID

from app.core.calendar import ONE_DAY, WorkCalendar, aware, local
from app.core.text import fold

How = Literal["before", "rule", "load"]
"""Why it is this person: had it at this step before, a rule of the unit names them, or they hold the least."""
_LONGEST = 400
"""Days after which looking for working time ends: no calendar rests that long."""


@dataclass(frozen=True)
class Work:
    """The step somebody is sought for."""

    permission: str
    procedure: str
    village: str = ""
    """The owner's address line, as it was typed."""
    barred: frozenset[UUID] = frozenset()
    """Who may not make this step of this dossier: they made the one before."""


@dataclass(frozen=True)
class Candidate:
    """Somebody with the permission for the step, and how many open dossiers they hold."""

    person_id: UUID
    load: int
    away: bool = False


@dataclass(frozen=True)
class Row:
    """A rule of the unit in force today: this person for what it names. What it does not name it does not care for."""

    person_id: UUID
    permission: str | None = None
    procedure: str | None = None
    village: str | None = None

    @property
    def weight(self) -> int:
        """The closer a rule names something, the more it says: procedure before village before step."""
        return 4 * bool(self.procedure) + 2 * bool(self.village) + bool(self.permission)

    def fits(self, work: Work) -> bool:
        """Whether the rule speaks of this work."""
        return (
            self.permission in {None, work.permission}
            and self.procedure in {None, work.procedure}
            and (self.village is None or names_village(work.village, self.village))
        )


@dataclass(frozen=True)
class Choice:
    """Who it is, and why."""

    person_id: UUID
    how: How


def choose(
    work: Work, candidates: Collection[Candidate], rows: Collection[Row], before: Sequence[UUID] = ()
) -> Choice | None:
    """Who has the next step; nothing where nobody may make it today. The same facts give the same answer.

    Who had it at this step before (`before`, the latest first) has it again; else whoever the closest rule names;
    else the one who holds the least. People who are away or made the step before are passed over.
    """
    able = {each.person_id: each for each in candidates if not each.away and each.person_id not in work.barred}
    for person_id in before:
        if person_id in able:
            return Choice(person_id, "before")
    named = [row for row in rows if row.person_id in able and row.fits(work)]
    if named:
        closest = max(row.weight for row in named)
        return Choice(_least([able[row.person_id] for row in named if row.weight == closest]), "rule")
    return Choice(_least(list(able.values())), "load") if able else None


def _least(able: Sequence[Candidate]) -> UUID:
    return min(able, key=lambda each: (each.load, str(each.person_id))).person_id


def names_village(line: str, village: str) -> bool:
    """Whether an address line names a village, however it is written: 'thon bo da' does 'Thôn Bờ Đa'."""
    sought = _words(village)
    return bool(sought) and f" {sought} " in f" {_words(line)} "


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


@dataclass(frozen=True)
class Timing:
    """When somebody is reminded, in working hours (eight are a day)."""

    remind_hours: int = 8
    """So long before it is due its owner is reminded, and an apology is drafted."""
    lead_hours: int = 4
    """So long before it is due the lead hears of it."""
    quiet_hours: int = 24
    """So long nothing may happen to a dossier before somebody is asked why."""


USUAL = Timing()
"""What holds where a unit has decided nothing else."""


def remind_at(due_at: datetime, since: datetime, timing: Timing, work: WorkCalendar) -> tuple[datetime, datetime]:
    """When the owner and when the lead are reminded of a due moment.

    Where the whole time is short the owner hears at half of it and the lead at three quarters: a reminder on
    arrival would say nothing.
    """
    whole = working_time(since, due_at, work)
    owner = min(timedelta(hours=timing.remind_hours), whole / 2)
    lead = min(timedelta(hours=timing.lead_hours), whole / 4)
    return before(due_at, owner, work), before(due_at, min(lead, owner), work)


def before(moment: datetime, span: timedelta, work: WorkCalendar) -> datetime:
    """The moment that lies so much working time before another."""
    end, left = local(moment), span
    day = end.date()
    for _ in range(_LONGEST):
        for since, until in reversed(_spans(day, work)):
            stretch = min(until, end) - since
            if stretch <= timedelta():
                continue
            if stretch >= left:
                return aware(min(until, end) - left)
            left -= stretch
        day -= ONE_DAY
    return aware(datetime.combine(day, datetime.min.time()))


def after(moment: datetime, span: timedelta, work: WorkCalendar) -> datetime:
    """The moment at which so much working time has passed since another."""
    start, left = local(moment), span
    day = start.date()
    for _ in range(_LONGEST):
        for since, until in _spans(day, work):
            stretch = until - max(since, start)
            if stretch <= timedelta():
                continue
            if stretch >= left:
                return aware(max(since, start) + left)
            left -= stretch
        day += ONE_DAY
    return aware(datetime.combine(day, datetime.min.time()))


def working_time(since: datetime, until: datetime, work: WorkCalendar) -> timedelta:
    """The working time between two moments."""
    start, end, total = local(since), local(until), timedelta()
    day = max(start.date(), end.date() - ONE_DAY * _LONGEST)
    while day <= end.date():
        for opens, closes in _spans(day, work):
            total += max(timedelta(), min(closes, end) - max(opens, start))
        day += ONE_DAY
    return total


def _spans(day: date, work: WorkCalendar) -> list[tuple[datetime, datetime]]:
    if not work.is_working(day):
        return []
    return [(datetime.combine(day, start), datetime.combine(day, end)) for start, end in work.spans(day)]


_DAYS_OF = {"working_day": 1.0, "day": 5 / 7, "hour": 1 / 8, "month": 21.0}
_GIVE_AT_MOST = 5


def new_day(due_at: datetime, now: datetime, limit: Mapping[str, object] | None, work: WorkCalendar) -> date:
    """The day an apology proposes: a third of the procedure's own limit later, between one and five working days.

    Always a working day, always after the day it was due and after today.
    """
    value, unit = (limit or {}).get("value"), str((limit or {}).get("unit"))
    days = float(value) * _DAYS_OF.get(unit, 1.0) if isinstance(value, int | float) else 1.0
    day = max(local(due_at).date(), local(now).date())
    for _ in range(min(_GIVE_AT_MOST, max(1, ceil(days / 3)))):
        day = work.working_from(day + ONE_DAY)
    return day


KINDS = ("given", "taken", "remind", "remind_lead", "apologise", "overdue", "quiet", "no_owner", "no_date")
"""`given`: somebody else made it yours; `taken`: a colleague took it over; `remind`, `remind_lead`: it will be due;
`apologise`: an apology with a new day is drafted; `overdue`: it is late; `quiet`: nothing has happened for long;
`no_owner`, `no_date`: the nightly check found what it could not mend."""
NEWS = frozenset({"given", "taken"})
"""What is only told: nothing has to be done."""
OF_DUE = frozenset({"remind", "remind_lead", "apologise", "overdue"})


@dataclass(frozen=True)
class Waiting:
    """An open task, as far as it must be known to say that it is over."""

    kind: str
    person_id: UUID | None
    about: datetime | None
    version: int
    """The dossier's version when the task was made."""


@dataclass(frozen=True)
class Stands:
    """The dossier of a task as it stands now."""

    closed: bool
    running: bool
    """The legal clock may run in this state."""
    holder_id: UUID | None
    able: bool
    """Its owner may make the next step."""
    due_at: datetime | None
    dated: bool
    last_act: int
    """The version of the last thing anybody did."""
    acted: frozenset[UUID] = frozenset()
    """Who did anything since the task was made."""


def is_over(task: Waiting, now: Stands, at: datetime) -> bool:
    """Whether what the task was made for is no longer so."""
    if now.closed:
        return True
    if task.kind in OF_DUE:
        if not now.running or now.due_at != task.about:
            return True
        late = now.due_at is not None and now.due_at < at
        mine = task.kind == "remind" and task.person_id != now.holder_id
        return mine or (late and task.kind != "overdue")
    if task.kind == "given":
        return task.person_id != now.holder_id or task.person_id in now.acted
    if task.kind == "taken":
        return task.person_id == now.holder_id
    if task.kind == "quiet":
        return now.last_act > task.version
    return now.able if task.kind == "no_owner" else now.dated
