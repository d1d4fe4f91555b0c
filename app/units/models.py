"""Tables of units: the tree, its mergers, and every slug that was ever printed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, Line, Model, Moment, Short, UuidPk, append_only

KINDS = ("province", "commune", "office", "village")
COMMUNE_KINDS = ("xa", "phuong", "dac_khu")
SUCCESSION_KINDS = ("merged", "split", "renamed")
DAY_KINDS = ("holiday", "compensation", "swap_off", "swap_work", "workday")


class Unit(Model):
    """Any organisation of the tree; a commune is a kind of unit."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"commune_kind IN {COMMUNE_KINDS}", name="commune_kind"),
        CheckConstraint("(kind = 'province') = (parent_id IS NULL)", name="province_is_root"),
    )

    id: Mapped[UuidPk]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Line]
    official_code: Mapped[str | None] = mapped_column(String(20), index=True)
    """The code of the General Statistics list (two digits a province, five a commune)."""
    e_identifier: Mapped[str | None] = mapped_column(String(40))
    """The electronic identifier that stands in official dossier numbers, for example H17.5.2."""
    commune_kind: Mapped[str | None] = mapped_column(String(10))
    address: Mapped[str | None] = mapped_column(String(400))
    phone: Mapped[str | None] = mapped_column(String(40))
    hours: Mapped[JsonDict]
    receives_online: Mapped[bool] = mapped_column(default=False)
    levels: Mapped[JsonList]
    """Whose procedures this counter receives; empty where it is no counter."""
    bank_bin: Mapped[str | None] = mapped_column(String(6))
    bank_account: Mapped[str | None] = mapped_column(String(30))
    bank_holder: Mapped[str | None] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    created_at: Mapped[Moment]


class UnitSuccession(Model):
    """One unit took over from another on a day, by a decision."""

    __tablename__ = "unit_succession"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id"),
        CheckConstraint("from_id <> to_id", name="not_itself"),
        CheckConstraint(f"kind IN {SUCCESSION_KINDS}", name="kind"),
    )

    id: Mapped[UuidPk]
    from_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    legal_ref: Mapped[Line]


class CalendarDay(Model):
    """A day that is not what its weekday says, or not what the catalogue says: of the country, or of a unit.

    `workday` takes a day of the catalogue back. What was there before stands in the record of changes.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (
        CheckConstraint(f"kind IN {DAY_KINDS}", name="kind"),
        CheckConstraint("kind <> 'workday' OR unit_id IS NULL", name="only_a_day_of_the_country_is_taken_back"),
        Index("ix_calendar_day_unit_id", "unit_id", "day", unique=True),
        Index(
            "ix_calendar_day_country",
            "day",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
    )

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """The province, commune or office; nothing for the whole country."""
    day: Mapped[date]
    kind: Mapped[Short]
    name: Mapped[Line]
    source: Mapped[Line]
    """The law or notice it rests on."""
    document: Mapped[str | None] = mapped_column(String(80))
    """Number of the document."""
    document_date: Mapped[date | None]
    recorded_by: Mapped[Line]
    recorded_at: Mapped[Moment]


class CalendarNotice(Model):
    """That the notice of a year is out, or is not: until then its days are estimated."""

    __tablename__ = "calendar_notice"
    __table_args__ = (CheckConstraint("status IN ('published', 'estimated')", name="status"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[Short]
    source: Mapped[Line]
    document: Mapped[str | None] = mapped_column(String(80))
    document_date: Mapped[date | None]
    recorded_by: Mapped[Line]
    recorded_at: Mapped[Moment]


class UnitHours(Model):
    """The opening hours of a service point from a day on; the clock reads each day by the hours of that day."""

    __tablename__ = "unit_hours"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    hours: Mapped[JsonDict]
    source: Mapped[Line]
    recorded_by: Mapped[Line]
    recorded_at: Mapped[Moment]


class UnitChange(Model):
    """What happens to a unit from a day on, by a decision; never changed, never removed."""

    __tablename__ = "unit_change"
    __table_args__ = (Index("ix_unit_change_unit_id", "unit_id", "day"),)

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[date]
    what: Mapped[Short]
    """founded, named, moved, merged, merged_in, split, split_in; taken_back: the act does not happen after all."""
    act_id: Mapped[UUID | None]
    """What was decided and planned at once belongs together; nothing on rows from before that was kept."""
    before: Mapped[JsonDict]
    after: Mapped[JsonDict]
    decision: Mapped[Line]
    """Number of the resolution or decision."""
    decided_on: Mapped[date | None]
    recorded_by: Mapped[Line]
    recorded_at: Mapped[Moment]


append_only(UnitChange)


class UnitSlug(Model):
    """A slug that a unit has or once had: printed addresses never die."""

    __tablename__ = "unit_slug"
    __table_args__ = (Index("ix_unit_slug_unit_id", "unit_id"),)

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    since: Mapped[Moment]
