"""The shape of an issued paper."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.core.shapes import Sha256Hex, Shape, Words


class VoidOut(Shape):
    """That a paper no longer holds: all of it (`letter`), or only the due day that stands on it (`due`)."""

    what: Literal["letter", "due"]
    at: datetime
    by: str
    reason: str
    instead: str | None
    """The number of the paper that holds in its place."""


class DocumentOut(Shape):
    """A letter (form 01…), a receipt or a result, with its bytes at /api/dossiers/<id>/documents/<document_id>."""

    document_id: UUID
    kind: Literal[
        "form_01",
        "form_02",
        "form_03",
        "form_04",
        "form_05",
        "form_06",
        "receipt",
        "result",
    ]
    title: Words
    number: str | None
    issued_at: datetime
    type: str
    size: int
    sha256: Sha256Hex
    replaced: bool = False
    void: VoidOut | None = None
