"""What can happen to an attachment's row; the bytes are uploads.py's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from sqlalchemy import update

from app.attachments import queries
from app.attachments.models import Attachment
from app.core import clock, errors
from app.db import db

ON_ARRIVED: list[Callable[[Attachment], None]] = []
"""Called in the same transaction when an attachment's bytes are held, refused, or found to be unusable later."""


def announce(attachment_id: UUID, principal: str, *, sha256: str, size: int, claimed_type: str) -> Attachment:
    """Note a file at its first sight; raises TooMany when too much of this principal belongs to no dossier."""
    files, volume = queries.unbound(principal)
    if files >= queries.UNBOUND_FILES or volume + size > queries.UNBOUND_BYTES:
        raise errors.TooMany("too_many_uploads", retry_after=3600)
    row = Attachment(
        id=attachment_id,
        principal=principal,
        sha256=sha256,
        size=size,
        claimed_type=claimed_type,
        state="partial",
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def mark_stored(attachment: Attachment, kind: str) -> None:
    """Every byte is held and the hash is right."""
    attachment.state, attachment.type, attachment.stored_at = "stored", kind, clock.now()
    _arrived(attachment)


def mark_refused(attachment: Attachment, code: str) -> None:
    """Every byte came and the content is not taken; nobody is shown it."""
    attachment.state, attachment.code, attachment.stored_at = "refused", code, clock.now()
    attachment.prepared_at = attachment.stored_at
    _arrived(attachment)


def mark_prepared(attachment: Attachment, fault: str | None) -> None:
    """The picture was decoded whole; `fault` says why it cannot be used after all."""
    attachment.prepared_at = clock.now()
    if fault:
        attachment.code = fault
        _arrived(attachment)


def link(attachment_id: UUID, principal: str, source: Attachment) -> Attachment:
    """Another name for bytes that are held already, for another principal: nothing is copied."""
    moment = clock.now()
    row = Attachment(
        id=attachment_id,
        principal=principal,
        sha256=source.sha256,
        size=source.size,
        claimed_type=source.claimed_type,
        type=source.type,
        state="stored",
        created_at=moment,
        stored_at=moment,
        prepared_at=source.prepared_at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def bind(attachments: Iterable[Attachment]) -> None:
    """A manifest names these: they stay as long as its dossier."""
    moment = clock.now()
    for attachment in attachments:
        attachment.bound_at = attachment.bound_at or moment


def forget(attachment: Attachment) -> None:
    """Remove a file that no manifest names; raises Conflict("in_a_dossier")."""
    if attachment.bound_at is not None:
        raise errors.Conflict("in_a_dossier")
    db.session.delete(attachment)


def hand_over(ids: Collection[UUID], old: str, new: str) -> None:
    """Give whole files that no manifest names yet to another principal; a part goes on where it was begun."""
    mine = (Attachment.id.in_(ids), Attachment.principal == old, Attachment.bound_at.is_(None))
    rows = update(Attachment).where(*mine, Attachment.state == "stored").values(principal=new)
    db.session.execute(rows.execution_options(synchronize_session=False))


def _arrived(attachment: Attachment) -> None:
    db.session.flush()
    for told in ON_ARRIVED:
        told(attachment)
