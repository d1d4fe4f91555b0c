"""The access record: every look at another person's data, kept before the answer leaves.

Reading endpoints never write, so looks of a request are noted aside and kept in one short transaction after the view
and before the answer is sent (routes.py); where they cannot be kept, the answer is not sent.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db
from app.identity.models import AccessRecord


@dataclass(frozen=True)
class Look:
    """One look, not yet kept."""

    at: datetime = field(compare=False)
    principal: str
    person_id: UUID | None
    session_id: UUID | None
    kind: str
    object_id: str
    why: str


_noted: ContextVar[tuple[Look, ...]] = ContextVar("looks_noted", default=())


def look(actor: Actor, kind: str, object_id: UUID | str, why: str) -> None:
    """Note that the actor saw another person's data; the web keeps it, once a request, before the answer leaves."""
    seen = Look(clock.now(), actor.principal, actor.person_id, actor.session_id, kind, str(object_id), why)
    if seen not in _noted.get():
        _noted.set((*_noted.get(), seen))


def forget() -> None:
    """Drop what is noted: a new request begins."""
    _noted.set(())


def waiting() -> bool:
    """Whether looks are noted and not yet kept."""
    return bool(_noted.get())


def keep() -> None:
    """Write what is noted in the present transaction."""
    for seen in _noted.get():
        db.session.add(
            AccessRecord(
                id=uuid7(),
                at=seen.at,
                principal=seen.principal,
                person_id=seen.person_id,
                session_id=seen.session_id,
                kind=seen.kind,
                object_id=seen.object_id,
                why=seen.why,
            )
        )
    db.session.flush()


def record(actor: Actor, kind: str, object_id: UUID | str, why: str) -> None:
    """Write a row of the access record in the present transaction: for what is an act of its own, such as a reason."""
    row = AccessRecord(
        id=uuid7(),
        at=clock.now(),
        principal=actor.principal,
        person_id=actor.person_id,
        session_id=actor.session_id,
        kind=kind,
        object_id=str(object_id),
        why=why,
    )
    db.session.add(row)
    db.session.flush()


def looks_at(kind: str, object_id: UUID | str) -> list[AccessRecord]:
    """Who looked at a thing, the latest first."""
    wanted = select(AccessRecord).where(AccessRecord.kind == kind, AccessRecord.object_id == str(object_id))
    return list(db.session.scalars(wanted.order_by(AccessRecord.at.desc(), AccessRecord.id.desc())))
