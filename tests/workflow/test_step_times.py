"""Until when each step should be done: parts of the working time, never on a rest day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import DEFAULT_HOURS, WorkCalendar, local
from app.workflow.deadline import due
from app.workflow.step_times import step_dues

NOTICES = {
    "years": {"2026": {"status": "published"}, "2027": {"status": "published"}},
    "days": {
        "2026-12-01": {"kind": "swap_off", "name": "Nghỉ hoán đổi"},
        "2026-12-05": {"kind": "swap_work", "name": "Làm bù"},
        "2027-01-01": {"kind": "holiday", "name": "Tết Dương lịch"},
    },
}
SHARES = (0.1, 0.4, 0.2, 0.2, 0.1)


def vn(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.mark.parametrize(
    ("received", "until", "shares", "expected"),
    [
        # 8 hours of one Wednesday: half of them end at the noon break, the rest with the day
        ("2026-11-25T07:00", "2026-11-25T17:00", (0.5, 0.5), ("2026-11-25T11:00", "2026-11-25T17:00")),
        # over a weekend: a fifth of 16 hours is 3.2 of Friday; four fifths are all of Friday and 4.8 of Monday
        (
            "2026-11-27T07:00",
            "2026-11-30T17:00",
            (0.2, 0.6, 0.2),
            ("2026-11-27T10:12", "2026-11-30T13:48", "2026-11-30T17:00"),
        ),
        # Tuesday 1 December is swapped for Saturday the 5th, which is worked
        ("2026-11-30T07:00", "2026-12-05T17:00", (0.25, 0.75), ("2026-12-02T09:00", "2026-12-05T17:00")),
        # received in the evening: the time begins the next morning
        ("2026-11-25T20:00", "2026-11-26T17:00", (0.5, 0.5), ("2026-11-26T11:00", "2026-11-26T17:00")),
    ],
)
def test_the_time_is_divided_as_it_is_worked(
    received: str, until: str, shares: tuple[float, ...], expected: tuple[str, ...]
) -> None:
    found = step_dues(shares, vn(received), vn(until), DEFAULT_HOURS, NOTICES)
    assert [f"{local(each):%Y-%m-%dT%H:%M}" for each in found] == list(expected)


def test_what_is_paused_belongs_to_no_step() -> None:
    pause = (vn("2026-11-25T11:00"), vn("2026-11-26T11:00"))
    found = step_dues((0.5, 0.5), vn("2026-11-25T07:00"), vn("2026-11-26T17:00"), DEFAULT_HOURS, NOTICES, [pause])
    # 4 hours before the pause and 4 after it
    assert f"{local(found[0]):%d %H:%M}" == "25 11:00"


def test_where_no_time_is_left_everything_is_due_at_the_end() -> None:
    moment = vn("2026-11-28T12:00")
    assert set(step_dues(SHARES, moment, moment, DEFAULT_HOURS, NOTICES)) == {moment.astimezone(UTC)}


FIRST = datetime(2026, 11, 2, tzinfo=UTC)
MOMENTS = st.integers(0, 80 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
PARTS = st.lists(st.integers(1, 9), min_size=1, max_size=7).map(lambda each: [part / sum(each) for part in each])


@given(received=MOMENTS, days=st.integers(1, 30), shares=PARTS, paused=st.booleans())
def test_no_step_is_due_on_a_rest_day_nor_before_the_one_before_it_and_the_last_with_the_whole(
    received: datetime, days: int, shares: list[float], *, paused: bool
) -> None:
    pauses = [(received + timedelta(days=1), received + timedelta(days=3))] if paused else []
    whole = due({"value": days, "unit": "working_day"}, received, DEFAULT_HOURS, NOTICES, pauses)
    assert whole.due_at is not None
    found = step_dues(shares, received, whole.due_at, DEFAULT_HOURS, NOTICES, pauses)
    assert found == sorted(found)
    assert found[-1] == whole.due_at
    work = WorkCalendar(DEFAULT_HOURS, NOTICES)
    rests = [local(each).date() for each in found if not work.is_working(local(each).date())]
    assert rests == list[date]()
