"""What units decided about their handling."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.core.access import Actor, Permission
from app.db import db
from app.workflow.models import UnitRelaxation
from app.workflow.schemas import RelaxationOut


def relaxed(unit_id: UUID, on: date) -> bool:
    """Whether a unit's decision that one person may do two steps is in force on a day."""
    wanted = select(UnitRelaxation.id).where(
        UnitRelaxation.unit_id == unit_id,
        UnitRelaxation.valid_from <= on,
        or_(UnitRelaxation.valid_to.is_(None), UnitRelaxation.valid_to > on),
    )
    return db.session.scalars(wanted.limit(1)).first() is not None


def relaxations(actor: Actor) -> list[RelaxationOut]:
    """The decisions on record at the actor's units, the newest first."""
    rows = select(UnitRelaxation).where(UnitRelaxation.unit_id.in_(actor.units(Permission.UNITS_MANAGE)))
    newest = rows.order_by(UnitRelaxation.valid_from.desc(), UnitRelaxation.id.desc())
    return [relaxation_out(each) for each in db.session.scalars(newest)]


def relaxation_out(row: UnitRelaxation) -> RelaxationOut:
    """A decision as it is shown."""
    return RelaxationOut(
        relaxation_id=row.id,
        unit_id=row.unit_id,
        decision=row.decision,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
    )
