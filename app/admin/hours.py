"""The opening hours of service points, from a day on, after what they move was shown."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.admin import reach, record
from app.admin.days import moving_out, seen_is
from app.admin.schemas import HoursIn, HoursSaveIn, MovingOut, PointOut, PointsOut
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.calendar import Notices
from app.db import db
from app.dossiers import knowledge, moving
from app.dossiers.moving import Moved
from app.units import worktime
from app.units.models import Unit, UnitHours


def points(actor: Actor) -> PointsOut:
    """The service points the actor looks after, each with its hours, planned ones too."""
    found = reach.named(reach.managed(actor, Permission.UNITS_MANAGE))
    return PointsOut(points=[point(unit) for unit in found if unit.levels])


def point(unit: Unit) -> PointOut:
    """A service point as it is shown."""
    rows = select(UnitHours).where(UnitHours.unit_id == unit.id).order_by(UnitHours.valid_from)
    turns = [
        {"since": row.valid_from, "hours": row.hours, "source": row.source, "set_by": row.recorded_by}
        for row in db.session.scalars(rows)
    ]
    return PointOut.model_validate(
        {
            "unit_id": unit.id,
            "name": unit.name,
            "kind": unit.kind,
            "hours": unit.hours,
            "turns": turns,
            "history": record.history("hours", unit.id),
        }
    )


def preview(actor: Actor, asked: HoursIn) -> MovingOut:
    """What these hours would move; nothing is saved."""
    unit = _unit(actor, asked)
    return moving_out(_found(unit, asked, locked=False))


def save(actor: Actor, asked: HoursSaveIn) -> PointOut:
    """Set the hours from a day on, reckon anew what they move, and tell whoever waits longer."""
    unit = _unit(actor, asked)
    found = _found(unit, asked, locked=True)
    seen_is(asked.seen, found)
    before, turns = dict(unit.hours), worktime.proposed_turns(unit, asked.since, asked.hours)
    worktime.keep_turns(unit, turns, asked.source, by=actor.name)
    after = {"since": asked.since.isoformat(), "hours": asked.hours, "source": asked.source}
    moved = {"moved": sum(each.moved for each in found)}
    record.keep(actor, "hours", unit.id, "set", unit_id=unit.id, before={"hours": before}, after=after | moved)
    moving.carry_out(found, actor, f"{unit.name} đổi giờ làm việc từ {asked.since:%d/%m/%Y} ({asked.source}).")
    return point(unit)


def _unit(actor: Actor, asked: HoursIn) -> Unit:
    unit = reach.need(actor, Permission.UNITS_MANAGE, asked.unit_id)
    if asked.since < clock.today():
        fault = {"path": "since", "code": "hours_in_the_past", "params": {}}
        raise errors.Invalid("hours_in_the_past", errors=[fault])
    return unit


def _found(unit: Unit, asked: HoursIn, *, locked: bool) -> list[Moved]:
    turns = worktime.proposed_turns(unit, asked.since, asked.hours)

    def calendar_of(unit_id: UUID) -> Notices:
        return {**knowledge.calendar_at(unit_id), "turns": turns}

    return moving.reading_anew([unit.id], asked.since, calendar_of, locked=locked)
