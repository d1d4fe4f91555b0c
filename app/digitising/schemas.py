"""Shapes of digitising."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, OneLine, Sha256Hex, Shape, Words


class PageOut(Shape):
    """One page as one picture, kept."""

    attachment_id: UUID
    sha256: Sha256Hex
    size: int
    type: str
    width: int
    height: int
    number: int
    """Of the page in its file, from 1."""


class FileOut(Shape):
    """What a file was taken apart into; the file itself is not kept, its hash is."""

    file_id: UUID
    name: OneLine
    sha256: Sha256Hex
    type: str
    pages: list[PageOut]


class CutIn(Given):
    """A page cut from another one: quarter turns clockwise, then a box of what is upright, in thousandths."""

    page_id: UUID
    """Made at the desk: the same id again is the same page."""
    source_id: UUID
    turns: int = Field(ge=0, le=3)
    left: int = Field(ge=0, le=1000)
    top: int = Field(ge=0, le=1000)
    right: int = Field(ge=0, le=1000)
    bottom: int = Field(ge=0, le=1000)


class PlacedPage(Given):
    """A page and the paper it belongs to."""

    attachment_id: UUID
    paper: Clean = Field(min_length=1, max_length=80)


class AnswersIn(Given):
    """A thing that the open supplement request asks for, and the paper that answers it."""

    item: Clean = Field(min_length=1, max_length=200)
    paper: Clean = Field(min_length=1, max_length=80)


class AttachIn(Given):
    """Pages brought to a dossier that is here, in order; `compared` are papers whose originals lie on the desk."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    pages: list[PlacedPage] = Field(min_length=1, max_length=100)
    compared: list[Clean] = Field(default_factory=list, max_length=50)
    answers: list[AnswersIn] = Field(default_factory=list, max_length=40)
    """What the open supplement request asks for and these papers answer."""
    brought_by: Clean = Field(default="", max_length=200)
    """Who brought them; must be said where they answer something."""


class OfferOut(Shape):
    """A paper of an earlier dossier of the same person at the same office that may stand for one that is asked."""

    paper: str
    name: Words
    from_dossier_id: UUID
    from_code: str
    from_procedure: Words
    from_paper: str
    pages: list[UUID]
    """As they stand in the earlier dossier, in their order."""
    compared_at: datetime
    compared_by: str
    valid_until: date | None


class OffersOut(Shape):
    """What is held already."""

    offers: list[OfferOut]


class Chosen(Given):
    """One paper to use again."""

    paper: Clean = Field(max_length=80)
    from_dossier_id: UUID
    from_paper: Clean = Field(max_length=80)


class ReuseIn(Given):
    """Use papers again for a dossier that is here; `asked` says that the person asks for it, or nothing is done."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    asked: Literal[True]
    papers: list[Chosen] = Field(min_length=1, max_length=50)
    answers: list[AnswersIn] = Field(default_factory=list, max_length=40)
    """What the open supplement request asks for and these papers answer."""


class OwnerIn(Given):
    """Whose papers are looked for at a sitting, as typed in the form."""

    id_number: Clean = Field(min_length=9, max_length=20)
    name: Clean = Field(min_length=1, max_length=200)
    asked: Literal[True]
    """She asks for it."""


class SittingReuseIn(OwnerIn):
    """Use papers again in what is filed at a sitting."""

    act_id: UUID
    papers: list[Chosen] = Field(min_length=1, max_length=50)


class LinkedPageOut(Shape):
    """A page of the manifest that links to bytes that are held."""

    attachment_id: UUID
    sha256: Sha256Hex
    size: int
    type: str
    paper: str
    from_code: str


class LinkedOut(Shape):
    """The pages that may now be named in the manifest."""

    pages: list[LinkedPageOut]
