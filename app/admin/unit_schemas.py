"""Shapes of the room of units: the tree, a unit through time, and what a change would bring with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.admin.schemas import ChangeOut, Seen
from app.core.shapes import Clean, Given, OneLine, Reason, Sha256Hex, Shape, Words

What = Literal["add", "rename", "move", "merge", "split"]


class UnitNodeOut(Shape):
    """A unit in the tree; ended ones stay in it, with the day. `depth`: how far below the asker's own."""

    unit_id: UUID
    parent_id: UUID | None
    name: str
    kind: str
    slug: str
    depth: int
    valid_from: date
    valid_to: date | None
    living: bool
    planned: int
    """How many changes are still to come."""


class UnitTreeOut(Shape):
    units: list[UnitNodeOut]


class TakenBackOut(Shape):
    """That a planned change does not happen after all."""

    by: str
    at: datetime
    reason: str


class UnitEventOut(Shape):
    """Something that happened or will happen to a unit, by which decision."""

    act_id: UUID | None = None
    """What was decided and planned at once shares it."""
    may_take_back: bool = False
    taken_back: TakenBackOut | None = None

    day: date
    say: Words
    decision: str
    decided_on: date | None
    by: str
    planned: bool


class ServicePointOut(Shape):
    unit_id: UUID
    name: str
    levels: list[str]


class UnitFullOut(Shape):
    """A unit through time."""

    unit: UnitNodeOut
    parent_name: str | None
    official_code: str | None
    e_identifier: str | None
    address: str | None
    phone: str | None
    levels: list[str]
    slugs: list[str]
    """Every address that leads here, old ones and those of units it took over from too."""
    origins: str
    """The communes and districts it was made of on 1 July 2025; empty where nobody knows."""
    carries_on: str | None
    """Who answers for it today, where it has ended."""
    points: list[ServicePointOut]
    events: list[UnitEventOut]
    dossiers: int
    staff: int
    history: list[ChangeOut]


class PartIn(Given):
    """One part of a unit that is split: a unit that stands already, or a new one with its villages."""

    unit_id: UUID | None = None
    name: Clean = Field(default="", max_length=200)
    villages: list[UUID] = Field(default_factory=list, max_length=200)


class UnitChangeIn(Given):
    """A change of the tree from a day on. What each kind needs is said by the errors of its preview."""

    what: What
    unit_id: UUID | None = None
    """Who is renamed, moved or split; for a merger the unit that takes over, where it stands already."""
    others: list[UUID] = Field(default_factory=list, max_length=60)
    """Who ends in a merger."""
    parent_id: UUID | None = None
    kind: Literal["commune", "office", "village"] | None = None
    name: Clean = Field(default="", max_length=200)
    slug: str = Field(default="", max_length=80)
    official_code: str = Field(default="", max_length=20)
    e_identifier: str = Field(default="", max_length=40)
    parts: list[PartIn] = Field(default_factory=list, max_length=20)
    day: date = Field(ge=date(2025, 1, 1), le=date(2100, 12, 31))
    decision: OneLine = Field(min_length=3)
    decided_on: date | None = None


class UnitChangeSaveIn(UnitChangeIn):
    seen: Seen


class UnitPreviewOut(Shape):
    """What a change would bring with it, line by line; `fingerprint` comes back with the change itself."""

    fingerprint: Sha256Hex
    lines: list[Words]


class UnitActPath(Given):
    unit_id: UUID
    act_id: UUID


class TakeBackIn(Given):
    """A planned change does not happen, and why."""

    reason: Reason = Field(min_length=3)


class UnitPath(Given):
    unit_id: UUID
