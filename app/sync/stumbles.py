"""Operations at which this server stumbles: counted outside the transaction that failed, so that an officer sees them.

The phone keeps such an operation and tries again; what is noted here is whose it is and how often it failed, never
what it says. An entry counts as long as the operation has no verdict that is kept.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.db import db, transaction
from app.dossiers.models import Operation
from app.identity import queries as people
from app.sync import quarantine, schemas
from app.sync.authors import person_of
from app.sync.models import Stumble

log = logging.getLogger(__name__)

SHOWN_AFTER = 3
"""A single failure may be the moment's; what failed so often is shown."""
PER_DEVICE = 100
"""So many entries at most of one phone: who meets a fault again and again does not fill the table."""
SILENT = timedelta(days=90)
"""So long an entry stays that was not tried again: its phone gave it up, or is gone."""


def note(op: schemas.Operation, error: str) -> None:
    """Count one more failure of an operation; never fails, because it tells of something that already did."""
    try:
        with transaction(writes=True):
            _count(op, error)
    except IntegrityError:
        log.debug("another copy of %s was counted at the same instant", op.op_id)
    except Exception:
        log.exception("the failure of %s could not be counted", op.op_id)


def waiting() -> ColumnElement[bool]:
    """The condition that an entry is to be shown: it failed again and again, and has no verdict yet."""
    settled = select(Operation.op_id).where(Operation.op_id == Stumble.op_id).exists()
    return (Stumble.times >= SHOWN_AFTER) & ~settled


def forget() -> int:
    """Forget entries whose operation has its verdict, and those that nobody tried again; how many there were."""
    settled = Stumble.op_id.in_(select(Operation.op_id))
    gone = or_(settled, Stumble.last_at < clock.now() - SILENT)
    ids = list(db.session.scalars(select(Stumble.op_id).where(gone)))
    db.session.execute(delete(Stumble).where(Stumble.op_id.in_(ids)))
    return len(ids)


def _count(op: schemas.Operation, error: str) -> None:
    if db.session.get(Operation, op.op_id) is not None:
        return
    now = clock.now()
    row = db.session.get(Stumble, op.op_id, with_for_update=True)
    if row is not None:
        row.times, row.last_at, row.error = row.times + 1, now, error
    elif _entries_of(op.device_id) < PER_DEVICE:
        db.session.add(_entry(op, error))


def _entry(op: schemas.Operation, error: str) -> Stumble:
    person_id, code, now = person_of(op.principal), op.payload.get("procedure_code"), clock.now()
    return Stumble(
        op_id=op.op_id,
        kind=op.kind,
        unit_id=quarantine.unit_of(op),
        person_id=person_id,
        author_name=people.names([person_id]).get(person_id, "") if person_id else "",
        device_id=op.device_id,
        dossier_id=op.dossier_id,
        procedure_code=code[:40] if isinstance(code, str) else None,
        first_at=now,
        last_at=now,
        times=1,
        error=error,
    )


def _entries_of(device_id: UUID) -> int:
    return db.session.scalar(select(func.count()).select_from(Stumble).where(Stumble.device_id == device_id)) or 0
