"""D2: a form is changed while phones hold dossiers made on the one before."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.catalogue import importer, queries
from app.catalogue.reading import Content, ReadProcedure, read
from app.config import ROOT
from app.core.canonical import digest
from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers import facts
from app.dossiers.models import Dossier, DossierEvent
from app.payments import operations as payments
from app.payments.operations import Debtor
from tests.dossiers.office import Desk, Office, sit_down
from tests.sync.world import COPIES, Ground, Phone

PIN = {
    "key": "purpose",
    "type": "text",
    "label": {"vi": "Bản sao dùng vào việc gì?"},
    "required": True,
}


@pytest.fixture(scope="module")
def content() -> Content:
    return read(ROOT / "catalogue")


@pytest.fixture
def desk(client: FlaskClient, office: Office) -> Desk:
    """The clerk at her computer."""
    return sit_down(client.application.test_client(), "clerk")


@pytest.fixture
def publish(app: Flask, content: Content) -> Callable[..., None]:
    """Publishes the copies' form with one question more, and how answers come over to it."""

    def load(old_ref: str, rules: list[dict[str, Any]]) -> None:
        given = content.procedures[COPIES]
        form = deepcopy(given.form)
        form["sections"][0]["fields"].append(PIN)
        form["from"] = {old_ref.partition("@")[2]: {"rules": rules}}
        changed = replace(content, procedures={COPIES: ReadProcedure(given.body, form, digest(form), full=True)})
        with transaction(writes=True):
            assert importer.store(changed).errors == []
        assert queries.form_ref(COPIES) != old_ref

    return load


def test_f45_a_dossier_made_on_the_form_before_is_taken_as_it_is(
    phone: Phone, on: Ground, publish: Callable[..., None]
) -> None:
    act = phone.submission(on)
    publish(on.form_ref, [])
    (result,) = phone.push(act)
    assert (result["status"], result["dossier"]["form_ref"]) == ("applied", on.form_ref)


def test_f45_only_where_the_law_changed_it_comes_back_with_the_one_question_that_is_new(
    phone: Phone, on: Ground, publish: Callable[..., None]
) -> None:
    act = phone.submission(on)
    publish(on.form_ref, [{"ask": "purpose", "required_from": "2026-01-01", "basis": "NĐ 1/2026"}])
    (result,) = phone.push(act)
    assert (result["status"], result["code"]) == ("rejected", "form_superseded")
    assert result["errors"] == [{"path": "purpose", "code": "required", "params": {"basis": "NĐ 1/2026"}}]
    assert "trả lời thêm" in result["say"]["vi"]


def test_f45_a_law_that_is_not_in_force_yet_asks_nothing(
    phone: Phone, on: Ground, publish: Callable[..., None]
) -> None:
    act = phone.submission(on)
    publish(on.form_ref, [{"ask": "purpose", "required_from": "2999-01-01"}])
    (result,) = phone.push(act)
    assert result["status"] == "applied"


def test_f47_the_fee_that_was_shown_is_kept_and_another_one_is_said(phone: Phone, on: Ground) -> None:
    seen = {"procedure_hash": "0" * 64, "on": "2026-11-22", "fees": [{"key": "le_phi", "amount": 1234}], "limit": None}
    act = phone.submission(on, payload={"terms": seen})
    (result,) = phone.push(act)
    assert result["status"] == "applied"
    dossier = db.session.get_one(Dossier, UUID(result["dossier"]["dossier_id"]))
    first = db.session.scalars(select(DossierEvent).filter_by(dossier_id=dossier.id, version=1)).one()
    assert first.data["terms"] == seen
    assert facts.fee_seen(dossier.id) == 1234


def test_f47_a_phone_that_said_no_terms_is_told_of_no_difference(phone: Phone, on: Ground) -> None:
    (result,) = phone.push(phone.submission(on))
    assert facts.fee_seen(UUID(result["dossier"]["dossier_id"])) is None


