"""Shapes of what came of a rescue file."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Given, Shape, Words
from app.sync.schemas import Envelope


class RescuedOut(Shape):
    """One operation of the file and what came of it."""

    op_id: UUID | None
    kind: str
    dossier_id: UUID | None
    local_code: str
    title: str
    made_at: datetime | None
    status: Literal["applied", "duplicate", "merged", "conflict", "held", "rejected", "quarantined", "retry"]
    code: str | None
    say: Words | None
    pages: int
    """How many pages the operation names."""
    pages_here: int
    """How many of them this server holds whole now."""


class RescueOut(Shape):
    """One part of a rescue file, taken."""

    code: str
    part: int
    parts: int
    made_at: datetime
    items: list[RescuedOut]


class LockedQuery(Given):
    nonce: str = Field(min_length=8, max_length=80)


class WantedPage(Shape):
    """A page that is not here whole, and how far it is."""

    attachment_id: UUID
    offset: int


class LockedOut(Envelope):
    """What came of rows of a locked store; it says nothing of what is in them."""

    nonce: str
    whole: bool
    """Whether every operation among them is kept here, or was refused for good."""
    wanted: list[WantedPage]
    """Of the pages among them."""
