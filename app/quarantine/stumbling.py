"""What phones cannot get through because this server fails at it, for the same people who look at work that waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.core import clock
from app.core.access import Actor
from app.core.ids import local_code
from app.db import db
from app.dossiers.models import Dossier
from app.identity import queries as people
from app.quarantine import queries
from app.quarantine.schemas import StumbleRow
from app.sync import stumbles
from app.sync.models import Stumble
from app.units import queries as units

LATELY = timedelta(days=7)
"""What was tried within this time is counted beside the room's name: its phone is alive and still cannot send it."""


def listed(actor: Actor) -> list[StumbleRow]:
    """The longest waiting first."""
    rows = (
        select(Stumble)
        .where(queries.reach(actor, Stumble), stumbles.waiting())
        .order_by(Stumble.first_at, Stumble.op_id)
    )
    return _rows_out(list(db.session.scalars(rows.limit(queries.AT_MOST))))


def count_lately(actor: Actor) -> int:
    """How many a phone still tried lately."""
    rows = select(func.count()).select_from(Stumble)
    lately = Stumble.last_at > clock.now() - LATELY
    return db.session.scalar(rows.where(queries.reach(actor, Stumble), stumbles.waiting(), lately)) or 0


def per_device(device_ids: Collection[UUID]) -> Counter[UUID]:
    """How many each phone has."""
    rows = select(Stumble.device_id, func.count()).where(Stumble.device_id.in_(device_ids), stumbles.waiting())
    return Counter({row[0]: row[1] for row in db.session.execute(rows.group_by(Stumble.device_id))})


def _rows_out(rows: Sequence[Stumble]) -> list[StumbleRow]:
    labels = queries.labels_of({row.device_id for row in rows})
    phones = people.phones({row.person_id for row in rows if row.person_id})
    offices = units.names({row.unit_id for row in rows if row.unit_id})
    here = _here({row.dossier_id for row in rows if row.dossier_id})
    return [
        StumbleRow(
            op_id=row.op_id,
            kind=row.kind,
            procedure_name=queries.name_of(row.procedure_code or here.get(row.dossier_id)),
            local_code=local_code(row.dossier_id) if row.dossier_id else None,
            dossier_here=row.dossier_id if row.dossier_id in here else None,
            author_name=row.author_name,
            author_phone=phones.get(row.person_id) if row.person_id else None,
            device_label=labels.get(row.device_id, ""),
            unit_name=offices.get(row.unit_id, "") if row.unit_id else "",
            first_at=row.first_at,
            last_at=row.last_at,
            times=row.times,
            error=row.error,
        )
        for row in rows
    ]


def _here(ids: Collection[UUID]) -> dict[UUID | None, str]:
    """The dossiers among these that the office has, with their procedures."""
    rows = db.session.execute(select(Dossier.id, Dossier.procedure_code).where(Dossier.id.in_(ids)))
    return {row.id: row.procedure_code for row in rows}
