"""The legal clock: the shared cases, what always holds, and the phone's clock beside it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.core.calendar import VN, WorkCalendar, at_point
from app.workflow.deadline import Due, Extension, due, time_for
from tests.shared import cases
from tests.shared.phone import Phone, running

SHARED = json.loads((cases.HERE / "deadline.json").read_text(encoding="utf-8"))
CALENDAR: dict[str, Any] = SHARED["calendar"]
HOURS: dict[str, Any] = SHARED["hours"]
QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("case", cases.load("deadline"))
def test_shared_case(case: dict[str, Any]) -> None:
    pauses = [(at(pause["from"]), moment(pause["to"])) for pause in case.get("pauses", [])]
    extensions = [Extension(at(item["at"]), at(item["until"])) for item in case.get("extensions", [])]
    own = case.get("own", {})
    calendar = at_point(CALENDAR, own.get("days", {}), own.get("turns", []))
    found = due(case["time"], at(case["received_at"]), HOURS[case["hours"]], calendar, pauses, extensions)
    expected = case["expect"]
    assert found.due_at == moment(expected["due_at"])
    for key in ("days", "estimated"):
        assert getattr(found, key) == expected.get(key, getattr(found, key))
    assert found.starts_on.isoformat() == expected.get("starts_on", found.starts_on.isoformat())


def test_a_due_moment_is_told_in_utc() -> None:
    found = due({"value": 1, "unit": "working_day"}, at("2026-11-16T01:00:00Z"), {}, {})
    assert found.due_at == datetime(2026, 11, 17, 10, tzinfo=UTC)
    assert found.estimated


def test_the_limit_of_a_channel_is_its_own_or_the_one_for_all() -> None:
    times: list[dict[str, Any]] = [
        {"channel": "online", "value": 17, "case": {"vi": "khó"}},
        {"channel": "online", "value": 17},
        {"channel": "direct", "value": 27},
    ]
    assert time_for(times, "online") is times[1]
    assert time_for(times, "direct") is times[2]
    assert time_for(times, "prepared") is times[2]
    assert time_for(times, "post") is None
    assert time_for([{"channel": "all", "value": 1}], "post") == {"channel": "all", "value": 1}


FIRST = datetime(2026, 1, 1, tzinfo=VN)
moments = st.integers(0, 354 * 24 * 3600).map(lambda seconds: FIRST + timedelta(seconds=seconds))
names = st.sampled_from(sorted(HOURS))
rules = st.one_of(
    st.fixed_dictionaries(
        {"value": st.integers(0, 60), "unit": st.sampled_from(("working_day", "day", "hour"))},
        optional={"same_day_before": st.just("15:00")},
    ),
    st.fixed_dictionaries({"value": st.integers(0, 3), "unit": st.just("month")}),
    st.fixed_dictionaries(
        {"value": st.sampled_from((0.5, 1.5, 0.3, 4.25)), "unit": st.sampled_from(("working_day", "hour"))}
    ),
)
spans = st.lists(st.tuples(moments, st.one_of(st.none(), st.integers(0, 30 * 24 * 60))), max_size=3)


def pauses_of(given_spans: list[tuple[datetime, int | None]]) -> list[tuple[datetime, datetime | None]]:
    return [(since, None if minutes is None else since + timedelta(minutes=minutes)) for since, minutes in given_spans]


def clock(rule: dict[str, Any], received: datetime, name: str, *rest: Any) -> Due:
    return due(rule, received, HOURS[name], CALENDAR, *rest)


def working_days(name: str, first: date, last: date) -> int:
    work = WorkCalendar(HOURS[name], CALENDAR)
    return sum(work.is_working(first + timedelta(step)) for step in range((last - first).days))


@QUICK
@given(rule=rules, received=moments, name=names, given_spans=spans)
def test_nothing_is_due_on_a_rest_day_or_outside_working_hours(
    rule: dict[str, Any], received: datetime, name: str, given_spans: list[tuple[datetime, int | None]]
) -> None:
    found = clock(rule, received, name, pauses_of(given_spans))
    assume(found.due_at is not None)
    assert found.due_at is not None
    work, wall = WorkCalendar(HOURS[name], CALENDAR), found.due_at.astimezone(VN).replace(tzinfo=None)
    if rule["value"]:
        assert work.is_working(wall.date())
    assert any(start <= wall.time() <= end for start, end in work.spans(wall.date()))
    assert found.due_at.date() >= found.starts_on - timedelta(days=1)


@QUICK
@given(rule=rules, received=moments, later=st.integers(0, 60 * 24 * 10), name=names)
def test_what_comes_later_is_never_due_earlier(rule: dict[str, Any], received: datetime, later: int, name: str) -> None:
    first, second = clock(rule, received, name), clock(rule, received + timedelta(minutes=later), name)
    assert first.due_at
    assert second.due_at
    assert first.due_at <= second.due_at


@QUICK
@given(rule=rules, received=moments, more=st.integers(0, 20), name=names)
def test_a_longer_limit_is_never_due_earlier(rule: dict[str, Any], received: datetime, more: int, name: str) -> None:
    first, second = clock(rule, received, name), clock({**rule, "value": rule["value"] + more}, received, name)
    assert first.due_at
    assert second.due_at
    assume(rule["unit"] != "working_day" or isinstance(rule["value"], int))
    assert first.due_at <= second.due_at


@QUICK
@given(value=st.integers(1, 40), received=moments, name=names)
def test_as_many_days_are_counted_as_the_limit_has(value: int, received: datetime, name: str) -> None:
    found = clock({"value": value, "unit": "working_day"}, received, name)
    assert [day["n"] for day in found.days if "n" in day] == list(range(1, value + 1))
    dates = [day["date"] for day in found.days]
    assert dates == sorted(set(dates))
    first, last = date.fromisoformat(dates[0]), date.fromisoformat(dates[-1])
    assert len(dates) == (last - first).days + 1


@QUICK
@given(value=st.integers(1, 40), received=moments, wait=st.integers(0, 20), length=st.integers(0, 30), name=names)
def test_a_pause_of_k_working_days_moves_the_due_day_by_k(
    value: int, received: datetime, wait: int, length: int, name: str
) -> None:
    rule = {"value": value, "unit": "working_day"}
    plain = clock(rule, received, name)
    work = WorkCalendar(HOURS[name], CALENDAR)
    start = work.working_from(plain.starts_on + timedelta(days=1 + wait))
    assert plain.due_at
    assume(start <= plain.due_at.astimezone(VN).date())
    end = work.working_from(start + timedelta(days=length))
    pause = (
        datetime(start.year, start.month, start.day, 9, tzinfo=VN),
        datetime(end.year, end.month, end.day, 9, tzinfo=VN),
    )
    paused = clock(rule, received, name, [pause])
    longer = clock({**rule, "value": value + working_days(name, start, end)}, received, name)
    assert paused.due_at == longer.due_at


@QUICK
@given(rule=rules, received=moments, name=names, given_spans=spans)
def test_a_pause_never_brings_the_due_moment_forward(
    rule: dict[str, Any], received: datetime, name: str, given_spans: list[tuple[datetime, int | None]]
) -> None:
    plain, paused = clock(rule, received, name), clock(rule, received, name, pauses_of(given_spans))
    assert plain.due_at
    assert paused.due_at is None or paused.due_at >= plain.due_at


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


@QUICK
@given(
    rule=rules,
    received=moments,
    name=names,
    given_spans=spans,
    longer=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60 * 24 * 30)), max_size=2),
)
def test_the_phone_counts_as_the_server_does(
    phone: Phone,
    rule: dict[str, Any],
    received: datetime,
    name: str,
    given_spans: list[tuple[datetime, int | None]],
    longer: list[tuple[int, int]],
) -> None:
    pauses = pauses_of(given_spans)
    granted = [
        (received + timedelta(days=days), received + timedelta(days=days, minutes=more)) for days, more in longer
    ]
    ours = clock(rule, received, name, pauses, [Extension(since, until) for since, until in granted])
    theirs = phone.ask(
        "due",
        time=rule,
        received_at=received.isoformat(),
        hours=HOURS[name],
        calendar=CALENDAR,
        pauses=[{"from": since.isoformat(), "to": until and until.isoformat()} for since, until in pauses],
        extensions=[{"at": since.isoformat(), "until": until.isoformat()} for since, until in granted],
    )
    assert moment(theirs.pop("due_at")) == ours.due_at
    assert theirs == {"estimated": ours.estimated, "days": ours.days, "starts_on": ours.starts_on.isoformat()}
