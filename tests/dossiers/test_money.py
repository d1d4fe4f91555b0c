"""Money at the desk: statement lines, cash, mismatches by name, receipts, and a ledger that always balances."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.core import clock as core_clock
from app.core import errors, ids
from app.core.access import Actor
from app.db import db
from app.documents import queries as documents
from app.documents.models import Document
from app.dossiers import operations
from app.dossiers.models import Dossier, DossierEvent
from app.notifications.models import Message
from app.payments import operations as payments
from app.payments import queries as charges
from app.payments import refunds, rules
from app.payments.models import Charge, LedgerEntry, Payment, Refund
from app.payments.operations import Debtor
from app.payments.schemas import RefundIn
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def desk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def received(office: Office, copies: int = 2) -> Dossier:
    sent = make_dossier(office, answers={"copies_count": copies})
    return operations.move(
        sent.id, "receive", op_id=ids.uuid7(), seen=1, reason="", data={}, actor=office.actor("clerk")
    )


def line(office: Office, content: str, amount: int = 16000, bank_ref: str = "FT26329001") -> dict[str, Any]:
    return {
        "op_id": str(ids.uuid7()),
        "unit_id": str(office.unit.id),
        "bank_ref": bank_ref,
        "amount": amount,
        "booked_on": "2026-11-25",
        "content": content,
    }


def book(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    answer = desk.post("/payments/statement-lines", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def reference(dossier: Dossier) -> str:
    return "CL" + dossier.local_code.replace("-", "")


def test_a_transfer_with_the_reference_settles_the_charge_and_makes_a_receipt(office: Office, desk: Desk) -> None:
    dossier = received(office)
    paid = book(desk, line(office, f"MBVCB.99.{reference(dossier).lower()} nop phi"))
    assert (paid["status"], paid["dossier_id"]) == ("matched", str(dossier.id))
    charge = charges.charges_of(dossier.id)[0]
    assert (charge.status, charge.paid, charge.method, charge.receipt_number) == (
        "paid",
        16000,
        "bank",
        "0000001/2026",
    )
    receipt = [each for each in documents.documents_of(dossier.id) if each.kind == "receipt"]
    assert [(each.number, each.title.vi) for each in receipt] == [("0000001/2026", "Biên lai thu phí")]
    event = db.session.get_one(DossierEvent, (dossier.id, dossier.version))
    assert (event.move, event.actor_name, event.actor_role) == ("payment", "Đinh Thị Ngọc Ánh", "clerk")
    assert desk.read("/payments").get_json()["open"] == []


def test_f73_the_same_line_again_is_the_same_payment(office: Office, desk: Desk) -> None:
    dossier = received(office)
    body = line(office, reference(dossier))
    first = book(desk, body)
    assert book(desk, body) == first
    assert book(desk, {**body, "op_id": str(ids.uuid7())}) == first
    assert db.session.scalar(select(func.count()).select_from(Payment)) == 1
    assert [each.paid for each in charges.charges_of(dossier.id)] == [16000]


def test_the_same_reference_with_another_sum_is_a_slip_of_the_clerk(office: Office, desk: Desk) -> None:
    dossier = received(office)
    book(desk, line(office, reference(dossier)))
    answer = desk.post("/payments/statement-lines", line(office, reference(dossier), amount=61000))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "payment_differs")
    assert "16000" in answer.get_json()["say"]["vi"]


def test_each_mismatch_is_named_and_only_the_true_sum_settles(office: Office, desk: Desk) -> None:
    dossier = received(office)
    ref = reference(dossier)
    assert book(desk, line(office, ref, 10000, "FT1"))["status"] == "under"
    assert charges.charges_of(dossier.id)[0].status == "under"
    assert charges.blocks(dossier.id)
    assert book(desk, line(office, ref, 6000, "FT2"))["status"] == "matched"
    assert not charges.blocks(dossier.id)
    assert book(desk, line(office, ref, 16000, "FT3"))["status"] == "duplicate"
    assert book(desk, line(office, "tien dien thang 11", 16000, "FT4"))["status"] == "wrong_memo"
    other = received(office)
    assert book(desk, line(office, reference(other), 20000, "FT5"))["status"] == "over"
    assert charges.charges_of(other.id)[0].status == "over"


def test_money_after_the_dossier_ended_is_late(office: Office, desk: Desk) -> None:
    dossier = received(office)
    operations.move(
        dossier.id,
        "withdraw",
        op_id=ids.uuid7(),
        seen=dossier.version,
        reason="bà con đổi ý",
        data={},
        actor=office.actor("clerk"),
    )
    paid = book(desk, line(office, reference(dossier)))
    assert (paid["status"], paid["dossier_id"]) == ("late", str(dossier.id))
    assert [each.paid for each in charges.charges_of(dossier.id)] == [0]


def test_a_person_finds_out_what_loose_money_was_for(office: Office, desk: Desk) -> None:
    dossier = received(office)
    loose = book(desk, line(office, "chuyen khoan"))
    charge_id = str(charges.charges_of(dossier.id)[0].charge_id)
    body = {"op_id": str(ids.uuid7()), "charge_id": charge_id, "reason": "bà con đưa biên lai"}
    answer = desk.post(f"/payments/{loose['payment_id']}/assign", body)
    assert (answer.status_code, answer.get_json()["status"]) == (200, "matched")
    assert desk.post(f"/payments/{loose['payment_id']}/assign", body).status_code == 200
    again = desk.post(f"/payments/{loose['payment_id']}/assign", {**body, "op_id": str(ids.uuid7())})
    assert (again.status_code, again.get_json()["code"]) == (409, "payment_not_loose")
    assert charges.charges_of(dossier.id)[0].status == "paid"
    assert charges.charges_of(dossier.id)[0].receipt_number is not None


def test_cash_goes_under_the_number_of_its_paper_receipt(office: Office, desk: Desk) -> None:
    dossier = received(office)
    charge_id = str(charges.charges_of(dossier.id)[0].charge_id)
    body = {"op_id": str(ids.uuid7()), "charge_id": charge_id, "amount": 16000, "receipt_number": "AB/26-0000123"}
    first = desk.post("/payments/cash", body)
    assert (first.status_code, first.get_json()["receipt_number"]) == (200, "AB/26-0000123")
    assert desk.post("/payments/cash", body).get_json() == first.get_json()
    more = {**body, "op_id": str(ids.uuid7()), "receipt_number": "AB/26-0000124"}
    assert desk.post("/payments/cash", more).get_json()["code"] == "cash_not_owed"
    assert charges.charges_of(dossier.id)[0].receipt_number == "AB/26-0000123"


def test_only_who_takes_money_confirms_it_and_only_at_home(app: Flask, office: Office, desk: Desk) -> None:
    dossier = received(office)
    body = line(office, reference(dossier))
    for who in ("appraiser", "approver", "seal"):
        assert sit_down(app.test_client(), who).post("/payments/statement-lines", body).status_code == 403
    make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    other = sit_down(app.test_client(), "other-clerk")
    assert other.post("/payments/statement-lines", body).status_code == 403
    assert other.read("/payments").get_json() == {"open": [], "payments": []}


def test_money_on_another_communes_account_settles_nothing_here(app: Flask, office: Office) -> None:
    dossier = received(office)
    far = make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    other = sit_down(app.test_client(), "other-clerk")
    assert book(other, line(far, reference(dossier)))["status"] == "wrong_memo"


def test_a_unit_without_an_account_books_no_statement(office: Office, desk: Desk) -> None:
    office.unit.bank_bin = office.unit.bank_account = None
    answer = desk.post("/payments/statement-lines", line(office, "x"))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "unit_without_account")


def test_fee_and_charge_get_receipts_of_their_own(app: Flask, office: Office, desk: Desk) -> None:
    sent = make_dossier(office, answers={"copies_count": 1, "child_dob": "2026-01-01"})
    operations.move(
        sent.id,
        "receive",
        op_id=ids.uuid7(),
        seen=1,
        reason="",
        data={"amounts": {"le_phi": 5000}},
        actor=office.actor("clerk"),
    )
    assert book(desk, line(office, reference(sent), 13000))["status"] == "matched"
    rows = select(Document.title).where(Document.dossier_id == sent.id, Document.kind == "receipt")
    assert {title["vi"] for title in db.session.scalars(rows)} == {"Biên lai thu phí", "Biên lai thu lệ phí"}


def voucher(amount: int, proof: str = "PC26-0001") -> dict[str, Any]:
    return {
        "op_id": str(ids.uuid7()),
        "method": "cash",
        "amount": amount,
        "proof": proof,
        "paid_on": "2026-11-25",
        "reason": "Nộp thừa, bà con đến nhận lại",
    }


def test_what_was_paid_too_much_goes_back_once_and_the_payer_is_told(office: Office, desk: Desk) -> None:
    dossier = received(office)
    paid = book(desk, line(office, reference(dossier), 20000))
    assert (paid["status"], paid["owed_back"], paid["given_back"]) == ("over", 4000, 0)
    body = voucher(4000)
    answer = desk.post(f"/payments/{paid['payment_id']}/refunds", body)
    assert (answer.status_code, answer.get_json()["given_back"], answer.get_json()["owed_back"]) == (200, 4000, 0)
    assert desk.post(f"/payments/{paid['payment_id']}/refunds", body).get_json() == answer.get_json()
    same = {**body, "op_id": str(ids.uuid7())}
    assert desk.post(f"/payments/{paid['payment_id']}/refunds", same).get_json() == answer.get_json()
    assert db.session.scalar(select(func.count()).select_from(Refund)) == 1
    charge = charges.charges_of(dossier.id)[0]
    assert (charge.status, charge.paid, charge.given_back) == ("paid", 20000, 4000)
    event = db.session.get_one(DossierEvent, (dossier.id, dossier.version))
    assert (event.move, event.actor_role, event.data["proof"]) == ("refund", "clerk", "PC26-0001")
    told = db.session.scalars(select(Message).where(Message.dossier_id == dossier.id, Message.kind == "refund")).all()
    assert ["4.000" in each.body["vi"] for each in told] == [True]


def test_money_that_settles_nothing_goes_back_and_settles_nothing_afterwards(office: Office, desk: Desk) -> None:
    dossier = received(office)
    loose = book(desk, line(office, "chuyen nham"))
    assert loose["owed_back"] == 16000
    assert desk.post(f"/payments/{loose['payment_id']}/refunds", voucher(16000)).status_code == 200
    charge_id = str(charges.charges_of(dossier.id)[0].charge_id)
    body = {"op_id": str(ids.uuid7()), "charge_id": charge_id, "reason": "bà con đưa biên lai"}
    answer = desk.post(f"/payments/{loose['payment_id']}/assign", body)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "payment_given_back")


def test_more_than_came_does_not_go_back_and_a_voucher_stands_for_one_refund(office: Office, desk: Desk) -> None:
    dossier = received(office)
    paid = book(desk, line(office, reference(dossier)))
    way = f"/payments/{paid['payment_id']}/refunds"
    answer = desk.post(way, voucher(16001))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "refund_too_much")
    assert "16000" in answer.get_json()["say"]["vi"]
    assert desk.post(way, voucher(6000)).status_code == 200
    other = desk.post(way, voucher(1000))
    assert (other.status_code, other.get_json()["code"]) == (409, "refund_differs")
    assert desk.post(way, voucher(10000, "PC26-0002")).get_json()["given_back"] == 16000


def test_only_who_takes_money_gives_it_back_and_only_at_home(app: Flask, office: Office, desk: Desk) -> None:
    paid = book(desk, line(office, reference(received(office))))
    way = f"/payments/{paid['payment_id']}/refunds"
    make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    for who in ("appraiser", "approver", "seal", "other-clerk"):
        assert sit_down(app.test_client(), who).post(way, voucher(1000)).status_code == 403


class Books(RuleBasedStateMachine):
    """Any sequence of asking, paying, assigning and voiding, and the sums that must hold after each."""

    unit_id: UUID
    actor = Actor(principal="person:0", name="Thủ quỹ")

    def __init__(self) -> None:
        super().__init__()
        self.charges: list[Charge] = []
        self.payments: list[Payment] = []
        self.refunds: list[Refund] = []
        self.credited: dict[UUID, int] = {}
        """What went back of what charges owed to their payers."""
        self.count = 0
        self.undo = db.session.begin_nested()

    def teardown(self) -> None:
        self.undo.rollback()

    @rule(amount=st.integers(1, 50_000))
    def ask(self, amount: int) -> None:
        dossier_id = ids.uuid7()
        debtor = Debtor(dossier_id, self.unit_id, ids.local_code(dossier_id), None, "Ai đó", {"vi": "Việc"}, {})
        line = {"key": "x", "kind": "phi", "label": {"vi": "Phí"}, "quantity": 1, "amount": amount, "why": None}
        charge = payments.ask(debtor, [line], blocking=True)
        assert charge is not None
        self.charges.append(charge)

    @rule(data=st.data(), amount=st.integers(1, 60_000), known=st.booleans(), repeat=st.booleans())
    def pay(self, data: st.DataObject, amount: int, known: bool, repeat: bool) -> None:
        content = "khong ro"
        if self.charges and known:
            charge = data.draw(st.sampled_from(self.charges))
            content = charge.reference
            if data.draw(st.booleans()):
                amount = max(1, charges.left([charge.id])[charge.id])
        self.count += 1
        told: dict[str, Any] = {
            "op_id": ids.uuid7(),
            "unit_id": self.unit_id,
            "account": "970405:1",
            "bank_ref": f"FT{self.unit_id}{self.count}",
            "amount": amount,
            "booked_on": core_clock.today(),
            "content": content,
        }
        payment, new = payments.record_line(self.actor, **told)
        assert new
        self.payments.append(payment)
        if repeat:
            assert payments.record_line(self.actor, **told) == (payment, False)

    @rule(data=st.data())
    def assign(self, data: st.DataObject) -> None:
        if not (self.charges and self.payments):
            return
        payment, charge = data.draw(st.sampled_from(self.payments)), data.draw(st.sampled_from(self.charges))
        try:
            payments.assign(payment.id, op_id=ids.uuid7(), charge_id=charge.id, reason="đã hỏi")
        except errors.Conflict:
            return

    @rule(data=st.data(), amount=st.integers(1, 60_000), repeat=st.booleans())
    def give_back(self, data: st.DataObject, amount: int, repeat: bool) -> None:
        if not self.payments:
            return
        payment = data.draw(st.sampled_from(self.payments))
        self.count += 1
        body = RefundIn(
            op_id=ids.uuid7(),
            method=data.draw(st.sampled_from(["bank", "cash"])),
            amount=amount,
            proof=f"PC{self.count}",
            paid_on=core_clock.today(),
            reason="nộp thừa",
        )
        settles = payment.status not in rules.LOOSE and payment.charge_id is not None
        credit = max(0, -charges.left([payment.charge_id])[payment.charge_id]) if settles and payment.charge_id else 0
        gone = sum(each.amount for each in self.refunds if each.payment_id == payment.id)
        try:
            refund, new = refunds.give_back(self.actor, payment.id, body)
        except errors.Conflict:
            assert gone + amount > payment.amount
            return
        assert new
        assert gone + amount <= payment.amount
        self.refunds.append(refund)
        if settles and payment.charge_id is not None:
            self.credited[payment.charge_id] = self.credited.get(payment.charge_id, 0) + min(amount, credit)
        if repeat:
            assert refunds.give_back(self.actor, payment.id, body) == (refund, False)

    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        if self.charges:
            payments.void(data.draw(st.sampled_from(self.charges)).dossier_id, "dừng")

    @invariant()
    def the_books_balance(self) -> None:
        assert db.session.scalar(select(func.coalesce(func.sum(LedgerEntry.amount), 0))) == 0
        legs = select(func.sum(LedgerEntry.amount)).group_by(LedgerEntry.booking_id)
        assert set(db.session.scalars(legs)) <= {0}

    @invariant()
    def every_dong_that_came_lies_somewhere(self) -> None:
        came = sum(each.amount for each in self.payments)
        tills = [f"{method}:{self.unit_id}" for method in ("bank", "cash")]
        held = select(func.sum(LedgerEntry.amount)).where(LedgerEntry.account.in_(tills))
        assert (db.session.scalar(held) or 0) == came - sum(each.amount for each in self.refunds)
        settled = {each.id: charges.charges_of(each.dossier_id)[0].paid for each in self.charges}
        for charge in self.charges:
            asked = 0 if charge.voided_at else charge.amount
            credited = self.credited.get(charge.id, 0)
            assert charges.left([charge.id])[charge.id] == asked - settled[charge.id] + credited


def test_the_ledger_balances_after_any_sequence(app: Flask, office: Office) -> None:
    Books.unit_id = office.unit.id
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
