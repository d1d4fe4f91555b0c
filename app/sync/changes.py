"""Pages of a feed: at first everything, the most urgent first, then what changed, in the order of commits.

After a long absence what changed comes like everything at first: the most urgent first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from app import feed, settings
from app.core import errors
from app.db import db
from app.dossiers import scope, views
from app.dossiers.models import Dossier
from app.drafts import queries as drafts
from app.drafts.schemas import DraftOut
from app.feed import FeedRow
from app.mandates import queries as mandates
from app.notifications import queries as notifications
from app.sync import rules
from app.sync.rules import PHASES, Place
from app.sync.schemas import (
    DossierChange,
    DraftChange,
    GoneChange,
    MandateChange,
    MessageChange,
    ScopeChange,
    ScopeOut,
)
from app.sync.state import Self

MOST_DOSSIERS = 10_000
"""So many dossiers a first sync brings to one phone; open ones always come."""

Change = DossierChange | MessageChange | MandateChange | DraftChange | GoneChange | ScopeChange


def page(principal: str, cursor: str, limit: int, me: Self, secret: str) -> tuple[list[Change], str, bool]:
    """The changes after a cursor, the next cursor, and whether more is waiting; raises Gone("cursor_gone")."""
    place = _place(principal, cursor, me, secret)
    if place.phase is None:
        rows = feed.since(principal, place.seq, limit)
        after = Place(rows[-1].seq if rows else place.seq)
        more = len(rows) == limit and feed.head(principal) > after.seq
    else:
        rows, after = _first_sync(principal, place, limit)
        more = after.phase is not None or feed.head(principal) > after.seq
    return _changes(principal, rows), rules.write(after, epoch=me.epoch, principal=principal, secret=secret), more


def _place(principal: str, cursor: str, me: Self, secret: str) -> Place:
    head = feed.head(principal)
    if not cursor:
        return Place(head, 0, head + 1) if head else Place(0)
    try:
        place = rules.read(cursor, epoch=me.epoch, principal=principal, secret=secret)
    except rules.BadCursorError as bad:
        raise errors.Gone("cursor_gone") from bad
    if place.seq > head:  # history was cut without a new epoch
        raise errors.Gone("cursor_gone")
    return rules.from_far(place, head)


def _first_sync(principal: str, place: Place, limit: int) -> tuple[list[FeedRow], Place]:
    """One page of everything up to the head at the beginning, part after part, newest first.

    What changes meanwhile moves behind that head, so it is missing here and comes with the changes: nothing is lost.
    """
    rows: list[FeedRow] = []
    phase, below = place.phase, place.below
    while phase is not None and below is not None and len(rows) < limit:
        wanted = _part(PHASES[phase], principal).where(FeedRow.seq > place.above, FeedRow.seq < below)
        found = list(db.session.scalars(wanted.order_by(FeedRow.seq.desc()).limit(limit - len(rows))))
        rows += found
        if len(rows) == limit and found:
            return rows, replace(place, phase=phase, below=found[-1].seq)
        phase, below = (phase + 1, place.seq + 1) if phase + 1 < len(PHASES) else (None, None)
    return rows, Place(place.seq) if phase is None else replace(place, phase=phase, below=below)


def _kept_from(principal: str) -> ColumnElement[bool]:
    """Of dossiers that are over a phone gets the latest ones only: it has room for so many (design/sync.md, 6)."""
    newest = select(FeedRow.seq).where(FeedRow.principal == principal, FeedRow.kind == "dossier")
    first_too_many = newest.order_by(FeedRow.seq.desc()).offset(MOST_DOSSIERS).limit(1).scalar_subquery()
    return or_(FeedRow.kind != "dossier", FeedRow.seq > func.coalesce(first_too_many, 0))


def _part(name: str, principal: str) -> Select[FeedRow]:
    mine = select(FeedRow).where(FeedRow.principal == principal)
    is_open: ColumnElement[bool] = (
        select(Dossier.id).where(Dossier.id == FeedRow.object_id, Dossier.closed_at.is_(None)).exists()
    )
    dossier = FeedRow.kind == "dossier"
    draft = FeedRow.kind == "draft"
    if name == "open":
        return mine.where(draft | (dossier & is_open))
    if name == "news":
        return mine.where(FeedRow.kind == "message")
    return mine.where(FeedRow.kind != "message", ~draft, ~(dossier & is_open), _kept_from(principal))


def _changes(principal: str, rows: Sequence[FeedRow]) -> list[Change]:
    """The present copies of what the rows point at, in their order; what is no longer this principal's is left out."""
    bodies: dict[tuple[str, UUID], Change] = {}
    for kind, load in _LOADERS.items():
        ids = [row.object_id for row in rows if row.kind == kind]
        for each in load(principal, ids) if ids else []:
            bodies[kind, each.id] = each
    found = (bodies.get((row.kind, row.object_id)) for row in rows)
    return [each for each in found if each is not None]


def _dossiers(principal: str, ids: Sequence[UUID]) -> list[Any]:
    mine = views.roles_of(ids, principal)
    rows = list(db.session.scalars(select(Dossier).where(Dossier.id.in_(mine))))
    return [DossierChange(id=each.dossier_id, body=each) for each in views.many(rows, principal)]


def _messages(principal: str, ids: Sequence[UUID]) -> list[Any]:
    return [MessageChange(id=each.message_id, body=each) for each in notifications.messages_out(ids, principal)]


def _mandates(principal: str, ids: Sequence[UUID]) -> list[Any]:
    found = [mandates.get(each) for each in ids]
    mine = [each for each in found if principal == f"person:{each.helper_id}"]
    return [MandateChange(id=each.id, body=mandates.as_out(each)) for each in mine]


def _drafts(principal: str, ids: Sequence[UUID]) -> list[Any]:
    found = drafts.changes_of(principal, ids, settings().draft_copy_days)
    return [
        DraftChange(id=each, body=body) if isinstance(body, DraftOut) else GoneChange(id=each, body=body)
        for each, body in found.items()
    ]


def _scopes(principal: str, ids: Sequence[UUID]) -> list[Any]:
    """What this principal no longer sees; what it sees again comes as a whole copy instead."""
    rows = scope.ended(principal, ids)
    return [ScopeChange(id=row.dossier_id, body=ScopeOut(reason=row.why or "closed", at=row.until)) for row in rows]


_LOADERS = {
    "dossier": _dossiers,
    "message": _messages,
    "mandate": _mandates,
    "draft": _drafts,
    "scope": _scopes,
}
