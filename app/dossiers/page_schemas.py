"""Shapes of the pages of papers, and of what was used again or may be."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Kept, OneLine, Sha256Hex, Shape, Words


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


class FilledOut(Shape):
    """An answer that stands as the person had given it before, with where from; she saw it and agreed to it again."""

    path: str
    from_code: str
    """The number of that dossier, or its code."""
    given_at: datetime
    here: bool
    """Given a moment before, in the same sitting; else under her consent."""
    asked_again: bool
    """It is of the kind that changes, and she was asked whether it is still true."""


class AllowedOut(Shape):
    """That the owner allowed the office to fill in again what she said about herself, until when, and whether still."""

    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None


class LastUseOut(Shape):
    """When an official last opened the dossier at a sitting to use it again, and of which office that official was."""

    at: datetime
    unit_name: str


class AllowanceOut(Shape):
    """What somebody allowed with one dossier, as her own list of everything she allowed says it."""

    dossier_id: UUID
    code: str
    """The number of that dossier, or its code."""
    procedure: Words
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None
    where: Literal["phone", "counter"]
    unit_name: str
    """The office it was given to."""
    opens: bool
    """The dossier is among her own here; else it is known to be hers by her number alone."""
    last_use: LastUseOut | None


class AllowancesOut(Shape):
    """Everything she allowed to be filled in again, the newest first, also what is over."""

    allowed: list[AllowanceOut]
    as_of: datetime


class ReuseAgreed(Kept):
    """That the owner allowed what a text says; where it is absent she allowed nothing."""

    version: str = Field(max_length=40)
    hash: Sha256Hex
