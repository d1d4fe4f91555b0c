"""A small unit's dated decision that one person may do two steps."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from app.core.access import Role
from app.workflow import queries
from tests.conftest import HeldClock
from tests.identity.makers import make_commune, make_staff, sign_in


def signed_in(app: Flask, username: str) -> tuple[FlaskClient, dict[str, str]]:
    client = app.test_client()
    return client, {"X-CSRF-Token": sign_in(client, username).get_json()["csrf"]}


def test_an_administrator_records_it_and_it_holds_from_its_first_to_before_its_last_day(
    app: Flask, clock: HeldClock
) -> None:
    commune = make_commune()
    make_staff("admin", roles=(Role.ADMIN,))
    client, headers = signed_in(app, "admin")
    body = {
        "unit_id": str(commune.id),
        "decision": "Quyết định 12/QĐ-UBND",
        "valid_from": "2026-12-01",
        "valid_to": "2027-01-01",
    }
    answer = client.post("/api/desk/relaxations", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    listed = client.get("/api/desk/relaxations").get_json()["relaxations"]
    assert [each["decision"] for each in listed] == ["Quyết định 12/QĐ-UBND"]
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [queries.relaxed(commune.id, day) for day in days] == [False, True, True, False]
    backwards = client.post("/api/desk/relaxations", json={**body, "valid_to": "2026-12-01"}, headers=headers)
    assert (backwards.status_code, backwards.get_json()["code"]) == (422, "relaxation_ends_first")


def test_nobody_relaxes_their_own_rules(app: Flask, clock: HeldClock) -> None:
    commune = make_commune()
    make_staff("boss", roles=(Role.APPROVER, Role.SEAL_CLERK))
    client, headers = signed_in(app, "boss")
    body = {"unit_id": str(commune.id), "decision": "Quyết định 12", "valid_from": "2026-12-01"}
    assert client.post("/api/desk/relaxations", json=body, headers=headers).status_code == 403


def test_an_administrator_decides_only_for_their_own_unit(app: Flask, clock: HeldClock) -> None:
    make_commune()
    make_staff("admin", roles=(Role.ADMIN,))
    other = make_commune("Xã Bên Kia")
    client, headers = signed_in(app, "admin")
    body = {"unit_id": str(other.id), "decision": "Quyết định 12", "valid_from": "2026-12-01"}
    assert client.post("/api/desk/relaxations", json=body, headers=headers).status_code == 403
