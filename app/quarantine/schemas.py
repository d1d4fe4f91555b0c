"""Shapes of work that waits for an officer, and of phones that may be lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Given, Reason, Shape, Words
from app.sync.schemas import SignedText

Decision = Literal["adopted", "refused"]


class HeldRow(Shape):
    """One piece of work that waits, or waited, for an officer."""

    op_id: UUID
    kind: str
    code: str
    """Why it waits."""
    why: Words
    title: str
    """Of whom it is."""
    procedure_name: Words | None
    author_name: str
    device_label: str
    unit_id: UUID | None
    unit_name: str
    """Empty where it names no office that is here."""
    made_at: datetime
    arrived_at: datetime
    pages: int
    pages_here: int
    decision: Decision | None
    decided_at: datetime | None
    decided_by: str | None
    reason: Reason | None


class HeldQuery(Given):
    done: bool = False
    """The decided ones, the latest first, instead of the open ones, the oldest first."""


class HeldListOut(Shape):
    held: list[HeldRow]
    open: int
    """How many wait in all."""


class HeldCountOut(Shape):
    """How many wait for this officer, and at how many this server stumbled lately."""

    open: int
    stumbling: int


class StumbleRow(Shape):
    """An operation that its phone cannot get through, because this server fails at it: whose, since when, how often."""

    op_id: UUID
    kind: str
    procedure_name: Words | None
    local_code: str | None
    """As it stands on the slip."""
    dossier_here: UUID | None
    """The dossier it is about, where the office has that."""
    author_name: str
    author_phone: str | None
    """Where to call."""
    device_label: str
    unit_name: str
    first_at: datetime
    last_at: datetime
    times: int
    error: str
    """For whoever runs the server."""


class StumblingOut(Shape):
    """The longest waiting first."""

    stumbling: list[StumbleRow]


class HeldPage(Shape):
    """A page of it."""

    attachment_id: UUID
    paper: str
    page: int
    here: bool


class QuarantinedOut(Shape):
    """All of it, readable: what was declared, for whom, with which pages, and the consent it was made under."""

    row: HeldRow
    form: dict[str, Any] | None
    answers: dict[str, Any]
    text: str
    """What was typed besides: the reason of a withdrawal."""
    parties: dict[str, Any]
    pages: list[HeldPage]
    consent: dict[str, Any] | None
    hindrance: Words | None
    """Why adopting would fail now, where that is known."""
    dossier_id: UUID | None
    dossier_here: bool
    """Whether the office has a dossier under that id."""
    may_decide: bool


class HeldPath(Given):
    op_id: UUID


class HeldPagePath(Given):
    op_id: UUID
    attachment_id: UUID


class HeldPageQuery(Given):
    size: Literal["full", "thumb"] = "full"


class DecideIn(Given):
    """Adopt or refuse; the reason of a refusal is what its author reads."""

    decision: Decision
    reason: Reason = ""


class HandOverIn(Given):
    """What a phone that was blocked still holds, each operation proven by its signature."""

    nonce: str = Field(min_length=8, max_length=80)
    device_id: UUID
    operations: list[SignedText] = Field(max_length=50)


class PhoneUser(Shape):
    person_id: UUID
    name: str


class PhoneRow(Shape):
    """A phone as a lead or an officer sees it."""

    device_id: UUID
    label: str
    people: list[PhoneUser]
    """Those among its users whom the reader may know of, the last one first."""
    others: int
    """How many more have used it."""
    unsent: int | None
    """How much it last said it had not sent; nothing where it never said."""
    drafts: int | None
    said_at: datetime | None
    last_seen_at: datetime
    blocked_at: datetime | None
    blocked_by: str | None
    blocked_reason: Reason | None
    held: int
    """How much of what it brought waits for an officer."""
    stumbling: int
    """How much of what it brings this server fails at."""


class PhonesQuery(Given):
    q: str = Field(default="", max_length=80)
    """A name, or the code of a slip: the phone that made it."""


class PhonesOut(Shape):
    phones: list[PhoneRow]


class DevicePath(Given):
    device_id: UUID


class BlockIn(Given):
    reason: Reason = Field(min_length=1)
