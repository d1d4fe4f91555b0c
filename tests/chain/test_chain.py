"""The event log and the access record: nothing in them changes, and whoever changes them in the database is found."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from app.admin import record
from app.admin.models import AdminRecord
from app.chain import operations, queries, rules
from app.chain.models import AuditLink
from app.core import ids
from app.db import db, is_sqlite
from app.dossiers.models import Dossier, DossierEvent
from app.identity import factor
from app.identity.models import AccessRecord, FactorEvent
from app.jobs import TASKS
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def dossier(app: Flask, office: Office) -> Dossier:
    """A dossier that was received, and looked at on the way."""
    sent = make_dossier(office, code=BIRTH)
    clerk = sit_down(app.test_client(), "clerk")
    assert clerk.move(sent.id, "receive").status_code == 200
    record.keep(office.actor("clerk"), "hours", office.unit.id, "hours.set", after={"opens": "07:30"})
    factor.note(office.people["approver"].id, "reset", office.actor("clerk"), "Mất điện thoại")
    return sent


def seal() -> int:
    db.session.flush()
    done = operations.seal(everything=True)
    db.session.commit()
    return done


def tamper(statement: str, **values: object) -> None:
    """Change the database past its own guards, as somebody who has the file or the superuser can."""
    if is_sqlite():
        guards = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in guards:
            db.session.execute(text(f"DROP TRIGGER {name}"))
        db.session.execute(text(statement), values)
        for _, made in guards:
            db.session.connection().exec_driver_sql(made)
    else:
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(text(statement), values)
        db.session.execute(text("SET LOCAL session_replication_role = origin"))
    db.session.expire_all()


def shown(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["audit", *words])
    return done.exit_code, done.output


@pytest.mark.parametrize("table", ["dossier_event", "access_record", "admin_record", "factor_event", "audit_link"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET at = at", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_or_remove_a_row(dossier: Dossier, table: str, statement: str) -> None:
    assert seal() > 2
    with pytest.raises(DBAPIError, match=f"rows of {table} are never"), db.session.begin_nested():
        db.session.execute(text(statement.format(table)))
    assert queries.verify().whole


def test_every_event_and_every_look_gets_one_link_and_no_second(clock: HeldClock, dossier: Dossier) -> None:
    logs = [db.session.query(each).count() for each in (DossierEvent, AccessRecord, AdminRecord, FactorEvent)]
    assert min(logs) >= 1
    rows = sum(logs)
    assert queries.verify().unsealed == 0, "the executor has its minute"
    clock.forward(minutes=11)
    assert queries.verify().unsealed == rows
    assert seal() == rows
    assert seal() == 0
    assert list(queries.counts(rows).values()) == logs
    report = queries.verify()
    assert (report.links, report.unsealed, report.late, report.whole) == (rows, 0, 0, True)


def test_every_column_of_the_logs_is_in_what_is_hashed() -> None:
    for kind, kept in queries.KINDS.items():
        assert {column.name for column in kept.table.columns} == set(rules.COLUMNS[kind, rules.FORM])


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE dossier_event SET reason = 'x' WHERE version = 2", "the row it holds was changed"),
        ("DELETE FROM dossier_event WHERE version = 2", "the row it holds is gone"),
        ("UPDATE audit_link SET row_sha256 = sha256 WHERE n = :n", "the link itself was changed"),
        ("DELETE FROM audit_link WHERE n = :n", "a link before it is missing"),
    ],
)
def test_d5_the_verifier_names_the_first_link_that_does_not_hold(
    app: Flask, dossier: Dossier, statement: str, why: str
) -> None:
    seal()
    link = db.session.query(AuditLink).filter_by(row_id=dossier.id, row_version=2).one()
    n = link.n
    tamper(statement, **({"n": n} if ":n" in statement else {}))
    code, said = shown(app, "verify")
    assert code == 1
    assert said.startswith(f"broken at link {n} (")
    assert why in said
    if "dossier_event" in statement:
        assert f"event 2 of dossier {dossier.id}" in said


def test_a_look_that_was_made_to_be_somebody_elses_is_found(app: Flask, dossier: Dossier) -> None:
    seal()
    tamper("UPDATE access_record SET principal = 'person:somebody else'")
    code, said = shown(app, "verify")
    assert code == 1
    assert "(look " in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE admin_record SET what = 'x'", "(change by an administrator "),
        ("DELETE FROM factor_event", "(event of a second factor "),
    ],
)
def test_what_administrators_did_is_in_the_chain_too(app: Flask, dossier: Dossier, statement: str, said: str) -> None:
    seal()
    tamper(statement)
    code, told = shown(app, "verify")
    assert code == 1
    assert told.startswith("broken at link ")
    assert said in told


def test_d5_who_reckons_the_whole_chain_anew_is_found_by_yesterdays_digest(
    app: Flask, clock: HeldClock, dossier: Dossier, tmp_path: Path
) -> None:
    seal()
    clock.forward(days=1)
    code, printed = shown(app, "digest")
    assert code == 0
    assert printed.startswith("2026-11-25 ")
    outside = tmp_path / "digests.txt"
    outside.write_text("# kept at the district's archive\n" + printed)
    code, said = shown(app, "verify", "--digests", str(outside))
    assert code == 0, said
    assert said.startswith("whole: ")
    tamper("UPDATE dossier_event SET reason = 'x' WHERE version = 2")
    tamper("DELETE FROM audit_link")
    seal()
    assert shown(app, "verify")[0] == 0, "alone the chain cannot know"
    code, said = shown(app, "verify", "--digests", str(outside))
    assert code == 1
    assert "the digest of 2026-11-25 names link" in said
    assert "everything up to it was written anew" in said


def test_a_chain_that_is_shorter_than_its_digest_says_so(app: Flask, dossier: Dossier, tmp_path: Path) -> None:
    seal()
    outside = tmp_path / "digests.txt"
    outside.write_text(f"2026-11-24 9999 {'a' * 64}\n")
    code, said = shown(app, "verify", "--digests", str(outside))
    assert code == 1
    assert "an older backup was put in place" in said
    outside.write_text("not a digest\n")
    code, said = shown(app, "verify", "--digests", str(outside))
    assert code == 1
    assert "line 1 is no digest" in said


def test_a_guard_that_is_gone_is_named(app: Flask, dossier: Dossier) -> None:
    seal()
    name = "dossier_event_no_update" if is_sqlite() else "dossier_event_no_change ON dossier_event"
    db.session.execute(text(f"DROP TRIGGER {name}"))
    code, said = shown(app, "verify")
    assert code == 1
    assert "no longer refuses changes of dossier_event" in said


def test_a_row_that_is_put_in_with_an_old_moment_is_sealed_late_and_named(
    app: Flask, clock: HeldClock, dossier: Dossier
) -> None:
    seal()
    event = db.session.query(DossierEvent).filter_by(version=2).one()
    row = {column.name: getattr(event, column.name) for column in DossierEvent.__table__.columns}
    put_in = {**row, "version": 3, "at": row["at"] - timedelta(days=9), "op_id": ids.uuid7()}
    db.session.execute(insert(DossierEvent), [put_in])
    assert operations.seal() == 0, "the minute's pass looks a day back"
    code, said = shown(app, "verify")
    assert "1 rows are not sealed yet" in said
    code, said = shown(app, "seal")
    assert (code, said) == (0, "1 rows sealed\n")
    assert "1 rows were sealed 2 days or more after their own moment" in shown(app, "verify")[1]


def test_the_executor_seals_by_itself(app: Flask, dossier: Dossier) -> None:
    db.session.commit()
    TASKS["chain.seal"].run()
    logs = (DossierEvent, AccessRecord, AdminRecord, FactorEvent)
    assert queries.verify().links == sum(db.session.query(each).count() for each in logs) > 4
    assert {"chain.seal", "chain.seal_everything"} <= set(TASKS)


def test_an_auditor_reckons_the_chain_from_the_export_alone(app: Flask, dossier: Dossier) -> None:
    """Written from the decision's words, with nothing of the program's own."""
    seal()
    code, said = shown(app, "export")
    assert code == 0

    def sha256(value: object) -> str:
        plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    before, lines = "0" * 64, said.splitlines()
    for n, line in enumerate(lines, start=1):
        link = json.loads(line)
        assert sha256(link["row"]) == link["row_sha256"]
        names = ("n", "at", "kind", "form", "row_id", "row_version", "row_sha256")
        before = sha256([before, *(link[name] for name in names)])
        assert (link["n"], link["sha256"]) == (n, before)
    assert before == queries.verify().head


ROWS = st.fixed_dictionaries(
    {
        "principal": st.text(max_size=8),
        "why": st.text(max_size=8),
        "id": st.uuids(),
        "at": st.datetimes().map(lambda at: at.replace(tzinfo=UTC)),
        "person_id": st.none() | st.uuids(),
        "session_id": st.none() | st.uuids(),
        "kind": st.sampled_from(["dossier", "draft"]),
        "object_id": st.text(max_size=8),
    }
)


@given(ROWS, ROWS)
def test_rows_that_differ_anywhere_have_other_hashes(one: dict[str, object], other: dict[str, object]) -> None:
    same = rules.row_hash("look", 1, one) == rules.row_hash("look", 1, other)
    assert same == (one == other)


@given(st.dates(), st.integers(min_value=1), st.binary(min_size=32, max_size=32))
def test_a_printed_digest_reads_as_itself(day: date, n: int, sha256: bytes) -> None:
    digest = rules.Digest(day, n, sha256.hex())
    assert rules.read_digest(digest.line() + "\n") == digest


@pytest.mark.parametrize("line", ["", "2026-11-25 1", "2026-11-25 0 " + "a" * 64, "2026-13-01 1 " + "a" * 64, "a b c"])
def test_what_is_no_digest_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rules.read_digest(line)


def test_a_link_hangs_on_all_that_it_says() -> None:
    at = datetime(2026, 11, 25, tzinfo=UTC)
    link = rules.Link(7, at, "look", 1, UUID(int=5), 0, "b" * 64)
    others = [
        rules.Link(8, at, "look", 1, UUID(int=5), 0, "b" * 64),
        rules.Link(7, at + timedelta(microseconds=1), "look", 1, UUID(int=5), 0, "b" * 64),
        rules.Link(7, at, "event", 1, UUID(int=5), 0, "b" * 64),
        rules.Link(7, at, "look", 2, UUID(int=5), 0, "b" * 64),
        rules.Link(7, at, "look", 1, UUID(int=6), 0, "b" * 64),
        rules.Link(7, at, "look", 1, UUID(int=5), 1, "b" * 64),
        rules.Link(7, at, "look", 1, UUID(int=5), 0, "c" * 64),
    ]
    hashes = {rules.link_hash("a" * 64, each) for each in [link, *others]} | {rules.link_hash("d" * 64, link)}
    assert len(hashes) == len(others) + 2
