"""Shapes of the pages of papers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.core.shapes import OneLine, Sha256Hex, Shape


class AttachmentOut(Shape):
    """One page of a paper, as far as the server holds it."""

    attachment_id: UUID
    paper: str
    page: int
    sha256: Sha256Hex
    size: int
    type: str
    required: bool
    stored: bool
    usable: bool = True
    """False where the bytes turned out not to be what they claim."""
    name: OneLine | None = None


class ReusedOut(Shape):
    """A paper that the office held from an earlier dossier of the same person, and that she asked to use again."""

    paper: str
    from_code: str
    """The number of that dossier, or its code."""
    compared_at: datetime
    compared_by: str
    asked_at: datetime
