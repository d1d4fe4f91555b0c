"""The legal clock: when a dossier is due, and the explanation day by day; the PWA's deadline.ts gives the same."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import floor
from typing import NotRequired, TypeAlias, TypedDict

from app.core.calendar import ONE_DAY, Hours, Notices, WorkCalendar, aware, local

TimeRule: TypeAlias = Mapping[str, object]
Pause: TypeAlias = tuple[datetime, datetime | None]


class Day(TypedDict):
    """One line of the explanation; words are made from it in each language."""

    date: str
    kind: str
    n: NotRequired[int]
    name: NotRequired[str]
    hours: NotRequired[float]


@dataclass(frozen=True, slots=True)
class Extension:
    """A new due moment, granted before the old one had passed."""

    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due (nothing: no limit is set, or the clock stands still), and why."""

    due_at: datetime | None
    estimated: bool
    days: list[Day]
    starts_on: date


@dataclass(frozen=True, slots=True)
class _Stop:
    """A pause, in days of the service point: from the first to before the last; None means still open."""

    first: date
    end: date | None
    since: datetime
    until: datetime | None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.end is None or day < self.end)


class _Clock:
    """One computation: the calendar, the pauses, and the lines written so far."""

    def __init__(self, work: WorkCalendar, pauses: Iterable[Pause]) -> None:
        self.work = work
        self.stops = [self._stop(local(since), local(until) if until else None) for since, until in pauses]
        self.days: list[Day] = []

    def _stop(self, since: datetime, until: datetime | None) -> _Stop:
        end = self.work.settle(until).date() if until else None
        return _Stop(self.work.settle(since).date(), end, since, until)

    def write(self, day: date, kind: str, **more: object) -> None:
        line: dict[str, object] = {"date": day.isoformat(), "kind": kind}
        line.update({key: value for key, value in more.items() if value is not None})
        self.days.append(line)  # type: ignore[arg-type]  # a TypedDict cannot be built from what is optional

    def write_rest(self, day: date) -> None:
        rest = self.work.rest(day)
        self.write(day, rest.kind, name=rest.name)

    def write_counted(self, day: date, n: int) -> None:
        swapped = self.work.is_swap_work(day)
        self.write(day, "swap_work" if swapped else "counted", n=n, name=self.work.name(day) if swapped else None)

    def stopped(self, day: date) -> bool:
        return any(stop.covers(day) for stop in self.stops)

    def stopped_for_good(self, day: date) -> bool:
        return any(stop.covers(day) and stop.end is None for stop in self.stops)


