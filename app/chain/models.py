"""The links, one a row of the four logs, in the order in which they were sealed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Moment, Sha256, append_only


class AuditLink(Model):
    """A row's hash, bound to every link before it. Never changed, never removed."""

    __tablename__ = "audit_link"
    __table_args__ = (UniqueConstraint("row_id", "row_version", "kind"), Index("ix_audit_link_at", "at", "n"))

    n: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Counts from 1 without a gap."""
    at: Mapped[Moment]
    """When it was sealed; never earlier than the link before."""
    kind: Mapped[str] = mapped_column(String(10))
    """`event` of a dossier, `look` at somebody's data, change by an administrator (`admin`), or what became of a second
    factor (`factor`)."""
    form: Mapped[int]
    row_id: Mapped[UUID]
    row_version: Mapped[int]
    """The event's version; 0 for a look."""
    row_sha256: Mapped[Sha256]
    sha256: Mapped[Sha256]


append_only(AuditLink)
