"""Shapes of what lies beside a dossier at the desk: notes, labels, who looked, look-alikes, moves of many."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Given, Reason, Shape, Words
from app.dossiers.page_schemas import AttachmentOut
from app.dossiers.schemas import OpenMove, PaperState, Parties, StateName
from app.workbench.schemas import NoteOut


class LookOut(Shape):
    """Somebody looked: at the dossier, at one of its pages, or at one of its documents."""

    at: datetime
    by: str
    what: Literal["dossier", "page", "document"]
    name: str | None = None
    """Which page or document."""
    times: int
    """How often in a row."""
    reason: Words | None = None
    """What that person said why, where it was not their own work."""


class JoinedOut(Shape):
    """A dossier that was merged into this one, with its pages: nothing of it is lost."""

    dossier_id: UUID
    local_code: str
    official_number: str | None
    pages: list[AttachmentOut]


class BesideOut(Shape):
    """What the office keeps beside a dossier."""

    notes: list[NoteOut]
    labels: list[UUID]
    looks: list[LookOut]
    joined: list[JoinedOut]
    goes_on_as: str | None
    """Of a merged dossier: the number or code under which it goes on."""


class NoteIn(Given):
    """A note for colleagues; its id is made at the desk, so that a repeat is the same note."""

    note_id: UUID
    text: Reason = Field(min_length=1)


class StrikeIn(Given):
    """Why a note is struck out."""

    reason: Reason = Field(min_length=3)


class LabelsIn(Given):
    """Exactly the labels that are to lie on a dossier."""

    labels: list[UUID] = Field(max_length=20)


class NotePath(Given):
    dossier_id: UUID
    note_id: UUID


class TwinPath(Given):
    dossier_id: UUID
    other_id: UUID


class SideOut(Shape):
    """One of two dossiers that look alike."""

    dossier_id: UUID
    version: int
    local_code: str
    official_number: str | None
    state: StateName
    owner_name: str
    submitted_at: datetime
    due_at: datetime | None
    filed_by: str
    channel: str
    paid: int
    """What has been paid on it."""
    form: dict[str, Any]
    answers: dict[str, Any]
    parties: Parties
    papers: list[PaperState]


class TwinOut(Shape):
    """Two dossiers side by side."""

    one: SideOut
    other: SideOut
    keep: UUID | None
    """Which of them goes on when they are merged; nothing where they cannot be."""
    why_not: Words | None
    """Why they cannot be merged."""


class TwinIn(Given):
    """What is decided about two that look alike."""

    op_id: UUID
    decision: Literal["keep_apart", "merge"]
    seen: int = Field(ge=0, le=1_000_000)
    other_seen: int = Field(ge=0, le=1_000_000)
    reason: Reason


class ManyIn(Given):
    """The dossiers that are marked."""

    dossier_ids: list[UUID] = Field(min_length=1, max_length=200)


class ManyRow(Shape):
    """What may be done with one of them now."""

    dossier_id: UUID
    version: int
    name: str
    code: str
    moves: list[OpenMove]


class ManyOut(Shape):
    """What may be done with each; one out of reach is not among them."""

    rows: list[ManyRow]
