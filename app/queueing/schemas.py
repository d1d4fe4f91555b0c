"""Shapes of the waiting room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.core.shapes import Clean, Given, Shape, Words

Key = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[a-z0-9-]+$")]
Slug = Annotated[str, Field(max_length=80)]
TicketState = Literal["waiting", "called", "serving", "served", "absent", "left"]
BookingState = Literal["open", "cancelled", "arrived", "missed"]
DoorState = Literal["open", "early", "over", "closed", "unused"]
Act = Literal["call", "recall", "serve", "done", "absent", "back", "leave", "priority", "ordinary"]
Secret = Field(min_length=20, max_length=60, pattern=r"^[\w-]+$")


class QueuePath(Given):
    slug: Slug


class TicketPath(Given):
    ticket_id: UUID


class WaitOut(Shape):
    """How long it takes, from and to in minutes; a range, never a promise."""

    low: int
    high: int
    measured: bool
    """Whether today's own pace is known; else it is what the unit reckons with."""


class DoorKindOut(Shape):
    key: str
    prefix: str
    name: Words
    waiting: int
    """How many would be before somebody who comes now."""
    wait: WaitOut | None
    """Nothing while no counter calls anybody."""
    booked: bool
    """Whether appointments are made for it."""
    fields: list[str]


class DoorOut(Shape):
    """What the tablet at the door shows."""

    unit_id: UUID
    unit_name: str
    slug: str
    state: DoorState
    until: datetime | None
    opens: datetime | None
    free_today: bool
    """No appointment is needed today, and none is made for today."""
    kinds: list[DoorKindOut]
    groups: list[Words]
    """Who has precedence here."""
    books: bool
    """Whether appointments are made here at all."""
    tablet: str | None
    """The name of the paired tablet that asks: it gives numbers. Nothing for everybody else."""


class DoorIn(Given):
    """What a tablet proves itself with."""

    key: str = Secret


class TicketIn(Given):
    """Take a number; the id is made where it is taken, and the same again is the same number."""

    ticket_id: UUID
    kind: Key
    priority: bool = False


class DoorTicketIn(TicketIn):
    """Take a number on the spot, at a tablet that is paired with the door."""

    key: str = Field(default="", max_length=60)
    """The tablet's own; without it no number is given."""


class ArriveIn(Given):
    """Somebody with an appointment is here."""

    code: Clean = Field(min_length=4, max_length=20)
    priority: bool = False


class TicketOut(Shape):
    """A number as whoever holds it sees it."""

    ticket_id: UUID
    number: str
    unit_name: str
    slug: str
    day: date
    kind: Words
    state: TicketState
    priority: bool
    slot: datetime | None
    before: int | None
    """How many are before it while it waits."""
    wait: WaitOut | None
    point: str | None
    """Where it is called to, or was."""
    taken_at: datetime
    called_at: datetime | None
    now: datetime


class CalledOut(Shape):
    number: str
    point: str
    turn: int
    """Which call of the day it was; a greater one is a newer one."""
    state: TicketState


class BoardOut(Shape):
    """What the screen in the waiting room shows: numbers and counters, nobody's name."""

    unit_name: str
    state: DoorState
    calls: list[CalledOut]
    """The latest first."""
    waiting: int
    now: datetime


class SlotsQuery(Given):
    kind: Key


class SlotOut(Shape):
    at: datetime
    left: int


class SlotDayOut(Shape):
    """A day of the office: its half hours, or that one comes without an appointment."""

    day: date
    free: bool
    slots: list[SlotOut]


class SlotsOut(Shape):
    days: list[SlotDayOut]


class BookIn(Given):
    """Make an appointment. No name is asked; a number to call may be left."""

    booking_id: UUID
    kind: Key
    slot: AwareDatetime
    holder: str = Secret
    """A secret of the phone, so that one phone has one open appointment of a kind."""
    phone: Clean = Field(default="", max_length=20)
    procedure_code: Clean = Field(default="", max_length=40)


class BookingCodeIn(Given):
    code: Clean = Field(min_length=4, max_length=20)


class BookingMoveIn(BookingCodeIn):
    slot: AwareDatetime


class BookingOut(Shape):
    """An appointment as its phone keeps it."""

    booking_id: UUID
    code: str
    unit_name: str
    slug: str
    address: str | None
    kind_key: str
    kind: Words
    slot: datetime
    state: BookingState
    off: bool
    """The office is not there then any more: it should be moved."""
    ticket_id: UUID | None
    procedure_code: str | None


