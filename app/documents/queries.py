"""Papers of a dossier and their bytes. The caller has checked that the actor may see the dossier."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.core import errors
from app.core.shapes import Words
from app.db import db, once
from app.documents import voiding
from app.documents.models import Document
from app.documents.schemas import DocumentOut, VoidOut


def documents_of(dossier_id: UUID) -> list[DocumentOut]:
    """The papers in force and those they replaced, oldest first; no drafts."""
    return documents_by_dossier([dossier_id]).get(dossier_id, [])


def documents_by_dossier(dossier_ids: Collection[UUID]) -> dict[UUID, list[DocumentOut]]:
    """The same for many dossiers at once; those without papers are left out."""
    if not dossier_ids:
        return {}
    issued = select(Document).where(Document.dossier_id.in_(dossier_ids), Document.issued_at.is_not(None))
    found: dict[UUID, list[DocumentOut]] = {}
    for each in db.session.scalars(issued.order_by(Document.issued_at, Document.id)):
        found.setdefault(each.dossier_id, []).append(_out(each))
    return found


def draft_of(dossier_id: UUID) -> Document | None:
    """The draft of the result, where there is one."""
    drafts = select(Document).where(
        Document.dossier_id == dossier_id,
        Document.kind == "result",
        Document.issued_at.is_(None),
        Document.replaced_by.is_(None),
    )
    return once(("draft_of", dossier_id), lambda: db.session.scalars(drafts).one_or_none())


def draft_out(dossier_id: UUID) -> DocumentOut | None:
    """The draft of the result as the desk sees it."""
    draft = draft_of(dossier_id)
    return _out(draft) if draft else None


def document(dossier_id: UUID, document_id: UUID, *, drafts: bool) -> Document:
    """A paper of this dossier, with drafts only for the office; raises NotFound."""
    found = db.session.get(Document, document_id)
    if found is None or found.dossier_id != dossier_id or (found.issued_at is None and not drafts):
        raise errors.NotFound("not_found")
    return found


def content(document: Document) -> bytes:
    """The bytes of a paper as it is given out; a void one says so on every page."""
    return voiding.shown(document)


def _out(document: Document) -> DocumentOut:
    void = document.void
    told = {name: void[name] for name in VoidOut.model_fields} if void is not None else None
    return DocumentOut.model_validate(
        {
            "document_id": document.id,
            "kind": document.kind,
            "title": Words.model_validate(document.title),
            "number": document.number,
            "issued_at": document.issued_at or document.made_at,
            "type": document.type,
            "size": void["size"] if void is not None else document.size,
            "sha256": void["sha256"] if void is not None else document.sha256,
            "replaced": document.replaced_by is not None,
            "void": told,
        }
    )
