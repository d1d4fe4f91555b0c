"""What units decided about their handling."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.db import db
from app.workflow.models import UnitRelaxation


def relaxed(unit_id: UUID, on: date) -> bool:
    """Whether a unit's decision that one person may do two steps is in force on a day."""
    wanted = select(UnitRelaxation.id).where(
        UnitRelaxation.unit_id == unit_id,
        UnitRelaxation.valid_from <= on,
        or_(UnitRelaxation.valid_to.is_(None), UnitRelaxation.valid_to > on),
    )
    return db.session.scalars(wanted.limit(1)).first() is not None
