"""Shapes of the office's own things: filters, labels, notes, snippets."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, Reason, Shape

View = Literal[
    "mine",
    "all",
    "unowned",
    "late",
    "soon",
    "new",
    "awaiting_files",
    "awaiting_supplement",
    "answered",
    "awaiting_payment",
    "ready",
    "came_back",
    "done",
]
Span = Literal["", "late", "today", "soon", "week", "later"]
Colour = Literal["red", "amber", "green", "blue", "dark", "grey"]


class Asked(Given):
    """What is asked of the inbox: a view, narrowed; with words to find, all of the unit's dossiers unless `in_view`."""

    view: View = "mine"
    q: Clean = Field(default="", max_length=400)
    in_view: bool = False
    procedure: Clean = Field(default="", max_length=40)
    channel: Literal["", "prepared", "online", "direct", "post"] = ""
    village: Clean = Field(default="", max_length=120)
    assisted: bool | None = None
    holder: Literal["", "me", "nobody", "others"] = ""
    due: Span = ""
    label: UUID | None = None


class FilterIn(Given):
    """A filter under a name; the same id again changes it."""

    name: Clean = Field(min_length=1, max_length=80)
    asked: Asked
    pinned: bool = True


class FilterOut(Shape):
    """One of a person's filters."""

    id: UUID
    name: str
    asked: Asked
    pinned: bool


class FiltersOut(Shape):
    """A person's filters, by name."""

    filters: list[FilterOut]


class LabelIn(Given):
    """A label of a unit's list; the same id again changes it. A retired one is put on nothing more."""

    unit_id: UUID
    name: Clean = Field(min_length=1, max_length=40)
    colour: Colour
    retired: bool = False


class LabelOut(Shape):
    """One label of a unit."""

    id: UUID
    unit_id: UUID
    name: str
    colour: Colour
    retired: bool


class LabelsOut(Shape):
    """The labels of the actor's units, by name; retired ones last."""

    labels: list[LabelOut]


class SnippetIn(Given):
    """A piece of text; the same id again changes it."""

    name: Clean = Field(min_length=1, max_length=80)
    text: Reason = Field(min_length=1)


class SnippetOut(Shape):
    """One piece of text."""

    id: UUID
    unit_id: UUID | None
    name: str
    text: str
    made_by: str
    mine: bool
    """Whether it is one's own, and not the unit's."""


class SnippetsOut(Shape):
    """One's own pieces, then those of the units, each by name."""

    snippets: list[SnippetOut]


class NoteOut(Shape):
    """One note of the office on a dossier; a struck one says by whom, when and why."""

    id: UUID
    text: str
    by: str
    mine: bool
    at: datetime
    struck_by: str | None
    struck_at: datetime | None
    struck_reason: str | None


class ItemPath(Given):
    item_id: UUID
