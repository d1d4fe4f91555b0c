"""Tables of mandates, their uses, and how often help was declined."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, Line, MaybeMoment, Model, Moment, Sha256, UuidPk


class Mandate(Model):
    """A resident's consent that a helper may do named things for a time.

    Moments are the phone's, corrected by what the phone knew of its clock's error; `received_at` is the server's.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_by_somebody"),
        CheckConstraint("expires_at > granted_at", name="ends_after_it_begins"),
    )

    id: Mapped[UuidPk]
    op_id: Mapped[UUID] = mapped_column(unique=True)
    helper_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    resident_name: Mapped[Line]
    resident_id_last4: Mapped[str | None] = mapped_column(String(4))
    resident_phone: Mapped[str | None] = mapped_column(String(20))
    text_version: Mapped[str] = mapped_column(String(40))
    text_hash: Mapped[Sha256]
    purposes: Mapped[JsonList]
    method: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[JsonDict]
    more: Mapped[JsonDict]
    """Members of the payload that this server does not know yet."""
    granted_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    received_at: Mapped[Moment]
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[MaybeMoment]
    revoked_by: Mapped[str | None] = mapped_column(String(10))
    """helper, office or resident."""
    revoked_principal: Mapped[str | None] = mapped_column(String(80))


class MandateUse(Model):
    """One act under a mandate."""

    __tablename__ = "mandate_use"
    __table_args__ = (UniqueConstraint("op_id", "act", "mandate_id"),)

    id: Mapped[UuidPk]
    mandate_id: Mapped[UUID] = mapped_column(ForeignKey("mandate.id"), index=True)
    dossier_id: Mapped[UUID | None] = mapped_column(index=True)
    op_id: Mapped[UUID]
    act: Mapped[str] = mapped_column(String(40))
    at: Mapped[Moment]
    received_at: Mapped[Moment]
    late: Mapped[bool]
    """Made in time, but arrived after the mandate had ended: somebody at the office should look."""


class MandateRefusal(Model):
    """How often help was declined on a day; nothing about the person who declined."""

    __tablename__ = "mandate_refusal"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    helper_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    count: Mapped[int]
