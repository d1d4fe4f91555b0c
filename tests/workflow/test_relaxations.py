"""A small unit's dated decision that one person may do two steps."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.access import Role
from app.workflow import queries
from app.workflow.rules import Pair
from tests.conftest import HeldClock
from tests.identity.makers import make_commune, make_staff, sign_in


def signed_in(app: Flask, username: str) -> tuple[FlaskClient, dict[str, str]]:
    client = app.test_client()
    return client, {"X-CSRF-Token": sign_in(client, username).get_json()["csrf"]}


def decision(unit_id: UUID, **more: Any) -> dict[str, Any]:
    return {
        "unit_id": str(unit_id),
        "decision": "12/QĐ-UBND",
        "decided_on": "2026-11-20",
        "signer": "Lường Xuân Trường, Chủ tịch UBND xã",
        "pair": "both",
        "text": "Điều 1. Xã chỉ có hai công chức; cho phép một người làm hai bước.",
        "valid_from": "2026-12-01",
        "valid_to": "2027-01-01",
        **more,
    }


def test_an_administrator_records_it_and_it_holds_from_its_first_to_before_its_last_day(
    app: Flask, clock: HeldClock
) -> None:
    commune = make_commune()
    make_staff("admin", roles=(Role.ADMIN,))
    client, headers = signed_in(app, "admin")
    answer = client.post("/api/desk/relaxations", json=decision(commune.id), headers=headers)
    assert answer.status_code == 200, answer.text
    [listed] = client.get("/api/desk/relaxations").get_json()["relaxations"]
    assert {name: listed[name] for name in decision(commune.id)} == decision(commune.id)
    assert (listed["unit_name"], listed["in_force"], listed["ended_by"]) == (commune.name, False, None)
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [set(queries.relaxed(commune.id, day)) for day in days] == [set(), set(Pair), set(Pair), set()]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"valid_to": "2026-12-01"}, "relaxation_ends_first"),
        ({"decided_on": "2026-12-02", "valid_from": "2026-12-02"}, "relaxation_decided_late"),
        ({"valid_from": "2026-11-19"}, "relaxation_decided_late"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(app: Flask, clock: HeldClock, wrong: dict[str, str], code: str) -> None:
    commune = make_commune()
    make_staff("admin", roles=(Role.ADMIN,))
    client, headers = signed_in(app, "admin")
    answer = client.post("/api/desk/relaxations", json=decision(commune.id, **wrong), headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


@pytest.mark.parametrize("missing", ["decision", "decided_on", "signer", "pair", "text", "valid_from"])
def test_nothing_of_the_decision_is_left_out(app: Flask, clock: HeldClock, missing: str) -> None:
    commune = make_commune()
    make_staff("admin", roles=(Role.ADMIN,))
    client, headers = signed_in(app, "admin")
    body = {name: value for name, value in decision(commune.id).items() if name != missing}
    answer = client.post("/api/desk/relaxations", json=body, headers=headers)
    assert answer.status_code == 422
    assert missing in [each["path"] for each in answer.get_json()["errors"]]


def test_a_decision_names_the_pair_it_is_for_and_can_be_ended(app: Flask, clock: HeldClock) -> None:
    commune = make_commune()
    make_staff("admin", roles=(Role.ADMIN,))
    client, headers = signed_in(app, "admin")
    body = decision(commune.id, pair="approve_sign", valid_from="2026-11-20", valid_to=None)
    made = client.post("/api/desk/relaxations", json=body, headers=headers).get_json()
    assert set(queries.relaxed(commune.id, date(2026, 11, 24))) == {Pair.APPROVE_SIGN}
    for _ in range(2):
        ended = client.post(f"/api/desk/relaxations/{made['relaxation_id']}/end", headers=headers, json={})
        assert (ended.status_code, ended.get_json()["valid_to"]) == (200, "2026-11-24")
        assert (ended.get_json()["in_force"], ended.get_json()["ended_by"]) == (False, made["recorded_by"])
    assert queries.relaxed(commune.id, date(2026, 11, 24)) == {}
    assert set(queries.relaxed(commune.id, date(2026, 11, 23))) == {Pair.APPROVE_SIGN}


def test_nobody_relaxes_their_own_rules(app: Flask, clock: HeldClock) -> None:
    commune = make_commune()
    make_staff("boss", roles=(Role.APPROVER, Role.SEAL_CLERK))
    client, headers = signed_in(app, "boss")
    assert client.post("/api/desk/relaxations", json=decision(commune.id), headers=headers).status_code == 403


def test_an_administrator_decides_only_for_their_own_unit(app: Flask, clock: HeldClock) -> None:
    mine = make_commune()
    make_staff("admin", roles=(Role.ADMIN,))
    other = make_commune("Xã Bên Kia")
    client, headers = signed_in(app, "admin")
    assert client.post("/api/desk/relaxations", json=decision(other.id), headers=headers).status_code == 403
    make_staff("other", roles=(Role.ADMIN,))
    made = client.post("/api/desk/relaxations", json=decision(mine.id), headers=headers).get_json()
    make_staff("abroad", roles=(Role.CLERK,))
    clerk, theirs = signed_in(app, "abroad")
    path = f"/api/desk/relaxations/{made['relaxation_id']}/end"
    assert clerk.post(path, headers=theirs, json={}).status_code == 403
