"""Tables of the community digital technology groups and their members."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Line, Model, Moment, UuidPk

MEMBER_ROLES = ("member", "lead")


class Group(Model):
    """A group that helps the people of a village or of a commune, founded by a decision."""

    __tablename__ = "community_group"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[Line]
    decision_number: Mapped[str] = mapped_column(String(80))
    decision_date: Mapped[date]
    contact: Mapped[str | None] = mapped_column(String(200))
    ended_on: Mapped[date | None]
    created_at: Mapped[Moment]


class GroupMember(Model):
    """A person's time in a group."""

    __tablename__ = "community_group_member"
    __table_args__ = (CheckConstraint(f"role IN {MEMBER_ROLES}", name="role"),)

    id: Mapped[UuidPk]
    group_id: Mapped[UUID] = mapped_column(ForeignKey("community_group.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
