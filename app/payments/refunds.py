"""Giving money back: never more of a payment than came with it, each time with its proof and its reason."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import clock, errors
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db
from app.payments import queries, rules
from app.payments.models import Payment, Refund
from app.payments.operations import book
from app.payments.schemas import RefundIn


def give_back(actor: Actor, payment_id: UUID, body: RefundIn) -> tuple[Refund, bool]:
    """Book what was paid back of a payment; the same op_id, or the same proof of the same sum, is the same refund.

    Raises Conflict where the proof was used for something else, or more would go back than came.
    """
    payment = queries.payment(payment_id, locked=True)
    if known := _known(payment, body):
        return known, False
    rest = payment.amount - queries.given_back([payment.id]).get(payment.id, 0)
    if body.amount > rest:
        raise errors.Conflict("refund_too_much", rest=rest)
    refund, new = _keep(actor, payment, body)
    if new:
        _book(payment, body)
    return refund, new


def _keep(actor: Actor, payment: Payment, body: RefundIn) -> tuple[Refund, bool]:
    refund = Refund(
        id=uuid7(),
        op_id=body.op_id,
        payment_id=payment.id,
        unit_id=payment.unit_id,
        method=body.method,
        proof=body.proof,
        amount=body.amount,
        paid_on=body.paid_on,
        reason=body.reason,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(refund)
    except IntegrityError:
        if (known := _known(payment, body)) is None:
            raise
        return known, False
    return refund, True


def _book(payment: Payment, body: RefundIn) -> None:
    loose = payment.status in rules.LOOSE or payment.charge_id is None
    charge_id = None if loose else payment.charge_id
    credit = 0 if charge_id is None else -queries.left([charge_id])[charge_id]
    legs = rules.given_back(body.method, payment.unit_id, body.amount, charge_id, credit)
    book("given_back", legs, charge_id, payment.id)


def _known(payment: Payment, body: RefundIn) -> Refund | None:
    proof = (Refund.unit_id == payment.unit_id) & (Refund.method == body.method) & (Refund.proof == body.proof)
    found = db.session.scalars(select(Refund).where((Refund.op_id == body.op_id) | proof).limit(1)).first()
    if found is None:
        return None
    if (found.payment_id, found.amount, found.proof) != (payment.id, body.amount, body.proof):
        raise errors.Conflict("refund_differs", proof=found.proof, amount=found.amount)
    return found
