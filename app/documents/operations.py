"""Keeping, numbering, issuing and replacing papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock, errors, ids
from app.core.ids import uuid7
from app.db import db, insert_missing, is_sqlite
from app.documents import store
from app.documents.models import Counter, Document

PDF = "application/pdf"
_PDF_START = b"%PDF-"


@dataclass(frozen=True)
class Place:
    """Where a paper belongs, and who makes it."""

    dossier_id: UUID
    unit_id: UUID
    made_by: str


_DAILY = "dossier:"
"""Scopes that begin anew each day and end with it."""


def next_number(scope: str) -> int:
    """The next number of a scope; whoever asks next waits until this transaction has ended."""
    insert = (sqlite.insert if is_sqlite() else postgresql.insert)(Counter).values(scope=scope, last=1)
    taken = insert.on_conflict_do_update(index_elements=[Counter.scope], set_={"last": Counter.last + 1})
    number: int = db.session.execute(taken.returning(Counter.last)).scalar_one()
    return number


def leave_gap(size: int, today: date) -> None:
    """Give no number again that may have been given since a backup: every scope goes on that much higher.

    Scopes of a day that the backup does not know yet begin behind the gap.
    """
    db.session.execute(update(Counter).values(last=Counter.last + size))
    day = f"{today:%y%m%d}"
    known = [
        scope.rpartition(":")[0] for scope in db.session.scalars(select(Counter.scope)) if scope.startswith(_DAILY)
    ]
    for begin in set(known):
        insert_missing(Counter, scope=f"{begin}:{day}", last=size)


def issue(place: Place, kind: str, title: dict[str, Any], number: str | None, pdf: bytes) -> Document:
    """Keep a paper that is in force at once."""
    document = _keep(place, kind, title, number, pdf)
    document.issued_at = document.made_at
    db.session.flush()
    return document


def draft_result(place: Place, title: dict[str, Any], pdf: bytes, words: dict[str, Any] | None = None) -> Document:
    """Keep a draft of the result in place of an earlier draft; `words` where it was made here from them."""
    if not pdf.startswith(_PDF_START):
        raise errors.WrongType("result_not_pdf")
    document = _keep(place, "result", title, None, pdf)
    document.words = words
    older = (
        update(Document)
        .where(Document.dossier_id == place.dossier_id, Document.kind == "result", Document.id != document.id)
        .where(Document.issued_at.is_(None), Document.replaced_by.is_(None))
        .values(replaced_by=document.id)
    )
    db.session.execute(older)
    return document


def result_number(unit_id: UUID) -> str:
    """The unit's next number of the year, where the seal clerk's own book gives none."""
    year = clock.today().year
    return f"{next_number(f'result:{unit_id}:{year}')}/{year}"


def issue_result(draft: Document, number: str, pdf: bytes | None) -> Document:
    """Put a draft in force under a number; `pdf` where it was set again with that number on it."""
    if pdf is not None:
        draft.sha256, draft.size = store.put(pdf), len(pdf)
    draft.number, draft.number_key, draft.issued_at = number, ids.number_key(number), clock.now()
    db.session.flush()
    return draft


def _keep(place: Place, kind: str, title: dict[str, Any], number: str | None, pdf: bytes) -> Document:
    document = Document(
        id=uuid7(),
        dossier_id=place.dossier_id,
        unit_id=place.unit_id,
        kind=kind,
        title=title,
        number=number,
        number_key=ids.number_key(number) if number else None,
        type=PDF,
        size=len(pdf),
        sha256=store.put(pdf),
        made_at=clock.now(),
        made_by=place.made_by,
    )
    db.session.add(document)
    db.session.flush()
    return document
