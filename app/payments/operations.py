"""Asking for money, taking it, and finding what it was for. Every change of a balance is a booking in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import clock, errors
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db
from app.payments import queries, rules
from app.payments.models import Charge, LedgerEntry, Payment


@dataclass(frozen=True)
class Debtor:
    """The dossier a charge belongs to, as far as money must know it."""

    dossier_id: UUID
    unit_id: UUID
    local_code: str
    official_number: str | None
    owner_name: str
    procedure_name: dict[str, Any]
    bank: dict[str, Any]


def ask(debtor: Debtor, lines: Sequence[dict[str, Any]], *, blocking: bool) -> Charge | None:
    """Ask a dossier for the sum of these lines; nothing where they come to nothing."""
    amount = sum(int(line["amount"]) for line in lines)
    if amount <= 0:
        return None
    charge = Charge(
        id=uuid7(),
        dossier_id=debtor.dossier_id,
        unit_id=debtor.unit_id,
        amount=amount,
        reference=rules.reference(debtor.local_code),
        blocking=blocking,
        lines=list(lines),
        bank=debtor.bank,
        owner_name=debtor.owner_name,
        procedure_name=debtor.procedure_name,
        official_number=debtor.official_number,
        created_at=clock.now(),
    )
    db.session.add(charge)
    db.session.flush()
    book("charged", rules.charged(charge.id, charge.unit_id, amount), charge.id, None)
    return charge


def void(dossier_id: UUID, reason: str) -> None:
    """Ask a dossier for nothing more; what was paid stays on the books as owed to the payer."""
    open_charges = select(Charge).where(Charge.dossier_id == dossier_id, Charge.voided_at.is_(None))
    for charge in db.session.scalars(open_charges).all():
        if queries.left([charge.id])[charge.id] <= 0:
            continue  # settled: whether it is given back is decided by the fee's own law, by hand
        charge.voided_at, charge.void_reason = clock.now(), reason
        book("voided", rules.voided(charge.id, charge.unit_id, charge.amount), charge.id, None)


def record_line(
    actor: Actor, *, op_id: UUID, unit_id: UUID, account: str, bank_ref: str, amount: int, booked_on: date, content: str
) -> tuple[Payment, bool]:
    """Book a line of the bank's statement; the same reference again is the same line, and changes nothing."""
    if known := _known(op_id, account, bank_ref, amount):
        return known, False
    charges = queries.named(unit_id, rules.named_in(content))
    found = rules.match(amount, charges)
    payment = Payment(
        id=uuid7(),
        op_id=op_id,
        unit_id=unit_id,
        method="bank",
        account=account,
        bank_ref=bank_ref,
        amount=amount,
        booked_on=booked_on,
        content=content,
        status=found.status,
        charge_id=found.charge_id,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )
    return _take(payment)


def record_cash(
    actor: Actor, *, op_id: UUID, charge_id: UUID, amount: int, receipt_number: str
) -> tuple[Payment, bool]:
    """Book cash taken at the counter for a charge; a receipt's number is used once at a unit."""
    charge = queries.charge(charge_id, locked=True)
    account = f"cash:{charge.unit_id}"
    if known := _known(op_id, account, receipt_number, amount, charge_id):
        return known, False
    found = rules.judge(amount, queries.owed(charge))
    if found.status in {"late", "duplicate", "over"}:
        raise errors.Conflict("cash_not_owed", extra={"payment_status": found.status})
    payment = Payment(
        id=uuid7(),
        op_id=op_id,
        unit_id=charge.unit_id,
        method="cash",
        account=account,
        bank_ref=receipt_number,
        amount=amount,
        booked_on=clock.today(),
        content="",
        status=found.status,
        charge_id=charge_id,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )
    return _take(payment)


def assign(payment_id: UUID, *, op_id: UUID, charge_id: UUID, reason: str) -> tuple[Payment, bool]:
    """Give loose money to the charge it was meant for; raises Conflict where it is not loose or the charge not open."""
    payment = queries.payment(payment_id, locked=True)
    if payment.assigned_op_id == op_id:
        return payment, False
    charge = queries.charge(charge_id, locked=True)
    if payment.status not in rules.LOOSE:
        raise errors.Conflict("payment_not_loose")
    if queries.given_back([payment.id]):
        raise errors.Conflict("payment_given_back")
    found = rules.judge(payment.amount, queries.owed(charge))
    if charge.unit_id != payment.unit_id or found.status in rules.LOOSE:
        raise errors.Conflict("charge_not_open")
    payment.status, payment.charge_id = found.status, charge_id
    payment.assigned_op_id, payment.assigned_reason = op_id, reason
    book("assigned", rules.assigned(charge_id, payment.unit_id, payment.amount), charge_id, payment.id)
    return payment, True


def _known(op_id: UUID, account: str, bank_ref: str, amount: int, charge_id: UUID | None = None) -> Payment | None:
    """The payment already booked under this operation or reference; raises Conflict where it says something else."""
    same = (Payment.op_id == op_id) | ((Payment.account == account) & (Payment.bank_ref == bank_ref))
    found = db.session.scalars(select(Payment).where(same).limit(1)).first()
    if found is None:
        return None
    differs = (found.account, found.bank_ref, found.amount) != (account, bank_ref, amount)
    if differs or (charge_id is not None and found.charge_id != charge_id):
        raise errors.Conflict("payment_differs", extra={"payment_id": str(found.id), "amount": found.amount})
    return found


def _take(payment: Payment) -> tuple[Payment, bool]:
    """Keep a payment and book it; where the same one was kept a moment ago elsewhere, that one and False."""
    wanted = (payment.op_id, payment.account, payment.bank_ref, payment.amount)
    try:
        with db.session.begin_nested():
            db.session.add(payment)
    except IntegrityError:
        known = _known(*wanted)
        if known is None:
            raise
        return known, False
    status: Any = payment.status
    legs = rules.came(payment.method, payment.unit_id, payment.amount, status, payment.charge_id)
    book("came", legs, payment.charge_id, payment.id)
    return payment, True


def book(what: str, legs: Sequence[rules.Leg], charge_id: UUID | None, payment_id: UUID | None) -> None:
    """Write a booking into the ledger."""
    booking, moment = uuid7(), clock.now()
    for leg in legs:
        due = leg.account.startswith("due:")
        db.session.add(
            LedgerEntry(
                id=uuid7(),
                booking_id=booking,
                at=moment,
                account=leg.account,
                amount=leg.amount,
                what=what,
                charge_id=charge_id if due else None,
                payment_id=payment_id,
            )
        )
    db.session.flush()
