"""D4 and the room of accounts: roles, passwords shown once, closing, and everything on record."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.admin.models import AdminRecord
from app.core.access import Role
from app.db import db
from app.identity import queries, staff
from app.identity.models import AccessRecord
from tests.conftest import HeldClock
from tests.dossiers.office import MARITAL, PASSWORD, Desk, Office, make_dossier, make_office, sit_down

WHY = {"reason": "Nghỉ việc từ hôm nay"}


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    made.hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
    return made


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "chief")


def listed(desk: Desk, **query: Any) -> dict[str, dict[str, Any]]:
    answer = desk.read("/admin/accounts", **query)
    assert answer.status_code == 200, answer.text
    return {each["username"]: each for each in answer.get_json()["accounts"]}


def at(office: Office, who: str) -> str:
    return f"/admin/accounts/{office.people[who].id}"


def test_the_list_says_who_works_here_as_what_and_when_last(app: Flask, office: Office, admin: Desk) -> None:
    make_office(name="Xã Hòa Bắc", e_identifier="H17.50.9", prefix="x-")
    sit_down(app.test_client(), "clerk").read("/inbox")
    found = listed(admin)
    assert set(found) == {"clerk", "appraiser", "approver", "seal", "chief"}
    assert found["clerk"]["sessions"] == 1
    assert found["clerk"]["last_used"] is not None
    assert found["appraiser"]["last_used"] is None
    assert [role["role"] for role in found["clerk"]["roles"]] == ["clerk"]
    assert set(listed(admin, q="anh")) >= {"clerk"}, "found without diacritics"
    assert set(listed(admin, q="không ai")) == set()


def test_a_new_colleague_gets_a_password_once_and_signs_in_with_it(app: Flask, office: Office, admin: Desk) -> None:
    body = {"name": "Lò Thị Mới", "username": "thi.moi", "unit_id": str(office.unit.id), "role": "clerk"}
    answer = admin.post("/admin/accounts", {**body, "phone": "0912 345 678"})
    assert answer.status_code == 200, answer.text
    password = answer.get_json()["password"]
    assert answer.get_json()["account"]["phone"] == "0912345678"
    wanted = {"username": "thi.moi", "password": password, "where": "desk"}
    assert app.test_client().post("/api/sign-in/password", json=wanted).status_code == 201
    again = admin.post("/admin/accounts", body)
    assert (again.status_code, again.get_json()["code"]) == (409, "username_taken")
    kept = db.session.query(AdminRecord).one()
    assert (kept.what, kept.by, kept.after["role"]) == ("added", "Nguyễn Hữu Trí", "clerk")
    assert password not in str(kept.after)


def test_roles_are_given_and_ended_and_the_record_says_so(app: Flask, office: Office, admin: Desk) -> None:
    role = {"unit_id": str(office.unit.id), "role": "appraiser"}
    given = admin.post(f"{at(office, 'clerk')}/roles", role).get_json()
    assert [each["role"] for each in given["account"]["roles"] if each["valid_to"] is None] == ["appraiser", "clerk"]
    ended = admin.post(f"{at(office, 'clerk')}/roles/end", role).get_json()
    assert [each["role"] for each in ended["account"]["roles"] if each["valid_to"] is None] == ["clerk"]
    assert [each["what"] for each in ended["history"]] == ["revoked", "granted"]
    assert queries.grants_of(office.people["clerk"].id) == {next(iter(office.actor("clerk").grants))}


def test_a_new_password_and_signing_out_end_every_session(app: Flask, office: Office, admin: Desk) -> None:
    clerk = sit_down(app.test_client(), "clerk")
    answer = admin.post(f"{at(office, 'clerk')}/password", {})
    assert answer.status_code == 200, answer.text
    assert clerk.read("/inbox").status_code == 401
    old = {"username": "clerk", "password": PASSWORD, "where": "desk"}
    assert app.test_client().post("/api/sign-in/password", json=old).status_code == 401
    client = app.test_client()
    fresh = {**old, "password": answer.get_json()["password"]}
    assert client.post("/api/sign-in/password", json=fresh).status_code == 201
    assert admin.post(f"{at(office, 'clerk')}/sign-out", {}).status_code == 200
    assert client.get("/api/desk/inbox").status_code == 401


def test_d4_an_account_closes_only_when_nothing_is_left_in_its_hands(app: Flask, office: Office, admin: Desk) -> None:
    dossier = make_dossier(office, code=MARITAL)
    assert sit_down(app.test_client(), "clerk").move(dossier.id, "receive").status_code == 200
    appraiser = sit_down(app.test_client(), "appraiser")
    assert appraiser.move(dossier.id, "take_up").status_code == 200
    assert listed(admin)["appraiser"]["dossiers"] == 1
    refused = admin.post(f"{at(office, 'appraiser')}/close", WHY)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "account_holds_work")
    assert "1 hồ sơ" in refused.get_json()["say"]["vi"]
    assert appraiser.read("/inbox").status_code == 200

    clerk = sit_down(app.test_client(), "clerk")
    closed = admin.post(f"{at(office, 'clerk')}/close", WHY)
    assert closed.status_code == 200, closed.text
    assert not closed.get_json()["account"]["active"]
    assert clerk.read("/inbox").status_code == 401
    assert "clerk" not in listed(admin)
    assert set(listed(admin, closed=True)) == {"clerk"}
    assert closed.get_json()["history"][0]["after"] == WHY
    late = admin.post(f"{at(office, 'clerk')}/roles", {"unit_id": str(office.unit.id), "role": "clerk"})
    assert (late.status_code, late.get_json()["code"]) == (409, "account_is_closed")


def test_a_name_and_a_number_are_changed_and_what_was_before_stays_on_record(office: Office, admin: Desk) -> None:
    def patch(phone: str) -> Any:
        body = {"name": "Đinh Ngọc Ánh", "phone": phone}
        return admin.client.patch(f"/api/desk{at(office, 'clerk')}", json=body, headers={"X-CSRF-Token": admin.csrf})

    assert patch("12").get_json()["errors"][0]["code"] == "bad_phone_number"
    changed = patch("0905 111 222").get_json()
    assert changed["account"]["phone"] == "0905111222"
    assert changed["history"][0]["before"]["name"] == "Đinh Thị Ngọc Ánh"


def test_nobody_locks_herself_out(office: Office, admin: Desk) -> None:
    own = {"unit_id": str(office.unit.id), "role": "admin"}
    assert admin.post(f"{at(office, 'chief')}/roles/end", own).get_json()["code"] == "not_your_own_role"
    assert admin.post(f"{at(office, 'chief')}/close", WHY).get_json()["code"] == "not_your_own_account"


def test_another_units_people_are_not_there_and_shared_ones_not_to_be_closed(office: Office, admin: Desk) -> None:
    other = make_office(name="Xã Hòa Bắc", e_identifier="H17.50.9", prefix="x-")
    there = f"/admin/accounts/{other.people['clerk'].id}"
    assert admin.read(there).status_code == 404
    assert admin.post(f"{there}/password", {}).status_code == 404
    staff.grant(office.people["clerk"].id, other.unit.id, Role.CLERK)
    refused = admin.post(f"{at(office, 'clerk')}/password", {})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "account_of_several_units")
    foreign = admin.post(f"{at(office, 'clerk')}/roles", {"unit_id": str(other.unit.id), "role": "admin"})
    assert (foreign.status_code, foreign.get_json()["code"]) == (404, "unit_not_found")


def test_looking_at_accounts_is_recorded(office: Office, admin: Desk) -> None:
    listed(admin)
    admin.read(at(office, "clerk"))
    kinds = [(row.kind, row.object_id) for row in db.session.query(AccessRecord).order_by(AccessRecord.at)]
    assert ("accounts", "list") in kinds
    assert ("account", str(office.people["clerk"].id)) in kinds
