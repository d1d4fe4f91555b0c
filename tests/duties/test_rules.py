"""The choice is deterministic, never falls on who may not, and spreads the load; reminders lie in working time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import DEFAULT_HOURS, WorkCalendar, aware, local
from app.duties.rules import (
    USUAL,
    Candidate,
    Choice,
    Row,
    Stands,
    Timing,
    Waiting,
    Work,
    after,
    before,
    choose,
    is_over,
    names_village,
    new_day,
    remind_at,
    working_time,
)

A, B, C, D = (UUID(int=n) for n in range(1, 5))
EVERYBODY = (A, B, C, D)
MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
WEEK = WorkCalendar(DEFAULT_HOURS, {"days": {"2026-12-02": {"kind": "holiday", "name": "Nghỉ"}}, "years": {}})
RECEIVE = Work("dossiers.receive", "1.001193", "Số 3, thôn Bờ Đa, xã Mộc Giang")

people = st.lists(
    st.builds(Candidate, st.sampled_from(EVERYBODY), st.integers(0, 5), st.booleans()),
    unique_by=lambda each: each.person_id,
    max_size=4,
)
rows = st.lists(
    st.builds(
        Row,
        st.sampled_from(EVERYBODY),
        st.sampled_from([None, "dossiers.receive", "dossiers.sign"]),
        st.sampled_from([None, "1.001193", "2.000815"]),
        st.sampled_from([None, "Bờ Đa", "Nà Hin"]),
    ),
    max_size=6,
)
barred = st.frozensets(st.sampled_from(EVERYBODY))
befores = st.lists(st.sampled_from(EVERYBODY), max_size=3)


def work(without: frozenset[UUID]) -> Work:
    return Work(RECEIVE.permission, RECEIVE.procedure, RECEIVE.village, without)


@given(people, rows, barred, befores)
def test_nobody_is_chosen_who_may_not_is_away_or_made_the_step_before(
    able: list[Candidate], named: list[Row], without: frozenset[UUID], earlier: list[UUID]
) -> None:
    fit = {each.person_id for each in able if not each.away} - without
    found = choose(work(without), able, named, earlier)
    assert (found is None) == (not fit), "somebody is chosen whenever somebody may"
    assert found is None or found.person_id in fit


@given(people, rows, barred, befores, st.randoms())
def test_the_same_facts_give_the_same_answer_in_whatever_order_they_come(
    able: list[Candidate], named: list[Row], without: frozenset[UUID], earlier: list[UUID], chance: object
) -> None:
    found = choose(work(without), able, named, earlier)
    assert choose(work(without), able[::-1], named[::-1], earlier) == found


@given(st.integers(1, 4), st.integers(0, 60))
def test_without_rules_the_work_is_spread_evenly(count: int, dossiers: int) -> None:
    held: Counter[UUID] = Counter()
    for _ in range(dossiers):
        found = choose(RECEIVE, [Candidate(each, held[each]) for each in EVERYBODY[:count]], [])
        assert found is not None
        held[found.person_id] += 1
    shares = [held[each] for each in EVERYBODY[:count]]
    assert max(shares) - min(shares) <= 1


@given(people, rows, barred)
def test_a_rule_that_fits_wins_over_the_load(able: list[Candidate], named: list[Row], without: frozenset[UUID]) -> None:
    found = choose(work(without), able, named)
    fit = {each.person_id for each in able if not each.away} - without
    fitting = [row for row in named if row.fits(RECEIVE) and row.person_id in fit]
    if found is not None:
        assert (found.how == "rule") == bool(fitting)
        weights = {row.weight for row in fitting if row.person_id == found.person_id}
        assert not fitting or max(row.weight for row in fitting) in weights


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([Row(A, procedure="1.001193"), Row(B, village="Bờ Đa")], A),
        ([Row(A, village="Bờ Đa"), Row(B, permission="dossiers.receive")], A),
        ([Row(A, procedure="1.001193"), Row(B, procedure="1.001193", village="Bờ Đa")], B),
        ([Row(A, procedure="2.000815"), Row(B, village="Nà Hin")], C),
        ([Row(A, permission="dossiers.sign", procedure="1.001193")], C),
    ],
)
def test_the_closest_rule_speaks(rules: list[Row], expected: UUID) -> None:
    able = [Candidate(A, 9), Candidate(B, 8), Candidate(C, 0)]
    found = choose(RECEIVE, able, rules)
    assert found is not None
    assert found.person_id == expected


def test_who_had_it_at_this_step_has_it_again_unless_away() -> None:
    able = [Candidate(A, 9), Candidate(B, 0)]
    assert choose(RECEIVE, able, [Row(B, procedure="1.001193")], [A]) == Choice(A, "before")
    gone = [Candidate(A, 9, away=True), Candidate(B, 0)]
    assert choose(RECEIVE, gone, [], [A]) == Choice(B, "load")


@pytest.mark.parametrize(
    ("line", "village", "there"),
    [
        ("Thôn Bờ Đa", "Bờ Đa", True),
        ("nha 3, thon bo da.", "Thôn Bờ Đa", True),
        ("Thôn 12", "Thôn 1", False),
        ("", "Bờ Đa", False),
        ("Thôn Bờ Đa", " ", False),
    ],
)
def test_a_village_is_known_however_it_is_written(line: str, village: str, *, there: bool) -> None:
    assert names_village(line, village) is there


def vn(day: str, hour: str) -> datetime:
    return aware(datetime.fromisoformat(f"{day} {hour}"))


def test_reminders_come_a_working_day_and_four_hours_ahead() -> None:
    owner, lead = remind_at(vn("2026-11-30", "17:00"), vn("2026-11-24", "09:00"), USUAL, WEEK)
    assert (owner, lead) == (vn("2026-11-30", "07:00"), vn("2026-11-30", "11:00"))
    owner, _ = remind_at(vn("2026-12-03", "11:00"), vn("2026-11-24", "09:00"), USUAL, WEEK)
    assert owner == vn("2026-12-01", "11:00"), "the holiday on the second is no working time"


def test_where_the_whole_time_is_short_nobody_is_reminded_on_arrival() -> None:
    since, due = vn("2026-11-25", "09:00"), vn("2026-11-25", "17:00")
    owner, lead = remind_at(due, since, USUAL, WEEK)
    assert working_time(since, due, WEEK) == timedelta(hours=6)
    assert (owner, lead) == (vn("2026-11-25", "14:00"), vn("2026-11-25", "15:30"))


moments = st.integers(0, 56 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@given(moments, st.integers(1, 40 * 60))
def test_so_much_working_time_lies_between(moment: datetime, minutes: int) -> None:
    span = timedelta(minutes=minutes)
    assert working_time(moment, after(moment, span, WEEK), WEEK) == span
    assert working_time(before(moment, span, WEEK), moment, WEEK) == span


@given(moments, st.integers(1, 200), st.integers(1, 60), st.integers(1, 60))
def test_the_lead_hears_after_the_owner_and_both_before_it_is_due(
    since: datetime, hours: int, remind: int, lead: int
) -> None:
    due = after(since, timedelta(hours=hours), WEEK)
    first, second = remind_at(due, since, Timing(remind, lead), WEEK)
    assert since <= first <= second <= due


@given(moments, moments, st.sampled_from([None, {"value": 3, "unit": "working_day"}, {"value": 30, "unit": "day"}]))
def test_the_day_an_apology_proposes_is_worked_and_later(
    due: datetime, now: datetime, limit: dict[str, object] | None
) -> None:
    day = new_day(due, now, limit, WEEK)
    assert WEEK.is_working(day)
    assert day > local(due).date()
    assert day > local(now).date()
    assert (day - max(local(due), local(now)).date()).days <= 10


def test_a_longer_limit_is_given_more() -> None:
    due, now = vn("2026-11-26", "17:00"), vn("2026-11-25", "17:00")
    assert new_day(due, now, {"value": 3, "unit": "working_day"}, WEEK) == date(2026, 11, 27)
    assert new_day(due, now, {"value": 15, "unit": "working_day"}, WEEK) == date(2026, 12, 4)


NOW = vn("2026-11-30", "09:00")
DUE = vn("2026-11-30", "17:00")
HERE = Stands(
    closed=False, running=True, holder_id=A, able=False, due_at=DUE, dated=False, last_act=3, acted=frozenset()
)


@pytest.mark.parametrize("kind", ["given", "remind", "remind_lead", "apologise", "quiet", "no_owner", "no_date"])
def test_a_task_stays_while_its_cause_does_and_ends_with_the_dossier(kind: str) -> None:
    task = Waiting(kind, A, DUE, 3)
    assert not is_over(task, HERE, NOW)
    assert is_over(task, replace(HERE, closed=True), NOW)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("given", {"holder_id": B}),
        ("given", {"acted": frozenset({A})}),
        ("remind", {"holder_id": B}),
        ("remind", {"due_at": None}),
        ("remind_lead", {"due_at": DUE + timedelta(days=1)}),
        ("apologise", {"running": False}),
        ("quiet", {"last_act": 4}),
        ("no_owner", {"able": True}),
        ("no_date", {"dated": True}),
    ],
)
def test_a_task_ends_with_its_cause(kind: str, changed: dict[str, Any]) -> None:
    assert is_over(Waiting(kind, A, DUE, 3), replace(HERE, **changed), NOW)


def test_once_it_is_late_only_the_word_that_it_is_late_stays() -> None:
    late = DUE + timedelta(minutes=1)
    assert is_over(Waiting("apologise", A, DUE, 3), HERE, late)
    assert is_over(Waiting("remind", A, DUE, 3), HERE, late)
    assert not is_over(Waiting("overdue", A, DUE, 3), HERE, late)
