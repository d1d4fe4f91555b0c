"""Shapes of the express lane."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.core.shapes import Given, Shape, Words
from app.dossiers.schemas import StateName


class ExpressRow(Shape):
    """A dossier that can be settled today."""

    dossier_id: UUID
    local_code: str
    official_number: str | None
    procedure_name: Words
    owner_name: str
    state: StateName
    before: datetime
    """Until when it must be received, or the moment it is due."""
    marked: bool
    """Somebody has begun to settle it at once."""
    mine: bool
    """The next step is this actor's."""
    waits_for: str | None
    """Whose step it is: a role."""


class ExpressListOut(Shape):
    """What can finish today: marked ones first, then one's own, the most pressing first."""

    rows: list[ExpressRow]
    now: datetime


class ExpressIn(Given):
    """Settle this one at once."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
