"""Until when to receive, and how many days are left."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.core.calendar import DEFAULT_HOURS
from app.core.clock import VN
from app.workflow.reception import receive_before, working_days_left

SAME_DAY = {"channel": "all", "value": 1, "unit": "working_day", "same_day_before": "15:00"}
THREE_DAYS = {"channel": "all", "value": 3, "unit": "working_day"}
CALENDAR = {"years": {}, "days": {"2026-11-24": {"kind": "holiday", "name": "Ngày Văn hóa"}}}


def vn(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VN)


@pytest.mark.parametrize(
    ("sent", "before"),
    [
        (vn(25, 8, 51), vn(25, 15)),
        (vn(25, 14, 59), vn(25, 15)),
        (vn(25, 15), vn(26, 15)),
        (vn(25, 20), vn(26, 15)),
        (vn(27, 16), vn(30, 15)),
        (vn(28, 9), vn(30, 15)),
        (vn(23, 16), vn(25, 15)),
    ],
)
def test_what_returns_the_same_day_is_received_before_three(sent: datetime, before: datetime) -> None:
    assert receive_before(SAME_DAY, sent, DEFAULT_HOURS, CALENDAR) == before


@pytest.mark.parametrize(
    ("sent", "before"),
    [(vn(25, 8), vn(25, 17)), (vn(25, 17, 1), vn(26, 17)), (vn(28, 9), vn(30, 17)), (vn(24, 9), vn(25, 17))],
)
def test_everything_else_is_received_on_the_day_it_came_whole(sent: datetime, before: datetime) -> None:
    assert receive_before(THREE_DAYS, sent, DEFAULT_HOURS, CALENDAR) == before
    assert receive_before(None, sent, DEFAULT_HOURS, CALENDAR) == before


@pytest.mark.parametrize(
    ("due", "left"), [(vn(25, 17), 0), (vn(26, 17), 1), (vn(30, 17), 3), (vn(20, 17), 0), (vn(29, 17), 2)]
)
def test_days_left_are_working_days(due: datetime, left: int) -> None:
    assert working_days_left(due, vn(25, 9), DEFAULT_HOURS, CALENDAR) == left
