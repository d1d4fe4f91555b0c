"""The state of the system: what commands and the executor leave behind is shown, and said to monitoring."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app import jobs, marks, settings
from app.chain import tasks as sealing
from app.core.access import Role
from app.core.ids import uuid7
from app.db import db, revisions, transaction
from app.jobs import Job
from app.oversight import parts
from app.sync.models import Stumble
from tests.conftest import Client, HeldClock
from tests.dossiers.office import BIRTH, Desk, Office, make_dossier, make_office, sit_down


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is half empty and tables that fit: those of tests are made from the models, without a migration."""
    monkeypatch.setattr(parts, "revisions", lambda: ("head", "head"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(1000, 500, 500))


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    made.hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
    db.session.commit()
    return made


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "chief")


def read(admin: Desk) -> dict[str, Any]:
    answer = admin.read("/admin/state")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def codes(found: dict[str, Any]) -> dict[str, str]:
    return {each["code"]: each["level"] for each in found["findings"]}


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=words)
    return done.exit_code, done.output


def make_well(clock: HeldClock) -> None:
    """Everything that a server in order has behind it."""
    name = f"{clock.now:%Y%m%dT%H%M%SZ}"
    said: dict[str, Any] = {"name": name, "place": str(settings().instance_dir), "size": 5, "files": 1, "rows": 9}
    (settings().instance_dir / name).mkdir(exist_ok=True)
    assert marks.keep("backup", ok=True, made_at=clock.now.isoformat(), **said)
    assert marks.keep("backup_verify", ok=True, name=name, place=said["place"])
    assert marks.keep("audit_verify", ok=True, links=0, why="")
    jobs.beat()


def test_nobody_but_an_administrator_reads_it(app: Flask, office: Office) -> None:
    assert app.test_client().get("/api/desk/admin/state").status_code == 401
    assert sit_down(app.test_client(), "clerk").read("/admin/state").status_code == 403


def test_a_new_server_is_told_plainly_what_it_lacks(app: Flask, admin: Desk) -> None:
    found = read(admin)
    assert codes(found) == {
        "backup_never": "alarm",
        "executor_never": "alarm",
        "audit_unverified": "look",
    }
    assert found["level"] == "alarm"
    assert found["backup"]["last"] is None
    status, said = run(app, "status")
    assert status == 1
    assert "ALARM backup: no backup was ever made" in said


def test_a_server_in_order_is_well_until_its_backup_grows_old(app: Flask, clock: HeldClock, admin: Desk) -> None:
    make_well(clock)
    found = read(admin)
    assert (found["findings"], found["level"]) == ([], "well")
    assert found["backup"]["last"]["verified"]["ok"] is True
    assert run(app, "status")[0] == 0
    clock.forward(days=settings().backup_alarm_days, minutes=1)
    late = sit_down(app.test_client(), "chief")
    assert codes(read(late)) == {"backup_old": "alarm", "executor_silent": "alarm"}


def test_a_mark_is_never_changed(app: Flask, clock: HeldClock) -> None:
    make_well(clock)
    with pytest.raises(DBAPIError, match="rows of mark are never"), db.session.begin_nested():
        db.session.execute(text("DELETE FROM mark"))


