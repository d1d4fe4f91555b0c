"""D4: who leaves or is away leaves nothing behind: what lies open is shown, handed over, and comes back untouched."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.core import errors, ids
from app.core.access import Role
from app.db import db
from app.dossiers import handing, operations, watching
from app.dossiers.models import Dossier, DossierEvent
from app.duties import queries as duties
from app.duties.models import Absence, DutyTask
from app.duties.operations import ask
from app.identity import queries as people
from app.identity import staff
from tests.conftest import HeldClock
from tests.dossiers.office import MARITAL, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


def received(office: Office, count: int) -> list[Dossier]:
    """So many dossiers that lie with the one appraiser."""
    found = []
    for _ in range(count):
        dossier = make_dossier(office, code=MARITAL)
        operations.move(
            dossier.id, "receive", op_id=ids.uuid7(), seen=1, reason="", data={}, actor=office.actor("clerk")
        )
        assert dossier.holder_id == office.people["appraiser"].id
        found.append(dossier)
    return found


def run(app: Flask, *words: str, ok: bool = True, typed: str | None = None) -> str:
    db.session.commit()
    outcome = FlaskCliRunner(app).invoke(args=list(words), input=typed)
    assert (outcome.exit_code == 0) is ok, outcome.output
    return outcome.output


def owners(dossiers: list[Dossier]) -> list[str | None]:
    return [db.session.get_one(Dossier, each.id, populate_existing=True).holder_name for each in dossiers]


def test_d4_a_clerk_with_twelve_dossiers_leaves_and_every_one_has_an_owner(app: Flask, office: Office) -> None:
    dossiers = received(office, 12)
    for name in ("Bùi Văn Sơn", "Trịnh Thị Mai"):
        office.hire(name.split()[0], name, Role.APPRAISER)
    session = sit_down(app.test_client(), "appraiser")
    shown = run(app, "staff", "deactivate", "appraiser", typed="n\n", ok=False)
    assert shown.count("H17.50.2-261125-") == 12
    assert set(owners(dossiers)) == {"Lê Văn Tùng"}, "only shown"
    assert session.read("/inbox").status_code == 200
    run(app, "staff", "deactivate", "appraiser", typed="y\n")
    assert sorted(map(owners(dossiers).count, ("Bùi Văn Sơn", "Trịnh Thị Mai"))) == [6, 6]
    assert session.read("/inbox").status_code == 401
    events = db.session.query(DossierEvent).filter_by(dossier_id=dossiers[0].id).order_by(DossierEvent.version).all()
    assert [each.move for each in events] == ["submit", "receive", "assign"]
    assert events[-1].data["in_hand"]["why"] == "leaver"


def test_a_role_does_not_end_while_a_dossier_would_be_left(app: Flask, office: Office) -> None:
    dossiers = received(office, 2)
    said = run(app, "staff", "deactivate", "appraiser", "--yes", ok=False)
    assert "2 dossiers have nobody" in said
    person = office.people["appraiser"]
    assert people.grants_of(person.id)
    assert people.account_of(person.id).active  # type: ignore[union-attr]  # it is there
    with pytest.raises(errors.Conflict), db.session.begin_nested():
        staff.revoke(person.id, office.unit.id, Role.APPRAISER)
    assert owners(dossiers) == ["Lê Văn Tùng"] * 2


def test_a_named_person_takes_what_she_may_and_the_rules_the_rest(app: Flask, office: Office) -> None:
    appraising = received(office, 1)
    office.hire("son", "Bùi Văn Sơn", Role.APPRAISER)
    office.hire("mai", "Trịnh Thị Mai", Role.APPRAISER)
    run(app, "staff", "revoke", "appraiser", "--unit", office.unit.slug, "--role", "appraiser", "--to", "mai", "--yes")
    assert owners(appraising) == ["Trịnh Thị Mai"]
    run(app, "staff", "deactivate", "mai", "--to", "clerk", "--yes")
    assert owners(appraising) == ["Bùi Văn Sơn"], "a clerk may not appraise"


def test_who_keeps_another_role_for_the_step_keeps_the_dossiers(office: Office) -> None:
    dossiers = received(office, 1)
    staff.grant(office.people["appraiser"].id, office.unit.id, Role.CLERK)
    assert staff.revoke(office.people["appraiser"].id, office.unit.id, Role.CLERK) == []
    assert owners(dossiers) == ["Lê Văn Tùng"]


def test_the_screen_shows_what_would_go_where_and_then_does_exactly_that(app: Flask, office: Office) -> None:
    dossiers = received(office, 3)
    office.hire("admin", "Nguyễn Hữu Trí", Role.ADMIN)
    desk = sit_down(app.test_client(), "admin")
    person = office.people["appraiser"].id
    path = f"/duties/units/{office.unit.id}/people/{person}/work"
    before = desk.read(path).get_json()
    assert (before["person"], len(before["dossiers"]), before["left"]) == ("Lê Văn Tùng", 3, 3)
    body = {"hand_over": True, "reason": "Chuyển công tác"}
    close = f"/admin/accounts/{person}/close"
    refused = desk.post(close, body)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "dossiers_left")
    assert "3 hồ sơ" in refused.get_json()["say"]["vi"]
    office.hire("son", "Bùi Văn Sơn", Role.APPRAISER)
    office.hire("mai", "Trịnh Thị Mai", Role.APPRAISER)
    shown = {each["dossier_id"]: each["to"] for each in desk.read(path).get_json()["dossiers"]}
    closed = desk.post(close, body).get_json()
    assert closed["history"][0]["after"] == {"reason": "Chuyển công tác", "handed": 3}
    assert owners(dossiers) == [shown[str(each.id)] for each in dossiers]
    assert not people.grants_of(person)
    event = db.session.get_one(DossierEvent, (dossiers[0].id, dossiers[0].version))
    assert (event.reason, event.actor_name) == ("Chuyển công tác", "Nguyễn Hữu Trí")
    assert desk.post(close, body).get_json()["code"] == "account_is_closed"
    own = desk.post(f"/admin/accounts/{office.people['admin'].id}/close", body)
    assert own.get_json()["code"] == "not_your_own_account"


def test_nobody_closes_the_account_of_somebody_who_works_elsewhere_too(app: Flask, office: Office) -> None:
    there = make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    staff.grant(office.people["appraiser"].id, there.unit.id, Role.CLERK)
    office.hire("admin", "Nguyễn Hữu Trí", Role.ADMIN)
    desk = sit_down(app.test_client(), "admin")
    body = {"hand_over": True, "reason": "Chuyển công tác"}
    refused = desk.post(f"/admin/accounts/{office.people['appraiser'].id}/close", body)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "account_of_several_units")
    stranger = there.people["clerk"].id
    assert desk.read(f"/duties/units/{there.unit.id}/people/{stranger}/work").status_code == 404


def test_a_task_keeps_an_account_open_too_and_goes_to_whoever_leads(app: Flask, office: Office) -> None:
    [dossier] = received(office, 1)
    office.hire("admin", "Nguyễn Hữu Trí", Role.ADMIN)
    office.hire("lead", "Lường Xuân Trường", Role.LEADER)
    office.hire("lead2", "Vi Thị Sao", Role.LEADER)
    leaver, stays = office.people["lead"].id, office.people["lead2"].id
    for kind, key in (("quiet", "one"), ("taken", "two")):
        ask(kind, key, unit_id=office.unit.id, dossier_id=dossier.id, person_id=leaver, version=dossier.version)
    desk = sit_down(app.test_client(), "admin")
    refused = desk.post(f"/admin/accounts/{leaver}/close", {"reason": "Nghỉ hưu"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "account_holds_work")
    assert (refused.get_json()["dossiers"], refused.get_json()["tasks"]) == (0, 1)
    done = desk.post(f"/admin/accounts/{leaver}/close", {"reason": "Nghỉ hưu", "hand_over": True})
    assert done.status_code == 200, done.text
    rows = {row.kind: row for row in db.session.query(DutyTask).filter(DutyTask.kind.in_(["quiet", "taken"]))}
    assert (rows["quiet"].person_id, rows["quiet"].done_at) == (stays, None)
    assert rows["taken"].done_at is not None, "what she was only told waits for nobody"


def test_an_absence_hands_over_for_its_time_and_what_nobody_touched_comes_back(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    kept, touched = received(office, 2)
    office.hire("lead", "Lường Xuân Trường", Role.LEADER)
    office.hire("son", "Bùi Văn Sơn", Role.APPRAISER)
    desk = sit_down(app.test_client(), "lead")
    body = {
        "unit_id": str(office.unit.id),
        "person_id": str(office.people["appraiser"].id),
        "since": "2026-11-26",
        "until": "2026-11-27",
        "reason": "Nghỉ phép",
    }
    assert desk.post("/duties/absences", {**body, "until": "2026-11-25"}).get_json()["code"] == "ends_first"
    assert desk.post("/duties/absences", body).get_json()["handed"] == 0
    assert owners([kept, touched]) == ["Lê Văn Tùng"] * 2, "not before the day"
    clock.at(2026, 11, 26, 8, 0)
    assert handing.keep_absences() == (2, 0)
    assert owners([kept, touched]) == ["Bùi Văn Sơn"] * 2
    fresh = make_dossier(office, code=MARITAL)
    operations.move(fresh.id, "receive", op_id=ids.uuid7(), seen=1, reason="", data={}, actor=office.actor("clerk"))
    assert fresh.holder_name == "Bùi Văn Sơn"
    son = office.actor("son")
    operations.move(touched.id, "take_up", op_id=ids.uuid7(), seen=touched.version, reason="", data={}, actor=son)
    clock.at(2026, 11, 30, 7, 30)
    assert handing.keep_absences() == (0, 1)
    assert owners([kept, touched, fresh]) == ["Lê Văn Tùng", "Bùi Văn Sơn", "Bùi Văn Sơn"]
    assert handing.keep_absences() == (0, 0)


def test_who_is_back_early_has_hers_again(app: Flask, office: Office) -> None:
    [dossier] = received(office, 1)
    office.hire("lead", "Lường Xuân Trường", Role.LEADER)
    office.hire("son", "Bùi Văn Sơn", Role.APPRAISER)
    desk = sit_down(app.test_client(), "lead")
    body = {"unit_id": str(office.unit.id), "person_id": str(office.people["appraiser"].id)}
    made = desk.post("/duties/absences", {**body, "since": "2026-11-25", "until": "2026-11-30"}).get_json()
    assert made["handed"] == 1
    assert duties.away([office.people["appraiser"].id]) == {office.people["appraiser"].id: date(2026, 11, 30)}
    assert desk.post(f"/duties/absences/{made['absence_id']}/end", {}).get_json() == {"count": 1}
    assert owners([dossier]) == ["Lê Văn Tùng"]
    assert duties.away([office.people["appraiser"].id]) == {}
    assert desk.post(f"/duties/absences/{ids.uuid7()}/end", {}).status_code == 404


def test_what_nobody_else_may_have_stays_and_the_lead_is_asked(office: Office) -> None:
    [dossier] = received(office, 1)
    office.hire("lead", "Lường Xuân Trường", Role.LEADER)
    absence = Absence(
        id=ids.uuid7(),
        person_id=office.people["appraiser"].id,
        since=date(2026, 11, 25),
        until=date(2026, 11, 26),
        reason="",
        handed=[],
        made_by="",
        made_at=dossier.submitted_at,
    )
    db.session.add(absence)
    db.session.flush()
    assert handing.begin(absence) == 0
    task = db.session.query(DutyTask).filter_by(kind="no_owner").one()
    assert (task.person_id, task.dossier_id) == (office.people["lead"].id, dossier.id)
    assert watching.check([dossier.id]).without_owner == [dossier.official_number]
