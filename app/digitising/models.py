"""Tables of digitising: the files that were taken apart, what each page was cut from, what was used again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Line, Model, Moment, Sha256, Short, UuidPk


class DigitisedFile(Model):
    """A file that a scanner or a camera gave. Its pages are kept; of itself only what it was."""

    __tablename__ = "digitised_file"

    id: Mapped[UuidPk]
    """Made at the desk: the same id again is the same file."""
    official_id: Mapped[UUID]
    official_name: Mapped[Line]
    at: Mapped[Moment]
    name: Mapped[Line]
    sha256: Mapped[Sha256]
    size: Mapped[int]
    type: Mapped[Short]
    pages: Mapped[int]


class DigitisedPage(Model):
    """One page as one picture: from which page of which file, and how it was turned and cut."""

    __tablename__ = "digitised_page"

    attachment_id: Mapped[UuidPk]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("digitised_file.id"), index=True)
    number: Mapped[int]
    """Of the page in the file, from 1."""
    width: Mapped[int]
    height: Mapped[int]
    source_id: Mapped[UUID | None]
    """The page it was cut from; nothing where it is as the file gave it."""
    turns: Mapped[int]
    left: Mapped[int]
    top: Mapped[int]
    right: Mapped[int]
    bottom: Mapped[int]


class ReusedPage(Model):
    """A page of an earlier dossier that another one links to: the same bytes, and who compared them when."""

    __tablename__ = "reused_page"
    __table_args__ = (Index("ix_reused_page_dossier", "from_dossier_id"),)

    attachment_id: Mapped[UuidPk]
    from_attachment_id: Mapped[UUID]
    from_dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    from_code: Mapped[Short]
    """By which people know that dossier."""
    from_paper: Mapped[Short]
    paper: Mapped[Short]
    """As which it stands in the dossier that links to it."""
    compared_at: Mapped[Moment]
    compared_by: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[Moment]
    """When the person asked for it."""
    official_id: Mapped[UUID]
    """Who wrote that down."""
    official_name: Mapped[Line]
