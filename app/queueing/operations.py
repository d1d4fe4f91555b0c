"""What happens in the waiting room. Who changes anything of a day holds its row, so no two are given the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.db import db, insert_missing
from app.queueing import queries
from app.queueing.models import QueueAct, QueueDay, QueueRule, QueueTicket
from app.queueing.rules import line
from app.queueing.rules.plan import BadPlan, Plan, check, read

FROM: Mapping[str, tuple[str, ...]] = {
    "call": ("waiting", "absent"),
    "recall": ("called",),
    "serve": ("called",),
    "done": ("called", "serving"),
    "absent": ("called",),
    "back": ("absent",),
    "leave": ("waiting", "called", "absent"),
    "priority": ("waiting", "absent"),
    "ordinary": ("waiting", "absent"),
}
"""In which states what may be done with a ticket."""
MOST_NUMBERS = 999


def take(
    unit_id: UUID,
    ticket_id: UUID,
    kind: str,
    *,
    priority: bool,
    source: str,
    slot: datetime | None = None,
    booked: bool = False,
) -> QueueTicket:
    """Give a number; the same id again gives the same number. Raises Conflict, Invalid.

    The door gives numbers while it is open; an official may give one as long as the office is.
    """
    day = clock.today()
    plan = queries.need_plan(unit_id, day)
    counts = hold(unit_id, day)
    if found := db.session.get(QueueTicket, ticket_id):
        if found.unit_id != unit_id:
            raise errors.Conflict("queue_not_yours")
        return found
    _is_open(unit_id, plan, by_hand=source == "desk" or booked)
    chosen = plan.kind(kind)
    if chosen is None:
        raise errors.Invalid("queue_kind_unknown")
    number = int(counts.numbers.get(chosen.prefix, 0)) + 1
    if number > MOST_NUMBERS:
        raise errors.Conflict("queue_no_more_numbers")
    counts.numbers = {**counts.numbers, chosen.prefix: number}
    counts.place += 1
    made = QueueTicket(
        id=ticket_id,
        unit_id=unit_id,
        day=day,
        kind=kind,
        prefix=chosen.prefix,
        number=number,
        state="waiting",
        source=source,
        priority=priority,
        back=False,
        slot=slot,
        place=counts.place,
        turn=0,
        calls=0,
        taken_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def take_by_hand(unit_id: UUID, ticket_id: UUID, kind: str, *, priority: bool, actor: Actor) -> QueueTicket:
    """An official gives somebody a number. Raises Forbidden, Conflict, Invalid."""
    actor.need(Permission.QUEUE_CALL, unit_id)
    return take(unit_id, ticket_id, kind, priority=priority, source="desk")


def call_next(op_id: UUID, unit_id: UUID, point: str, actor: Actor) -> QueueTicket | None:
    """Call whoever is next to a point; nobody where nobody waits for it. The same op_id again calls nobody else.

    Who was being served there is served; of whom it is not known whether she came, the official says it first.
    """
    actor.need(Permission.QUEUE_CALL, unit_id)
    day = clock.today()
    plan = queries.need_plan(unit_id, day)
    counts = hold(unit_id, day)
    if done := _already(op_id, actor):
        return done
    _need_point(plan, point)
    now = queries.at_point(unit_id, day, point)
    if now is not None and now.state == "called":
        raise errors.Conflict("queue_settle_first", extra={"number": now.label})
    waiting = queries.tickets_in(unit_id, day, "waiting")
    chosen = line.next_one(
        plan, [queries.as_waiting(row) for row in waiting], queries.calls_of(unit_id, day), clock.now(), point
    )
    if now is not None:
        now.state, now.ended_at = "served", clock.now()
    if chosen is None:
        db.session.flush()
        return None
    row = next(each for each in waiting if each.id == chosen.id)
    _call(row, counts, point)
    _note(op_id, row, "call", point, actor)
    return row


def act(op_id: UUID, ticket_id: UUID, what: str, point: str | None, actor: Actor) -> QueueTicket:
    """Do one thing with a ticket of the day (`FROM`), once. Raises NotFound, Conflict, Invalid."""
    row = own(ticket_id, actor)
    counts = hold(row.unit_id, row.day)
    if done := _already(op_id, actor):
        return done
    db.session.refresh(row)
    if row.day != clock.today():
        raise errors.Conflict("queue_day_over")
    if row.state not in FROM[what]:
        raise errors.Conflict("queue_moved_on", extra={"state": row.state})
    if what == "call":
        _call_this(row, counts, point)
    else:
        _change(row, counts, what)
    _note(op_id, row, what, row.point, actor)
    return row


def own(ticket_id: UUID, actor: Actor) -> QueueTicket:
    """A ticket of a unit at which the actor calls numbers; any other is not found."""
    row = queries.ticket(ticket_id)
    if row.unit_id not in actor.units(Permission.QUEUE_CALL):
        raise errors.NotFound("queue_ticket_not_found")
    return row


def seat(ticket_id: UUID, unit_id: UUID, actor: Actor) -> QueueTicket:
    """Somebody sits down at a sitting with her number: it is being served. Raises NotFound, Conflict."""
    row = own(ticket_id, actor)
    if row.unit_id != unit_id:
        raise errors.NotFound("queue_ticket_not_found")
    hold(unit_id, row.day)
    db.session.refresh(row)
    if row.day != clock.today() or row.state not in ("called", "serving", "served"):
        raise errors.Conflict("queue_moved_on", extra={"state": row.state})
    if row.state == "called":
        row.state, row.serving_at = "serving", clock.now()
    db.session.flush()
    return row


def leave(ticket_id: UUID) -> QueueTicket:
    """Give one's own number up; again changes nothing. Raises NotFound, Conflict."""
    row = queries.ticket(ticket_id)
    hold(row.unit_id, row.day)
    db.session.refresh(row)
    if row.state == "left":
        return row
    if row.state not in FROM["leave"]:
        raise errors.Conflict("queue_moved_on", extra={"state": row.state})
    row.state, row.ended_at = "left", clock.now()
    db.session.flush()
    return row


