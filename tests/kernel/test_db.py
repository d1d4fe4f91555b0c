"""The unit of work: one commit, no nesting, no lost update."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app import feed
from app.core.ids import uuid7
from app.db import UtcDateTime, db, is_sqlite, once, transaction
from tests.kernel.test_feed import run_together


@pytest.mark.usefixtures("app")
def test_a_unit_of_work_cannot_be_opened_inside_another() -> None:
    with transaction(writes=False), pytest.raises(RuntimeError), transaction(writes=True):
        pass


@pytest.mark.usefixtures("app")
def test_a_change_outside_a_unit_of_work_is_noticed() -> None:
    db.session.add(feed.FeedHead(principal="device:a", seq=1))
    with pytest.raises(RuntimeError, match="outside"), transaction(writes=True):
        pass
    db.session.rollback()


@pytest.mark.usefixtures("app")
def test_a_reading_unit_of_work_keeps_nothing() -> None:
    with transaction(writes=False):
        db.session.add(feed.FeedHead(principal="device:a", seq=1))
        db.session.flush()
    assert feed.head("device:a") == 0


@pytest.mark.usefixtures("app")
def test_what_is_read_once_is_remembered_by_a_reading_unit_of_work_alone() -> None:
    asked: list[int] = []

    def read() -> int:
        asked.append(len(asked))
        return asked[-1]

    with transaction(writes=False):
        assert [once("it", read), once("it", read), once("other", read)] == [0, 0, 1]
    with transaction(writes=False):
        assert once("it", read) == 2
    with transaction(writes=True):
        assert [once("it", read), once("it", read)] == [3, 4]
    assert [once("it", read), once("it", read)] == [5, 6]


@pytest.mark.usefixtures("app")
def test_what_could_not_be_read_is_asked_again() -> None:
    def missing() -> int:
        raise LookupError

    with transaction(writes=False):
        with pytest.raises(LookupError):
            once("it", missing)
        assert once("it", lambda: 1) == 1


def test_counting_up_from_many_threads_loses_no_step(committed_app: Flask) -> None:
    with committed_app.app_context(), transaction(writes=True):
        db.session.add(feed.FeedHead(principal="count", seq=0))

    def count_up() -> None:
        with committed_app.app_context():
            for _ in range(20):
                with transaction(writes=True):
                    query = select(feed.FeedHead).where(feed.FeedHead.principal == "count").with_for_update()
                    db.session.scalars(query).one().seq += 1

    run_together([count_up] * 5)
    with committed_app.app_context(), transaction(writes=False):
        assert feed.head("count") == 100


def test_sqlite_runs_in_wal_with_foreign_keys(committed_app: Flask) -> None:
    with committed_app.app_context():
        if not is_sqlite():
            return
        with transaction(writes=False):
            connection = db.session.connection()
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.usefixtures("app")
def test_moments_come_back_aware_and_in_utc() -> None:
    moment = datetime(2026, 11, 24, 2, 3, 4, 567000, tzinfo=UTC)
    with transaction(writes=True):
        db.session.add(feed.FeedRow(principal="p", seq=1, kind="dossier", object_id=uuid7(), at=moment))
    db.session.expire_all()
    assert feed.since("p", 0, 1)[0].at == moment


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001  # on purpose
