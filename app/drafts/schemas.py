"""Shapes of draft copies."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Code, Given, Kept, Sha256Hex, Shape


class DraftPath(Given):
    draft_id: UUID


class DraftIn(Given):
    """A draft as it stands on a phone: its exact text, and the version the phone saw (0: none)."""

    seen: int = Field(ge=0)
    text: str = Field(max_length=200_000)
    sha256: Sha256Hex


class EndDraft(Given):
    """Why a draft is given up."""

    reason: Literal["user"] = "user"
    seen: Sha256Hex | None = None
    """The text that this phone last agreed on, or what was left and is decided about now."""


class DraftPage(Kept):
    attachment_id: UUID


class DraftText(Kept):
    """What the server reads of a draft's text; the rest is for phones alone."""

    id: UUID
    procedure: Code
    dossier_id: UUID | None = None
    mandate_id: UUID | None = None
    title: str = ""
    files: list[DraftPage] = Field(default_factory=list, max_length=400)


class DraftSaved(Shape):
    """The copy as it is kept now."""

    draft_id: UUID
    version: int
    sha256: Sha256Hex
    saved_at: datetime
    ends_at: datetime
    """When it is removed unless somebody goes on with it."""


class DraftOut(DraftSaved):
    """The copy with its text and where it was last touched."""

    text: str
    device_id: UUID | None
    device_label: str
    pages_held: list[UUID]
    """The pages whose bytes are here."""


class DraftLeft(Shape):
    """The last text of a draft, where whoever ended it had not seen it: nobody has sent or given up these words."""

    text: str
    saved_at: datetime
    device_id: UUID | None
    device_label: str
    pages_held: list[UUID]


class GoneOut(Shape):
    """Something is no longer there, and why."""

    what: Literal["draft"] = "draft"
    reason: Literal["user", "sent", "old", "mandate_ended"]
    at: datetime
    sha256: str = ""
    """Of its last text, where one is known."""
    left: DraftLeft | None = None
