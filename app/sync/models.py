"""Who this server is, since when its history is unbroken, what waits for an officer, and at what it stumbles."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Line, MaybeMoment, Model, Moment, Sha256, Short


class ServerState(Model):
    """One row. The epoch changes when a backup is restored: cursors and acknowledgements of before count no more."""

    __tablename__ = "server_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    server_id: Mapped[UUID]
    epoch: Mapped[UUID]
    since: Mapped[Moment]


class Quarantine(Model):
    """An operation that an officer must look at: why it is not simply done, and what was decided.

    The operation itself, with its exact text, stands beside it in the table `operation`.
    """

    __tablename__ = "quarantine"
    __table_args__ = (
        Index("ix_quarantine_unit", "unit_id", "decided_at"),
        Index("ix_quarantine_person", "person_id"),
        Index("ix_quarantine_dossier", "dossier_id"),
        CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name="decided_with_decision"),
    )

    op_id: Mapped[UUID] = mapped_column(ForeignKey("operation.op_id"), primary_key=True)
    code: Mapped[Short]
    """Why (an error code with sentences)."""
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """Whose officers decide: the heir where the office itself was merged."""
    kind: Mapped[Short]
    principal: Mapped[Short]
    person_id: Mapped[UUID | None]
    author_name: Mapped[Line]
    carrier: Mapped[Short]
    """Whose session brought it; empty where it proved itself."""
    device_id: Mapped[UUID]
    dossier_id: Mapped[UUID | None]
    mandate_id: Mapped[UUID | None]
    """The consent it gives or is made under."""
    title: Mapped[Line]
    made_at: Mapped[Moment]
    """By the phone's corrected clock, never later than it arrived."""
    at: Mapped[Moment]
    decision: Mapped[str | None] = mapped_column(String(10))
    """adopted, refused."""
    decided_at: Mapped[MaybeMoment]
    decided_by: Mapped[UUID | None]
    decided_name: Mapped[str | None] = mapped_column(String(400))
    reason: Mapped[str | None] = mapped_column(String(2000))


class QuarantineFile(Model):
    """A page that an operation in quarantine names: its bytes are awaited and kept as long as it is undecided."""

    __tablename__ = "quarantine_file"
    __table_args__ = (Index("ix_quarantine_file_attachment", "attachment_id"),)

    op_id: Mapped[UUID] = mapped_column(ForeignKey("quarantine.op_id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[Sha256]
    size: Mapped[int]
    paper: Mapped[Short]
    page: Mapped[int]


class Stumble(Model):
    """An operation at which this server failed: how often and how, and whose it is. Never what it says.

    The operation itself is on its phone; it has no row in `operation` as long as it has no verdict that is kept.
    """

    __tablename__ = "stumble"
    __table_args__ = (
        Index("ix_stumble_unit", "unit_id", "last_at"),
        Index("ix_stumble_person", "person_id"),
        Index("ix_stumble_device", "device_id"),
    )

    op_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Short]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """Whose officers see it."""
    person_id: Mapped[UUID | None]
    author_name: Mapped[Line]
    device_id: Mapped[UUID]
    dossier_id: Mapped[UUID | None]
    procedure_code: Mapped[str | None] = mapped_column(String(40))
    first_at: Mapped[Moment]
    last_at: Mapped[Moment]
    times: Mapped[int]
    error: Mapped[Short]
    """The kind of the last failure, for whoever runs the server; its words are in the log."""
