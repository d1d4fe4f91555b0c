"""Recording what a unit decided about its own handling."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from app.core import clock, errors
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db
from app.workflow.models import UnitRelaxation


def relax(actor: Actor, unit_id: UUID, *, decision: str, valid_from: date, valid_to: date | None) -> UnitRelaxation:
    """Record a unit's decision that one person may do two steps of the same dossier. Raises Invalid."""
    if valid_to is not None and valid_to <= valid_from:
        raise errors.Invalid("relaxation_ends_first", errors=[{"path": "valid_to", "code": "invalid", "params": {}}])
    row = UnitRelaxation(
        id=uuid7(),
        unit_id=unit_id,
        decision=decision,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
