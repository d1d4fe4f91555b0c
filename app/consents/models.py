"""Acts about consents: given, withdrawn. Rows are added and never changed; a consent is what they come to."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, MaybeMoment, Model, Moment, Sha256, Short, UuidPk, append_only


class ConsentAct(Model):
    """One act of the person herself about one of her dossiers: what she allowed or took back, how that is proven."""

    __tablename__ = "consent_act"
    __table_args__ = (
        Index("ix_consent_act_person", "id_number"),
        UniqueConstraint("dossier_id", "act"),
        CheckConstraint("act IN ('given', 'withdrawn')", name="act"),
        CheckConstraint("(act = 'given') = (until IS NOT NULL)", name="given_for_a_time"),
    )

    id: Mapped[UuidPk]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    act: Mapped[Short]
    at: Mapped[Moment]
    id_number: Mapped[str] = mapped_column(String(20))
    """Whose it is: the number of the dossier's owner, who filed it herself."""
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    """The office it was given to."""
    purpose: Mapped[Short]
    text_version: Mapped[str] = mapped_column(String(40))
    text_hash: Mapped[Sha256]
    """Of the words that were shown."""
    until: Mapped[MaybeMoment]
    how: Mapped[Short]
    """phone, screen (her own tap at the counter), spoken (her word to the official)."""
    evidence: Mapped[JsonDict]
    op_id: Mapped[UUID]
    principal: Mapped[Short]
    person_id: Mapped[UUID | None]
    """The official at whose counter it was said."""


append_only(ConsentAct)
