"""Messages to principals, the phones they ring, and the tasks for people whom nothing reached."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, Line, MaybeMoment, Model, Moment, Short, UuidPk


class Message(Model):
    """One message to one principal. Copies of one notice for several principals share `notice_id`."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_principal", "principal", "at"),
        Index("ix_message_notice", "notice_id"),
    )

    id: Mapped[UuidPk]
    notice_id: Mapped[UUID]
    principal: Mapped[Short]
    dossier_id: Mapped[UUID | None]
    kind: Mapped[Short]
    title: Mapped[JsonDict]
    body: Mapped[JsonDict]
    facts: Mapped[JsonDict]
    urgent: Mapped[bool]
    at: Mapped[Moment]
    reached_at: Mapped[MaybeMoment]
    """The first sign that it arrived: the worker's word, an opened push, or reading it in the app."""
    opened_at: Mapped[MaybeMoment]
    read_at: Mapped[MaybeMoment]


class PushSubscription(Model):
    """A browser that asked to be rung, for the principal that was signed in there."""

    __tablename__ = "push_subscription"
    __table_args__ = (Index("ix_push_subscription_principal", "principal"),)

    id: Mapped[UuidPk]
    principal: Mapped[Short]
    device_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    p256dh: Mapped[str] = mapped_column(String(200))
    auth: Mapped[str] = mapped_column(String(100))
    language: Mapped[Short]
    created_at: Mapped[Moment]
    seen_at: Mapped[Moment]


class PushAttempt(Model):
    """That a message went to a push service, and what the service said."""

    __tablename__ = "push_attempt"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    subscription_id: Mapped[UUID] = mapped_column(primary_key=True)
    tries: Mapped[int]
    status: Mapped[int]
    """The service's last HTTP status; 0 where it did not answer."""
    tried_at: Mapped[Moment]
    sent_at: Mapped[MaybeMoment]


class CallTask(Model):
    """Somebody whom no channel reached by `opens_at`: a person calls or visits, with the words to say.

    It is made with the message and closed when the message arrives, so that nothing has to remember to make it.
    """

    __tablename__ = "call_task"
    __table_args__ = (Index("ix_call_task_open", "unit_id", "done_at"),)

    id: Mapped[UuidPk]
    notice_id: Mapped[UUID] = mapped_column(unique=True)
    dossier_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    helper_unit_id: Mapped[UUID | None]
    owners: Mapped[JsonList]
    """The principals that count as reached; a helper's phone does not."""
    official_number: Mapped[str | None] = mapped_column(String(40))
    local_code: Mapped[str] = mapped_column(String(12))
    name: Mapped[Line]
    phone: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(String(400))
    helper_name: Mapped[str | None] = mapped_column(String(200))
    why: Mapped[JsonDict]
    say: Mapped[JsonDict]
    created_at: Mapped[Moment]
    opens_at: Mapped[Moment]
    """From when it is somebody's work."""
    outcome: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(String(400))
    tried_at: Mapped[MaybeMoment]
    done_at: Mapped[MaybeMoment]
    done_by: Mapped[str | None] = mapped_column(String(200))
