"""What administrators changed: who, when, what stood there before and what stands there now."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.db import JsonDict, Line, Model, Moment, Short, UuidPk, append_only


class AdminRecord(Model):
    """One change by an administrator; never changed, never removed."""

    __tablename__ = "admin_record"
    __table_args__ = (Index("ix_admin_record_object", "kind", "object_id", "at"),)

    id: Mapped[UuidPk]
    at: Mapped[Moment]
    person_id: Mapped[UUID | None]
    by: Mapped[Line]
    kind: Mapped[Short]
    """calendar, year, hours, account, unit, reasons, waiting."""
    object_id: Mapped[Short]
    """The year, the unit or the person it is about."""
    unit_id: Mapped[UUID | None]
    what: Mapped[Short]
    before: Mapped[JsonDict]
    after: Mapped[JsonDict]


append_only(AdminRecord)
