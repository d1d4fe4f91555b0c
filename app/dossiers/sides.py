"""Two dossiers side by side, as the desk compares them."""

from __future__ import annotations

from uuid import UUID

from app.catalogue import queries as catalogue
from app.core import errors
from app.core.access import Actor
from app.core.error_texts import sentences
from app.core.shapes import Words
from app.dossiers import desk, facts, operations, twins, views
from app.dossiers.bench_schemas import SideOut, TwinOut
from app.dossiers.models import Dossier
from app.identity import audit

view = desk.view


def side_by_side(one_id: UUID, other_id: UUID, actor: Actor) -> TwinOut:
    """Both sides and which of them would go on; both looks are recorded. Raises NotFound."""
    if one_id == other_id:
        raise errors.NotFound("dossier")
    one, other = (operations.for_desk(each, actor) for each in (one_id, other_id))
    stays, why = twins.goes_on(one, other)
    said = sentences(why, {}) if why else None
    return TwinOut(
        one=_side(one, actor),
        other=_side(other, actor),
        keep=stays.id if stays else None,
        why_not=Words(vi=said["vi"], en=said["en"]) if said else None,
    )


def _side(dossier: Dossier, actor: Actor) -> SideOut:
    audit.look(actor, "dossier", dossier.id, "compare")
    shown = views.as_out(dossier, actor.principal)
    people = dossier.parties
    filer = people.get("submitter") or people.get("owner") or {}
    return SideOut(
        dossier_id=dossier.id,
        version=dossier.version,
        local_code=dossier.local_code,
        official_number=dossier.official_number,
        state=shown.state,
        owner_name=(people.get("owner") or {}).get("name") or dossier.title,
        submitted_at=dossier.submitted_at,
        due_at=dossier.due_at,
        filed_by=dossier.helper_name or str(filer.get("name") or ""),
        channel=dossier.channel,
        paid=twins.paid(dossier),
        form=catalogue.form_body(dossier.form_hash),
        answers=dossier.answers,
        parties=shown.parties,
        papers=desk.papers_of(dossier, facts.procedure(dossier), shown.attachments),
    )
