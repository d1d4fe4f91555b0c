"""Who may see which bytes of a dossier: its own people, and the office, whose every look is recorded."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app.attachments import queries as attached
from app.attachments import renditions, storage
from app.attachments.content import PICTURES, RefusedError
from app.attachments.models import Attachment
from app.core import errors
from app.core.access import Actor, Permission
from app.db import db
from app.documents import queries as documents
from app.dossiers import outside, views
from app.dossiers.models import Dossier, DossierFile
from app.dossiers.schemas import DossierOut
from app.identity import audit
from app.workflow.table import State


def dossier(dossier_id: UUID, actor: Actor) -> DossierOut:
    """A dossier of the actor's own; raises NotFound for any other."""
    found = db.session.get(Dossier, dossier_id)
    if found is None or not views.roles_of([dossier_id], actor.principal):
        raise errors.NotFound("dossier")
    return views.as_out(found, actor.principal)


def document(dossier_id: UUID, document_id: UUID, actor: Actor) -> tuple[bytes, str]:
    """The bytes and type of a letter or result; raises NotFound."""
    found = db.session.get(Dossier, dossier_id)
    if found is None:
        raise errors.NotFound("document")
    own = views.roles_of([dossier_id], actor.principal).get(dossier_id) in views.OWNING
    if not own and not actor.may(Permission.DOSSIERS_READ, found.unit_id):
        raise errors.NotFound("document")
    # a draft is for the office alone, until its owner is asked to look at it
    asked = own and found.state == State.CONFIRMING
    paper = documents.document(dossier_id, document_id, drafts=asked or not own)
    if not own:
        outside.must_say_why(found, actor)
        audit.look(actor, "document", document_id, f"dossier {found.local_code}")
    return documents.content(paper), paper.type


def attachment(attachment_id: UUID, size: str, actor: Actor) -> tuple[Path, str]:
    """The file to show of an attached page and its type; raises NotFound. Nobody sees what was not checked."""
    row = attached.get(attachment_id)
    if row is None or row.state != "stored" or row.code is not None or row.type is None:
        raise errors.NotFound("attachment")
    if not _is_own(row, actor):
        _look_as_office(row, actor)
    return shown_as(row.sha256, row.type, size)


def _is_own(row: Attachment, actor: Actor) -> bool:
    """Before it belongs to a dossier it is its sender's, from then on the owner's and submitter's; never a helper's."""
    if row.bound_at is None:
        return row.principal in attached.principals_of(actor)
    roles = views.roles_of(_dossiers_with(row.id), actor.principal)
    return any(role in views.OWNING for role in roles.values())


def _dossiers_with(attachment_id: UUID) -> list[UUID]:
    return list(db.session.scalars(select(DossierFile.dossier_id).where(DossierFile.attachment_id == attachment_id)))


def _look_as_office(row: Attachment, actor: Actor) -> None:
    reach = actor.units(Permission.DOSSIERS_READ)
    files = (
        select(DossierFile.paper, Dossier)
        .join(Dossier, Dossier.id == DossierFile.dossier_id)
        .where(DossierFile.attachment_id == row.id, Dossier.unit_id.in_(reach))
        .order_by(Dossier.submitted_at, Dossier.id)
    )
    found = db.session.execute(files).all() if reach else []
    if not found:
        raise errors.NotFound("attachment")
    # of a page that several dossiers have, one that is the actor's own work is enough
    paper, of = next((each for each in found if not outside.needs_reason(each.Dossier, actor)), found[0])
    outside.must_say_why(of, actor)
    audit.look(actor, "attachment", row.id, f"{paper}, dossier {of.local_code}")


def shown_as(sha256: str, kind: str, size: str) -> tuple[Path, str]:
    """The file to show of content that was checked, and its type; raises NotFound. The caller knows who asks."""
    held = storage.current()
    if kind in PICTURES and not held.view_path(sha256, "thumb").exists():
        try:
            renditions.make(held, sha256, kind)
        except RefusedError as fault:
            raise errors.NotFound(fault.code) from fault
    shown = renditions.shown(held, sha256, kind, size)
    if shown is None:
        raise errors.NotFound("no_thumbnail")
    return shown
