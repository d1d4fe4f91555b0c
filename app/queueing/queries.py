"""Reads of the waiting room: what a unit set, when it is open, and how its day stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import func, select

from app.core import clock, errors
from app.core.calendar import WorkCalendar, local
from app.db import db
from app.dossiers import knowledge
from app.queueing.models import QueueAct, QueueBooking, QueueDay, QueueRule, QueueTicket
from app.queueing.rules import hours, line
from app.queueing.rules.line import Call, Estimate, Waiting
from app.queueing.rules.plan import Plan, read
from app.units import queries as units
from app.units.models import Unit

_FILE = Path(__file__).parent / "defaults.yaml"
BUSY_FOR = timedelta(minutes=30)
"""A point that called somebody within this time is at work."""
PACE_OF = 20
"""So many of those served last show the pace of the day."""
HELD = ("open", "arrived")


@cache
def defaults() -> dict[str, Any]:
    """What is shown to begin with where a unit has set nothing."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def rule_on(unit_id: UUID, day: date) -> QueueRule | None:
    """What a unit set that holds on a day."""
    wanted = select(QueueRule).where(QueueRule.unit_id == unit_id, QueueRule.valid_from <= day)
    return db.session.scalars(wanted.order_by(QueueRule.valid_from.desc()).limit(1)).one_or_none()


def rules_of(unit_id: UUID) -> list[QueueRule]:
    """Everything a unit set, in the order of days."""
    wanted = select(QueueRule).where(QueueRule.unit_id == unit_id)
    return list(db.session.scalars(wanted.order_by(QueueRule.valid_from)))


def plan_on(unit_id: UUID, day: date) -> Plan | None:
    """The plan that holds on a day; nothing where the unit gives no numbers then."""
    rule = rule_on(unit_id, day)
    return read(rule.body) if rule is not None and rule.used else None


def need_plan(unit_id: UUID, day: date) -> Plan:
    """The plan of a day; raises Conflict where the unit gives no numbers."""
    found = plan_on(unit_id, day)
    if found is None:
        raise errors.Conflict("queue_not_used")
    return found


def work_at(unit_id: UUID) -> WorkCalendar:
    """The working time of a unit."""
    return WorkCalendar(units.hours_of(unit_id), knowledge.calendar_at(unit_id))


def ticket(ticket_id: UUID) -> QueueTicket:
    """A ticket by its id, which its paper carries; raises NotFound."""
    found = db.session.get(QueueTicket, ticket_id)
    if found is None:
        raise errors.NotFound("queue_ticket_not_found")
    return found


def turn_of(unit_id: UUID, day: date) -> int:
    """How many calls a day has seen."""
    row = db.session.get(QueueDay, (unit_id, day))
    return row.turn if row else 0


def tickets_in(unit_id: UUID, day: date, *states: str) -> list[QueueTicket]:
    """The tickets of a day in these states, by their places."""
    wanted = select(QueueTicket).where(
        QueueTicket.unit_id == unit_id, QueueTicket.day == day, QueueTicket.state.in_(states)
    )
    return list(db.session.scalars(wanted.order_by(QueueTicket.place)))


def at_point(unit_id: UUID, day: date, point: str) -> QueueTicket | None:
    """Who is called to a point or served there now."""
    here = [each for each in tickets_in(unit_id, day, "called", "serving") if each.point == point]
    return here[0] if here else None


def last_called(unit_id: UUID, day: date, count: int) -> list[QueueTicket]:
    """The tickets called last, the latest call first."""
    wanted = select(QueueTicket).where(QueueTicket.unit_id == unit_id, QueueTicket.day == day, QueueTicket.turn > 0)
    return list(db.session.scalars(wanted.order_by(QueueTicket.turn.desc()).limit(count)))


def as_waiting(row: QueueTicket) -> Waiting:
    """A ticket as the rule of the line reads it."""
    return Waiting(row.id, row.kind, row.place, priority=row.priority, back=row.back, slot=row.slot)


def calls_of(unit_id: UUID, day: date) -> list[Call]:
    """The calls of a day."""
    wanted = select(QueueAct.place, QueueAct.point).where(
        QueueAct.unit_id == unit_id, QueueAct.day == day, QueueAct.what == "call"
    )
    return [Call(row.place, row.point or "") for row in db.session.execute(wanted)]


