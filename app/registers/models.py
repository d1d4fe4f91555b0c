"""Tables of the books: every sheet that was printed and is kept, and files that were asked for and wait a day."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, MaybeMoment, Model, Moment, Sha256, Short, UuidPk

EXPORT_STATES = ("waiting", "running", "ready", "cancelled", "failed")


class PrintedSheet(Model):
    """A register or a control slip as it was printed, under its number: printing it again gives these very bytes."""

    __tablename__ = "printed_sheet"
    __table_args__ = (
        Index("ix_printed_sheet_unit", "unit_id", "kind", "made_at"),
        Index("ix_printed_sheet_dossier", "dossier_id", "dossier_version"),
    )

    id: Mapped[UuidPk]
    kind: Mapped[Short]
    """form_06 or form_07."""
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    dossier_version: Mapped[int | None]
    number: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    title: Mapped[JsonDict]
    chosen: Mapped[JsonDict]
    """Of a register: its period and filters."""
    rows: Mapped[int]
    made_at: Mapped[Moment]
    made_by_id: Mapped[UUID | None]
    made_by: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[Sha256]
    size: Mapped[int]


class Export(Model):
    """A table that somebody asked for as a file: how far it is, and until when it lies ready."""

    __tablename__ = "export"
    __table_args__ = (
        CheckConstraint(f"state IN {EXPORT_STATES}", name="state"),
        Index("ix_export_person", "person_id", "created_at"),
        Index("ix_export_until", "until"),
    )

    id: Mapped[UuidPk]
    person_id: Mapped[UUID]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    what: Mapped[Short]
    """register or inbox."""
    format: Mapped[Short]
    """xlsx or csv."""
    chosen: Mapped[JsonDict]
    state: Mapped[Short]
    total: Mapped[int]
    done: Mapped[int]
    size: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[Moment]
    ready_at: Mapped[MaybeMoment]
    until: Mapped[Moment]
    """When the file and this row are removed."""
