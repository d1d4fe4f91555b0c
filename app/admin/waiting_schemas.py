"""Shapes of the administrator's room for the waiting room."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from app.admin.schemas import ChangeOut
from app.core.shapes import Shape
from app.queueing.schemas import QueuePlanOut


class WaitingTurnOut(Shape):
    """What was set, from a day on."""

    since: date
    used: bool
    source: str
    set_by: str


class WaitingRoomOut(Shape):
    """A counter's waiting room."""

    unit_id: UUID
    name: str
    slug: str
    used: bool
    """Whether numbers are given today."""
    plan: QueuePlanOut
    """What was set last, or what one begins with."""
    turns: list[WaitingTurnOut]
    history: list[ChangeOut]


class WaitingRoomsOut(Shape):
    rooms: list[WaitingRoomOut]
