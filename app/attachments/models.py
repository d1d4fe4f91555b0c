"""Tables of attachments: what a phone announced, how far it came, and what the bytes turned out to be."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import MaybeMoment, Model, Moment, Sha256, Short, UuidPk


class Attachment(Model):
    """One file of one principal. The number of bytes that arrived is not here: the part on the disk is the truth."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_principal", "principal", "bound_at"),
        Index("ix_attachment_unprepared", "prepared_at", "state"),
    )

    id: Mapped[UuidPk]
    principal: Mapped[Short]
    sha256: Mapped[Sha256] = mapped_column(String(64), index=True)
    size: Mapped[int]
    claimed_type: Mapped[Short]
    type: Mapped[str | None] = mapped_column(String(80))
    """What the content says it is; the claim is never believed."""
    state: Mapped[Short]
    """partial, stored, refused."""
    code: Mapped[str | None] = mapped_column(String(40))
    """Why it cannot be used (an error code)."""
    created_at: Mapped[Moment]
    stored_at: Mapped[MaybeMoment]
    bound_at: Mapped[MaybeMoment]
    """When a dossier's manifest named it; what nothing names is removed after 30 days."""
    prepared_at: Mapped[MaybeMoment]
    """When it was decoded whole and its renditions were made."""
