"""Shapes of a supplement request and of its answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Kept, Sha256Hex, Shape, Words
from app.dossiers.page_schemas import AttachmentOut


class BroughtOut(Shape):
    """A paper that somebody brought to the counter for it, or asked to be used again."""

    at: datetime
    by: str
    """Who brought it, or asked that it be used again."""
    paper: Words
    official: str
    """Who took it."""
    held_from: str | None = None
    """The code of the earlier dossier, where the office held the paper already."""


class SupplementItemOut(Shape):
    """One thing that was asked for again, with what stood there before."""

    kind: Literal["answer", "paper"]
    key: str
    """The path of the answer (`field`, `group[row].field`), or the key of the paper."""
    label: Words
    reason: str
    guidance: str
    example: str | None
    before: Any = None
    pages: list[AttachmentOut]
    """Of a paper: the pages that were there when it was asked for."""
    note: str | None
    brought: BroughtOut | None = None
    """It is answered already, at the counter; nothing more of it need be sent."""


class SupplementOut(Shape):
    """A supplement request: what, why, until when, and what became of it."""

    supplement_id: UUID
    number: int
    status: Literal["waiting", "open", "answered", "withdrawn", "ended"]
    asked_by: str
    asked_at: datetime
    opened_at: datetime | None
    respond_by: date
    note: str
    answered_at: datetime | None
    closed_at: datetime | None
    items: list[SupplementItemOut]
    why_again: str | None
    """For the office: why it asks once more, as the asker wrote for the approver."""
    allowed_by: str | None
    allow_reason: str | None


class SupplementAnswer(Kept):
    """The payload of dossier.supplement: new answers by path, and words by item where nothing new can be given."""

    supplement_id: UUID
    answers: dict[str, Any] = Field(default_factory=dict, max_length=200)
    notes: dict[str, str] = Field(default_factory=dict, max_length=60)
    draft_id: UUID | None = None
    draft_seen: Sha256Hex | None = None
    """The text of the draft's copy that the phone last agreed on."""
