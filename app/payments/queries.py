"""Charges and payments as they stand: balances are sums of the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.core import errors
from app.core.shapes import Words
from app.db import db
from app.payments import rules
from app.payments.models import Charge, LedgerEntry, Payment, Refund
from app.payments.schemas import ChargeLineOut, ChargeOut, OpenChargeOut, PaymentOut

_RECENT = 100
_AT_ONCE = 5_000
"""So many ids in one question; engines take no more than some tens of thousands."""


def left(charge_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What is still to pay on each charge; below nothing when too much came."""
    if not charge_ids:
        return {}
    sums = (
        select(LedgerEntry.charge_id, func.sum(LedgerEntry.amount))
        .where(LedgerEntry.account.in_([f"due:{each}" for each in charge_ids]))
        .group_by(LedgerEntry.charge_id)
    )
    found = {row[0]: int(row[1]) for row in db.session.execute(sums)}
    return {each: found.get(each, 0) for each in charge_ids}


def charges_of(dossier_id: UUID) -> list[ChargeOut]:
    """The charges of a dossier, oldest first, as its owner sees them."""
    return charges_by_dossier([dossier_id]).get(dossier_id, [])


def charges_by_dossier(dossier_ids: Collection[UUID]) -> dict[UUID, list[ChargeOut]]:
    """The same for many dossiers at once; those without charges are left out."""
    rows = select(Charge).where(Charge.dossier_id.in_(dossier_ids)).order_by(Charge.created_at)
    charges = list(db.session.scalars(rows)) if dossier_ids else []
    ids = [each.id for each in charges]
    balances, settling = left(ids), _settling(ids)
    found: dict[UUID, list[ChargeOut]] = {}
    for each in charges:
        shown = _charge_out(each, balances[each.id], settling.get(each.id, []))
        found.setdefault(each.dossier_id, []).append(shown)
    return found


def blocks(dossier_id: UUID) -> bool:
    """Whether a charge that must be settled first is not."""
    charges = [each for each in _charges(dossier_id) if each.blocking and each.voided_at is None]
    return any(rest > 0 for rest in left([each.id for each in charges]).values())


