"""Working time of a service point."""

from datetime import date, datetime, time
from typing import Any

import pytest

from app.core.calendar import VN, WorkCalendar, aware, local

HOURS: dict[str, Any] = {name: [["07:00", "11:30"], ["13:30", "17:00"]] for name in ("mon", "tue", "wed", "thu", "fri")}
HOURS["sat"] = [["07:30", "11:30"]]
NOTICES: dict[str, Any] = {
    "years": {"2026": {"status": "published"}, "2027": {"status": "estimated"}},
    "days": {
        "2026-08-22": {"kind": "swap_work", "name": "Làm bù"},
        "2026-08-31": {"kind": "swap_off", "name": "Nghỉ hoán đổi"},
        "2026-04-27": {"kind": "compensation", "name": "Nghỉ bù"},
    },
}
WORK = WorkCalendar(HOURS, NOTICES)


@pytest.mark.parametrize(
    ("day", "is_open", "works"),
    [
        (date(2026, 11, 16), True, True),
        (date(2026, 11, 14), True, False),
        (date(2026, 11, 15), False, False),
        (date(2026, 8, 22), True, True),
        (date(2026, 8, 31), False, False),
        (date(2026, 4, 27), False, False),
    ],
)
def test_a_day_is_open_and_counts_by_hours_and_notices(day: date, *, is_open: bool, works: bool) -> None:
    assert (WORK.is_open(day), WORK.is_working(day)) == (is_open, works)


def test_a_swapped_saturday_has_the_hours_of_a_weekday() -> None:
    assert WORK.spans(date(2026, 8, 22))[-1] == (time(13, 30), time(17))
    assert WORK.spans(date(2026, 8, 29)) == [(time(7, 30), time(11, 30))]


def test_a_rest_day_says_why() -> None:
    assert (WORK.rest(date(2026, 8, 31)).kind, WORK.rest(date(2026, 8, 31)).name) == ("holiday", "Nghỉ hoán đổi")
    assert WORK.rest(date(2026, 11, 15)).kind == "weekend"


def test_only_a_published_year_is_known() -> None:
    assert [WORK.is_published(year) for year in (2026, 2027, 2028)] == [True, False, False]


def test_wall_clock_and_moment_are_two_sides_of_one_thing() -> None:
    moment = datetime(2026, 11, 16, 23, 30, tzinfo=VN)
    assert local(moment) == datetime(2026, 11, 16, 23, 30)  # noqa: DTZ001  a wall clock has no zone
    assert aware(local(moment)) == moment
