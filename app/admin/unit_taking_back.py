"""Planned changes of units taken back, as the administrator does it: within her reach, and on record."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.admin import reach, record
from app.admin.unit_tree import MANAGE, staff_of
from app.core import errors
from app.core.access import Actor
from app.db import db
from app.groups.models import Group
from app.units import taking_back


def take_back(actor: Actor, act_id: UUID, reason: str) -> None:
    """Take a planned act back; raises NotFound beyond the asker's reach, Conflict where it cannot be any more."""
    rows = taking_back.rows_of(act_id)
    for unit_id in {row.unit_id for row in rows}:
        reach.need(actor, MANAGE, unit_id)
    new = taking_back.founded(rows)
    grouped = db.session.scalars(select(Group.id).where(Group.unit_id.in_(new)).limit(1)).first()
    if staff_of(new) or grouped is not None:
        raise errors.Conflict("unit_change_has_people")
    after = {"day": rows[0].day.isoformat(), "decision": rows[0].decision, "reason": reason}
    for unit_id in taking_back.take_back(act_id, reason, actor.name):
        record.keep(actor, "unit", unit_id, "take_back", unit_id=unit_id, after=after)
