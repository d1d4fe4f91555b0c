"""Money for dossiers: what the bank or the counter says becomes bookings, receipts, events and messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import errors
from app.core.access import Actor, Permission
from app.db import db
from app.dossiers import log, papers, telling
from app.dossiers.models import Dossier
from app.dossiers.operations import role_for
from app.payments import operations as payments
from app.payments import queries as charges
from app.payments import refunds, rules
from app.payments.models import Payment
from app.payments.schemas import AssignIn, CashIn, ChargesOut, PaymentOut, RefundIn, StatementLineIn
from app.units import queries as units


def overview(actor: Actor) -> ChargesOut:
    """What the actor's units wait for, and what came."""
    reach = actor.units(Permission.PAYMENTS_READ)
    return ChargesOut(open=charges.open_charges(reach), payments=charges.payments_at(reach))


def statement_line(actor: Actor, line: StatementLineIn) -> PaymentOut:
    """Book a line of the bank's statement on the unit's account."""
    actor.need(Permission.PAYMENTS_CONFIRM, line.unit_id)
    unit = units.get(line.unit_id)
    if not unit.bank_account:
        raise errors.Conflict("unit_without_account")
    _hold(charges.dossiers_named(unit.id, rules.named_in(line.content)))
    payment, new = payments.record_line(
        actor,
        op_id=line.op_id,
        unit_id=unit.id,
        account=f"{unit.bank_bin or ''}:{unit.bank_account}",
        bank_ref=line.bank_ref,
        amount=line.amount,
        booked_on=line.booked_on,
        content=line.content,
    )
    return _follow(payment, actor, new=new)


def cash(actor: Actor, body: CashIn) -> PaymentOut:
    """Book cash taken at the counter."""
    charge = charges.charge(body.charge_id)
    actor.need(Permission.PAYMENTS_CONFIRM, charge.unit_id)
    _hold([charge.dossier_id])
    payment, new = payments.record_cash(
        actor, op_id=body.op_id, charge_id=body.charge_id, amount=body.amount, receipt_number=body.receipt_number
    )
    return _follow(payment, actor, new=new)


def assign(actor: Actor, payment_id: UUID, body: AssignIn) -> PaymentOut:
    """Give loose money to the charge it was meant for."""
    actor.need(Permission.PAYMENTS_CONFIRM, charges.payment(payment_id).unit_id)
    _hold([charges.charge(body.charge_id).dossier_id])
    payment, new = payments.assign(payment_id, op_id=body.op_id, charge_id=body.charge_id, reason=body.reason)
    return _follow(payment, actor, new=new)


def give_back(actor: Actor, payment_id: UUID, body: RefundIn) -> PaymentOut:
    """Book money that was paid back; whoever paid it for a dossier is told."""
    payment = charges.payment(payment_id)
    actor.need(Permission.PAYMENTS_CONFIRM, payment.unit_id)
    charge = None if payment.charge_id is None else charges.charge(payment.charge_id)
    _hold([] if charge is None else [charge.dossier_id])
    refund, new = refunds.give_back(actor, payment_id, body)
    if new and charge is not None:
        dossier = db.session.get_one(Dossier, charge.dossier_id, populate_existing=True)
        data = {"payment_id": str(payment_id), "amount": refund.amount, "proof": refund.proof, "method": refund.method}
        log.append(
            dossier,
            move="refund",
            to_state=dossier.state,
            actor=actor,
            op_id=body.op_id,
            reason=refund.reason,
            data=data,
            role=role_for(actor, dossier, Permission.PAYMENTS_CONFIRM),
        )
        telling.tell(dossier, actor, "refund", reason=refund.reason, amount=refund.amount)
        db.session.flush()
    return charges.payment_out(charges.payment(payment_id))


def _hold(dossier_ids: Sequence[UUID]) -> None:
    """Lock dossiers before their charges, as every move does, so that money and moves never wait for each other."""
    held = select(Dossier.id).where(Dossier.id.in_(dossier_ids)).order_by(Dossier.id).with_for_update()
    db.session.execute(held).all()


def _follow(payment: Payment, actor: Actor, *, new: bool) -> PaymentOut:
    """Once for each booking that reached a charge: the dossier's event, the receipt when it is settled, the message."""
    if new and payment.charge_id is not None and payment.status not in rules.LOOSE:
        _settled(payment, payment.charge_id, actor)
    return charges.payment_out(payment)


def _settled(payment: Payment, charge_id: UUID, actor: Actor) -> None:
    charge = charges.charge(charge_id)
    dossier = db.session.get_one(Dossier, charge.dossier_id, populate_existing=True)
    data: dict[str, Any] = {"payment_id": str(payment.id), "amount": payment.amount, "status": payment.status}
    if charges.left([charge_id])[charge_id] <= 0 and charge.receipt_number is None:
        made = papers.receipts(dossier, actor, charge, payment)
        charge.receipt_number = ", ".join(dict.fromkeys(str(each.number) for each in made))
        data["receipts"] = [each.number for each in made]
    role = role_for(actor, dossier, Permission.PAYMENTS_CONFIRM)
    op_id = payment.assigned_op_id or payment.op_id
    log.append(dossier, move="payment", to_state=dossier.state, actor=actor, op_id=op_id, data=data, role=role)
    if charge.receipt_number:
        telling.tell(dossier, actor, "payment", amount=payment.amount)
    db.session.flush()
