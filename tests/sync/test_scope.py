"""Whose view of a dossier ends hears why, on her own phone, and what she had not sent is not lost by it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from app import jobs
from app.core.access import Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierEvent
from app.identity import staff
from app.mandates import operations as mandates
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, sit_down
from tests.sync.authority import close_account, consent, held, make_helper
from tests.sync.world import Act, Ground, Phone, make_phone, sign_in


@pytest.fixture
def helper(phone: Phone, office: Office) -> Phone:
    """A volunteer on her phone."""
    return make_helper(phone, office)


@pytest.fixture
def desk(client: FlaskClient, office: Office) -> Desk:
    """The clerk at her computer."""
    return sit_down(client.application.test_client(), "clerk")


def filed(helper: Phone, on: Ground, office: Office) -> tuple[Act, UUID]:
    """A dossier she filed for a resident, and the consent it stands on."""
    granted = consent(helper, office)
    mandate_id = UUID(granted.op["payload"]["mandate_id"])
    act = helper.submission(on, mandate_id=str(mandate_id))
    assert [each["status"] for each in helper.push(granted, act)] == ["applied"] * 2
    return act, mandate_id


def scopes(phone: Phone) -> list[tuple[str, str]]:
    """What her phone is told to put away, and why."""
    changes = phone.changes().get_json()["changes"]
    return [(each["id"], each["body"]["reason"]) for each in changes if each["kind"] == "scope"]


def give(desk: Desk, act: Act, to: Any, **changed: Any) -> Any:
    """The clerk gives a dossier into another helper's care."""
    seen = db.session.get_one(Dossier, act.dossier_id, populate_existing=True).version
    body = {"op_id": str(uuid7()), "seen": seen, "helper_id": str(to), "reason": "Chị Thắng nghỉ sinh.", **changed}
    return desk.post(f"/dossiers/{act.dossier_id}/helper", body)


def test_f54_whose_role_ended_hears_of_it_and_her_late_act_waits_for_an_officer(
    helper: Phone, on: Ground, office: Office
) -> None:
    act, _ = filed(helper, on, office)
    assert scopes(helper) == []
    with transaction(writes=True):
        staff.revoke(helper.actor.person_id or uuid4(), office.unit.id, Role.VOLUNTEER)
    assert scopes(helper) == [(str(act.dossier_id), "role_ended")]
    late = helper.act("dossier.withdraw", {"reason": "Ghi nhầm."}, dossier_id=str(act.dossier_id), seen=1)
    assert helper.push(late)[0]["status"] == "quarantined"
    assert held(late) is not None


def test_f54_who_is_the_residents_helper_in_another_role_still_sees_it(
    helper: Phone, on: Ground, office: Office
) -> None:
    filed(helper, on, office)
    with transaction(writes=True):
        staff.grant(helper.actor.person_id or uuid4(), office.unit.id, Role.GROUP_LEAD)
        staff.revoke(helper.actor.person_id or uuid4(), office.unit.id, Role.VOLUNTEER)
    assert scopes(helper) == []


def test_f54_a_consent_that_is_called_back_takes_the_copy_away(helper: Phone, on: Ground, office: Office) -> None:
    act, mandate_id = filed(helper, on, office)
    with transaction(writes=True):
        mandates.revoke_as(mandate_id, helper.actor)
    assert scopes(helper) == [(str(act.dossier_id), "mandate_revoked")]
    assert helper.call("GET", f"/api/dossiers/{act.dossier_id}").status_code == 404


def test_f54_a_helper_sees_what_has_ended_for_ninety_days_and_no_longer(
    clock: HeldClock, helper: Phone, on: Ground, office: Office
) -> None:
    act, _ = filed(helper, on, office)
    with transaction(writes=True):
        db.session.get_one(Dossier, act.dossier_id).closed_at = clock.now
    for days, seen in ((89, []), (2, [(str(act.dossier_id), "closed")])):
        clock.forward(days=days)
        with transaction(writes=True):
            jobs.TASKS["sync.forget_long_closed"].run()
        assert scopes(sign_in(helper, helper.actor.person_id)) == seen


def test_f54_reassigned_it_leaves_one_phone_and_comes_whole_to_the_other(
    helper: Phone, on: Ground, office: Office, client: FlaskClient, desk: Desk
) -> None:
    act, _ = filed(helper, on, office)
    other = make_helper(make_phone(client), office, "Cà Thị Inh")
    assert give(desk, act, other.actor.person_id).status_code == 200
    assert scopes(helper) == [(str(act.dossier_id), "reassigned")]
    (copy,) = [each for each in other.changes().get_json()["changes"] if each["kind"] == "dossier"]
    assert (copy["id"], copy["body"]["my_role"]) == (str(act.dossier_id), "helper")
    event = db.session.query(DossierEvent).filter_by(dossier_id=act.dossier_id, move="reassign").one()
    assert (event.reason, event.data["to"]) == ("Chị Thắng nghỉ sinh.", other.principal)
    # and back again, where the first one returns
    assert give(desk, act, helper.actor.person_id).status_code == 200
    assert scopes(other) == [(str(act.dossier_id), "reassigned")]
    assert "dossier" in {each["kind"] for each in helper.changes().get_json()["changes"]}
    assert scopes(helper) == []


def test_f57_the_dossiers_of_a_closed_account_are_given_to_somebody_else(
    helper: Phone, on: Ground, office: Office, client: FlaskClient, desk: Desk
) -> None:
    act, _ = filed(helper, on, office)
    other = make_helper(make_phone(client), office, "Cà Thị Inh")
    close_account(helper)
    assert give(desk, act, other.actor.person_id).status_code == 200
    assert [each["id"] for each in other.changes().get_json()["changes"] if each["kind"] == "dossier"]


def test_a_dossier_is_given_only_with_a_reason_to_who_may_help_there_and_is_given_once(
    helper: Phone, on: Ground, office: Office, client: FlaskClient, desk: Desk
) -> None:
    act, _ = filed(helper, on, office)
    other = make_helper(make_phone(client), office, "Cà Thị Inh")
    stranger = sign_in(make_phone(client), name="Người lạ")
    silent = give(desk, act, other.actor.person_id, reason=" ")
    assert (silent.status_code, silent.get_json()["errors"][0]["path"]) == (422, "reason")
    wrong = give(desk, act, stranger.actor.person_id)
    assert (wrong.status_code, wrong.get_json()["code"]) == (422, "not_a_helper")
    assert give(desk, act, other.actor.person_id, seen=0).status_code == 409
    same = {"op_id": str(uuid7()), "seen": db.session.get_one(Dossier, act.dossier_id).version}
    assert [give(desk, act, other.actor.person_id, **same).status_code for _ in range(2)] == [200, 200]
    assert db.session.query(DossierEvent).filter_by(dossier_id=act.dossier_id, move="reassign").count() == 1


def test_a_dossier_that_nobody_helps_with_is_given_to_nobody(
    phone: Phone, on: Ground, office: Office, client: FlaskClient, desk: Desk
) -> None:
    act = phone.submission(on)
    phone.push(act)
    other = make_helper(make_phone(client), office, "Cà Thị Inh")
    answer = give(desk, act, other.actor.person_id)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "no_helper")
