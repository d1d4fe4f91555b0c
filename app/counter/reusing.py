"""Papers that the office holds already, offered at a sitting: only while it goes on, only of whom is typed."""

from __future__ import annotations

from uuid import UUID

from app.core.access import Actor
from app.counter import sittings
from app.counter.models import Sitting
from app.digitising import held
from app.digitising.held import Person
from app.digitising.schemas import LinkedOut, OfferOut, OffersOut, OwnerIn, SittingReuseIn
from app.dossiers import knowledge


def offers(sitting_id: UUID, given: OwnerIn, officer: Actor) -> OffersOut:
    """What may stand for papers of this sitting's procedure; raises NotFound, Conflict."""
    sitting = sittings.going_on(sitting_id, officer)
    return OffersOut(offers=_offers(sitting, given, officer))


def reuse(sitting_id: UUID, given: SittingReuseIn, officer: Actor) -> LinkedOut:
    """Link what was chosen, for what is filed at this sitting and nothing else; raises NotFound, Conflict."""
    sitting = sittings.going_on(sitting_id, officer)
    offered = _offers(sitting, given, officer)
    return LinkedOut(pages=held.link(given.papers, offered, principal_of(sitting), officer, given.act_id))


def principal_of(sitting: Sitting) -> str:
    """Whose the pages of a sitting are until its dossier is filed: nobody's but the sitting's."""
    return f"counter:{sitting.id}"


def _offers(sitting: Sitting, given: OwnerIn, officer: Actor) -> list[OfferOut]:
    body = knowledge.current().procedure(sitting.procedure_code).body
    return held.offers(body, sitting.unit_id, Person(given.id_number, given.name), officer)
