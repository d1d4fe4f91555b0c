"""One piece of work that waits, as an officer reads it; the look is recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from app.attachments import queries as attached
from app.catalogue import queries as catalogue
from app.core import clock, errors
from app.core.access import Actor
from app.core.error_texts import sentences
from app.core.shapes import Words
from app.db import db
from app.dossiers import papers_shown
from app.dossiers.judging import OfficersDesk
from app.dossiers.models import Dossier, Operation
from app.identity import audit
from app.quarantine import queries
from app.quarantine.schemas import QuarantinedOut
from app.sync import schemas
from app.sync.kinds import KINDS
from app.sync.models import Quarantine, QuarantineFile


def view(op_id: UUID, actor: Actor) -> QuarantinedOut:
    """All of it, readable; raises NotFound beyond the actor's reach."""
    row = queries.get(op_id, actor)
    audit.look(actor, "quarantine", op_id, row.code)
    said = queries.operation(op_id)
    payload = said["payload"]
    here = db.session.get(Dossier, row.dossier_id) if row.dossier_id else None
    return QuarantinedOut(
        row=queries.rows_out([row])[0],
        form=queries.form_of(said),
        answers=_dict(payload.get("answers")),
        text=str(payload.get("reason") or ""),
        parties=_dict(payload.get("parties")),
        pages=queries.pages(op_id),
        consent=_consent(row),
        hindrance=_hindrance(row),
        dossier_id=row.dossier_id,
        dossier_here=here is not None,
        may_decide=queries.may_decide(row, actor),
    )


def page(op_id: UUID, attachment_id: UUID, size: str, actor: Actor) -> tuple[Path, str]:
    """The file to show of a page and its type; raises NotFound. The look is recorded."""
    row = queries.get(op_id, actor)
    line = db.session.get(QuarantineFile, (op_id, attachment_id))
    held = attached.get(attachment_id)
    usable = held is not None and held.state == "stored" and held.code is None and held.type is not None
    if line is None or held is None or not usable or held.sha256 != line.sha256 or held.type is None:
        raise errors.NotFound("attachment")
    audit.look(actor, "attachment", attachment_id, f"{line.paper}, {row.code}")
    return papers_shown.shown_as(held.sha256, held.type, size)


def _consent(row: Quarantine) -> dict[str, Any] | None:
    """The consent it gives, or was made under, as it was recorded."""
    waits = row if row.kind == "mandate.grant" else queries.consent_of(row)
    if waits is None:
        return None
    told = queries.operation(waits.op_id)["payload"]
    shown = ("resident_name", "method", "text_version", "granted_at", "expires_at")
    return {**{name: told.get(name) for name in shown}, "purposes": _purposes(told)}


def _purposes(told: dict[str, Any]) -> list[dict[str, Any]]:
    """What it allows, in the words that were read aloud; a purpose those do not have by its own name."""
    try:
        body = catalogue.text("consent_help", str(told.get("text_hash"))).body
    except errors.NotFound:
        body = catalogue.current_text("consent_help").body
    named = {each["key"]: each["label"] for each in body.get("purposes") or []}
    given = told.get("purposes")
    keys = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    return [named.get(key, {"vi": key, "en": key}) for key in keys]


def _hindrance(row: Quarantine) -> Words | None:
    """Why even an officer could not take its content, found by reading alone."""
    if row.decision is not None or row.unit_id is None:
        return None
    op = schemas.Operation.model_validate_json(db.session.get_one(Operation, row.op_id).text)
    try:
        KINDS[op.kind].check(op, OfficersDesk(row.unit_id, row.made_at.astimezone(clock.VN).date()))
    except errors.AppError as error:
        said = sentences(error.code, error.params | error.extra)
        return Words(vi=said["vi"], en=said["en"])
    except ValueError:
        said = sentences("unreadable_operation", {})
        return Words(vi=said["vi"], en=said["en"])
    return None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
