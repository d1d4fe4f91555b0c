"""Who looked at her dossier, as its owner reads it: by name, role and office, and why."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Role
from app.db import transaction
from app.dossiers import looks
from app.identity import staff
from tests.conftest import HeldClock
from tests.dossiers.office import Office, sit_down
from tests.sync.world import Act, Ground, Phone, make_phone


@pytest.fixture
def act(phone: Phone, on: Ground) -> Act:
    sent = phone.submission(on)
    assert phone.push(sent)[0]["status"] == "applied"
    return sent


def seen(phone: Phone, act: Act) -> list[dict[str, Any]]:
    answer = phone.call("GET", f"/api/dossiers/{act.dossier_id}/looks")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["looks"]
    return found


def test_the_owner_reads_who_looked_in_which_role_and_why(
    app: Flask, clock: HeldClock, office: Office, phone: Phone, act: Act
) -> None:
    assert seen(phone, act) == []
    phone.call("GET", f"/api/dossiers/{act.dossier_id}")
    assert seen(phone, act) == [], "her own looks are none"
    for _ in range(2):
        sit_down(app.test_client(), "clerk").dossier(act.dossier_id)
    clock.forward(hours=2)
    sit_down(app.test_client(), "appraiser").dossier(act.dossier_id)
    told = [(each["by"], each["role"], each["unit_name"], each["why"], each["times"]) for each in seen(phone, act)]
    assert told == [
        ("Lê Văn Tùng", "appraiser", office.unit.name, "handling", 1),
        ("Đinh Thị Ngọc Ánh", "clerk", office.unit.name, "handling", 2),
    ]


def test_a_reason_that_was_needed_is_read_by_the_owner(app: Flask, office: Office, phone: Phone, act: Act) -> None:
    desk = sit_down(app.test_client(), "seal")
    assert desk.say_why(act.dossier_id, "own", "Đối chiếu con dấu cũ").status_code == 204
    desk.dossier(act.dossier_id)
    sit_down(app.test_client(), "clerk").dossier(act.dossier_id)
    reasons = {each["by"]: each["reason"] for each in seen(phone, act)}
    assert reasons == {
        "Võ Minh Khoa": {"vi": "Đối chiếu con dấu cũ", "en": None},
        "Đinh Thị Ngọc Ánh": None,
    }


def test_a_role_is_told_as_it_was_when_its_holder_looked(
    app: Flask, clock: HeldClock, office: Office, phone: Phone, act: Act
) -> None:
    sit_down(app.test_client(), "appraiser").dossier(act.dossier_id)
    clock.forward(days=2)
    with transaction(writes=True):
        person = office.people["appraiser"].id
        staff.grant(person, office.unit.id, Role.APPROVER)
        staff.revoke(person, office.unit.id, Role.APPRAISER)
    clock.forward(days=2)
    assert [each["role"] for each in seen(phone, act)] == ["appraiser"]


def test_nobody_else_reads_it(app: Flask, office: Office, phone: Phone, act: Act) -> None:
    other = make_phone(app.test_client())
    path = f"/api/dossiers/{act.dossier_id}/looks"
    assert other.call("GET", path).status_code == 404
    assert app.test_client().get(path).status_code == 401
    assert sit_down(app.test_client(), "clerk").client.get(path).status_code == 404


@given(st.text(max_size=60))
def test_every_word_of_the_record_is_a_reason_that_the_app_can_say(word: str) -> None:
    assert looks.why(word) in {"handling", "call", "counter", "opinion", "books"}
