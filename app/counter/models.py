"""Sittings at the counter: an official types, and the person who sits there sees it and agrees."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, Line, MaybeMoment, Model, Moment, Sha256, UuidPk


class Sitting(Model):
    """One sitting. What its other screen shows is here only while it lasts; who agreed to what stays."""

    __tablename__ = "sitting"
    __table_args__ = (
        Index("ix_sitting_official", "official_id", "ended_at"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_sha256 IS NULL)", name="confirmed_with_text"),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    official_id: Mapped[UUID]
    official_name: Mapped[Line]
    procedure_code: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("queue_ticket.id"))
    """The number of the waiting room with which the person was called."""
    started_at: Mapped[Moment]
    until: Mapped[Moment]
    """Slides with what the official does; from here on it is over by itself."""
    ended_at: Mapped[MaybeMoment]

    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    """Of what the other screen opens it with."""
    seat_hash: Mapped[str | None] = mapped_column(String(64))
    """Of the one screen that is paired; another is turned away."""
    seat_seen_at: Mapped[MaybeMoment]

    shown: Mapped[JsonDict] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=0)
    """How often what is shown changed."""

    asked_sha256: Mapped[str | None] = mapped_column(String(64))
    """The text that the person is asked to agree to."""
    phone: Mapped[str | None] = mapped_column(String(20))
    code_hash: Mapped[str | None] = mapped_column(String(64))
    code_at: Mapped[MaybeMoment]
    code_tries: Mapped[int] = mapped_column(default=0)

    confirmed_sha256: Mapped[str | None] = mapped_column(String(64))
    confirmed_at: Mapped[MaybeMoment]
    confirmed_how: Mapped[str | None] = mapped_column(String(20))
    """code, signature."""
    signature: Mapped[JsonList] = mapped_column(default=list)
    """Strokes on glass, in thousandths of the box."""

    after_id: Mapped[UUID | None]
    """The sitting of the same person right before this one: what she said there she need not say again."""
    numbers: Mapped[JsonList] = mapped_column(default=list)
    """Keyed hashes of the identity numbers that were asked for: a sitting is one person's."""
    offered: Mapped[JsonDict] = mapped_column(default=dict)
    """By path: where an answer that was offered is from, and its hash; the answers themselves are not kept here."""
    reuse_said: Mapped[str | None] = mapped_column(String(3))
    """yes or no, to the question whether what she said may be filled in again."""
    reuse_how: Mapped[str | None] = mapped_column(String(20))
    """screen (her own tap) or spoken (her word to the official)."""
    reuse_hash: Mapped[str | None] = mapped_column(String(64))
    """Of the text she was shown."""
    reuse_at: Mapped[MaybeMoment]

    op_id: Mapped[UUID | None]
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
