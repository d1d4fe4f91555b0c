"""Tables of the waiting room. Nothing here says who somebody is, but for a number to call that may be left."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, Line, MaybeMoment, Model, Moment, Sha256, Short, UuidPk

TICKET_STATES = ("waiting", "called", "serving", "served", "absent", "left")
BOOKING_STATES = ("open", "cancelled", "arrived", "missed")
SOURCES = ("door", "desk", "booking")


class QueueRule(Model):
    """What a unit set for its waiting room from a day on (rules/plan.py); before the first it gives no numbers."""

    __tablename__ = "queue_rule"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    used: Mapped[bool] = mapped_column(default=True)
    """Whether the unit gives numbers at all from this day on."""
    body: Mapped[JsonDict]
    source: Mapped[Line]
    """The decision it rests on."""
    recorded_by: Mapped[Line]
    recorded_at: Mapped[Moment]


class QueueDay(Model):
    """One day of a unit: the counts from which numbers come. Who changes anything of the day holds this row."""

    __tablename__ = "queue_day"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    numbers: Mapped[JsonDict] = mapped_column(default=dict)
    """The last number of each prefix."""
    place: Mapped[int] = mapped_column(default=0)
    """The last place in the line."""
    turn: Mapped[int] = mapped_column(default=0)
    """How many calls there were, repeated ones too."""


class QueueTicket(Model):
    """A number of a day. Its id is known to whoever holds the paper, and to nobody else."""

    __tablename__ = "queue_ticket"
    __table_args__ = (
        UniqueConstraint("unit_id", "day", "prefix", "number"),
        CheckConstraint(f"state IN {TICKET_STATES}", name="state"),
        CheckConstraint(f"source IN {SOURCES}", name="source"),
        Index("ix_queue_ticket_state", "unit_id", "day", "state"),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[date]
    kind: Mapped[Short]
    prefix: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    state: Mapped[Short]
    source: Mapped[Short]
    priority: Mapped[bool]
    """Has precedence; why is not kept, for it may be a matter of health."""
    back: Mapped[bool] = mapped_column(default=False)
    """Was absent and is in the line again."""
    slot: Mapped[MaybeMoment]
    """The beginning of the appointment it came from, where that was kept."""
    place: Mapped[int]
    turn: Mapped[int] = mapped_column(default=0)
    """Which call of the day its last one was."""
    calls: Mapped[int] = mapped_column(default=0)
    point: Mapped[str | None] = mapped_column(String(20))
    taken_at: Mapped[Moment]
    called_at: Mapped[MaybeMoment]
    serving_at: Mapped[MaybeMoment]
    ended_at: Mapped[MaybeMoment]

    @property
    def label(self) -> str:
        """The number as it is read: A007."""
        return f"{self.prefix}{self.number:03}"


class QueueAct(Model):
    """What an official did with a ticket, once."""

    __tablename__ = "queue_act"
    __table_args__ = (Index("ix_queue_act_day", "unit_id", "day", "what"),)

    op_id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[date]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("queue_ticket.id"))
    what: Mapped[Short]
    place: Mapped[int]
    """The place in the line that the ticket had."""
    point: Mapped[str | None] = mapped_column(String(20))
    person_id: Mapped[UUID | None]
    at: Mapped[Moment]


class QueueBooking(Model):
    """An appointment for a half hour. Its code is all one needs to change it."""

    __tablename__ = "queue_booking"
    __table_args__ = (
        UniqueConstraint("unit_id", "code"),
        CheckConstraint(f"state IN {BOOKING_STATES}", name="state"),
        Index("ix_queue_booking_slot", "unit_id", "day", "state"),
        Index(
            "ix_queue_booking_holder",
            "unit_id",
            "kind",
            "holder",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[Short]
    day: Mapped[date]
    slot: Mapped[Moment]
    state: Mapped[Short]
    code: Mapped[str] = mapped_column(String(12))
    holder: Mapped[Sha256]
    """Of a secret that the phone made: one phone has one open appointment of a kind."""
    phone: Mapped[str | None] = mapped_column(String(20))
    """Only where it was left; forgotten some days after the appointment."""
    procedure_code: Mapped[str | None] = mapped_column(String(40))
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("queue_ticket.id"))
    made_at: Mapped[Moment]
    changed_at: Mapped[Moment]


class QueueTablet(Model):
    """A tablet at the door: offered by a code, then paired with whoever brought it. Unpaired, it is not here at all."""

    __tablename__ = "queue_tablet"
    __table_args__ = (
        UniqueConstraint("unit_id", "code_hash"),
        CheckConstraint("(key_hash IS NULL) = (paired_at IS NULL)", name="paired_with_key"),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[Short]
    code_hash: Mapped[Sha256]
    """Of the code that pairs it, with the server's secret in it."""
    code_until: Mapped[Moment]
    offered_by: Mapped[Line]
    offered_by_id: Mapped[UUID | None]
    offered_at: Mapped[Moment]
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the key that the tablet made and keeps."""
    paired_at: Mapped[MaybeMoment]
    used_at: Mapped[MaybeMoment]
    """When it last gave a number."""
