"""Tables of what the office keeps for its own work: filters, labels, notes, snippets; no resident ever sees them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, MaybeMoment, Model, Moment, Short, UuidPk

COLOURS = ("red", "amber", "green", "blue", "dark", "grey")


class SavedFilter(Model):
    """A person's own way into the inbox: what is asked for, under a name."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    asked: Mapped[JsonDict]
    """As the inbox's query has it."""
    pinned: Mapped[bool]
    """Stands above the list with its count."""
    made_at: Mapped[Moment]


class Label(Model):
    """A word with a colour from a unit's own list."""

    __tablename__ = "label"
    __table_args__ = (
        CheckConstraint(f"colour IN {COLOURS}", name="colour"),
        Index("ix_label_unit", "unit_id"),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(40))
    colour: Mapped[Short]
    retired_at: Mapped[MaybeMoment]
    """From then on it is put on nothing more; it stays where it is."""


class DossierLabel(Model):
    """A label that lies on a dossier."""

    __tablename__ = "dossier_label"
    __table_args__ = (Index("ix_dossier_label_label", "label_id"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    label_id: Mapped[UUID] = mapped_column(ForeignKey("label.id"), primary_key=True)
    put_by: Mapped[str] = mapped_column(String(200))
    put_at: Mapped[Moment]


class Note(Model):
    """What one official writes for the others on a dossier. Its text never changes; it may be struck out."""

    __tablename__ = "office_note"
    __table_args__ = (Index("ix_office_note_dossier", "dossier_id"),)

    id: Mapped[UuidPk]
    """Made at the desk, so that a repeat after a lost answer is the same note."""
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[Moment]
    struck_by: Mapped[str | None] = mapped_column(String(200))
    struck_at: Mapped[MaybeMoment]
    struck_reason: Mapped[str | None] = mapped_column(String(2000))


class Snippet(Model):
    """A piece of text that somebody, or everybody of a unit, puts into a reason or a reply."""

    __tablename__ = "snippet"
    __table_args__ = (Index("ix_snippet_person", "person_id"), Index("ix_snippet_unit", "unit_id"))

    id: Mapped[UuidPk]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Whose own it is; nobody's where it is the unit's."""
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(2000))
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[Moment]


class KeptApart(Model):
    """Two dossiers that look alike and were found to be two: nobody is asked about them again."""

    __tablename__ = "kept_apart"

    one_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    """The smaller of the two ids."""
    other_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    reason: Mapped[str]
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[Moment]
