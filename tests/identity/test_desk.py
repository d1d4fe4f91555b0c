"""Staff at a desk: a cookie that scripts cannot read, and a token against forged requests."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.access import Role
from app.identity import queries, staff
from tests.conftest import HeldClock
from tests.identity.makers import PASSWORD, make_staff, sign_in
from tests.identity.phones import Phone


def csrf(answer_json: dict[str, str]) -> dict[str, str]:
    return {"X-CSRF-Token": answer_json["csrf"]}


def test_a_clerk_signs_in_and_is_told_who_she_is_and_what_she_may_do(client: FlaskClient) -> None:
    make_staff(roles=(Role.CLERK, Role.ADMIN))
    answer = sign_in(client)
    assert answer.status_code == 201
    me = client.get("/api/me").get_json()
    assert me == answer.get_json()
    assert (me["name"], sorted(role["role"] for role in me["roles"])) == ("Trần Thị Lan", ["admin", "clerk"])
    assert {"desk", "dossiers.receive", "units.manage"} <= set(me["permissions"])
    assert "dossiers.approve" not in me["permissions"]


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(client: FlaskClient) -> None:
    make_staff()
    cookie = sign_in(client).headers["Set-Cookie"]
    assert cookie.startswith("cl_desk=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie.split("; ")


def test_the_cookie_is_secure_where_the_address_is(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_staff()
    config = dataclasses.replace(app.config["CUA_LANG"], secure_cookies=True)
    monkeypatch.setitem(app.config, "CUA_LANG", config)
    assert "Secure" in sign_in(client).headers["Set-Cookie"].split("; ")


def test_a_change_needs_the_csrf_token_and_a_look_does_not(client: FlaskClient) -> None:
    make_staff()
    me = sign_in(client).get_json()
    change = {"old": PASSWORD, "new": "một câu khác hẳn"}
    assert client.post("/api/password", json=change).get_json()["code"] == "bad_csrf"
    wrong = {"X-CSRF-Token": "x" + me["csrf"]}
    assert client.post("/api/password", json=change, headers=wrong).get_json()["code"] == "bad_csrf"
    assert client.get("/api/me").status_code == 200
    assert client.post("/api/password", json=change, headers=csrf(me)).status_code == 204


def test_a_phones_token_does_not_open_the_desk_as_a_cookie_nor_the_cookie_as_a_token(client: FlaskClient) -> None:
    make_staff()
    token = sign_in(client, where="phone").get_json()["token"]
    client.set_cookie("cl_desk", token)
    assert client.get("/api/me").get_json()["code"] == "session_ended"
    client.delete_cookie("cl_desk")
    sign_in(client)
    cookie = client.get_cookie("cl_desk")
    assert cookie is not None
    other = client.application.test_client()
    as_token = {"Authorization": f"Bearer {cookie.value}"}
    assert other.get("/api/me", headers=as_token).get_json()["code"] == "session_ended"


def test_signing_in_again_works_also_where_an_old_cookie_lives(client: FlaskClient) -> None:
    make_staff()
    sign_in(client)
    assert sign_in(client).status_code == 201


def test_signing_out_ends_the_session_and_again_changes_nothing(client: FlaskClient) -> None:
    make_staff()
    me = sign_in(client).get_json()
    cookie = client.get_cookie("cl_desk")
    assert cookie is not None
    assert client.post("/api/sign-out", headers=csrf(me)).status_code == 204
    assert client.get_cookie("cl_desk") is None
    client.set_cookie("cl_desk", cookie.value)
    assert client.get("/api/me").get_json()["code"] == "session_ended"
    assert client.post("/api/sign-out").status_code == 204


def test_a_desk_that_rests_too_long_is_signed_out_and_one_in_use_is_not(client: FlaskClient, clock: HeldClock) -> None:
    make_staff()
    sign_in(client)
    for _ in range(11):
        clock.forward(hours=1)
        assert client.get("/api/me").status_code == 200
    clock.forward(minutes=59)
    assert client.get("/api/me").status_code == 200
    clock.forward(minutes=2)
    answer = client.get("/api/me")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "session_ended")


def test_a_desk_left_alone_is_signed_out_after_its_idle_time(client: FlaskClient, clock: HeldClock) -> None:
    make_staff()
    sign_in(client)
    clock.forward(hours=8, seconds=1)
    assert client.get("/api/me").get_json()["code"] == "session_ended"


def test_nobody_and_somebody_whose_session_ended_are_told_apart(client: FlaskClient) -> None:
    assert client.get("/api/me").get_json()["code"] == "not_signed_in"
    ended = client.get("/api/me", headers={"Authorization": "Bearer long-gone"})
    assert (ended.status_code, ended.get_json()["code"]) == (401, "session_ended")
    assert client.get("/api/units", headers={"Authorization": "Bearer long-gone"}).status_code == 200


def test_a_person_lists_and_ends_her_own_sessions_and_no_others(client: FlaskClient) -> None:
    make_staff()
    make_staff("hoa", name="Lê Thị Hoa")
    hers = sign_in(client.application.test_client(), "hoa", where="phone").get_json()["me"]["session_id"]
    token = sign_in(client, where="phone").get_json()
    me = sign_in(client).get_json()
    shown = client.get("/api/sessions").get_json()["sessions"]
    assert {row["session_id"]: row["current"] for row in shown} == {
        me["session_id"]: True,
        token["me"]["session_id"]: False,
    }
    assert client.delete(f"/api/sessions/{hers}", headers=csrf(me)).status_code == 404
    assert client.delete(f"/api/sessions/{token['me']['session_id']}", headers=csrf(me)).status_code == 204
    assert client.delete(f"/api/sessions/{token['me']['session_id']}", headers=csrf(me)).status_code == 204
    headers = {"Authorization": f"Bearer {token['token']}"}
    assert client.get("/api/me", headers=headers).get_json()["code"] == "session_ended"


def test_a_phone_sees_its_own_sessions_only(client: FlaskClient) -> None:
    phone, other = Phone(client), Phone(client)
    phone.register()
    foreign = other.register().get_json()["me"]["session_id"]
    assert len(phone.get("/api/sessions").get_json()["sessions"]) == 1
    assert client.delete(f"/api/sessions/{foreign}", headers=phone.headers).status_code == 404


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client: FlaskClient) -> None:
    make_staff()
    elsewhere = {"Authorization": f"Bearer {sign_in(client, where='phone').get_json()['token']}"}
    me = sign_in(client).get_json()
    body = {"old": PASSWORD, "new": "hoa ban nở đầu xuân"}
    assert client.post("/api/password", json=body, headers=csrf(me)).status_code == 204
    assert client.get("/api/me").status_code == 200
    assert client.get("/api/me", headers=elsewhere).get_json()["code"] == "session_ended"
    assert sign_in(client).status_code == 401
    assert sign_in(client, password="hoa ban nở đầu xuân").status_code == 201


@pytest.mark.parametrize(
    ("old", "new", "status", "code"),
    [
        ("sai hoàn toàn rồi", "hoa ban nở đầu xuân", 401, "wrong_password"),
        (PASSWORD, "aaaaaaaaaaaa", 422, "password_easy"),
        (PASSWORD, "lan1234567", 201, ""),
        (PASSWORD, "lan1234", 422, "invalid"),
    ],
)
def test_a_new_password_is_weighed(client: FlaskClient, old: str, new: str, status: int, code: str) -> None:
    make_staff()
    me = sign_in(client).get_json()
    answer = client.post("/api/password", json={"old": old, "new": new}, headers=csrf(me))
    if status == 201:
        assert answer.status_code == 204
    else:
        assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_closed_account_is_out_at_once_and_its_name_answers_like_an_unknown_one(client: FlaskClient) -> None:
    person = make_staff()
    sign_in(client)
    account = queries.account_of(person.id)
    assert account is not None
    staff.deactivate(account)
    assert client.get("/api/me").get_json()["code"] == "account_closed"
    closed, unknown = sign_in(client), sign_in(client, "nobody")
    assert (closed.status_code, closed.data) == (unknown.status_code, unknown.data)


def test_a_role_that_ended_grants_nothing_from_the_next_request_on(client: FlaskClient) -> None:
    person = make_staff(roles=(Role.CLERK, Role.APPRAISER))
    sign_in(client)
    unit_id = next(iter(queries.grants_of(person.id))).unit_id
    staff.revoke(person.id, unit_id, Role.CLERK)
    assert [role["role"] for role in client.get("/api/me").get_json()["roles"]] == ["appraiser"]


def test_staff_of_a_unit_are_found_by_role_while_they_have_it(client: FlaskClient) -> None:
    lan = make_staff()
    hoa = make_staff("hoa", name="Lê Thị Hoa", roles=(Role.APPROVER,))
    unit_id = next(iter(queries.grants_of(lan.id))).unit_id
    assert [person.id for person in queries.staff_of(unit_id, Role.APPROVER)] == [hoa.id]
    assert {person.id for person in queries.staff_of(unit_id)} == {lan.id, hoa.id}
    staff.revoke(hoa.id, unit_id, Role.APPROVER)
    assert queries.staff_of(unit_id, Role.APPROVER) == []
