"""Appointments by the half hour. Who makes or moves one of a unit waits for the others: no limit is passed."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from app.core import clock, errors
from app.core.calendar import aware, local
from app.core.ids import uuid7
from app.db import db
from app.queueing import operations, queries
from app.queueing.models import QueueBooking, QueueTicket
from app.queueing.rules import hours
from app.queueing.rules.plan import Plan
from app.units.models import Unit

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def book(
    booking_id: UUID,
    unit_id: UUID,
    kind: str,
    slot: datetime,
    *,
    holder: str,
    phone: str | None,
    procedure_code: str | None,
) -> QueueBooking:
    """Make an appointment; the same id again is the same one. Raises Conflict where the half hour is full or gone."""
    hold(unit_id)
    if found := db.session.get(QueueBooking, booking_id):
        if found.holder != holder or found.unit_id != unit_id:
            raise errors.Conflict("queue_not_yours")
        return found
    _end_missed(unit_id)
    _one_only(unit_id, kind, holder, phone)
    _is_free(unit_id, kind, slot)
    now = clock.now()
    made = QueueBooking(
        id=booking_id,
        unit_id=unit_id,
        kind=kind,
        day=local(slot).date(),
        slot=slot,
        state="open",
        code=_new_code(unit_id),
        holder=holder,
        phone=phone,
        procedure_code=procedure_code,
        made_at=now,
        changed_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made


def move(unit_id: UUID, code: str, slot: datetime) -> QueueBooking:
    """Put an appointment into another half hour; the same one again changes nothing. Raises NotFound, Conflict."""
    hold(unit_id)
    row = _open(unit_id, code)
    if row.slot != slot:
        _is_free(unit_id, row.kind, slot)
        row.slot, row.day, row.changed_at = slot, local(slot).date(), clock.now()
        db.session.flush()
    return row


def cancel(unit_id: UUID, code: str) -> QueueBooking:
    """Give an appointment up; again changes nothing. Raises NotFound, Conflict."""
    hold(unit_id)
    row = queries.booking_of(unit_id, code)
    if row.state == "cancelled":
        return row
    if row.state != "open":
        raise errors.Conflict("queue_booking_over")
    row.state, row.changed_at = "cancelled", clock.now()
    db.session.flush()
    return row


def arrive(unit_id: UUID, code: str, *, priority: bool) -> QueueTicket:
    """Who has an appointment today is here: her number. Again gives the same number. Raises NotFound, Conflict."""
    hold(unit_id)
    row = queries.booking_of(unit_id, code)
    if row.ticket_id is not None:
        return queries.ticket(row.ticket_id)
    if row.state != "open" or row.day != clock.today():
        raise errors.Conflict("queue_booking_other_day", day=local(row.slot).strftime("%H:%M %d/%m/%Y"))
    plan = queries.need_plan(unit_id, row.day)
    kept = hours.is_kept(plan, local(row.slot), local(clock.now()))
    made = operations.take(
        unit_id,
        uuid7(),
        row.kind,
        priority=priority,
        source="booking",
        slot=row.slot if kept else None,
        booked=True,
    )
    row.ticket_id, row.state, row.changed_at = made.id, "arrived", clock.now()
    db.session.flush()
    return made


def is_off(row: QueueBooking, plan: Plan | None) -> bool:
    """Whether the office is not there for an appointment any more: it closes then, or makes none for that day now."""
    kind = plan.kind(row.kind) if plan else None
    if plan is None or kind is None:
        return True
    slot = local(row.slot)
    work, before = queries.work_at(row.unit_id), datetime.combine(slot.date(), datetime.min.time())
    return slot not in hours.slots(plan, kind, work, slot.date(), before - timedelta(seconds=1))


def hold(unit_id: UUID) -> None:
    """Wait for whoever else changes appointments of this unit; dossiers are filed there meanwhile as ever."""
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True, of=Unit))


def forget() -> int:
    """Mark what was missed, and forget numbers to call and phones some days after; how many rows changed.

    After how many days, the unit set (`keep_days`).
    """
    today = clock.today()
    changed = 0
    wanted = select(QueueBooking).where(
        QueueBooking.day < today, or_(QueueBooking.state == "open", QueueBooking.holder != "")
    )
    keep: dict[UUID, int] = {}
    for row in list(db.session.scalars(wanted.with_for_update(skip_locked=True))):
        if row.state == "open":
            row.state, changed = "missed", changed + 1
        if row.unit_id not in keep:
            rule = queries.rule_on(row.unit_id, today)
            keep[row.unit_id] = int((rule.body if rule else queries.defaults())["keep_days"])
        if (today - row.day).days > keep[row.unit_id]:
            row.phone, row.holder, changed = None, "", changed + 1
    db.session.flush()
    return changed


def _open(unit_id: UUID, code: str) -> QueueBooking:
    row = queries.booking_of(unit_id, code)
    if row.state != "open" or row.day < clock.today():
        raise errors.Conflict("queue_booking_over")
    return row


def _is_free(unit_id: UUID, kind: str, slot: datetime) -> None:
    at = local(slot)
    plan = queries.need_plan(unit_id, at.date())
    chosen = plan.kind(kind)
    if chosen is None or chosen.limit < 1:
        raise errors.Conflict("queue_not_booked")
    if at not in hours.slots(plan, chosen, queries.work_at(unit_id), at.date(), local(clock.now())):
        raise errors.Conflict("queue_slot_gone")
    if queries.booked(unit_id, at.date(), at.date()).get((kind, aware(at)), 0) >= chosen.limit:
        raise errors.Conflict("queue_slot_full")


def _one_only(unit_id: UUID, kind: str, holder: str, phone: str | None) -> None:
    hers = QueueBooking.holder == holder
    if phone is not None:
        hers = or_(hers, QueueBooking.phone == phone)
    wanted = select(QueueBooking.id).where(
        QueueBooking.unit_id == unit_id, QueueBooking.kind == kind, QueueBooking.state == "open", hers
    )
    if db.session.scalars(wanted.limit(1)).first() is not None:
        raise errors.Conflict("queue_booked_already")


def _end_missed(unit_id: UUID) -> None:
    """What lies before today can no longer stand in the way of a new one."""
    wanted = select(QueueBooking).where(
        QueueBooking.unit_id == unit_id, QueueBooking.state == "open", QueueBooking.day < clock.today()
    )
    for row in list(db.session.scalars(wanted)):
        row.state = "missed"
    db.session.flush()


def _new_code(unit_id: UUID) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        known = select(QueueBooking.id).where(QueueBooking.unit_id == unit_id, QueueBooking.code == code)
        if db.session.scalars(known).first() is None:
            return code