class TestAnotherFee:
    """F47: what was shown when it was sent is not what the law asks when it is received."""

    SHOWN = 1234

    def sent(self, phone: Phone, on: Ground) -> UUID:
        """A dossier of two copies, whose sender saw another fee."""
        lines = [{"key": "phi", "amount": self.SHOWN}]
        seen = {"procedure_hash": "0" * 64, "on": "2026-11-22", "fees": lines, "limit": None}
        (result,) = phone.push(phone.submission(on, payload={"terms": seen}))
        assert result["status"] == "applied"
        return UUID(result["dossier"]["dossier_id"])

    def received(self, desk: Desk, dossier_id: UUID) -> dict[str, Any]:
        """After the counter compared the original and received it."""
        version = desk.dossier(dossier_id)["dossier"]["version"]
        seen = {"op_id": str(uuid7()), "seen": version, "paper": "original", "compared": True, "reason": ""}
        assert desk.post(f"/dossiers/{dossier_id}/originals", seen).status_code == 200
        answer = desk.move(dossier_id, "receive")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def test_f47_an_open_payment_of_the_old_amount_is_voided_and_only_todays_fee_is_asked(
        self, phone: Phone, on: Ground, desk: Desk
    ) -> None:
        dossier_id = self.sent(phone, on)
        with transaction(writes=True):
            dossier = db.session.get_one(Dossier, dossier_id)
            line = {
                "key": "phi",
                "kind": "phi",
                "label": {"vi": "Phí"},
                "quantity": 1,
                "amount": self.SHOWN,
                "why": None,
            }
            debtor = Debtor(dossier.id, dossier.unit_id, dossier.local_code, None, "Hoa", {"vi": "Bản sao"}, {})
            assert payments.ask(debtor, [line], blocking=True) is not None
        found = self.received(desk, dossier_id)
        old, new = found["dossier"]["charges"]
        assert (old["amount"], old["status"], old["paid"]) == (self.SHOWN, "void", 0)
        assert (new["amount"], new["status"]) == (found["fee_now"], "open")
        assert new["amount"] != self.SHOWN
        cash = {"op_id": str(uuid7()), "charge_id": old["charge_id"], "amount": self.SHOWN, "receipt_number": "A1"}
        refused = desk.post("/payments/cash", cash)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "cash_not_owed")
        asked = desk.read("/payments").get_json()["open"]
        assert [each["charge_id"] for each in asked] == [new["charge_id"]]

    def test_f47_the_desks_file_says_before_and_after_reception_that_the_sender_saw_another_fee(
        self, phone: Phone, on: Ground, desk: Desk
    ) -> None:
        dossier_id = self.sent(phone, on)
        before = desk.dossier(dossier_id)
        assert before["fee_seen"] == self.SHOWN
        assert before["fee_now"] not in (None, self.SHOWN)
        after = self.received(desk, dossier_id)
        assert (after["fee_seen"], after["fee_now"]) == (self.SHOWN, before["fee_now"])
        last = select(DossierEvent).filter_by(dossier_id=dossier_id, move="receive")
        noted = db.session.scalars(last).one().data["fee_changed"]
        assert noted == {"seen": self.SHOWN, "asked": before["fee_now"]}

    def test_f47_where_the_sender_saw_the_fee_that_is_asked_nothing_is_said(
        self, phone: Phone, on: Ground, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = desk.dossier(self.sent(phone, on))["fee_now"]
        monkeypatch.setattr(TestAnotherFee, "SHOWN", now)
        after = self.received(desk, self.sent(phone, on))
        assert (after["fee_seen"], after["fee_now"]) == (now, None)

    def test_f47_money_that_came_for_the_old_amount_is_shown_on_what_is_not_asked_any_more(
        self, phone: Phone, on: Ground, desk: Desk
    ) -> None:
        dossier_id = self.sent(phone, on)
        charge = self.received(desk, dossier_id)["dossier"]["charges"][0]
        cash = {"op_id": str(uuid7()), "charge_id": charge["charge_id"], "amount": 1000, "receipt_number": "A2"}
        assert desk.post("/payments/cash", cash).status_code == 200
        assert desk.move(dossier_id, "withdraw", reason="Bà con đổi ý.").status_code == 200
        (shown,) = desk.dossier(dossier_id)["dossier"]["charges"]
        assert (shown["status"], shown["paid"]) == ("void", 1000)
