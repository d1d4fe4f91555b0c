"""Loading: once, again, after an interruption, and never where it does not belong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock as core_clock
from app.core.clock import VN
from app.db import db, transaction
from app.demo import loading, under_way
from app.dossiers.models import Dossier
from app.units import operations as units
from app.workflow.table import RUNNING, State
from tests.demo.conftest import LOADED_AT, demo_app, end

EVERY_STATE = set(State) - {State.DRAFT}


def everything() -> dict[str, list[Any]]:
    """All rows of all tables."""
    db.session.expire_all()
    with transaction(writes=False):
        return {
            table.name: sorted(map(repr, db.session.execute(select(table)).all()))
            for table in db.metadata.sorted_tables
        }


def states() -> set[str]:
    with transaction(writes=False):
        return set(db.session.scalars(select(Dossier.state)))


def test_every_state_of_the_table_has_a_dossier(app: Flask) -> None:
    assert states() == EVERY_STATE


@pytest.mark.usefixtures("clock")
def test_loading_twice_changes_nothing_and_says_so(app: Flask) -> None:
    before = everything()
    done = loading.load()
    assert done.new == 0
    assert everything() == before


def test_the_command_says_what_it_did_and_prints_the_sign_ins(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["demo", "load"])
    assert told.exit_code == 0, told.output
    assert "nothing was changed" in told.stderr
    assert "ngoc.anh" in told.stdout
    assert "sms inbox" in told.stdout


def test_a_load_that_was_cut_short_is_finished_by_the_next(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise ConnectionError("the power went out")

    with core_clock.at(LOADED_AT):
        with monkeypatch.context() as patch:
            patch.setattr(under_way, "_single_overdue", cut)
            with pytest.raises(ConnectionError):
                loading.load()
        core_clock.forward(datetime(2026, 11, 26, tzinfo=VN) - core_clock.now())
        done = loading.load()
    assert states() == EVERY_STATE
    assert done.new > 0
    with transaction(writes=False):
        assert max(db.session.scalars(select(Dossier.submitted_at))) < LOADED_AT


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 23, 50, tzinfo=VN),
        datetime(2027, 2, 15, 6, 30, tzinfo=VN),
        datetime(2026, 11, 25, 19, 30, tzinfo=VN),
    ],
    ids=["Sunday night", "the morning after Tết", "an evening"],
)
def test_its_due_dates_are_honest_whenever_it_is_loaded(fresh_app: Flask, moment: datetime) -> None:
    with core_clock.at(moment):
        loading.load()
    with transaction(writes=False):
        running = list(db.session.scalars(select(Dossier).where(Dossier.state.in_(RUNNING))))
        late = [each for each in running if each.due_at and each.due_at < moment]
        assert [each.state for each in late] == ["approving"]
        assert all(each.due_at or "awaiting_supplement" in each.flags for each in running)
        assert max(db.session.scalars(select(Dossier.step_since))) < moment


def test_it_is_refused_beside_other_units(fresh_app: Flask) -> None:
    with transaction(writes=True):
        units.add(kind="province", name="Thành phố Đà Nẵng", official_code="48")
    with pytest.raises(loading.NotHereError, match="empty database"):
        loading.load()
    assert states() == set()


def test_it_is_refused_on_a_server_that_is_no_demo(tmp_path: Path, new_database: str) -> None:
    app = demo_app(tmp_path, new_database, DEMO="0")
    told = app.test_cli_runner().invoke(args=["demo", "load"])
    end(app)
    assert told.exit_code == 1
    assert "DEMO=1" in told.stderr
