"""Codes of an app besides the password: asked of who approves, signs or administers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError

from app.core import ids
from app.core.access import Role
from app.db import db
from app.identity import factor
from app.identity.models import FactorEvent, RecoveryCode, SecondFactor, Session
from tests.conftest import HeldClock
from tests.dossiers.office import PASSWORD, Office, make_dossier, make_office, sit_down
from tests.trust.seats import Seat, back, seat


def test_who_approves_signs_or_administers_is_asked_and_a_clerk_is_not(app: Flask, office: Office) -> None:
    for who, second in {"clerk": "", "appraiser": "", "approver": "enrol", "seal": "enrol", "admin": "enrol"}.items():
        assert seat(app, who).me()["second"] == second, who


def test_until_the_second_step_a_password_alone_opens_no_room(app: Flask, office: Office) -> None:
    approver = seat(app, "approver")
    assert (approver.me()["permissions"], approver.me()["roles"]) == (["person", "principal", "public"], [])
    assert approver.read("/inbox").status_code == 403
    approver.enrol()
    assert approver.me()["second"] == ""
    assert approver.read("/inbox").status_code == 200


def test_a_volunteer_who_also_approves_helps_on_her_phone_and_does_not_approve_there(
    app: Flask, office: Office
) -> None:
    office.hire("both", "Vi Thị Cả", Role.APPROVER, Role.VOLUNTEER)
    body = {"username": "both", "password": PASSWORD, "where": "phone"}
    told = app.test_client().post("/api/sign-in/password", json=body).get_json()["me"]
    assert [role["role"] for role in told["roles"]] == ["volunteer"]
    assert told["second"] == "enrol"


def test_the_next_sign_in_asks_for_a_code(app: Flask, office: Office, clock: HeldClock) -> None:
    first = seat(app, "approver")
    first.enrol()
    again = back(app, first, "approver")
    assert again.me()["second"] == "ask"
    assert again.read("/inbox").status_code == 403
    clock.forward(seconds=30)
    assert again.prove(again.code()).status_code == 204
    assert again.read("/inbox").status_code == 200


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 204), (0, 204), (1, 204), (2, 422)])
def test_a_code_is_good_one_step_either_way(
    app: Flask, office: Office, clock: HeldClock, steps: int, status: int
) -> None:
    first = seat(app, "approver")
    first.enrol()
    clock.forward(minutes=5)
    answer = first.prove(first.code(steps))
    assert answer.status_code == status
    if status == 422:
        assert "Máy chủ đang là 09:05:00" in answer.get_json()["say"]["vi"]


def test_a_code_works_once_also_for_another_session_and_none_before_it_does(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    first = seat(app, "approver")
    first.enrol()
    other = back(app, first, "approver")
    assert other.prove(other.code()).get_json()["code"] == "factor_used", "the one that confirmed the app"
    clock.forward(seconds=60)
    code = other.code()
    assert other.prove(code).status_code == 204
    assert first.prove(code).get_json()["code"] == "factor_used"
    assert first.prove(first.code(-1)).get_json()["code"] == "factor_used"


def test_a_first_code_of_a_phone_whose_clock_is_wrong_says_by_how_much(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    approver = seat(app, "approver")
    approver.secret = approver.call("/second-factor/enrolment").get_json()["secret"]
    late = approver.call("/second-factor/confirmation", {"code": approver.code(-8)}).get_json()
    assert late["code"] == "factor_slow"
    assert "chậm khoảng 4 phút" in late["say"]["vi"]
    early = approver.call("/second-factor/confirmation", {"code": approver.code(6)}).get_json()
    assert "nhanh khoảng 3 phút" in early["say"]["vi"]
    assert approver.me()["second"] == "enrol"


def test_tries_are_counted_before_they_are_looked_at_and_a_right_one_forgives(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    first = seat(app, "approver")
    first.enrol()
    clock.forward(minutes=1)
    wrong = "000000" if first.code() != "000000" else "000001"
    answers = [first.prove(wrong).status_code for _ in range(5)]
    assert answers == [422] * 5
    waits = first.prove(first.code())
    assert waits.status_code == 429, "also a right one has to wait"
    assert waits.get_json()["retry_after"] >= 30
    clock.forward(minutes=31)
    assert first.prove(first.code()).status_code == 204
    clock.forward(seconds=30)
    assert first.prove(first.code()).status_code == 204


def test_ten_codes_on_paper_are_good_once_each_and_kept_as_hashes(app: Flask, office: Office) -> None:
    first = seat(app, "approver")
    papers = first.enrol()
    assert len(set(papers)) == 10
    kept = {row.code_hash for row in db.session.query(RecoveryCode)}
    assert not any(code in kept or code.replace("-", "") in kept for code in papers)
    other = back(app, first, "approver")
    assert other.prove(papers[3].upper()).status_code == 204
    assert other.client.get("/api/second-factor").get_json()["codes_left"] == 9
    assert other.prove(papers[3]).get_json()["code"] == "factor_wrong"
    renewed = other.call("/second-factor/codes").get_json()["codes"]
    assert other.prove(papers[4]).get_json()["code"] == "factor_wrong"
    assert other.prove(renewed[4]).status_code == 204


def test_the_secret_lies_sealed_and_opens_for_its_own_person_only(app: Flask, office: Office) -> None:
    first, second = seat(app, "approver"), seat(app, "seal")
    first.enrol()
    second.enrol()
    mine = db.session.get_one(SecondFactor, office.people["approver"].id)
    hers = db.session.get_one(SecondFactor, office.people["seal"].id)
    assert first.secret not in str(mine.sealed)
    mine.sealed = hers.sealed
    db.session.flush()
    assert first.prove(second.code(1)).status_code == 500, "one row put in the place of another"


def carried_to(app: Flask, office: Office, state: str) -> Any:
    sent = make_dossier(office)
    assert sit_down(app.test_client(), "clerk").move(sent.id, "receive").status_code == 200
    appraiser = sit_down(app.test_client(), "appraiser")
    assert appraiser.move(sent.id, "take_up").status_code == 200
    version = appraiser.dossier(sent.id)["dossier"]["version"]
    form = {"op_id": str(ids.uuid7()), "seen": str(version), "title": "Trích lục", "body": "Một dòng"}
    assert appraiser.send_form(f"/dossiers/{sent.id}/results", form).status_code == 200
    data = {"opinion": "Đủ", "outcome": "granted"}
    done = appraiser.move(sent.id, "propose", data=data)
    assert done.status_code == 200, done.text
    return sent.id


def test_approving_asks_for_a_fresh_proof_and_then_takes_the_very_same_act(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    dossier_id = carried_to(app, office, "approving")
    approver = seat(app, "approver")
    approver.enrol()
    clock.forward(minutes=15)
    op_id, seen = ids.uuid7(), approver.dossier(dossier_id)["dossier"]["version"]
    refused = approver.move(dossier_id, "decide", op_id=op_id, seen=seen)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "proof_needed")
    assert approver.dossier(dossier_id)["dossier"]["state"] == "approving"
    assert approver.prove(approver.code()).status_code == 204
    assert approver.move(dossier_id, "decide", op_id=op_id, seen=seen).status_code == 200
    clock.forward(minutes=15)
    assert approver.move(dossier_id, "decide", op_id=op_id, seen=seen).status_code == 200, "a repeat is no new act"


def test_signing_and_the_draft_that_is_signed_ask_as_well(app: Flask, office: Office, clock: HeldClock) -> None:
    dossier_id = carried_to(app, office, "approving")
    approver = seat(app, "approver")
    approver.enrol()
    assert approver.move(dossier_id, "decide").status_code == 200
    seal = seat(app, "seal")
    seal.enrol()
    clock.forward(minutes=20)
    version = seal.dossier(dossier_id)["dossier"]["version"]
    form = {"op_id": str(ids.uuid7()), "seen": str(version), "title": "Trích lục", "body": "Hai dòng"}
    assert seal.send_form(f"/dossiers/{dossier_id}/results", form).get_json()["code"] == "proof_needed"
    assert seal.move(dossier_id, "sign").get_json()["code"] == "proof_needed"
    assert seal.prove(seal.code()).status_code == 204
    assert seal.move(dossier_id, "sign").status_code == 200


def test_a_lost_app_is_taken_away_by_another_administrator_on_record(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    approver, admin = seat(app, "approver"), seat(app, "admin")
    approver.enrol()
    admin.enrol()
    who, path = office.people["approver"].id, "/staff/{}/second-factor/reset"
    assert admin.call(path.format(who), {"reason": " "}).status_code == 422
    own = admin.call(path.format(office.people["admin"].id), {"reason": "Mất máy"})
    assert own.get_json()["code"] == "factor_own_reset"
    clock.forward(minutes=16)
    assert admin.call(path.format(who), {"reason": "Mất máy"}).get_json()["code"] == "proof_needed"
    assert admin.prove(admin.code()).status_code == 204
    assert admin.call(path.format(who), {"reason": "Mất máy, đã gặp mặt"}).status_code == 204
    assert approver.client.get("/api/me").get_json()["code"] == "session_ended"
    again = seat(app, "approver")
    assert again.me()["second"] == "enrol"
    [line] = [each for each in _staff(admin) if each["name"] == "Phạm Thị Hạnh"]
    assert (line["reset_by"], line["reset_reason"]) == ("Nguyễn Hữu Trí", "Mất máy, đã gặp mặt")
    assert (line["enrolled_at"], line["asked"]) == (None, True)
    said = [(each.what, each.by_name) for each in factor.events(who)]
    assert said == [("reset", "Nguyễn Hữu Trí"), ("enrolled", "Phạm Thị Hạnh")]


def _staff(admin: Seat) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin.client.get("/api/staff/second-factors").get_json()["people"]
    return found


def test_an_administrator_neither_sees_nor_resets_staff_of_another_commune(app: Flask, office: Office) -> None:
    other = make_office(name="Xã Bên", e_identifier="H17.50.3", prefix="other-")
    there = seat(app, "other-approver")
    there.enrol()
    admin = seat(app, "admin")
    admin.enrol()
    assert {each["unit_name"] for each in _staff(admin)} == {"Xã Mộc Giang"}
    path = f"/staff/{other.people['approver'].id}/second-factor/reset"
    assert admin.call(path, {"reason": "Thử"}).status_code == 404
    assert there.me()["second"] == ""


def test_what_became_of_a_second_factor_is_never_changed(app: Flask, office: Office) -> None:
    seat(app, "approver").enrol()
    row = db.session.query(FactorEvent).first()
    assert row is not None
    row.reason = "khác"
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.flush()
    db.session.expire_all()


def test_who_has_set_one_up_replaces_it_only_by_a_fresh_proof(app: Flask, office: Office, clock: HeldClock) -> None:
    first = seat(app, "approver")
    first.enrol()
    other = back(app, first, "approver")
    assert other.call("/second-factor/enrolment").get_json()["code"] == "proof_needed", "a stolen password"
    assert other.call("/second-factor/codes").get_json()["code"] == "proof_needed"
    clock.forward(minutes=1)
    assert other.prove(other.code()).status_code == 204
    old = other.secret
    other.enrol()
    assert other.secret != old


def test_whoever_sets_one_up_freely_is_asked_for_it_where_the_office_does_not(app: Flask, office: Office) -> None:
    clerk = seat(app, "clerk")
    clerk.enrol()
    assert back(app, clerk, "clerk").me()["second"] == "ask"


def test_the_command_helps_the_only_administrator(app: Flask, office: Office) -> None:
    admin = seat(app, "admin")
    admin.enrol()
    done = app.test_cli_runner().invoke(args=["factor", "reset", "admin", "--reason", "Mất máy"])
    assert done.exit_code == 0, done.output
    assert seat(app, "admin").me()["second"] == "enrol"
    assert app.test_cli_runner().invoke(args=["factor", "reset", "clerk", "--reason", "x"]).exit_code == 1


def test_the_sign_in_page_is_told_whether_a_second_step_is_asked(client: FlaskClient) -> None:
    assert client.get("/api/sign-in/ways").get_json() == {"second_factor": False, "provider": None}


def test_nothing_of_this_stands_in_a_log_or_an_answer(app: Flask, office: Office) -> None:
    approver = seat(app, "approver")
    approver.enrol()
    told = json.dumps(approver.client.get("/api/second-factor").get_json())
    assert approver.secret not in told
    assert not any(code in told for code in approver.papers)
    assert db.session.query(Session).filter(Session.proven_at.is_not(None)).count() == 1
    assert Path(app.config["CUA_LANG"].office_keys_dir).is_dir()
