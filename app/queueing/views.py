"""The waiting room as the door, the screen, the phone and the desk see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.core import clock
from app.core.access import Actor, Permission
from app.core.calendar import aware, local
from app.core.shapes import Words
from app.queueing import bookings, queries
from app.queueing.models import QueueBooking, QueueTicket
from app.queueing.queries import Standing
from app.queueing.rules import hours
from app.queueing.rules.line import Estimate, in_order
from app.queueing.rules.plan import Kind, Plan
from app.queueing.schemas import (
    BoardOut,
    BookingOut,
    CalledOut,
    DeskBookingOut,
    DeskPointOut,
    DeskQueueOut,
    DeskTicketOut,
    DoorKindOut,
    DoorOut,
    NamedUnitOut,
    SlotDayOut,
    SlotOut,
    SlotsOut,
    TicketOut,
    WaitOut,
)
from app.units import queries as units
from app.units.models import Unit

ON_SCREEN = 8


def door(unit: Unit, tablet: str | None = None) -> DoorOut:
    """What the door of a unit shows; to a paired tablet its name too."""
    plan = queries.plan_on(unit.id, clock.today())
    found = queries.door_of(unit.id, plan) if plan else None
    standing = queries.standing(unit.id, plan) if plan else None
    return DoorOut(
        unit_id=unit.id,
        unit_name=unit.name,
        slug=unit.slug,
        state=found.state if found else "unused",
        until=aware(found.until) if found and found.until else None,
        opens=aware(found.opens) if found and found.opens else None,
        free_today=plan.is_free(clock.today()) if plan else False,
        kinds=_kinds(standing) if standing else [],
        groups=[words(each) for each in plan.groups] if plan else [],
        books=any(kind.limit for kind in plan.kinds) if plan else False,
        tablet=tablet,
    )


def _kinds(standing: Standing) -> list[DoorKindOut]:
    found = []
    for kind in standing.plan.kinds:
        ahead = standing.newcomer(kind.key)
        found.append(
            DoorKindOut(
                key=kind.key,
                prefix=kind.prefix,
                name=words(kind.name),
                waiting=ahead,
                wait=_wait(standing.wait(kind.key, ahead)),
                booked=kind.limit > 0,
                fields=list(kind.fields),
            )
        )
    return found


def ticket(row: QueueTicket) -> TicketOut:
    """A number as whoever holds it sees it."""
    unit, plan = units.get(row.unit_id), queries.plan_on(row.unit_id, row.day)
    known = plan.point(row.point) if plan else None
    ahead, wait = None, None
    if plan and row.state == "waiting" and row.day == clock.today():
        standing = queries.standing(row.unit_id, plan)
        ahead = standing.ahead(queries.as_waiting(row))
        wait = standing.wait(row.kind, ahead)
    return TicketOut(
        ticket_id=row.id,
        number=row.label,
        unit_name=unit.name,
        slug=unit.slug,
        day=row.day,
        kind=_kind_words(plan, row.kind),
        state=row.state,  # type: ignore[arg-type]  # one of the table's
        priority=row.priority,
        slot=row.slot,
        before=ahead,
        wait=_wait(wait),
        point=known.name if known else row.point,
        taken_at=row.taken_at,
        called_at=row.called_at,
        now=clock.now(),
    )


def board(unit: Unit) -> BoardOut:
    """What the screen in the waiting room shows."""
    today = clock.today()
    plan = queries.plan_on(unit.id, today)
    calls = queries.last_called(unit.id, today, ON_SCREEN) if plan else []
    return BoardOut(
        unit_name=unit.name,
        state=queries.door_of(unit.id, plan).state if plan else "unused",
        calls=[
            CalledOut(
                number=row.label,
                point=_point_name(plan, row.point),
                turn=row.turn,
                state=row.state,  # type: ignore[arg-type]  # one of the table's
            )
            for row in calls
        ],
        waiting=len(queries.tickets_in(unit.id, today, "waiting")) if plan else 0,
        now=clock.now(),
    )


def slots(unit: Unit, kind_key: str) -> SlotsOut:
    """The days and half hours for which appointments are made now."""
    today, now = clock.today(), local(clock.now())
    plan = queries.need_plan(unit.id, today)
    last = today + timedelta(days=plan.days_ahead)
    held, work = queries.booked(unit.id, today, last), queries.work_at(unit.id)
    days = []
    for step in range(plan.days_ahead + 1):
        day = today + timedelta(days=step)
        holds = queries.plan_on(unit.id, day)
        kind = holds.kind(kind_key) if holds else None
        if holds is None or kind is None or kind.limit < 1 or not work.is_open(day):
            continue
        found = [aware(each) for each in hours.slots(holds, kind, work, day, now)]
        if found or holds.is_free(day):
            left = [SlotOut(at=at, left=max(0, kind.limit - held.get((kind_key, at), 0))) for at in found]
            days.append(SlotDayOut(day=day, free=holds.is_free(day), slots=left))
    return SlotsOut(days=days)


def booking(row: QueueBooking) -> BookingOut:
    """An appointment as its phone keeps it."""
    unit, plan = units.get(row.unit_id), queries.plan_on(row.unit_id, row.day)
    return BookingOut(
        booking_id=row.id,
        code=row.code,
        unit_name=unit.name,
        slug=unit.slug,
        address=unit.address,
        kind_key=row.kind,
        kind=_kind_words(plan, row.kind),
        slot=row.slot,
        state=row.state,  # type: ignore[arg-type]  # one of the table's
        off=row.state == "open" and bookings.is_off(row, plan),
        ticket_id=row.ticket_id,
        procedure_code=row.procedure_code,
    )


def desk(actor: Actor, unit_id: UUID | None) -> DeskQueueOut:
    """The waiting room of one of the actor's units, the first where none is named."""
    mine = sorted((units.get(each) for each in actor.units(Permission.QUEUE_CALL)), key=lambda unit: unit.name)
    mine = [unit for unit in mine if unit.levels and units.is_in_force(unit)]
    named = [NamedUnitOut(unit_id=unit.id, name=unit.name, slug=unit.slug) for unit in mine]
    chosen = next((unit for unit in mine if unit_id in (None, unit.id)), None)
    plan = queries.plan_on(chosen.id, clock.today()) if chosen else None
    if chosen is None or plan is None:
        return _unused(named, chosen)
    today, standing, opened = clock.today(), queries.standing(chosen.id, plan), queries.door_of(chosen.id, plan)
    rows = {row.id: row for row in queries.tickets_in(chosen.id, today, "waiting", "called", "serving", "absent")}
    waiting = in_order(plan, standing.waiting, standing.calls, standing.now)
    return DeskQueueOut(
        units=named,
        unit_id=chosen.id,
        used=True,
        state=opened.state,
        until=aware(opened.until) if opened.until else None,
        points=[DeskPointOut(key=each.key, name=each.name, kinds=sorted(each.kinds)) for each in plan.points],
        kinds=_kinds(standing),
        waiting=[desk_ticket(rows[each.id], plan) for each in waiting],
        here=[desk_ticket(row, plan) for row in rows.values() if row.state in ("called", "serving")],
        absent=[desk_ticket(row, plan) for row in rows.values() if row.state == "absent"],
        done=len(queries.tickets_in(chosen.id, today, "served")),
        bookings=[
            DeskBookingOut(
                code=row.code,
                kind_name=_kind_words(plan, row.kind),
                slot=row.slot,
                phone=row.phone,
                procedure_code=row.procedure_code,
            )
            for row in queries.bookings_on(chosen.id, today)
        ],
        now=clock.now(),
    )


