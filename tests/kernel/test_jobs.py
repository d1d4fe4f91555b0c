"""Jobs are rows of the same transaction, each may run twice, none is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import jobs
from app.db import db, transaction
from tests.conftest import HeldClock
from tests.kernel.test_feed import run_together

pytestmark = pytest.mark.usefixtures("known_tasks", "clock")
RAN: list[str] = []
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def known_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the tasks of these tests."""
    RAN.clear()
    monkeypatch.setattr(jobs, "TASKS", {})
    jobs.task("test.note")(note)
    jobs.task("test.fail")(fail)
    jobs.task("test.fail_outside", outside=True)(fail)
    jobs.task("test.hourly", every=timedelta(hours=1))(lambda: RAN.append("hourly"))


def note(what: str) -> None:
    """A task that goes well."""
    RAN.append(what)


def fail(what: str) -> None:
    """A task that goes wrong after it has changed something."""
    RAN.append(what)
    if db.session().in_transaction():
        jobs.later("test.note", what="never kept")
    raise RuntimeError("no")


def ask(name: str, **more: object) -> None:
    """Ask for a task in a unit of work of its own."""
    with transaction(writes=True):
        jobs.later(name, **more)  # type: ignore[arg-type]  # the tests' own arguments


def rows() -> list[jobs.Job]:
    return list(db.session.scalars(select(jobs.Job).order_by(jobs.Job.created_at)))


@pytest.mark.usefixtures("app")
def test_a_task_asked_for_in_a_failed_unit_of_work_never_runs() -> None:
    with pytest.raises(ZeroDivisionError), transaction(writes=True):
        jobs.later("test.note", what="x")
        raise ZeroDivisionError
    assert jobs.drain() == 0
    assert RAN == []


@pytest.mark.usefixtures("app")
def test_the_same_key_is_asked_for_once_while_it_waits_and_again_afterwards() -> None:
    ask("test.note", key="once", what="a")
    ask("test.note", key="once", what="b")
    jobs.drain()
    ask("test.note", key="once", what="c")
    jobs.drain()
    assert RAN == ["a", "c"]


@pytest.mark.usefixtures("app")
def test_a_failed_task_keeps_nothing_and_waits_longer_each_time(clock: HeldClock) -> None:
    ask("test.fail", what="a")
    waits = []
    for _ in range(3):
        assert jobs.run_due() == 1
        job = rows()[0]
        waits.append(job.run_at - clock.now)
        clock.forward(seconds=waits[-1].total_seconds())
    assert waits == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert [job.task for job in rows()] == ["test.fail"]


@pytest.mark.usefixtures("app")
def test_after_twelve_failures_a_task_is_set_aside_and_shown_to_operators(clock: HeldClock) -> None:
    ask("test.fail_outside", what="a")
    for _ in range(jobs.MAX_TRIES):
        assert jobs.run_due() == 1
        clock.forward(hours=1)
    assert jobs.run_due() == 0
    assert jobs.waiting()["failed"] == 1


@pytest.mark.usefixtures("app")
def test_what_an_executor_claimed_and_never_finished_runs_again_after_the_lease(clock: HeldClock) -> None:
    ask("test.note", what="a")
    assert len(jobs._claim(5)) == 1
    assert jobs.run_due() == 0
    clock.forward(minutes=6)
    assert jobs.run_due() == 1
    assert RAN == ["a"]


@pytest.mark.usefixtures("app")
def test_a_repeating_task_keeps_exactly_one_row(clock: HeldClock) -> None:
    for _ in range(3):
        jobs.keep_schedule()
        jobs.drain()
        jobs.keep_schedule()
        clock.forward(hours=1)
    assert RAN == ["hourly"] * 3
    assert [job.key for job in rows()] == ["every:test.hourly"]


@pytest.mark.usefixtures("app")
def test_a_task_that_does_not_exist_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError), transaction(writes=True):
        jobs.later("test.nothing")


def test_two_executors_never_take_the_same_row(committed_app: Flask) -> None:
    with committed_app.app_context():
        for n in range(40):
            ask("test.note", run_at=LONG_AGO, what=str(n))

    def execute() -> None:
        with committed_app.app_context():
            while jobs.run_due(3):
                pass

    run_together([execute] * 4)
    assert sorted(RAN) == sorted(str(n) for n in range(40))
