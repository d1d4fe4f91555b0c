"""Reads of attachments; whoever reads for a person asks with that person's principals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from app.attachments.models import Attachment
from app.core.access import Actor
from app.db import db

NAMED_BY: list[Callable[[], Select[UUID]]] = []
"""Each gives the ids of files that something besides a manifest names; they are kept as long as it does."""

UNBOUND_FILES = 400
UNBOUND_BYTES = 600 * 1024 * 1024


def principals_of(actor: Actor) -> frozenset[str]:
    """Under which names the actor's files may stand: the session's own, and its phone's from before signing in."""
    names = {actor.principal} if actor.principal else set()
    if actor.device_id:
        names.add(f"device:{actor.device_id}")
    return frozenset(names)


def own(attachment_id: UUID, principals: Collection[str]) -> Attachment | None:
    """An attachment of one of these principals; nothing when it is absent or somebody else's."""
    found = db.session.get(Attachment, attachment_id)
    return found if found is not None and found.principal in principals else None


def taken(attachment_id: UUID) -> bool:
    """Whether an id is in use, by anybody."""
    return db.session.get(Attachment, attachment_id) is not None


def get(attachment_id: UUID) -> Attachment | None:
    """An attachment, for a caller that has checked who asks."""
    return db.session.get(Attachment, attachment_id)


def for_binding(ids: Collection[UUID]) -> dict[UUID, Attachment]:
    """Attachments of a manifest, held until the transaction ends so that an arrival and the manifest see each other."""
    if not ids:
        return {}
    rows = select(Attachment).where(Attachment.id.in_(ids)).order_by(Attachment.id).with_for_update()
    return {row.id: row for row in db.session.scalars(rows)}


def stored_count(ids: Iterable[UUID]) -> int:
    """Of how many of these attachments the bytes are held."""
    rows = select(func.count()).where(Attachment.id.in_(list(ids)), Attachment.state == "stored")
    return int(db.session.scalar(rows) or 0)


def unbound(principal: str) -> tuple[int, int]:
    """How many files of a principal no manifest names yet, and their bytes."""
    rows = select(func.count(), func.coalesce(func.sum(Attachment.size), 0))
    found = db.session.execute(rows.where(Attachment.principal == principal, Attachment.bound_at.is_(None))).one()
    return int(found[0]), int(found[1])


def unprepared(limit: int) -> list[UUID]:
    """Kept files whose renditions were not made yet, oldest first."""
    rows = select(Attachment.id).where(Attachment.prepared_at.is_(None), Attachment.state == "stored")
    return list(db.session.scalars(rows.order_by(Attachment.stored_at).limit(limit)))


def named_by_nobody() -> list[ColumnElement[bool]]:
    """The conditions that nothing besides a manifest names a file."""
    return [Attachment.id.not_in(named()) for named in NAMED_BY]


def forgotten(before: datetime, limit: int) -> list[Attachment]:
    """Files that no manifest named since a moment, nor anything else now."""
    rows = select(Attachment).where(Attachment.bound_at.is_(None), Attachment.created_at < before, *named_by_nobody())
    return list(db.session.scalars(rows.order_by(Attachment.created_at).limit(limit)))


def hashes_in_use() -> set[str]:
    """The hash of every content that is held for somebody."""
    return set(db.session.scalars(select(Attachment.sha256).where(Attachment.state == "stored").distinct()))
