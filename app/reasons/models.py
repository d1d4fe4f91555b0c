"""What units say of the reasons they choose from: dated, and only ever added to."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, Line, Model, Moment, Short, UuidPk, append_only

USES = ("supplement", "refuse", "stop", "extend", "send_back")


class UnitReason(Model):
    """What a unit says of one reason from a day on: new words, another place in the list, or that it has ended.

    Never changed, never removed: a later row takes its place, and an event keeps the words that stood there.
    """

    __tablename__ = "unit_reason"
    __table_args__ = (
        CheckConstraint(f"use IN {USES}", name="use"),
        Index("ix_unit_reason_unit_id", "unit_id", "use", "reason"),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    use: Mapped[Short]
    """What it is a reason for."""
    reason: Mapped[str] = mapped_column(String(40))
    """The value that events keep: one of the catalogue's, or one the unit added."""
    valid_from: Mapped[date]
    words: Mapped[JsonDict]
    """What differs from what stands beneath: label, hint, basis, kind, procedure, example."""
    position: Mapped[int | None]
    ended: Mapped[bool]
    recorded_by: Mapped[Line]
    recorded_at: Mapped[Moment]


append_only(UnitReason)
