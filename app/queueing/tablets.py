"""The tablets at a unit's door: a code of the desk pairs one, once, and only a paired one gives numbers on the spot."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from app.core import clock, errors
from app.core.access import Actor
from app.db import db
from app.identity.rules import code_hash, same, token_hash
from app.queueing.models import QueueTablet

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
CODE_LIFE = timedelta(minutes=15)
KEPT_UNUSED = timedelta(days=1)
"""So long a code that nobody used says that it is over; afterwards it is not known at all."""


def offer(unit_id: UUID, tablet_id: UUID, name: str, *, by: Actor, secret: str) -> tuple[QueueTablet, str]:
    """The code that pairs a tablet, shown this once; before it is paired, the same tablet again gets a new one.

    Raises Conflict where it is paired already.
    """
    now = clock.now()
    row = db.session.get(QueueTablet, tablet_id, with_for_update=True)
    if row is not None and (row.unit_id != unit_id or row.paired_at is not None):
        raise errors.Conflict("queue_tablet_paired")
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    if row is None:
        row = QueueTablet(id=tablet_id, unit_id=unit_id)
        db.session.add(row)
    row.name, row.code_hash, row.code_until = name, _hash(unit_id, code, secret), now + CODE_LIFE
    row.offered_by, row.offered_by_id, row.offered_at = by.name, by.person_id, now
    db.session.flush()
    return row, code


def pair(unit_id: UUID, code: str, key: str, *, secret: str) -> tuple[QueueTablet, bool]:
    """Pair the tablet that holds a key, and whether it was not before: the same code and key again change nothing.

    Raises NotFound where the code is none of this unit's, Gone where its time is over, Conflict where it was used.
    """
    plain = "".join(each for each in code.upper() if each.isalnum())
    wanted = select(QueueTablet).where(
        QueueTablet.unit_id == unit_id, QueueTablet.code_hash == _hash(unit_id, plain, secret)
    )
    row = db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise errors.NotFound("queue_pair_code_wrong")
    if row.key_hash is not None:
        if same(row.key_hash, token_hash(key)):
            return row, False
        raise errors.Conflict("queue_pair_code_used")
    if row.code_until <= clock.now():
        raise errors.Gone("queue_pair_code_over")
    if db.session.scalars(select(QueueTablet.id).where(QueueTablet.key_hash == token_hash(key))).first() is not None:
        raise errors.Conflict("queue_tablet_paired")
    row.key_hash, row.paired_at = token_hash(key), clock.now()
    db.session.flush()
    return row, True


def need(unit_id: UUID, key: str) -> QueueTablet:
    """The tablet of a key at a unit; raises Forbidden where it is not paired there, or not any more."""
    found = known(unit_id, key)
    if found is None:
        raise errors.Forbidden("queue_not_paired")
    return found


def known(unit_id: UUID, key: str) -> QueueTablet | None:
    """The tablet of a key at a unit, if it is paired there now."""
    wanted = select(QueueTablet).where(QueueTablet.unit_id == unit_id, QueueTablet.key_hash == token_hash(key))
    return db.session.scalars(wanted).one_or_none() if key else None


def use(unit_id: UUID, key: str) -> None:
    """A tablet gives a number now; raises Forbidden where it is not paired, and nobody unpairs it meanwhile."""
    wanted = select(QueueTablet).where(QueueTablet.id == need(unit_id, key).id).with_for_update()
    row = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise errors.Forbidden("queue_not_paired")
    row.used_at = clock.now()
    db.session.flush()


def of_unit(unit_id: UUID) -> list[QueueTablet]:
    """The tablets of a unit, those that wait for their code too."""
    wanted = select(QueueTablet).where(QueueTablet.unit_id == unit_id).order_by(QueueTablet.offered_at, QueueTablet.id)
    return list(db.session.scalars(wanted))


def get(tablet_id: UUID) -> QueueTablet:
    """A tablet, held until the transaction ends; raises NotFound."""
    row = db.session.get(QueueTablet, tablet_id, with_for_update=True)
    if row is None:
        raise errors.NotFound("queue_tablet_not_found")
    return row


def unpair(row: QueueTablet) -> None:
    """From now on it gives no number, and its code pairs nothing."""
    db.session.delete(row)
    db.session.flush()


def forget() -> None:
    """Remove codes that nobody used in their time."""
    old = clock.now() - KEPT_UNUSED
    db.session.execute(delete(QueueTablet).where(QueueTablet.key_hash.is_(None), QueueTablet.code_until < old))


def _hash(unit_id: UUID, code: str, secret: str) -> str:
    return code_hash(secret, f"door:{unit_id}", code)