@dataclass(frozen=True)
class Standing:
    """A day as it stands: who waits, what was called, and how fast it goes."""

    plan: Plan
    now: datetime
    waiting: Sequence[Waiting]
    calls: Sequence[Call]
    minutes: dict[str, list[float]]
    busy: frozenset[str]

    def ahead(self, who: Waiting) -> int:
        """How many are before somebody."""
        return line.before(self.plan, self.waiting, self.calls, self.now, who)

    def wait(self, kind: str, ahead: int) -> Estimate | None:
        """How long it takes at a kind with so many before; nothing where no point that serves it is at work."""
        known = self.plan.kind(kind)
        points = [point for point in self.busy if self.plan.serves(point, kind)]
        return line.estimate(ahead, self.minutes.get(kind, []), known.minutes if known else 10, len(points))

    def newcomer(self, kind: str) -> int:
        """How many would be before somebody who took a number of a kind now."""
        able = [point.key for point in self.plan.points if self.plan.serves(point.key, kind)]
        return sum(any(self.plan.serves(point, who.kind) for point in able) for who in self.waiting)


def standing(unit_id: UUID, plan: Plan) -> Standing:
    """How a unit's day stands now."""
    now, day = clock.now(), clock.today()
    busy = select(QueueAct.point).where(
        QueueAct.unit_id == unit_id, QueueAct.day == day, QueueAct.at > now - BUSY_FOR, QueueAct.point.is_not(None)
    )
    minutes: dict[str, list[float]] = {}
    for row in _served(unit_id, day):
        if row.called_at and row.ended_at:
            minutes.setdefault(row.kind, []).append((row.ended_at - row.called_at).total_seconds() / 60)
    return Standing(
        plan=plan,
        now=now,
        waiting=[as_waiting(row) for row in tickets_in(unit_id, day, "waiting")],
        calls=calls_of(unit_id, day),
        minutes={kind: found[-PACE_OF:] for kind, found in minutes.items()},
        busy=frozenset(point for point in db.session.scalars(busy.distinct()) if point),
    )


def _served(unit_id: UUID, day: date) -> list[QueueTicket]:
    return sorted(tickets_in(unit_id, day, "served"), key=lambda row: row.ended_at or row.taken_at)


def door_of(unit_id: UUID, plan: Plan) -> hours.Door:
    """Whether the unit gives numbers now."""
    return hours.door(plan, work_at(unit_id), local(clock.now()))


def booked(unit_id: UUID, first: date, last: date) -> dict[tuple[str, datetime], int]:
    """How many appointments of each kind and half hour are held within days."""
    wanted = (
        select(QueueBooking.kind, QueueBooking.slot, func.count().label("held"))
        .where(QueueBooking.unit_id == unit_id, QueueBooking.day.between(first, last), QueueBooking.state.in_(HELD))
        .group_by(QueueBooking.kind, QueueBooking.slot)
    )
    return {(row.kind, row.slot): row.held for row in db.session.execute(wanted)}


def bookings_on(unit_id: UUID, day: date) -> list[QueueBooking]:
    """The appointments of a day that are still to come, by their half hours."""
    wanted = select(QueueBooking).where(
        QueueBooking.unit_id == unit_id, QueueBooking.day == day, QueueBooking.state == "open"
    )
    return list(db.session.scalars(wanted.order_by(QueueBooking.slot, QueueBooking.made_at)))


def booking_of(unit_id: UUID, code: str) -> QueueBooking:
    """The appointment of a code at a unit; raises NotFound."""
    plain = "".join(each for each in code.upper() if each.isalnum())
    wanted = select(QueueBooking).where(QueueBooking.unit_id == unit_id, QueueBooking.code == plain)
    found = db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise errors.NotFound("queue_booking_not_found")
    return found


def unit_of(slug: str) -> Unit:
    """The counter of an address; raises NotFound where it is none."""
    found = units.by_slug(slug)
    if not found.levels:
        raise errors.NotFound("unit_not_found")
    return found
