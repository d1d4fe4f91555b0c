"""What a unit decided about its own handling, on record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonList, Line, MaybeMoment, Model, Moment, Short, UuidPk

RELAXED = ("appraise_approve", "approve_sign", "both")


class UnitRelaxation(Model):
    """A small unit's dated decision that one person may do two steps of the same dossier."""

    __tablename__ = "unit_relaxation"
    __table_args__ = (CheckConstraint(f"pair IN {RELAXED}", name="pair"),)

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    decision: Mapped[Line]
    """The number of the decision."""
    decided_on: Mapped[date | None]
    """Its date; not known of decisions recorded before it was asked for."""
    signer: Mapped[str] = mapped_column(String(200), server_default="")
    pair: Mapped[Short] = mapped_column(server_default="both")
    text: Mapped[str] = mapped_column(server_default="")
    """What the decision says."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[Moment]
    ended_by: Mapped[str | None] = mapped_column(String(200))
    """Who ended it before its time, and when that was recorded."""
    ended_at: Mapped[MaybeMoment]


class ReceptionRule(Model):
    """A unit's dated decision to receive complete online dossiers of a procedure, or of all, by itself."""

    __tablename__ = "reception_rule"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days"),)

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    procedure_code: Mapped[str | None] = mapped_column(String(20))
    """None for every procedure that the unit receives."""
    decision: Mapped[Line]
    """Number, date and signer of the decision."""
    conditions: Mapped[JsonList]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The last day."""
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[Moment]
    ended_by: Mapped[str | None] = mapped_column(String(200))
    ended_at: Mapped[MaybeMoment]
