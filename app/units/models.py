"""Tables of units: the tree, its mergers, and every slug that was ever printed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, Line, Model, Moment, Short, UuidPk

KINDS = ("province", "commune", "office", "village")
COMMUNE_KINDS = ("xa", "phuong", "dac_khu")
SUCCESSION_KINDS = ("merged", "split", "renamed")


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


class UnitSlug(Model):
    """A slug that a unit has or once had: printed addresses never die."""

    __tablename__ = "unit_slug"
    __table_args__ = (Index("ix_unit_slug_unit_id", "unit_id"),)

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    since: Mapped[Moment]
