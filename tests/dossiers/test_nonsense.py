"""Whatever is sent to the desk about a real dossier, it answers calmly."""

from __future__ import annotations

import math
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import ids
from app.payments.schemas import StatementLineIn
from app.workflow.table import NAMES
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_dossier, make_office, sit_down

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just("\x00\ud7ff\u202e"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
DATA = st.dictionaries(
    st.sampled_from(["unit_id", "outcome", "opinion", "receiver", "number", "exempt", "amounts", "\x00"]), JSON
)
PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def desk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_a_number_that_json_does_not_have_is_refused(office: Office, desk: Desk, number: float) -> None:
    sent = make_dossier(office)
    body = {"op_id": str(ids.uuid7()), "move": "refuse", "seen": 1, "reason": "x", "data": {"a": [{"b": number}]}}
    assert desk.post(f"/dossiers/{sent.id}/moves", body).status_code == 422


def test_any_data_with_any_move_is_taken_or_refused(app: Flask, office: Office, desk: Desk) -> None:
    @PATIENT
    @given(name=st.sampled_from(sorted(NAMES)) | st.text(max_size=20), data=DATA, reason=st.text(max_size=40))
    def send(name: str, data: dict[str, Any], reason: str) -> None:
        sent = make_dossier(office, answers={"child_dob": "2026-01-01"})
        body = {"op_id": str(ids.uuid7()), "move": name, "seen": 1, "reason": reason, "data": data}
        answer = desk.post(f"/dossiers/{sent.id}/moves", body)
        assert answer.status_code in {200, 403, 404, 409, 422}, answer.text

    send()


def test_any_search_finds_something_or_nothing(app: Flask, office: Office, desk: Desk) -> None:
    make_dossier(office)

    @PATIENT
    @given(q=st.text(max_size=30) | st.just("\x00"), cursor=st.text(max_size=12) | st.just("9" * 100))
    def look(q: str, cursor: str) -> None:
        for view in ("all", "done"):
            answer = desk.read("/inbox", q=q, cursor=cursor, view=view)
            assert answer.status_code == 200, answer.text

    look()


def test_any_line_of_a_statement_is_booked_or_refused(app: Flask, office: Office, desk: Desk) -> None:
    @PATIENT
    @given(bank_ref=st.text(max_size=70), content=st.text(max_size=60), amount=st.integers())
    def book(bank_ref: str, content: str, amount: int) -> None:
        body = {
            "op_id": str(ids.uuid7()),
            "unit_id": str(office.unit.id),
            "bank_ref": bank_ref,
            "amount": amount,
            "booked_on": "2026-11-25",
            "content": content,
        }
        answer = desk.post("/payments/statement-lines", body)
        assert answer.status_code in {200, 409, 422}, answer.text

    book()


def test_a_reference_of_nothing_visible_is_no_reference() -> None:
    body = {"op_id": ids.uuid7(), "unit_id": ids.uuid7(), "amount": 1, "booked_on": "2026-11-25", "content": ""}
    with pytest.raises(ValueError, match="bank_ref"):
        StatementLineIn.model_validate({**body, "bank_ref": "\u200b"})