def open_sums(dossier_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What is still to pay by dossier, for those that owe anything."""
    wanted = select(Charge.id, Charge.dossier_id).where(Charge.dossier_id.in_(dossier_ids), Charge.voided_at.is_(None))
    return _sums(list(db.session.execute(wanted)))


def open_sums_at(unit_ids: Collection[UUID], among: Select[UUID]) -> dict[UUID, int]:
    """What is still to pay at these units, by dossier, for those among a query's ids that owe anything.

    A charge that was settled has its receipt and is not asked.
    """
    wanted = select(Charge.id, Charge.dossier_id).where(
        Charge.unit_id.in_(unit_ids),
        Charge.voided_at.is_(None),
        Charge.receipt_number.is_(None),
        Charge.dossier_id.in_(among),
    )
    return _sums(list(db.session.execute(wanted)))


def _sums(charges: Sequence[Any]) -> dict[UUID, int]:
    sums: dict[UUID, int] = {}
    for start in range(0, len(charges), _AT_ONCE):
        some = charges[start : start + _AT_ONCE]
        balances = left([each.id for each in some])
        for each in some:
            if balances[each.id] > 0:
                sums[each.dossier_id] = sums.get(each.dossier_id, 0) + balances[each.id]
    return sums


def open_charges(unit_ids: Collection[UUID]) -> list[OpenChargeOut]:
    """What these units still wait for, oldest first."""
    return [
        OpenChargeOut(
            charge_id=each.id,
            dossier_id=each.dossier_id,
            official_number=each.official_number,
            owner_name=each.owner_name,
            procedure_name=each.procedure_name["vi"],
            amount=each.amount,
            paid=each.amount - rest,
            reference=each.reference,
            created_at=each.created_at,
        )
        for each, rest in _open(unit_ids)
    ]


def payments_at(unit_ids: Collection[UUID]) -> list[PaymentOut]:
    """The newest payments of these units; those that settle nothing yet first."""
    loose = Payment.status.in_(rules.LOOSE)
    newest = (
        select(Payment)
        .where(Payment.unit_id.in_(unit_ids))
        .order_by(loose.desc(), Payment.recorded_at.desc(), Payment.id)
        .limit(_RECENT)
    )
    return [payment_out(each) for each in db.session.scalars(newest)]


def given_back(payment_ids: Collection[UUID]) -> dict[UUID, int]:
    """How much of these payments went back, in đồng; those of which nothing did are left out."""
    sums = select(Refund.payment_id, func.sum(Refund.amount)).where(Refund.payment_id.in_(payment_ids))
    return {row[0]: int(row[1]) for row in db.session.execute(sums.group_by(Refund.payment_id))}


def _owed_back(payment: Payment, rest: int) -> int:
    """How much of what is left of a payment is surely the payer's."""
    if payment.status in rules.LOOSE or payment.charge_id is None:
        return rest
    return max(0, min(rest, -left([payment.charge_id])[payment.charge_id]))


def payment_out(payment: Payment) -> PaymentOut:
    """A payment as the desk sees it."""
    charge = db.session.get(Charge, payment.charge_id) if payment.charge_id else None
    back = given_back([payment.id]).get(payment.id, 0)
    return PaymentOut.model_validate(
        {
            "payment_id": payment.id,
            "status": payment.status,
            "charge_id": payment.charge_id,
            "dossier_id": charge.dossier_id if charge else None,
            "amount": payment.amount,
            "bank_ref": payment.bank_ref if payment.method == "bank" else None,
            "booked_on": payment.booked_on,
            "content": payment.content,
            "receipt_number": payment.bank_ref if payment.method == "cash" else None,
            "given_back": back,
            "owed_back": _owed_back(payment, payment.amount - back),
        }
    )


def charge(charge_id: UUID, *, locked: bool = False) -> Charge:
    """A charge, locked until the commit where it will be changed; raises NotFound."""
    found = db.session.get(Charge, charge_id, with_for_update=locked, populate_existing=locked)
    if found is None:
        raise errors.NotFound("not_found")
    return found


def payment(payment_id: UUID, *, locked: bool = False) -> Payment:
    """A payment, locked until the commit where it will be changed; raises NotFound."""
    found = db.session.get(Payment, payment_id, with_for_update=locked, populate_existing=locked)
    if found is None:
        raise errors.NotFound("not_found")
    return found


def named(unit_id: UUID, references: Sequence[str]) -> list[rules.Owed]:
    """The unit's charges with these references as matching sees them, oldest first; locked until the commit."""
    charges = select(Charge).where(Charge.unit_id == unit_id, Charge.reference.in_(references))
    locked = charges.order_by(Charge.created_at, Charge.id).with_for_update()
    return [owed(each) for each in db.session.scalars(locked)]


def dossiers_named(unit_id: UUID, references: Sequence[str]) -> list[UUID]:
    """The dossiers whose charges have these references at a unit."""
    rows = select(Charge.dossier_id).where(Charge.unit_id == unit_id, Charge.reference.in_(references))
    return list(db.session.scalars(rows.distinct()))


def owed(charge: Charge) -> rules.Owed:
    """A charge as matching sees it."""
    return rules.Owed(charge.id, left([charge.id])[charge.id], charge.voided_at is not None)


def payments_of(charge_id: UUID) -> list[Payment]:
    """The payments that settle a charge, in the order they came."""
    return _settling([charge_id]).get(charge_id, [])


def _settling(charge_ids: Collection[UUID]) -> dict[UUID, list[Payment]]:
    """The payments that settle charges, in the order they came."""
    rows = select(Payment).where(Payment.charge_id.in_(charge_ids), Payment.status.not_in(rules.LOOSE))
    found: dict[UUID, list[Payment]] = {}
    for each in db.session.scalars(rows.order_by(Payment.recorded_at, Payment.id)) if charge_ids else ():
        if each.charge_id is not None:
            found.setdefault(each.charge_id, []).append(each)
    return found


def _charges(dossier_id: UUID) -> list[Charge]:
    return list(db.session.scalars(select(Charge).where(Charge.dossier_id == dossier_id).order_by(Charge.created_at)))


def _open(unit_ids: Collection[UUID]) -> list[tuple[Charge, int]]:
    due = (
        select(LedgerEntry.charge_id, func.sum(LedgerEntry.amount).label("rest"))
        .where(LedgerEntry.account.startswith("due:"))
        .group_by(LedgerEntry.charge_id)
        .subquery()
    )
    rows = (
        select(Charge, due.c.rest)
        .join(due, due.c.charge_id == Charge.id)
        .where(Charge.unit_id.in_(unit_ids), Charge.voided_at.is_(None), due.c.rest > 0)
        .order_by(Charge.created_at, Charge.id)
    )
    return [(row[0], int(row[1])) for row in db.session.execute(rows)]


def _charge_out(charge: Charge, rest: int, settling: Sequence[Payment]) -> ChargeOut:
    last = settling[-1] if settling else None
    status = rules.charge_status(charge.amount, rest, closed=charge.voided_at is not None)
    return ChargeOut.model_validate(
        {
            "charge_id": charge.id,
            "amount": charge.amount,
            "status": status,
            "paid": sum(each.amount for each in settling),
            "given_back": sum(given_back([each.id for each in settling]).values()),
            "reference": charge.reference,
            "blocking": charge.blocking,
            "lines": [_line_out(line) for line in charge.lines],
            "bank_bin": charge.bank.get("bin"),
            "bank_account": charge.bank.get("account"),
            "bank_holder": charge.bank.get("holder"),
            "receipt_number": charge.receipt_number,
            "paid_at": last.recorded_at if last and status in {"paid", "over"} else None,
            "method": last.method if last else None,
        }
    )


def _line_out(line: dict[str, object]) -> ChargeLineOut:
    label = Words.model_validate(line["label"])
    why = Words.model_validate(line["why"]) if line.get("why") else None
    return ChargeLineOut.model_validate({**line, "label": label, "why": why})