def _unused(named: list[NamedUnitOut], chosen: Unit | None) -> DeskQueueOut:
    return DeskQueueOut(
        units=named,
        unit_id=chosen.id if chosen else None,
        used=False,
        state="unused",
        until=None,
        points=[],
        kinds=[],
        waiting=[],
        here=[],
        absent=[],
        done=0,
        bookings=[],
        now=clock.now(),
    )


def desk_ticket(row: QueueTicket, plan: Plan | None = None) -> DeskTicketOut:
    """A number as the desk sees it."""
    plan = plan or queries.plan_on(row.unit_id, row.day)
    return DeskTicketOut(
        ticket_id=row.id,
        number=row.label,
        kind=row.kind,
        kind_name=_kind_words(plan, row.kind),
        state=row.state,  # type: ignore[arg-type]  # one of the table's
        priority=row.priority,
        back=row.back,
        slot=row.slot,
        source=row.source,  # type: ignore[arg-type]  # one of the table's
        point=row.point,
        calls=row.calls,
        taken_at=row.taken_at,
        called_at=row.called_at,
        serving_at=row.serving_at,
        ended_at=row.ended_at,
    )


def words(text: Any) -> Words:
    """A text in both languages; without an English one the Vietnamese serves."""
    return Words(vi=text["vi"], en=text.get("en") or None)


def _kind_words(plan: Plan | None, key: str) -> Words:
    found: Kind | None = plan.kind(key) if plan else None
    return words(found.name) if found else Words(vi=key)


def _point_name(plan: Plan | None, key: str | None) -> str:
    found = plan.point(key) if plan else None
    return found.name if found else (key or "")


def _wait(found: Estimate | None) -> WaitOut | None:
    return WaitOut(low=found.low, high=found.high, measured=found.measured) if found else None