def due(
    time: TimeRule,
    received_at: datetime,
    hours: Hours,
    calendar: Notices,
    pauses: Iterable[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Due:
    """When a dossier received at this moment is due, with every day explained; pure."""
    clock = _Clock(WorkCalendar(hours, calendar), pauses)
    start = _arrive(clock, local(received_at))
    end = _limit(clock, time, start)
    for extension in extensions:
        end = _extend(clock, extension)
    last = end.date() if end else date.fromisoformat(clock.days[-1]["date"])
    years = range(start.year, max(start.year, last.year) + 1)
    estimated = not all(clock.work.is_published(year) for year in years)
    return Due(aware(end) if end else None, estimated, clock.days, start.date())


def time_for(times: Sequence[TimeRule], channel: str) -> TimeRule | None:
    """The limit of a channel when no special case is named; a prepared dossier is received at the counter."""
    wanted = [channel, "direct"] if channel == "prepared" else [channel]
    for name in wanted:
        for rule in times:
            if rule.get("case") is None and rule.get("channel") in (name, "all"):
                return rule
    return None


def _arrive(clock: _Clock, received: datetime) -> datetime:
    """The moment the count starts from; writes the days in between."""
    start = clock.work.settle(received)
    day = received.date()
    if day < start.date() and clock.work.is_open(day):
        clock.write(day, "after_cutoff")
        day += ONE_DAY
    while day < start.date():
        clock.write_rest(day)
        day += ONE_DAY
    clock.write(day, "start")
    return start


def _limit(clock: _Clock, rule: TimeRule, start: datetime) -> datetime | None:
    value, unit = rule.get("value"), rule.get("unit")
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if unit == "hour":
        return _count_hours(clock, start, _rounded(value * 60))
    if unit == "working_day" and value != int(value):
        return _count_hours(clock, start, _rounded(value * 8 * 60))
    whole = int(value)
    if unit == "month":
        return _closing(clock, _count_months(clock, start.date(), whole))
    if unit == "day":
        return _closing(clock, _count_days(clock, start.date(), whole, lambda _day: True))
    if _same_day(clock, rule, start):
        clock.days[-1]["n"] = 1
        return clock.work.closing(start.date())
    return _closing(clock, _count_days(clock, start.date(), whole, clock.work.is_working))


def _same_day(clock: _Clock, rule: TimeRule, start: datetime) -> bool:
    before, day = rule.get("same_day_before"), start.date()
    if rule.get("value") != 1 or not isinstance(before, str):
        return False
    return start.time() < time.fromisoformat(before) and clock.work.is_working(day) and not clock.stopped(day)


def _closing(clock: _Clock, day: date | None) -> datetime | None:
    return clock.work.closing(day) if day else None


def _count_days(
    clock: _Clock, start: date, value: int, counts: Callable[[date], bool], counted: int = 0
) -> date | None:
    """The day on which `value` days have been counted after `start`, moved off rest days; None while paused."""
    day, goal = start, counted + value
    while counted < goal:
        day += ONE_DAY
        if not counts(day):
            clock.write_rest(day)
        elif clock.stopped(day):
            clock.write(day, "paused")
            if clock.stopped_for_good(day):
                return None
        else:
            counted += 1
            clock.write_counted(day, counted)
    return _land(clock, day)


def _count_months(clock: _Clock, start: date, value: int) -> date | None:
    """The same day `value` months on (or that month's last), later by every day paused, moved off rest days."""
    year, month = divmod(start.year * 12 + start.month - 1 + value, 12)
    day, goal = start, date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    while day < goal:
        day += ONE_DAY
        if clock.stopped(day):
            clock.write(day, "paused")
            if clock.stopped_for_good(day):
                return None
            goal += ONE_DAY
    if day > start:
        clock.write_counted(day, value)
    return _land(clock, day)


def _land(clock: _Clock, day: date) -> date | None:
    """The day itself, or the first one after it that is worked and not paused; None while paused."""
    while not clock.work.is_working(day) or clock.stopped(day):
        day += ONE_DAY
        if not clock.work.is_working(day):
            clock.write_rest(day)
        elif not clock.stopped(day):
            clock.write(day, "counted")
        else:
            clock.write(day, "paused")
            if clock.stopped_for_good(day):
                return None
    return day


def _count_hours(clock: _Clock, start: datetime, minutes: int) -> datetime | None:
    """The moment at which so many working minutes have passed; None while paused."""
    left, moment, day = timedelta(minutes=minutes), start, start.date()
    while True:
        spent = timedelta()
        for since, until in _open_time(clock, day, moment):
            if until - since >= left - spent:
                _write_hours(clock, day, left, start)
                return since + (left - spent)
            spent += until - since
        left -= spent
        _write_hours(clock, day, spent, start)
        if any(stop.until is None and stop.since.date() <= day for stop in clock.stops):
            return None
        day += ONE_DAY
        moment = datetime.combine(day, time.min)


def _open_time(clock: _Clock, day: date, after: datetime) -> list[tuple[datetime, datetime]]:
    """The working spans of a day after a moment, with the pauses cut out."""
    if not clock.work.is_working(day):
        return []
    pieces = [(datetime.combine(day, start), datetime.combine(day, end)) for start, end in clock.work.spans(day)]
    pieces = [(max(since, after), until) for since, until in pieces if until > after]
    for stop in clock.stops:
        cut = []
        for since, until in pieces:
            cut.append((since, min(until, stop.since)))
            if stop.until:
                cut.append((max(since, stop.until), until))
        pieces = [(since, until) for since, until in cut if since < until]
    return pieces


def _write_hours(clock: _Clock, day: date, spent: timedelta, start: datetime) -> None:
    hours = _rounded(spent / timedelta(seconds=36)) / 100
    if day == start.date():
        clock.days[-1]["hours"] = hours
    elif not clock.work.is_working(day):
        clock.write_rest(day)
    elif not spent:
        clock.write(day, "paused", hours=hours)
    else:
        clock.write(day, "swap_work" if clock.work.is_swap_work(day) else "counted", hours=hours)


def _rounded(value: float) -> int:
    """Halves up, as the phone rounds; Python's own round() goes to the even neighbour."""
    return floor(value + 0.5)


def _extend(clock: _Clock, extension: Extension) -> datetime | None:
    """The extended moment, moved off rest days and on by every working day paused since it was granted."""
    granted, until = local(extension.at).date(), local(extension.until)
    clock.days[:] = [day for day in clock.days if day["date"] <= granted.isoformat()]
    numbers = [day["n"] for day in clock.days if "n" in day]
    goal = clock.work.working_from(until.date())
    span = [granted + ONE_DAY * step for step in range(1, (goal - granted).days + 1)]
    value = sum(clock.work.is_working(day) for day in span)
    end = _count_days(clock, granted, value, clock.work.is_working, max(numbers, default=0))
    if end is None:
        return None
    in_hours = end == until.date() and clock.work.settle(until) == until
    return until if in_hours else clock.work.closing(end)
