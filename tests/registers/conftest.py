"""The books are tried over dossiers of a real office, with the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.core import ids
from app.dossiers.models import Dossier
from tests.conftest import HeldClock
from tests.dossiers.conftest import whole_app
from tests.dossiers.office import MARITAL, Desk, Office, make_dossier, make_office, sit_down

__all__ = ["whole_app"]

Walk = Callable[..., Dossier]


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 10, 1, 9, 0)
    made = make_office()
    clock.at(2026, 11, 25, 9, 0)
    return made


@pytest.fixture
def desks(app: Flask, office: Office, clock: HeldClock) -> Callable[[str], Desk]:
    """Somebody of the office at her own computer; she signs in anew whenever the clock was moved far."""
    seats: dict[tuple[str, str], Desk] = {}

    def seat(who: str) -> Desk:
        key = (who, f"{clock.now:%y%m%d%H}")
        if key not in seats:
            seats[key] = sit_down(app.test_client(), who)
        return seats[key]

    return seat


STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "receive": ("clerk", {}),
    "take_up": ("appraiser", {}),
    "propose": ("appraiser", {"data": {"opinion": "đủ", "outcome": "granted"}}),
    "decide": ("approver", {}),
    "sign": ("seal", {"data": {"number": "15/2026"}}),
    "hand_over": ("clerk", {"data": {"receiver": "Trần Văn Lực"}}),
}


@pytest.fixture
def walk(office: Office, desks: Callable[[str], Desk], clock: HeldClock) -> Walk:
    """Walks a dossier up to a move, each made some hours after the one before."""

    def go(until: str, *, hours: float = 1, code: str = MARITAL, **sent: Any) -> Dossier:
        dossier = make_dossier(office, code=code, **sent)
        for name, (who, asked) in STEPS.items():
            clock.forward(hours=hours)
            if name == "propose":
                bring_result(desks(who), dossier)
            if name == "hand_over":
                compare_all(desks(who), dossier)
            pay(desks("clerk"), dossier)
            answer = desks(who).move(dossier.id, name, **asked)
            assert answer.status_code == 200, answer.text
            if name == until:
                break
        return dossier

    return go


def bring_result(at: Desk, dossier: Dossier) -> None:
    version = at.dossier(dossier.id)["dossier"]["version"]
    form = {"op_id": str(ids.uuid7()), "seen": str(version), "title": "Giấy xác nhận", "body": "Họ tên"}
    assert at.send_form(f"/dossiers/{dossier.id}/results", form).status_code == 200


def compare_all(at: Desk, dossier: Dossier) -> None:
    for paper in at.dossier(dossier.id)["papers"]:
        if paper["compare"] != "none":
            version = at.dossier(dossier.id)["dossier"]["version"]
            body = {"op_id": str(ids.uuid7()), "seen": version, "paper": paper["key"], "compared": True}
            assert at.post(f"/dossiers/{dossier.id}/originals", body).status_code == 200


def pay(at: Desk, dossier: Dossier) -> None:
    for number, charge in enumerate(at.dossier(dossier.id)["dossier"]["charges"]):
        if charge["status"] == "open":
            body = {
                "op_id": str(ids.uuid7()),
                "charge_id": charge["charge_id"],
                "amount": charge["amount"],
                "receipt_number": f"{dossier.local_code}-{number}",
            }
            assert at.post("/payments/cash", body).status_code == 200
