"""What a unit decided about its own handling, on record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Line, Model, Moment, UuidPk


class UnitRelaxation(Model):
    """A small unit's dated decision that one person may do two steps of the same dossier."""

    __tablename__ = "unit_relaxation"

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    decision: Mapped[Line]
    """Number, date and signer of the decision."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[Moment]
