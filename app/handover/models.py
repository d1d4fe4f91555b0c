"""Handings over, as they were: who took what, and how that was signed for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonList, Line, Model, Moment, UuidPk, append_only


class Handover(Model):
    """One act by which results left the office. The full identity number and the signature stand here alone."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_unit", "unit_id", "at"),
        CheckConstraint("method IN ('counter', 'post')", name="method"),
        CheckConstraint("method = 'post' OR (id_checked AND signed IS NOT NULL)", name="checked_and_signed"),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    official_id: Mapped[UUID]
    official_name: Mapped[Line]
    at: Mapped[Moment]
    method: Mapped[str] = mapped_column(String(20))
    receiver: Mapped[Line]
    receiver_id_number: Mapped[str] = mapped_column(String(40))
    capacity: Mapped[str] = mapped_column(String(20))
    authority: Mapped[Line]
    certified: Mapped[bool]
    id_checked: Mapped[bool]
    signed: Mapped[str | None] = mapped_column(String(20))
    strokes: Mapped[JsonList]
    """Strokes on glass, in thousandths of the box."""
    carrier: Mapped[Line]
    tracking: Mapped[str] = mapped_column(String(40))
    dossiers: Mapped[JsonList]
    """The ids of the dossiers whose results it was."""


append_only(Handover)