def set_plan(unit_id: UUID, since: date, body: dict[str, Any], *, used: bool, source: str, by: str) -> QueueRule:
    """Set the waiting room of a unit from a day on; what holds before stays. Raises Invalid."""
    if since < clock.today():
        raise errors.Invalid("queue_in_the_past", errors=[_fault("since", "queue_in_the_past")])
    try:
        check(read(body))
    except BadPlan as fault:
        raise errors.Invalid(fault.code, errors=[_fault(fault.path, fault.code)]) from fault
    row = db.session.get(QueueRule, (unit_id, since)) or QueueRule(unit_id=unit_id, valid_from=since)
    row.body, row.used, row.source = body, used, source
    row.recorded_by, row.recorded_at = by, clock.now()
    db.session.add(row)
    db.session.flush()
    return row


def end_of_day() -> int:
    """Close what days before today left open: nobody waits over night. How many tickets that were."""
    open_ones = select(QueueTicket).where(
        QueueTicket.day < clock.today(), QueueTicket.state.in_(("waiting", "called", "serving", "absent"))
    )
    found = list(db.session.scalars(open_ones.with_for_update()))
    for row in found:
        row.state = "served" if row.state == "serving" else "left"
        row.ended_at = clock.end_of(row.day)
    db.session.flush()
    return len(found)


def hold(unit_id: UUID, day: date) -> QueueDay:
    """The row of a unit's day, held until the end of the transaction."""
    insert_missing(QueueDay, unit_id=unit_id, day=day, numbers={}, place=0, turn=0)
    wanted = select(QueueDay).where(QueueDay.unit_id == unit_id, QueueDay.day == day).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def _is_open(unit_id: UUID, plan: Plan, *, by_hand: bool) -> None:
    door = queries.door_of(unit_id, plan)
    if door.state == "open":
        return
    work, now = queries.work_at(unit_id), clock.now().astimezone(clock.VN).replace(tzinfo=None)
    if by_hand and work.is_open(now.date()) and now <= work.closing(now.date()):
        return
    opens = door.opens.strftime("%H:%M %d/%m/%Y") if door.opens else ""
    raise errors.Conflict("queue_closed", extra={"state": door.state}, opens=opens)


def _already(op_id: UUID, actor: Actor) -> QueueTicket | None:
    done = db.session.get(QueueAct, op_id)
    if done is None:
        return None
    if done.person_id != actor.person_id:
        raise errors.Conflict("queue_not_yours")
    return queries.ticket(done.ticket_id)


def _need_point(plan: Plan, point: str | None) -> str:
    found = plan.point(point)
    if found is None:
        raise errors.Invalid("queue_point_unknown")
    return found.key


def _call_this(row: QueueTicket, counts: QueueDay, point: str | None) -> None:
    """Call this very number, whoever else waits."""
    chosen = _need_point(queries.need_plan(row.unit_id, row.day), point)
    now = queries.at_point(row.unit_id, row.day, chosen)
    if now is not None and now.state == "called":
        raise errors.Conflict("queue_settle_first", extra={"number": now.label})
    if now is not None:
        now.state, now.ended_at = "served", clock.now()
    _call(row, counts, chosen)


def _call(row: QueueTicket, counts: QueueDay, point: str) -> None:
    counts.turn += 1
    row.state, row.point, row.turn = "called", point, counts.turn
    row.calls, row.called_at, row.serving_at, row.ended_at = 1, clock.now(), None, None
    db.session.flush()


def _change(row: QueueTicket, counts: QueueDay, what: str) -> None:
    now = clock.now()
    if what == "recall":
        counts.turn += 1
        row.turn, row.calls = counts.turn, row.calls + 1
    elif what == "serve":
        row.state, row.serving_at = "serving", now
    elif what in ("done", "absent", "leave"):
        row.state = {"done": "served", "absent": "absent", "leave": "left"}[what]
        row.ended_at = now
    elif what == "back":
        counts.place += 1
        row.state, row.back, row.place, row.ended_at, row.point = "waiting", True, counts.place, None, None
    else:
        row.priority = what == "priority"
    db.session.flush()


def _note(op_id: UUID, row: QueueTicket, what: str, point: str | None, actor: Actor) -> None:
    db.session.add(
        QueueAct(
            op_id=op_id,
            unit_id=row.unit_id,
            day=row.day,
            ticket_id=row.id,
            what=what,
            place=row.place,
            point=point,
            person_id=actor.person_id,
            at=clock.now(),
        )
    )
    db.session.flush()


def _fault(path: str, code: str) -> dict[str, Any]:
    return {"path": path, "code": code, "params": {}}
