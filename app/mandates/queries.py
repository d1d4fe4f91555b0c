"""Reads about mandates, within the actor's reach: the helper's own, and the office's of its unit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.core import errors
from app.core.access import Actor, Permission
from app.db import db
from app.identity import audit
from app.identity import queries as people
from app.mandates.models import Mandate, MandateUse
from app.mandates.schemas import MandateOut


def get(mandate_id: UUID) -> Mandate:
    """A mandate, for those who already know that the actor may see it; raises NotFound."""
    found = db.session.get(Mandate, mandate_id)
    if found is None:
        raise errors.NotFound("mandate_not_found")
    return found


def seen_by(mandate_id: UUID, actor: Actor) -> Mandate:
    """A mandate of the helper's own, or of the office's unit (that look is recorded); raises NotFound for others."""
    found = get(mandate_id)
    if actor.person_id is not None and found.helper_id == actor.person_id:
        return found
    if actor.may(Permission.DOSSIERS_READ, found.unit_id):
        audit.look(actor, "mandate", found.id, "giấy đồng ý nhờ giúp")
        return found
    raise errors.NotFound("mandate_not_found")


def of_helper(actor: Actor) -> list[Mandate]:
    """The helper's own mandates, the latest first."""
    mine = select(Mandate).where(Mandate.helper_id == actor.person_id)
    return list(db.session.scalars(mine.order_by(Mandate.granted_at.desc(), Mandate.id.desc())))


def uses_of(mandate_id: UUID) -> list[MandateUse]:
    """What was done under a mandate, in the order it was done."""
    uses = select(MandateUse).where(MandateUse.mandate_id == mandate_id)
    return list(db.session.scalars(uses.order_by(MandateUse.at, MandateUse.id)))


def as_out(mandate: Mandate) -> MandateOut:
    """A mandate as both sides see it."""
    helper = people.names([mandate.helper_id])
    dossiers = [use.dossier_id for use in uses_of(mandate.id) if use.dossier_id is not None]
    return MandateOut(
        mandate_id=mandate.id,
        helper_name=helper.get(mandate.helper_id, ""),
        resident_name=mandate.resident_name,
        unit_id=mandate.unit_id,
        purposes=mandate.purposes,
        text_version=mandate.text_version,
        method=mandate.method,
        granted_at=mandate.granted_at,
        expires_at=mandate.expires_at,
        revoked_at=mandate.revoked_at,
        dossier_ids=list(dict.fromkeys(dossiers)),
    )
