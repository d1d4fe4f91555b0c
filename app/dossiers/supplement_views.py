"""Supplement requests as people see them, and the pages of papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.shapes import Words
from app.db import db
from app.dossiers.models import DossierFile, Supplement, SupplementItem
from app.dossiers.page_schemas import AttachmentOut
from app.dossiers.supplement_schemas import BroughtOut, SupplementItemOut, SupplementOut


@dataclass(frozen=True)
class Request:
    """A request with what it asks for."""

    row: Supplement
    items: Sequence[SupplementItem]


def by_dossier(dossier_ids: Collection[UUID]) -> dict[UUID, list[Request]]:
    """The requests of some dossiers, the last one last."""
    if not dossier_ids:
        return {}
    asked = select(Supplement).where(Supplement.dossier_id.in_(dossier_ids)).order_by(Supplement.number)
    rows = list(db.session.scalars(asked))
    items: dict[UUID, list[SupplementItem]] = defaultdict(list)
    named = select(SupplementItem).where(SupplementItem.supplement_id.in_([each.id for each in rows]))
    for item in db.session.scalars(named.order_by(SupplementItem.position)) if rows else ():
        items[item.supplement_id].append(item)
    found: dict[UUID, list[Request]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(Request(row, items[row.id]))
    return found


def requests(asked: Sequence[Request], pages: Sequence[DossierFile], *, for_office: bool) -> list[SupplementOut]:
    """As they are shown; what waits for an approver, and why it is asked again, is the office's own."""
    return [_out(each, pages, for_office=for_office) for each in asked if for_office or each.row.opened_at is not None]


def _out(request: Request, pages: Sequence[DossierFile], *, for_office: bool) -> SupplementOut:
    row = request.row
    return SupplementOut(
        supplement_id=row.id,
        number=row.number,
        status=row.status,  # type: ignore[arg-type]  # a name the table checks
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        opened_at=row.opened_at,
        respond_by=row.respond_by,
        note=row.note,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        items=[_item(item, row, pages) for item in request.items],
        why_again=row.why_again if for_office else None,
        allowed_by=row.allowed_by if for_office else None,
        allow_reason=row.allow_reason if for_office else None,
    )


def _item(item: SupplementItem, asked: Supplement, pages: Sequence[DossierFile]) -> SupplementItemOut:
    """An item with what stood there: of a paper the pages that an answer replaced, before that those that are there."""
    mine = [each for each in pages if item.kind == "paper" and each.paper == item.key]
    replaced = [each for each in mine if each.replaced_by == asked.id]
    here = [each for each in mine if each.replaced_by is None] if asked.answered_at is None else []
    return SupplementItemOut(
        kind=item.kind,  # type: ignore[arg-type]  # answer or paper
        key=item.key,
        label=Words.model_validate(item.label),
        reason=item.reason,
        guidance=item.guidance,
        example=item.example,
        before=item.before.get("value"),
        pages=[page(each) for each in replaced or here],
        note=item.note,
        brought=_brought(item.brought),
    )


def _brought(kept: dict[str, Any]) -> BroughtOut | None:
    if not kept:
        return None
    return BroughtOut(
        at=datetime.fromisoformat(kept["at"]),
        by=kept["by"],
        paper=Words.model_validate(kept["name"]),
        official=kept["official"],
        held_from=kept.get("held_from"),
    )


def page(file: DossierFile) -> AttachmentOut:
    """A page, as far as the server holds it."""
    return AttachmentOut(
        attachment_id=file.attachment_id,
        paper=file.paper,
        page=file.page,
        sha256=file.sha256,
        size=file.size,
        type=file.type,
        required=file.required,
        stored=file.stored_at is not None,
        usable=file.refused is None,
        name=file.name,
    )
