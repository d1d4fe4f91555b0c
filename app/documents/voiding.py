"""A paper that no longer holds: marked, never removed; whoever fetches it reads so on every page."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2

from app.core import clock, glyphs, typeset
from app.core.calendar import local
from app.db import db
from app.documents import store
from app.documents.models import Document

LETTER, DUE = "letter", "due"
"""What was voided: the whole paper, or only the due day that stands on it."""
_STAMP = Path(__file__).parent / "templates" / "stamp.typ"


def void(paper: Document, *, what: str, by: str, reason: str, instead: str | None = None) -> Document:
    """Mark a paper as void; `instead` is the number of the paper that holds in its place."""
    at = clock.now().isoformat().replace("+00:00", "Z")
    told = {"what": what, "at": at, "by": by, "reason": reason, "instead": instead}
    pdf = stamped(store.get(paper.sha256), told)
    # what is given out from now on has bytes and a hash of its own, which phones compare
    paper.void = {**told, "sha256": store.put(pdf), "size": len(pdf)}
    db.session.flush()
    return paper


def due_replaced(
    dossier_id: UUID, by: Document, *, reason: str, kinds: tuple[str, ...] = ("form_01", "form_04")
) -> None:
    """The due day that earlier papers of a dossier name holds no more: another paper names the new one."""
    rows = db.session.query(Document).filter(
        Document.dossier_id == dossier_id, Document.kind.in_(kinds), Document.id != by.id
    )
    for each in rows:
        if each.void is None:
            what = DUE if each.kind == "form_01" else LETTER
            void(each, what=what, by=by.made_by, reason=reason, instead=by.number)


def shown(paper: Document) -> bytes:
    """The bytes of a paper as it is given out: as it was printed, and stamped on every page where it is void."""
    return store.get(str(paper.void["sha256"]) if paper.void is not None else paper.sha256)


def stamped(pdf: bytes, void: dict[str, Any]) -> bytes:
    """A PDF with the stamp over each of its pages; the text below stays as it is."""
    at = datetime.fromisoformat(str(void["at"]))
    told = {
        "what": "ĐÃ HỦY" if void["what"] == LETTER else "ĐÃ HỦY NGÀY HẸN TRẢ",
        "when": f"{local(at):%H:%M ngày %d/%m/%Y}",
        "by": str(void["by"]),
        "reason": str(void["reason"]),
        "instead": str(void["instead"] or ""),
    }
    layer = pypdfium2.PdfDocument(typeset.render(_STAMP, glyphs.printable(told)))
    whole = pypdfium2.PdfDocument(pdf)
    try:
        over = layer.page_as_xobject(0, whole)
        for page in whole:
            page.insert_obj(over.as_pageobject())
            page.gen_content()
        made = BytesIO()
        whole.save(made)
    finally:
        whole.close()
        layer.close()
    return made.getvalue()
