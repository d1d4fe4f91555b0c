"""A password that an administrator gave is good once: nothing opens before its holder has chosen her own."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from app.core.access import Permission, Role
from app.db import db
from app.identity import passwords, staff
from app.identity.models import FactorEvent
from app.web.api import BEFORE_CHOICE, REGISTRY
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_office, sit_down
from tests.trust.seats import asks
from tests.web.test_permissions import at, endpoints

GIVEN = "gạo trắng nước trong"
OWN = "mùa gặt tháng mười"
SIGN_IN = "/api/sign-in/password"


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    for role in (Role.CLERK, Role.ADMIN, Role.VOLUNTEER):
        kept = passwords.hashed(GIVEN, cost=1)
        person = staff.add_person(name=f"Lò Thị {role}", username=f"new-{role}", password_hash=kept, given=True)
        staff.grant(person.id, made.unit.id, role)
    db.session.commit()
    return made


def enter(client: FlaskClient, username: str = "new-clerk", **more: Any) -> Any:
    return client.post(SIGN_IN, json={"username": username, "password": GIVEN, "where": "desk", **more})


def newcomer(app: Flask, username: str = "new-clerk") -> Desk:
    client = app.test_client()
    answer = enter(client, username)
    assert answer.status_code == 201, answer.text
    assert answer.get_json()["must_choose"] is True
    return Desk(client, answer.get_json()["csrf"])


def choose(desk: Desk, new: str) -> Any:
    return desk.client.post("/api/password/choice", json={"new": new}, headers={"X-CSRF-Token": desk.csrf})


@pytest.mark.parametrize("role", ["clerk", "admin"])
def test_with_a_given_password_no_endpoint_answers_but_the_choice_and_the_way_out(
    app: Flask, office: Office, role: str
) -> None:
    desk = newcomer(app, f"new-{role}")
    wrong = []
    asked_for = [at(office.unit, each) for each in endpoints(app, app.test_client())]
    by_path = {(method, rule.rule): rule.endpoint for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    for asked in asked_for:
        method, _, rule = asked.name.partition(" ")
        if by_path[(method, rule)] in BEFORE_CHOICE:
            continue
        body: dict[str, Any] = {} if method == "GET" else {"data": asked.body, "content_type": asked.media}
        if asked.media == "application/json" and method != "GET":
            body = {"json": asked.body}
        answer = desk.client.open(asked.path, method=method, headers={"X-CSRF-Token": desk.csrf}, **body)
        if answer.status_code != 403 or answer.get_json()["code"] != "password_must_change":
            wrong.append(f"{asked.name}: {answer.status_code}")
    assert not wrong
    assert {name for name in BEFORE_CHOICE if REGISTRY[name] is not Permission.PERSON} == {"identity.me"}
    assert desk.client.get("/api/me").get_json()["permissions"] == sorted(["person", "principal", "public"])
    assert desk.client.post("/api/sign-out", headers={"X-CSRF-Token": desk.csrf}).status_code == 204


def test_she_chooses_her_own_and_goes_on_in_the_same_session(app: Flask, office: Office) -> None:
    desk, other = newcomer(app), newcomer(app)
    for bad, code in (("ngắn", "password_short"), ("aaaaaaaaaaaa", "password_easy"), (GIVEN, "password_same")):
        refused = choose(desk, bad)
        assert (refused.status_code, refused.get_json()["code"]) == (422, code)
    assert choose(desk, OWN).status_code == 204
    assert desk.read("/inbox").status_code == 200
    assert other.read("/inbox").status_code == 401, "what was opened with the given password is over"
    assert choose(desk, OWN).get_json()["code"] == "password_not_asked"
    assert enter(app.test_client()).status_code == 401
    again = enter(app.test_client(), password=OWN).get_json()
    assert again["must_choose"] is False
    assert "desk" in again["permissions"]
    assert [row.what for row in db.session.query(FactorEvent)] == ["password_chosen"]


def test_the_second_step_comes_before_the_choice(app: Flask, office: Office) -> None:
    asks()
    desk = newcomer(app, "new-admin")
    assert desk.client.get("/api/me").get_json()["second"] == "enrol"
    refused = choose(desk, OWN)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "second_step_first")
    assert desk.client.post("/api/second-factor/enrolment", headers={"X-CSRF-Token": desk.csrf}).status_code == 200


def test_a_given_password_waits_some_days_and_no_longer(app: Flask, office: Office, clock: HeldClock) -> None:
    clock.forward(days=6, hours=23, minutes=59)
    assert enter(app.test_client()).status_code == 201
    run(app, "policy", "set", "--given-days", "3", "--reason", "Quyết định 12")
    late = enter(app.test_client())
    assert (late.status_code, late.get_json()["code"]) == (401, "password_expired")
    assert enter(app.test_client(), password="không phải").get_json()["code"] == "wrong_password"
    phone = enter(app.test_client(), "new-volunteer", where="phone", new=OWN)
    assert phone.get_json()["code"] == "password_expired"


def test_on_a_phone_the_own_password_comes_along_with_the_given_one(app: Flask, office: Office) -> None:
    client = app.test_client()
    first = enter(client, "new-volunteer", where="phone")
    assert (first.status_code, first.get_json()["code"]) == (403, "password_must_change")
    assert enter(client, "new-volunteer", where="phone", new=GIVEN).get_json()["code"] == "password_same"
    opened = enter(client, "new-volunteer", where="phone", new=OWN)
    assert opened.status_code == 200, opened.text
    assert [role["role"] for role in opened.get_json()["me"]["roles"]] == ["volunteer"]
    assert enter(client, "new-volunteer", where="phone", password=OWN).status_code == 200


def run(app: Flask, *words: str, typed: str | None = None) -> str:
    db.session.commit()
    outcome = FlaskCliRunner(app).invoke(args=list(words), input=typed)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def test_the_commands_give_passwords_too_and_accounts_made_otherwise_go_on_as_they_are(
    app: Flask, office: Office
) -> None:
    assert "must_choose" not in sit_down(app.test_client(), "clerk").read("/inbox").text
    run(app, "staff", "password", "clerk", "--password-stdin", typed=f"{GIVEN}\n")
    assert newcomer(app, "clerk").read("/inbox").get_json()["code"] == "password_must_change"
    assert [(row.what, row.by_name) for row in db.session.query(FactorEvent)] == [
        ("password_given", "Người vận hành máy chủ")
    ]
    create = ("admin", "create", "--unit", office.unit.slug, "--name", "Quản trị")
    run(app, *create, "--username", "typed", "--password-stdin", typed=f"{GIVEN}\n")
    assert enter(app.test_client(), "typed").get_json()["must_choose"] is False
    made = run(app, *create, "--username", "made", "--generate").split("password: ")[1].strip()
    assert enter(app.test_client(), "made", password=made).get_json()["must_choose"] is True
