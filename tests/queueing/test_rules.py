"""The rules of the waiting room, without anything around them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import DEFAULT_HOURS, WorkCalendar
from app.queueing.rules import hours, line
from app.queueing.rules.line import Call, Waiting
from app.queueing.rules.plan import BadPlan, Plan, check, read
from tests.queueing.room import body

WORK = WorkCalendar(DEFAULT_HOURS, {"days": {"2026-11-26": {"kind": "holiday", "name": "Nghỉ"}}, "years": {}})
NOW = datetime.fromisoformat("2026-11-24T09:00")
ALL, ONE, TWO = "tat-ca", "mot", "hai"


def plan(**changes: Any) -> Plan:
    return read(body(**changes))


def points() -> list[dict[str, Any]]:
    return [
        {"key": ALL, "name": "Quầy chung", "kinds": []},
        {"key": ONE, "name": "Quầy nộp", "kinds": ["nop"]},
        {"key": TWO, "name": "Quầy trả", "kinds": ["nhan", "hoi"]},
    ]


def waits(place: int, **more: Any) -> Waiting:
    return Waiting(id=UUID(int=place), kind=more.pop("kind", "nop"), place=place, **more)


def places(found: list[Waiting]) -> list[int]:
    return [who.place for who in found]


def test_appointments_go_first_then_who_is_back_then_precedence_then_the_order_of_coming() -> None:
    now = NOW
    line_up = [
        waits(1),
        waits(2, priority=True),
        waits(3, back=True),
        waits(4, slot=now),
        waits(5, slot=now - timedelta(minutes=30)),
        waits(6, slot=now + timedelta(minutes=30)),
    ]
    assert places(line.in_order(plan(patience=20), line_up, [], now)) == [5, 4, 3, 2, 1, 6]
    assert places(line.in_order(plan(patience=20, order=[]), line_up, [], now)) == [1, 2, 3, 4, 5, 6]


def test_nobody_is_overtaken_more_often_than_the_unit_allows() -> None:
    line_up = [waits(1), *(waits(place, priority=True) for place in range(2, 9))]
    assert places(line.in_order(plan(patience=3), line_up, [], NOW)) == [2, 3, 4, 1, 5, 6, 7, 8]
    calls = [Call(place, "1") for place in (9, 10, 11)]
    assert places(line.in_order(plan(patience=3), line_up, calls, NOW))[0] == 1


def test_a_counter_calls_only_what_it_serves_and_what_no_counter_names_is_everybodys() -> None:
    made = plan(points=points())
    line_up = [waits(1, kind="nhan"), waits(2), waits(3, kind="bo-roi")]
    assert [line.next_one(made, line_up, [], NOW, point) for point in (ALL, ONE, TWO)] == [
        line_up[0],
        line_up[1],
        line_up[0],
    ]
    alone = plan(points=points()[1:])
    assert places(line.in_order(alone, line_up, [], NOW, ONE)) == [2, 3]
    assert line.before(alone, line_up, [], NOW, line_up[1]) == 0


@given(
    comes=st.lists(st.tuples(st.sampled_from(["nop", "nhan", "hoi"]), st.booleans(), st.booleans()), max_size=30),
    calls=st.lists(st.sampled_from([ALL, ONE, TWO]), min_size=1, max_size=60),
    patience=st.integers(0, 4),
    gap=st.integers(0, 3),
)
def test_nobody_starves(comes: list[tuple[str, bool, bool]], calls: list[str], patience: int, gap: int) -> None:
    """Calls at points that serve her, before she is called: at most those before her and `patience` more."""
    made = plan(points=points(), patience=patience)
    waiting: list[Waiting] = []
    called: list[Call] = []
    served_before: dict[UUID, int] = {}
    ahead: dict[UUID, int] = {}
    pending = list(comes)
    for turn, point in enumerate(calls):
        for _ in range(gap if turn else 4):
            if pending:
                kind, priority, booked = pending.pop()
                place = len(ahead) + 1
                who = Waiting(uuid4(), kind, place, priority=priority, slot=NOW if booked else None)
                ahead[who.id] = len(waiting)
                served_before[who.id] = 0
                waiting.append(who)
        chosen = line.next_one(made, waiting, called, NOW, point)
        if chosen is None:
            continue
        waiting.remove(chosen)
        called.append(Call(chosen.place, point))
        assert served_before[chosen.id] <= ahead[chosen.id] + patience
        for who in waiting:
            served_before[who.id] += made.serves(point, who.kind)
            assert served_before[who.id] <= ahead[who.id] + patience


def test_the_estimate_is_a_range_of_the_days_own_pace_and_nothing_while_nobody_calls() -> None:
    assert line.estimate(5, [], 10, 0) is None
    planned = line.estimate(4, [3, 3], 10, 2)
    assert planned is not None
    assert (planned.low, planned.high, planned.measured) == (10, 35, False)
    measured = line.estimate(4, [4, 5, 30], 10, 1)
    assert measured is not None
    assert (measured.low, measured.high, measured.measured) == (10, 30, True)
    next_up = line.estimate(0, [], 10, 1)
    assert next_up is not None
    assert (next_up.low, next_up.high) == (0, 5)


@pytest.mark.parametrize(
    ("at", "state", "moment"),
    [
        ("2026-11-24T06:44", "early", "2026-11-24T06:45"),
        ("2026-11-24T06:45", "open", "2026-11-24T16:30"),
        ("2026-11-24T12:30", "open", "2026-11-24T16:30"),
        ("2026-11-24T16:30", "over", "2026-11-25T06:45"),
        ("2026-11-25T18:00", "over", "2026-11-27T06:45"),
        ("2026-11-26T09:00", "closed", "2026-11-27T06:45"),
        ("2026-11-28T09:00", "closed", "2026-11-30T06:45"),
    ],
)
def test_numbers_are_given_from_before_opening_until_the_cut_off(at: str, state: str, moment: str) -> None:
    found = hours.door(plan(cutoff_minutes=30), WORK, datetime.fromisoformat(at))
    assert (found.state, found.until or found.opens) == (state, datetime.fromisoformat(moment))


def test_half_hours_lie_in_the_opening_hours_before_the_cut_off_and_not_on_free_days() -> None:
    made = plan(cutoff_minutes=30, free_weekdays=["fri"], free_days=["2026-11-30"])
    kind = made.kinds[0]

    def at(day: date, now: datetime = NOW) -> list[str]:
        return [f"{slot:%H:%M}" for slot in hours.slots(made, kind, WORK, day, now)]

    wednesday = at(date(2026, 11, 25))
    assert wednesday[0] == "07:00"
    assert wednesday[8:10] == ["11:00", "13:30"]
    assert wednesday[-1] == "16:00", "the half hour after the last number is given is not booked"
    assert at(date(2026, 11, 24))[0] == "09:30"
    for day in (date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 31)):
        assert at(day) == []
    assert hours.slots(made, made.kinds[1], WORK, date(2026, 11, 25), NOW) == []
    odd = WorkCalendar({"wed": [["07:15", "08:45"]]}, {})
    early = [f"{slot:%H:%M}" for slot in hours.slots(plan(cutoff_minutes=0), kind, odd, date(2026, 11, 25), NOW)]
    assert early == ["07:30", "08:00"]


@given(minutes=st.integers(0, 240), now=st.datetimes(NOW, NOW + timedelta(days=30)))
def test_every_half_hour_that_is_offered_is_one_in_which_the_door_is_open(minutes: int, now: datetime) -> None:
    made = plan(cutoff_minutes=minutes)
    for step in range(8):
        for slot in hours.slots(made, made.kinds[0], WORK, now.date() + timedelta(days=step), now):
            assert hours.door(made, WORK, slot).state == "open"
            assert slot > now


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kinds": []}, "queue_none"),
        ({"points": []}, "queue_none"),
        ({"points": [{"key": "1", "name": "Quầy 1", "kinds": ["nop"]}]}, "queue_kind_unserved"),
        ({"points": [{"key": "1", "name": "Quầy 1", "kinds": ["la"]}]}, "queue_kind_unknown"),
        (
            {"points": [{"key": "1", "name": "Quầy", "kinds": []}, {"key": "2", "name": "Quầy", "kinds": []}]},
            "queue_twice",
        ),
    ],
)
def test_a_plan_with_which_somebody_would_wait_for_nothing_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadPlan) as refused:
        check(plan(**changes))
    assert refused.value.code == code