def test_a_failing_job_is_shown_by_its_kind_without_what_its_fault_says(
    app: Flask, clock: HeldClock, admin: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ConnectionError("0901234567 was not reached")

    monkeypatch.setitem(jobs.TASKS, "test.fails", jobs.Task("test.fails", fail, outside=True, every=None))
    make_well(clock)
    with transaction(writes=True):
        jobs.later("test.fails")
        jobs.later("test.fails", run_at=clock.now + timedelta(days=1))
    since = clock.now
    assert jobs.run_due() == 1
    found = read(admin)
    assert codes(found) == {"jobs_failing": "look"}
    [kind] = found["jobs"]["failing"]
    assert (kind["task"], kind["n"], kind["fault"], kind["given_up"]) == ("test.fails", 1, "ConnectionError", 0)
    assert kind["since"] == since.isoformat().replace("+00:00", "Z")
    assert found["jobs"]["planned"] == 2
    clock.forward(minutes=16)
    assert jobs.run_due() == 1
    jobs.beat()
    assert codes(read(admin)) == {"jobs_failing": "alarm"}, "since its first failure, not since its last"
    assert "0901234567" not in run(app, "status")[1]
    with transaction(writes=True):
        db.session.scalars(select(Job).where(Job.error.is_not(None))).one().failed = True
    assert codes(read(admin)) == {"jobs_given_up": "alarm"}
    assert run(app, "jobs", "again") == (0, "1 jobs will be tried again\n")
    monkeypatch.setitem(jobs.TASKS, "test.fails", jobs.Task("test.fails", lambda: None, outside=True, every=None))
    assert jobs.run_due() == 1
    assert codes(read(admin)) == {}


def test_a_job_that_finds_nobody_is_late(clock: HeldClock, admin: Desk) -> None:
    with transaction(writes=True):
        jobs.later("chain.seal")
    clock.forward(minutes=11)
    make_well(clock)
    found = read(admin)
    assert (found["jobs"]["due"], codes(found)) == (1, {"jobs_late": "alarm"})


def test_the_verdict_over_the_chain_is_shown_with_its_moment(
    app: Flask, clock: HeldClock, office: Office, admin: Desk
) -> None:
    make_well(clock)
    make_dossier(office, code=BIRTH)
    db.session.commit()
    clock.forward(minutes=11)
    jobs.beat()
    found = read(admin)
    assert codes(found) == {"audit_unsealed": "alarm"}
    assert found["audit"]["overdue"] >= 1
    assert sealing.seal_all(everything=True) >= 1
    assert run(app, "audit", "verify")[0] == 0
    found = read(admin)
    assert (found["audit"]["verify"]["ok"], codes(found)) == (True, {})
    assert marks.keep("audit_verify", ok=False, links=3, why="changed")
    found = read(admin)
    assert (found["audit"]["verify"]["what"], codes(found)) == ("changed", {"audit_broken": "alarm"})


def test_a_disk_that_fills_and_acts_that_fail_are_named(
    clock: HeldClock, office: Office, admin: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_well(clock)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(1000, 920, 80))
    now = clock.now
    entry = {"kind": "dossier.submit", "unit_id": office.unit.id, "author_name": "Đỗ Thị Kín", "error": "KeyError"}
    db.session.add(Stumble(op_id=uuid7(), device_id=uuid7(), first_at=now, last_at=now, times=3, **entry))
    db.session.commit()
    found = read(admin)
    assert codes(found) == {"disk_full": "alarm", "stumbles_lately": "look"}
    assert found["stumbles"]["kinds"][0]["kind"] == "dossier.submit"
    assert "Kín" not in str(found)


def test_a_part_that_cannot_be_read_does_not_hide_the_others(
    clock: HeldClock, admin: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_well(clock)
    monkeypatch.setattr(parts, "revisions", revisions)
    assert codes(read(admin)) == {"migrations_behind": "alarm"}, "a database without any migration"
    monkeypatch.setattr(parts, "versions", lambda _: db.session.execute(text("SELECT * FROM no_such_table")))
    found = read(admin)
    assert (found["versions"], codes(found)) == (None, {"unreadable": "alarm"})
    assert found["backup"]["last"] is not None


def test_a_backup_that_was_made_and_verified_is_shown(committed_app: Flask, tmp_path: Path, clock: HeldClock) -> None:
    committed_app.test_client_class = Client
    with committed_app.app_context(), transaction(writes=True):
        make_office().hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
        db.session.expunge_all()
    place = tmp_path / "backups"
    status, said = run(committed_app, "backup", str(place))
    assert status == 0, said
    made = Path(said.strip())
    admin = sit_down(committed_app.test_client(), "chief")
    last = read(admin)["backup"]["last"]
    assert (last["place"], last["name"], last["verified"]) == (str(place), made.name, None)
    assert last["size"] > 0
    assert last["rows"] > 0
    assert run(committed_app, "backup", "verify", str(tmp_path / "mistyped"))[0] == 1
    assert codes(read(admin))["backup_unverified"] == "look", "a folder that is not there is no damaged backup"
    assert run(committed_app, "backup", "verify", str(made))[0] == 0
    found = read(admin)
    assert found["backup"]["last"]["verified"]["ok"] is True
    assert not {code for code in codes(found) if code.startswith("backup")}
    (made / "manifest.json").write_text("{}")
    assert run(committed_app, "backup", "verify", str(made))[0] == 1
    shutil.rmtree(made)
    assert {code for code in codes(read(admin)) if code.startswith("backup")} == {"backup_damaged", "backup_gone"}
    (tmp_path / "file").write_text("")
    clock.forward(minutes=1)
    assert run(committed_app, "backup", str(tmp_path / "file" / "in"))[0] == 1
    found = read(admin)
    assert (codes(found)["backup_failed"], found["backup"]["failed_why"]) == ("alarm", "Not a directory")
