"""Shapes of the room of phrases: reasons, pieces of text and labels of a unit."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.admin.account_schemas import AccountUnitOut
from app.admin.schemas import ChangeOut
from app.core.shapes import Clean, Given, Reason, Shape, Words
from app.reasons.schemas import Use
from app.workbench.schemas import Colour, LabelOut, SnippetOut


class PlannedOut(Shape):
    """What will hold of a reason from a day to come."""

    since: date
    label: Words
    ended: bool


class ReasonRowOut(Shape):
    """One reason of the unit's list. `said_by` names the unit whose word holds; empty for the catalogue's own."""

    use: Use
    value: str
    kind: str | None
    procedure: str | None
    label: Words
    hint: Words | None
    basis: str | None
    ended: bool
    said_by: str | None
    mine: bool
    """Whether it is this unit's own word."""
    planned: list[PlannedOut]


class PhrasesOut(Shape):
    """Everything of this room for one unit. `units`: those the asker looks after."""

    units: list[AccountUnitOut]
    unit_id: UUID
    reasons: list[ReasonRowOut]
    snippets: list[SnippetOut]
    labels: list[LabelOut]
    history: list[ChangeOut]


class PhrasesQuery(Given):
    unit_id: UUID | None = None


class ReasonIn(Given):
    """What a reason is from a day on; without a value a new one. What is left empty is as it stands beneath."""

    unit_id: UUID
    use: Use
    value: str | None = Field(default=None, max_length=40)
    kind: Literal["paper", "answer"] | None = None
    procedure: Clean = Field(default="", max_length=40)
    label: Clean = Field(min_length=3, max_length=200)
    label_en: Clean = Field(default="", max_length=200)
    hint: Clean = Field(default="", max_length=400)
    basis: Clean = Field(default="", max_length=400)
    ended: bool = False
    since: date


class OrderIn(Given):
    unit_id: UUID
    use: Use
    values: list[str] = Field(min_length=1, max_length=200)


class UnitSnippetIn(Given):
    """A piece of text for everybody of a unit."""

    unit_id: UUID
    name: Clean = Field(min_length=1, max_length=80)
    text: Reason = Field(min_length=1)


class UnitLabelIn(Given):
    unit_id: UUID
    name: Clean = Field(min_length=1, max_length=40)
    colour: Colour
    retired: bool = False


class DropQuery(Given):
    unit_id: UUID


class PhrasePath(Given):
    item_id: UUID
