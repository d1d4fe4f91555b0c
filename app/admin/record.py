"""The record of what administrators changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.admin.models import AdminRecord
from app.admin.schemas import ChangeOut
from app.core import clock
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db

SHOWN = 100


def keep(
    actor: Actor,
    kind: str,
    object_id: object,
    what: str,
    *,
    unit_id: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write a change down in the present transaction."""
    db.session.add(
        AdminRecord(
            id=uuid7(),
            at=clock.now(),
            person_id=actor.person_id,
            by=actor.name,
            kind=kind,
            object_id=str(object_id),
            unit_id=unit_id,
            what=what,
            before=dict(before or {}),
            after=dict(after or {}),
        )
    )
    db.session.flush()


def history(kind: str, object_id: object) -> list[ChangeOut]:
    """What was changed about a thing, the latest first."""
    rows = (
        select(AdminRecord)
        .where(AdminRecord.kind == kind, AdminRecord.object_id == str(object_id))
        .order_by(AdminRecord.at.desc(), AdminRecord.id.desc())
        .limit(SHOWN)
    )
    return [
        ChangeOut(at=row.at, by=row.by, what=row.what, before=row.before, after=row.after)
        for row in db.session.scalars(rows)
    ]
