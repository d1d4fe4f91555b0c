"""Shapes of what a unit decided about its own handling."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, Shape


class RelaxationIn(Given):
    """A small unit's dated decision that one person may do two steps of the same dossier."""

    unit_id: UUID
    decision: Clean = Field(min_length=5, max_length=400)
    valid_from: date
    valid_to: date | None = None


class RelaxationOut(Shape):
    relaxation_id: UUID
    unit_id: UUID
    decision: str
    valid_from: date
    valid_to: date | None
    recorded_by: str
    recorded_at: datetime


class RelaxationsOut(Shape):
    relaxations: list[RelaxationOut]
