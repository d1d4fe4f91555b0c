"""Working time of one service point: its hours a week, and the yearly notices of holidays and swapped days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, TypeAlias

VN = timezone(timedelta(hours=7))
ONE_DAY = timedelta(days=1)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Hours: TypeAlias = Mapping[str, Sequence[Sequence[str]]]
# the yearly notices as the catalogue serves them: `years` by year with a status, `days` by date with kind and name;
# of one service point also `turns`: from which day on which hours held, in order
Notices: TypeAlias = Mapping[str, Any]
Span: TypeAlias = tuple[time, time]

_USUAL_DAY = (("07:00", "11:30"), ("13:30", "17:00"))
DEFAULT_HOURS: Hours = dict.fromkeys(WEEKDAYS[:5], _USUAL_DAY)

_OFF = frozenset({"holiday", "compensation", "swap_off"})


@dataclass(frozen=True, slots=True)
class Rest:
    """Why a day is not worked."""

    kind: str
    name: str | None = None


class WorkCalendar:
    """When one service point is open, and which days count as working days.

    A day counts when it is Monday to Friday and open, or a worked day of a swap. A counter that opens on Saturday
    morning receives then, but Saturday does not count: nobody's limit grows shorter by an extra service.
    """

    def __init__(self, hours: Hours, notices: Notices) -> None:
        self._hours = _some(hours)
        self._turns = [(str(turn["since"]), _some(turn["hours"])) for turn in notices.get("turns", ())]
        self._days = notices.get("days", {})
        self._years = notices.get("years", {})

    def spans(self, day: date) -> list[Span]:
        """The opening spans of a day, in order."""
        kind = self._kind(day)
        if kind in _OFF:
            return []
        hours = self._hours_on(day)
        given = hours.get(WEEKDAYS[day.weekday()])
        if kind == "swap_work" and not (given and day.weekday() < 5):
            # a swapped Saturday is worked like the weekday it stands for
            given = next(hours[name] for name in WEEKDAYS if hours.get(name))
        return sorted((time.fromisoformat(start), time.fromisoformat(end)) for start, end in given or ())

    def is_open(self, day: date) -> bool:
        """Whether the point receives on this day."""
        return bool(self.spans(day))

    def is_working(self, day: date) -> bool:
        """Whether the day counts towards a limit, and a limit may end on it."""
        return self.is_swap_work(day) or (day.weekday() < 5 and self.is_open(day))

    def is_swap_work(self, day: date) -> bool:
        """Whether the day is a rest day that is worked by a yearly notice."""
        return self._kind(day) == "swap_work"

    def name(self, day: date) -> str | None:
        """What the notice calls the day."""
        note = self._days.get(day.isoformat())
        return note.get("name") if note else None

    def rest(self, day: date) -> Rest:
        """Why a day that is not worked is not."""
        return Rest("holiday", self.name(day)) if self._kind(day) in _OFF else Rest("weekend")

    def closing(self, day: date) -> datetime:
        """The end of the working hours of an open day, in local time."""
        return datetime.combine(day, self.spans(day)[-1][1])

    def settle(self, moment: datetime) -> datetime:
        """The moment as the counter sees it: after closing or on a closed day it is the next opening."""
        day = moment.date()
        spans = self.spans(day)
        if spans and moment.time() <= spans[-1][1]:
            return max(moment, datetime.combine(day, spans[0][0]))
        day += ONE_DAY
        while not self.is_open(day):
            day += ONE_DAY
        return datetime.combine(day, self.spans(day)[0][0])

    def working_from(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def is_published(self, year: int) -> bool:
        """Whether the year's holidays are known, not guessed."""
        return bool(self._years.get(str(year), {}).get("status") == "published")

    def _hours_on(self, day: date) -> Hours:
        """The hours of the point as they stood on a day: what changed later does not change what was."""
        found, iso = self._hours, day.isoformat()
        for since, hours in self._turns:
            if since <= iso:
                found = hours
        return found

    def _kind(self, day: date) -> str | None:
        note = self._days.get(day.isoformat())
        return note.get("kind") if note else None


def at_point(notices: Notices, days: Mapping[str, Mapping[str, str]], turns: Sequence[Mapping[str, Any]]) -> Notices:
    """The notices as one service point has them: with the days and the turns of hours of its own."""
    return {**notices, "days": {**notices.get("days", {}), **days}, "turns": list(turns)}


def _some(hours: Hours) -> Hours:
    return hours if any(hours.get(name) for name in WEEKDAYS) else DEFAULT_HOURS


def local(moment: datetime) -> datetime:
    """The wall clock in Viet Nam at an aware moment, without a zone."""
    return moment.astimezone(VN).replace(tzinfo=None)


def aware(wall: datetime) -> datetime:
    """The moment, in UTC, at which the wall clock in Viet Nam shows this."""
    return wall.replace(tzinfo=VN).astimezone(UTC)
