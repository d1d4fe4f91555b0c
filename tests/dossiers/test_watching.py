"""C7: due moments are announced once each, in time; silence becomes a task; a nightly check proves owner and date."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.core import ids
from app.core.access import Role
from app.db import db
from app.dossiers import operations, tasks, todo, watching
from app.dossiers.models import Dossier
from app.duties import operations as duties
from app.duties.models import DutyTask
from app.duties.rules import Timing
from app.identity.models import RoleGrant
from app.jobs import TASKS
from tests.conftest import HeldClock
from tests.dossiers.office import MARITAL, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    made.hire("lead", "Lường Xuân Trường", Role.LEADER)
    return made


def act(office: Office, who: str, dossier: Dossier, name: str, reason: str = "", **data: object) -> None:
    operations.move(
        dossier.id, name, op_id=ids.uuid7(), seen=dossier.version, reason=reason, data=data, actor=office.actor(who)
    )


@pytest.fixture
def dossier(office: Office) -> Dossier:
    """Received on Wednesday 25 November, due on Monday 30 at 17:00, with the appraiser."""
    made = make_dossier(office, code=MARITAL)
    act(office, "clerk", made, "receive")
    return made


def open_tasks(dossier: Dossier) -> dict[str, Any]:
    """Kind -> who is asked, of what is not only told."""
    found = db.session.query(DutyTask).filter_by(dossier_id=dossier.id, done_at=None).all()
    return {each.kind: each.person_id for each in found if each.kind not in {"given", "taken"}}


def test_c7_a_working_day_ahead_the_owner_is_reminded_and_an_apology_lies_ready(
    app: Flask, office: Office, dossier: Dossier, clock: HeldClock
) -> None:
    clock.at(2026, 11, 27, 16, 59)
    assert watching.remind() == 0
    clock.at(2026, 11, 30, 7, 0)
    assert watching.remind() == 2
    who = {name: person.id for name, person in office.people.items()}
    assert open_tasks(dossier) == {"remind": who["appraiser"], "apologise": who["approver"]}
    assert watching.remind() == 0, "once"
    [task] = sit_down(app.test_client(), "approver").read("/tasks").get_json()["tasks"]
    assert (task["kind"], task["facts"], task["opens"]) == ("apologise", {"due_on": "2026-12-01"}, True)


def test_four_hours_ahead_the_lead_hears_and_late_is_told_to_both(
    app: Flask, office: Office, dossier: Dossier, clock: HeldClock
) -> None:
    clock.at(2026, 11, 30, 11, 0)
    watching.remind()
    assert open_tasks(dossier)["remind_lead"] == office.people["lead"].id
    clock.at(2026, 11, 30, 17, 1)
    assert watching.remind() == 2
    late = db.session.query(DutyTask).filter_by(kind="overdue", done_at=None).all()
    assert {each.person_id for each in late} == {office.people["appraiser"].id, office.people["lead"].id}
    assert set(open_tasks(dossier)) == {"overdue"}, "what lay ahead is over"
    [shown] = sit_down(app.test_client(), "lead").read("/tasks").get_json()["tasks"]
    assert (shown["owner_name"], shown["opens"], shown["assigns"]) == (None, False, True), "a leader reads no names"


def test_another_day_ends_the_reminders_and_is_announced_anew(
    office: Office, dossier: Dossier, clock: HeldClock
) -> None:
    clock.at(2026, 11, 30, 11, 0)
    watching.remind()
    act(office, "approver", dossier, "extend", reason="Chờ xác minh", due_on="2026-12-04")
    assert open_tasks(dossier) == {}
    clock.at(2026, 12, 4, 7, 0)
    assert watching.remind() == 2


def test_nobody_is_reminded_while_the_clock_stands_still(office: Office, dossier: Dossier, clock: HeldClock) -> None:
    clock.at(2026, 11, 30, 11, 0)
    watching.remind()
    item = {"kind": "answer", "key": _an_answer(dossier), "reason": "Khác với căn cước"}
    act(office, "appraiser", dossier, "ask_supplement", items=[item], respond_by="2026-12-10")
    assert dossier.due_at is None
    assert open_tasks(dossier) == {}
    clock.at(2026, 12, 9, 9, 0)
    assert watching.remind() == 0
    assert watching.check([dossier.id]).quiet == 0, "the owner still has time"
    clock.at(2026, 12, 14, 9, 0)
    assert watching.check([dossier.id]).quiet == 1
    assert open_tasks(dossier) == {"quiet": office.people["appraiser"].id}


def _an_answer(dossier: Dossier) -> str:
    """The path of some question of its form."""
    from app.dossiers import supplements

    return next(iter(supplements.question_labels(dossier)))


def test_the_reminder_of_an_owner_who_is_no_more_the_owner_is_over(
    app: Flask, office: Office, dossier: Dossier, clock: HeldClock
) -> None:
    clock.at(2026, 11, 30, 7, 0)
    watching.remind()
    son = office.hire("son", "Bùi Văn Sơn", Role.APPRAISER)
    operations.hand(
        dossier.id,
        op_id=ids.uuid7(),
        seen=dossier.version,
        act="give",
        to=son.person_id,
        reason="",
        actor=office.actor("approver"),
    )
    assert set(open_tasks(dossier)) == {"apologise"}


def test_a_unit_says_when_it_reminds_from_a_day_on(
    app: Flask, office: Office, dossier: Dossier, clock: HeldClock
) -> None:
    desk = sit_down(app.test_client(), "lead")
    body = {"unit_id": str(office.unit.id), "valid_from": "2026-11-27"}
    told = desk.post("/duties/timing", {**body, "remind_hours": 14, "lead_hours": 7, "quiet_hours": 8})
    assert told.get_json()["units"][0]["timing"]["remind_hours"] == 8, "not yet"
    clock.at(2026, 11, 27, 9, 0)
    watching.remind()
    assert set(open_tasks(dossier)) == {"remind", "apologise"}
    clock.at(2026, 11, 30, 8, 0)
    watching.remind()
    assert set(open_tasks(dossier)) == {"remind", "apologise", "remind_lead"}
    desk = sit_down(app.test_client(), "lead")
    wrong = desk.post("/duties/timing", {**body, "remind_hours": 0, "lead_hours": 1, "quiet_hours": 1})
    assert wrong.status_code == 422


def test_three_working_days_of_silence_become_a_task_that_ends_with_the_next_act(
    office: Office, dossier: Dossier, clock: HeldClock
) -> None:
    clock.at(2026, 11, 30, 8, 59)
    assert watching.check([dossier.id]).quiet == 0
    clock.at(2026, 11, 30, 9, 0)
    assert watching.check([dossier.id]).quiet == 1
    assert watching.check([dossier.id]).quiet == 0
    assert open_tasks(dossier) == {"quiet": office.people["appraiser"].id}
    act(office, "appraiser", dossier, "take_up")
    assert open_tasks(dossier) == {}
    clock.at(2026, 12, 3, 9, 0)
    assert watching.check([dossier.id]).quiet == 1, "the next silence is another one"


def test_the_word_that_it_is_late_breaks_no_silence(dossier: Dossier, clock: HeldClock) -> None:
    from app.dossiers import lateness

    clock.at(2026, 12, 1, 9, 0)
    lateness.tell_overdue()
    assert watching.check([dossier.id]).quiet == 1


def test_the_check_mends_what_lies_with_somebody_who_is_gone(office: Office, dossier: Dossier) -> None:
    son = office.hire("son", "Bùi Văn Sơn", Role.APPRAISER)
    db.session.query(RoleGrant).filter_by(person_id=office.people["appraiser"].id).delete()
    found = watching.check([dossier.id])
    assert (found.checked, found.owners, found.without_owner) == (1, 1, [])
    assert dossier.holder_id == son.person_id


def test_the_check_reckons_a_due_moment_that_is_missing(dossier: Dossier) -> None:
    due, dossier.due_at = dossier.due_at, None
    assert not todo.is_dated(dossier)
    assert watching.check([dossier.id]).dates == 1
    assert dossier.due_at == due


def test_tasks_of_somebody_who_has_left_go_to_who_is_there(office: Office, dossier: Dossier, clock: HeldClock) -> None:
    clock.at(2026, 11, 30, 11, 0)
    watching.remind()
    db.session.query(RoleGrant).filter_by(person_id=office.people["lead"].id).delete()
    assert watching.check([dossier.id]).moved == 1
    assert open_tasks(dossier)["remind_lead"] == office.people["approver"].id


def test_the_command_prints_and_says_by_its_status_whether_all_is_well(
    app: Flask, office: Office, dossier: Dossier
) -> None:
    make_dossier(office)
    db.session.commit()
    done = FlaskCliRunner(app).invoke(args=["dossiers", "check"])
    assert (done.exit_code, done.output.splitlines()[:2]) == (0, ["2 open dossiers", "1 got an owner, 0 a due moment"])
    db.session.query(RoleGrant).filter_by(person_id=office.people["appraiser"].id).delete()
    db.session.commit()
    done = FlaskCliRunner(app).invoke(args=["dossiers", "check"])
    assert (done.exit_code, f"without an owner: {dossier.official_number}" in done.output) == (1, True)


def test_the_check_runs_at_night(office: Office, dossier: Dossier, clock: HeldClock) -> None:
    clock.at(2026, 12, 4, 9, 0)
    TASKS["dossiers.nightly_check"].run()
    assert open_tasks(dossier) == {}
    clock.at(2026, 12, 5, 2, 10)
    TASKS["dossiers.nightly_check"].run()
    assert "quiet" in open_tasks(dossier)
    assert tasks.check_all().quiet == 0


def test_a_task_is_done_by_whom_it_is_for(app: Flask, office: Office, dossier: Dossier, clock: HeldClock) -> None:
    clock.at(2026, 11, 30, 11, 0)
    watching.remind()
    mine = db.session.query(DutyTask).filter_by(kind="remind").one()
    assert sit_down(app.test_client(), "lead").post(f"/tasks/{mine.id}/done", {}).status_code == 404
    desk = sit_down(app.test_client(), "appraiser")
    assert desk.read("/tasks/count").get_json() == {"tasks": 1, "news": 1}
    assert desk.post(f"/tasks/{mine.id}/done", {"note": "Chiều nay xong"}).get_json() == {"tasks": 0, "news": 1}
    assert (mine.done_by, mine.note) == ("Lê Văn Tùng", "Chiều nay xong")
    assert watching.remind() == 0, "and is not asked again"


def test_the_times_of_a_unit_are_its_own(office: Office, dossier: Dossier, clock: HeldClock) -> None:
    there = make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    duties.set_timing(office.actor("lead"), there.unit.id, Timing(40, 20, 8), clock.now.date())
    watching.remind()
    assert open_tasks(dossier) == {}
