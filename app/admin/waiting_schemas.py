"""Shapes of the administrator's room for the waiting room."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.admin.schemas import ChangeOut
from app.core.shapes import Clean, Given, Shape
from app.queueing.schemas import QueuePlanOut, Secret


class WaitingTurnOut(Shape):
    """What was set, from a day on."""

    since: date
    used: bool
    source: str
    set_by: str


class TabletPath(Given):
    tablet_id: UUID


class TabletIn(Given):
    """Ask for the code that pairs a tablet with a door; before it is paired, the same tablet again gets a new one."""

    tablet_id: UUID
    unit_id: UUID
    name: Clean = Field(min_length=1, max_length=60)


class TabletOut(Shape):
    """A tablet at the door, or one that waits for its code."""

    tablet_id: UUID
    name: str
    offered_by: str
    code_until: datetime
    paired_at: datetime | None
    used_at: datetime | None
    """When it last gave a number."""


class PairIn(Given):
    """What a tablet brings: the code it was told, and the key it made for itself."""

    code: Clean = Field(min_length=4, max_length=20)
    key: str = Secret


class PairedOut(Shape):
    name: str


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
    tablets: list[TabletOut]
    history: list[ChangeOut]


class WaitingRoomsOut(Shape):
    rooms: list[WaitingRoomOut]


class TabletCodeOut(Shape):
    """The code of a tablet, shown this once, and the room it is for."""

    tablet_id: UUID
    code: str
    until: datetime
    room: WaitingRoomOut
