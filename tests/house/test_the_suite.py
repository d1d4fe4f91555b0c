"""The suite keeps its own promises: nothing stays, nothing leaves, the clock stands still."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from app import jobs
from app.core import clock as core_clock
from app.db import db, transaction
from app.jobs import Job
from tests import conftest


def count() -> int:
    return len(db.session.scalars(select(Job.id)).all())


@pytest.mark.parametrize("attempt", [1, 2])
def test_what_one_test_commits_is_gone_in_the_next(app: Flask, attempt: int) -> None:
    assert count() == 0
    with transaction(writes=True):
        jobs.later("jobs.forget_done")
    db.session.remove()
    assert count() == 1


def test_a_rollback_undoes_one_unit_of_work_and_not_the_one_before(app: Flask) -> None:
    with transaction(writes=True):
        jobs.later("jobs.forget_done")
    with pytest.raises(RuntimeError, match="halfway"), transaction(writes=True):
        jobs.later("jobs.forget_done")
        db.session.flush()
        raise RuntimeError("halfway")
    assert count() == 1


def test_a_request_sees_what_the_test_wrote(app: Flask, client: FlaskClient) -> None:
    jobs.later("jobs.forget_done", run_at=core_clock.now() - timedelta(minutes=1))
    db.session.flush()
    answer = client.get("/readyz")
    assert answer.get_json()["jobs"]["due"] == 1
    assert count() == 1


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_committed_app_has_a_database_of_its_own(committed_app: Flask, attempt: int) -> None:
    with committed_app.app_context():
        assert count() == 0
        with transaction(writes=True):
            jobs.later("jobs.forget_done")
    with committed_app.app_context():
        assert count() == 1


def test_the_engine_is_the_one_that_was_asked_for(app: Flask) -> None:
    assert db.session.connection().dialect.name == conftest.ENGINE
    assert db.session.scalar(text("SELECT 1")) == 1


def test_nothing_outside_this_machine_is_reached() -> None:
    with socket.socket() as outside, pytest.raises(AssertionError, match="reach the network"):
        outside.connect(("192.0.2.1", 80))


def test_the_clock_stands_still_until_it_is_moved(clock: conftest.HeldClock) -> None:
    before = core_clock.now()
    assert core_clock.now() == before
    assert clock.forward(hours=3) == before + timedelta(hours=3)
    assert clock.at(2027, 2, 5, 15).astimezone(core_clock.VN).isoformat() == "2027-02-05T15:00:00+07:00"
