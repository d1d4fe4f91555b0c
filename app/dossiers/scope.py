"""Whose view of a dossier ends, when and why; their phones hear of it, and what they have not sent stays theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app import feed
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.db import db
from app.dossiers.models import Dossier, DossierAccess
from app.identity import queries as people
from app.identity import staff
from app.mandates import operations as mandates

AFTER_THE_END = timedelta(days=90)
"""So long a helper sees a dossier that has ended."""
_HELPER = "helper"


def end(row: DossierAccess, why: str) -> None:
    """End a principal's view of a dossier from now on."""
    row.until, row.why = clock.now(), why
    db.session.flush()
    feed.tell("scope", row.dossier_id, [row.principal])


def ended(principal: str, dossier_ids: Collection[UUID]) -> list[DossierAccess]:
    """Of these dossiers those that this principal no longer sees."""
    rows = select(DossierAccess).where(
        DossierAccess.principal == principal,
        DossierAccess.dossier_id.in_(dossier_ids),
        DossierAccess.until.is_not(None),
    )
    return list(db.session.scalars(rows))


def role_over(person_id: UUID, unit_id: UUID) -> None:
    """A role has ended: who may no longer help at a unit no longer sees whom she helped there."""
    if Actor(grants=people.grants_of(person_id)).may(Permission.HELP, unit_id):
        return
    _end_all("role_ended", DossierAccess.principal == f"person:{person_id}", Dossier.unit_id == unit_id)


def mandate_over(mandate_id: UUID) -> None:
    """A consent was called back: the helper no longer sees what was done under it."""
    _end_all("mandate_revoked", Dossier.mandate_id == mandate_id)


def forget_long_closed() -> int:
    """End the view of helpers on dossiers that have long ended; how many there were."""
    return _end_all("closed", Dossier.closed_at < clock.now() - AFTER_THE_END)


def reassign(dossier_id: UUID, *, to_helper: UUID) -> str:
    """Give a dossier into another helper's care, and say whose it was.

    Raises NotFound where nobody helps with it: also where the resident took her word back, which nobody else has.
    """
    now_hers = f"person:{to_helper}"
    cared_for = or_(DossierAccess.until.is_(None), DossierAccess.why == "role_ended")
    rows = (
        select(DossierAccess)
        .where(DossierAccess.dossier_id == dossier_id, DossierAccess.role == _HELPER, cared_for)
        .order_by(DossierAccess.until.is_not(None), DossierAccess.until.desc())
    )
    row = db.session.scalar(rows.with_for_update().limit(1))
    if row is None:
        raise errors.NotFound("no_helper")
    if row.until is None and row.principal != now_hers:
        end(row, "reassigned")
    _let_in(dossier_id, now_hers)
    return row.principal


def _let_in(dossier_id: UUID, principal: str) -> None:
    row = db.session.get(DossierAccess, (dossier_id, principal), with_for_update=True)
    if row is None:
        row = DossierAccess(dossier_id=dossier_id, principal=principal, role=_HELPER, since=clock.now(), how="reassign")
        db.session.add(row)
    elif row.until is not None:
        row.since, row.until, row.why, row.how = clock.now(), None, None, "reassign"
    db.session.flush()
    feed.tell("dossier", dossier_id, [principal])


def _end_all(why: str, *which: ColumnElement[bool]) -> int:
    rows = (
        select(DossierAccess)
        .join(Dossier, Dossier.id == DossierAccess.dossier_id)
        .where(DossierAccess.role == _HELPER, DossierAccess.until.is_(None), *which)
        .with_for_update(of=DossierAccess)
    )
    found = list(db.session.scalars(rows))
    for row in found:
        end(row, why)
    return len(found)


staff.ON_ROLE_ENDED.append(role_over)
mandates.ON_REVOKED.append(mandate_over)
