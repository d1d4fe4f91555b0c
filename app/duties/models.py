"""Tables of duties: whom a unit's rules name, who is away, when people are reminded, and what they have to do."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, Line, MaybeMoment, Model, Moment, Short, UuidPk
from app.duties.rules import KINDS


class DutyRule(Model):
    """A unit's rule: this person for a procedure, a village, a step or several of them, in force from a day on."""

    __tablename__ = "duty_rule"
    __table_args__ = (
        CheckConstraint(
            "permission IS NOT NULL OR procedure_code IS NOT NULL OR village IS NOT NULL", name="names_something"
        ),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    permission: Mapped[str | None] = mapped_column(String(40))
    procedure_code: Mapped[str | None] = mapped_column(String(80))
    village: Mapped[str | None] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    made_by: Mapped[Line]
    made_at: Mapped[Moment]


class Absence(Model):
    """Somebody is away, both days included; what lay with them is with others meanwhile."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("until >= since", name="ends_after_it_begins"),)

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(2000))
    handed: Mapped[JsonList]
    """What was handed over for the time: dossier, to whom, at which state."""
    made_by: Mapped[Line]
    made_at: Mapped[Moment]
    ended_at: Mapped[MaybeMoment]
    """When it was over: what others had not touched came back."""


class DutyTiming(Model):
    """From a day on a unit reminds so many working hours ahead; the newest that has begun counts."""

    __tablename__ = "duty_timing"

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    remind_hours: Mapped[int]
    lead_hours: Mapped[int]
    quiet_hours: Mapped[int]
    made_by: Mapped[Line]
    made_at: Mapped[Moment]


class DutyTask(Model):
    """Something for a named person to look at; `key` says what it is about, so that it is asked once."""

    __tablename__ = "duty_task"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("ix_duty_task_person", "person_id", "done_at"),
        Index("ix_duty_task_dossier", "dossier_id", "done_at"),
    )

    id: Mapped[UuidPk]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[Short]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    dossier_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    """Nobody: whoever manages the unit's duties sees it."""
    version: Mapped[int]
    """The dossier's version when it was made."""
    about: Mapped[MaybeMoment]
    """The due moment it is about."""
    facts: Mapped[JsonDict]
    since: Mapped[Moment]
    done_at: Mapped[MaybeMoment]
    done_by: Mapped[str | None] = mapped_column(String(400))
    note: Mapped[str | None] = mapped_column(String(2000))
