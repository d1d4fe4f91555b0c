"""Shapes of handing over results."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, Shape, Words
from app.dossiers.handed_schemas import AsWhom, Signed
from app.dossiers.schemas import StateName

Method = Literal["counter", "post"]
Capacity = Literal["self", "relative", "authorised"]
Stroke = list[int]


class WaitingQuery(Given):
    """Whom to look for: an identity number, a name, a code, a phone number, or what a scanned square says."""

    q: Clean = Field(default="", max_length=600)


class OwedPaper(Shape):
    """A paper whose original must be compared first."""

    key: str
    name: Words


class WaitingRow(Shape):
    """A dossier of somebody, and whether its result can be given out now."""

    dossier_id: UUID
    version: int
    code: str
    local_code: str
    procedure_name: Words
    owner_name: str
    state: StateName
    ready_since: datetime | None
    due_at: datetime | None
    wish: Literal["office", "phone", "post"]
    """How she wished to get it."""
    outcome: Literal["granted", "rejected"] | None
    result_number: str | None
    owed: list[OwedPaper]
    others: Literal["anyone", "certified", "nobody"]
    """Whom its procedure lets fetch it besides the people of the dossier."""
    why_not: Words | None


class WaitingPerson(Shape):
    """A person with what is done for her, and what is not yet."""

    key: str
    name: str
    id_end: str
    phone_end: str
    address: str
    rows: list[WaitingRow]


class WaitingOut(Shape):
    """Whose results lie ready; without a search those that have waited longest."""

    people: list[WaitingPerson]
    ready: int
    """How many results lie ready at the actor's offices."""
    now: datetime


class LineIn(Given):
    """A result that is handed over, and the version of its dossier that was seen."""

    dossier_id: UUID
    seen: int = Field(ge=0, le=1_000_000)


class ReceiverIn(Given):
    """Who takes it; by post to whom it is addressed."""

    name: Clean = Field(default="", max_length=200)
    id_number: Clean = Field(default="", max_length=40)
    capacity: Capacity = "self"
    authority: Clean = Field(default="", max_length=400)
    certified: bool = False
    """The power of attorney is a certified one."""


class GiveIn(Given):
    """Results handed over in one act; the same act again answers the same."""

    op_id: UUID
    dossiers: list[LineIn] = Field(min_length=1, max_length=50)
    method: Method
    receiver: ReceiverIn
    id_checked: bool = False
    signed: Signed | None = None
    strokes: list[Stroke] = Field(default_factory=list, max_length=200)
    sitting_id: UUID | None = None
    """The sitting on whose other screen she signed for exactly these results (`rules.signed_for`)."""
    carrier: Clean = Field(default="", max_length=120)
    tracking: Clean = Field(default="", max_length=40)


class ResultOut(Shape):
    """What came of one of them."""

    dossier_id: UUID
    code: str
    owner_name: str
    procedure_name: Words
    done: bool
    as_whom: AsWhom | None = None
    fault: str | None = None
    why: Words | None = None


class GiveOut(Shape):
    """What came of an act."""

    op_id: UUID
    at: datetime
    results: list[ResultOut]


class HandoverPath(Given):
    handover_id: UUID


class HandoverOut(Shape):
    """The record of an act, with the signature, for whoever may read one of its dossiers."""

    handover_id: UUID
    at: datetime
    official_name: str
    method: Method
    receiver: str
    id_end: str
    capacity: Capacity
    authority: str
    certified: bool
    signed: Signed | None
    strokes: list[Stroke]
    carrier: str
    tracking: str
    dossiers: list[UUID]
