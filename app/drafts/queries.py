"""Reads of draft copies; officials have no way to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select

from app.attachments import queries as attached
from app.attachments.models import Attachment
from app.core import clock
from app.core.access import Actor
from app.db import db
from app.drafts import rules
from app.drafts.models import DraftCopy, DraftCopyFile
from app.drafts.schemas import DraftOut, DraftSaved, GoneOut
from app.mandates.models import Mandate


def for_change(draft_id: UUID) -> DraftCopy | None:
    """A copy, held until the transaction ends; whose it is, the caller looks at."""
    return db.session.get(DraftCopy, draft_id, with_for_update=True, populate_existing=True)


def is_own(copy: DraftCopy, actor: Actor) -> bool:
    """Whether a copy is the actor's: the session's principal's, or its phone's from before signing in."""
    return copy.principal in attached.principals_of(actor)


def held(principal: str) -> tuple[int, int]:
    """How many copies a principal has, and their bytes."""
    rows = select(func.count(), func.coalesce(func.sum(DraftCopy.size), 0))
    found = db.session.execute(rows.where(DraftCopy.principal == principal, DraftCopy.text.is_not(None))).one()
    return int(found[0]), int(found[1])


def pages_of(draft_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The pages that copies name and whose bytes are held, by copy."""
    rows = (
        select(DraftCopyFile.draft_id, DraftCopyFile.attachment_id)
        .join(Attachment, Attachment.id == DraftCopyFile.attachment_id)
        .where(DraftCopyFile.draft_id.in_(draft_ids), Attachment.state == "stored")
        .order_by(DraftCopyFile.attachment_id)
    )
    found: dict[UUID, list[UUID]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row.draft_id, []).append(row.attachment_id)
    return found


def changes_of(principal: str, ids: Collection[UUID], days: int) -> dict[UUID, DraftOut | GoneOut]:
    """What a principal should hear of these copies: the text as it stands, or that it is gone."""
    rows = select(DraftCopy).where(DraftCopy.id.in_(ids), DraftCopy.principal == principal)
    copies = list(db.session.scalars(rows))
    pages = pages_of([copy.id for copy in copies])
    return {
        copy.id: _gone_out(copy, pages.get(copy.id, [])) if copy.gone_at else as_out(copy, pages.get(copy.id, []), days)
        for copy in copies
    }


def saved_out(copy: DraftCopy, days: int) -> DraftSaved:
    """What a phone is told of a text that is kept."""
    return DraftSaved(
        draft_id=copy.id,
        version=copy.version,
        sha256=copy.sha256,
        saved_at=copy.saved_at,
        ends_at=rules.ends_at(copy.saved_at, days),
    )


def as_out(copy: DraftCopy, pages: Sequence[UUID], days: int) -> DraftOut:
    """The copy as its own phones see it."""
    return DraftOut(
        **saved_out(copy, days).model_dump(),
        text=copy.text or "",
        device_id=copy.device_id,
        device_label=copy.device_label,
        pages_held=list(pages),
    )


def gone_out(copy: DraftCopy) -> GoneOut:
    """The tombstone of a copy, with what was left of it."""
    return _gone_out(copy, pages_of([copy.id]).get(copy.id, []))


def _gone_out(copy: DraftCopy, pages: Sequence[UUID]) -> GoneOut:
    left = {
        "text": copy.text,
        "saved_at": copy.saved_at,
        "device_id": copy.device_id,
        "device_label": copy.device_label,
        "pages_held": list(pages),
    }
    return GoneOut.model_validate(
        {
            "reason": copy.gone_reason,
            "at": copy.gone_at,
            "sha256": copy.sha256,
            "left": None if copy.text is None else left,
        }
    )


def untouched(days: int, limit: int) -> list[DraftCopy]:
    """Copies that nobody touched for so many days."""
    rows = select(DraftCopy).where(DraftCopy.gone_at.is_(None), DraftCopy.saved_at < clock.now() - timedelta(days=days))
    return list(db.session.scalars(rows.order_by(DraftCopy.saved_at).limit(limit).with_for_update(skip_locked=True)))


def of_mandate(mandate_id: UUID) -> list[DraftCopy]:
    """Copies made under a mandate, and what was left of such."""
    rows = select(DraftCopy).where(DraftCopy.mandate_id == mandate_id, DraftCopy.text.is_not(None))
    return list(db.session.scalars(rows.with_for_update()))


def under_ended_mandates(limit: int) -> list[DraftCopy]:
    """Copies whose mandate has run out by itself, and what was left of such."""
    rows = (
        select(DraftCopy)
        .join(Mandate, Mandate.id == DraftCopy.mandate_id)
        .where(DraftCopy.text.is_not(None), Mandate.expires_at <= clock.now())
    )
    return list(db.session.scalars(rows.limit(limit)))


def left_too_long(before: datetime, limit: int) -> list[DraftCopy]:
    """Tombstones with a text that nobody has decided about in its time."""
    rows = select(DraftCopy).where(DraftCopy.gone_at < before, DraftCopy.text.is_not(None))
    return list(db.session.scalars(rows.limit(limit).with_for_update(skip_locked=True)))


def ended_with_pages(before: datetime, limit: int) -> list[UUID]:
    """Tombstones with nothing left but pages, whose time is over."""
    rows = select(DraftCopy.id).where(DraftCopy.gone_at < before, DraftCopy.text.is_(None))
    return list(db.session.scalars(rows.join(DraftCopyFile).distinct().limit(limit)))


def old_tombstones(before: datetime, limit: int) -> list[DraftCopy]:
    """Tombstones that every phone has heard of by now."""
    rows = select(DraftCopy).where(DraftCopy.gone_at < before)
    return list(db.session.scalars(rows.limit(limit)))


def named_pages() -> Select[UUID]:
    """The pages that copies name, and those of ended ones until they are forgotten (`rules.KEEP_PAGES`)."""
    return select(DraftCopyFile.attachment_id)


attached.NAMED_BY.append(named_pages)