class DeskQueueQuery(Given):
    unit_id: UUID | None = None


class DeskPointOut(Shape):
    key: str
    name: str
    kinds: list[str]


class DeskTicketOut(Shape):
    """A number as the desk sees it."""

    ticket_id: UUID
    number: str
    kind: str
    kind_name: Words
    state: TicketState
    priority: bool
    back: bool
    slot: datetime | None
    source: Literal["door", "desk", "booking"]
    point: str | None
    calls: int
    taken_at: datetime
    called_at: datetime | None
    serving_at: datetime | None
    ended_at: datetime | None


class DeskBookingOut(Shape):
    """An appointment of today that is still to come."""

    code: str
    kind_name: Words
    slot: datetime
    phone: str | None
    procedure_code: str | None


class NamedUnitOut(Shape):
    unit_id: UUID
    name: str
    slug: str


class DeskQueueOut(Shape):
    """The waiting room as the desk sees it: those who wait in the order they will be called."""

    units: list[NamedUnitOut]
    unit_id: UUID | None
    used: bool
    state: DoorState
    until: datetime | None
    points: list[DeskPointOut]
    kinds: list[DoorKindOut]
    waiting: list[DeskTicketOut]
    here: list[DeskTicketOut]
    """Called or being served, at any point."""
    absent: list[DeskTicketOut]
    done: int
    bookings: list[DeskBookingOut]
    now: datetime


class CallNextIn(Given):
    """Call whoever is next to a point; the same op_id again calls nobody else."""

    op_id: UUID
    unit_id: UUID
    point: Key


class CallNextOut(Shape):
    ticket: DeskTicketOut | None


class QueueActIn(Given):
    op_id: UUID
    what: Act
    point: Key | None = None
    """Where it is called to (`call`)."""


class HandTicketIn(TicketIn):
    unit_id: UUID


class HandArriveIn(ArriveIn):
    unit_id: UUID


class QueueWordsIn(Given):
    vi: Clean = Field(min_length=1, max_length=80)
    en: Clean = Field(default="", max_length=80)


class QueueKindIn(Given):
    key: Key
    prefix: str = Field(pattern=r"^[A-Z]{1,2}$")
    name: QueueWordsIn
    minutes: int = Field(ge=1, le=240)
    limit: int = Field(ge=0, le=50)
    fields: list[str] = Field(default_factory=list, max_length=40)


class QueuePointIn(Given):
    key: Key
    name: Clean = Field(min_length=1, max_length=40)
    kinds: list[Key] = Field(default_factory=list, max_length=12)


class QueuePlanIn(Given):
    """Everything a unit sets for its waiting room."""

    kinds: list[QueueKindIn] = Field(min_length=1, max_length=12)
    points: list[QueuePointIn] = Field(min_length=1, max_length=40)
    groups: list[QueueWordsIn] = Field(default_factory=list, max_length=12)
    order: list[Literal["booked", "back", "priority"]] = Field(max_length=3)
    patience: int = Field(ge=0, le=20)
    early_minutes: int = Field(ge=0, le=120)
    cutoff_minutes: int = Field(ge=0, le=240)
    grace_minutes: int = Field(ge=0, le=120)
    days_ahead: int = Field(ge=0, le=90)
    free_weekdays: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(max_length=7)
    free_days: list[date] = Field(max_length=200)
    keep_days: int = Field(ge=0, le=90)


class QueuePlanSaveIn(Given):
    """Set it for a unit from a day on, by a decision."""

    unit_id: UUID
    since: date
    used: bool
    plan: QueuePlanIn
    source: Clean = Field(min_length=3, max_length=400)


class QueueWordsOut(Shape):
    vi: str
    en: str


class QueueKindOut(Shape):
    key: str
    prefix: str
    name: QueueWordsOut
    minutes: int
    limit: int
    fields: list[str]


class QueuePointOut(Shape):
    key: str
    name: str
    kinds: list[str]


class QueuePlanOut(Shape):
    kinds: list[QueueKindOut]
    points: list[QueuePointOut]
    groups: list[QueueWordsOut]
    order: list[Literal["booked", "back", "priority"]]
    patience: int
    early_minutes: int
    cutoff_minutes: int
    grace_minutes: int
    days_ahead: int
    free_weekdays: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]
    free_days: list[date]
    keep_days: int
