"""What administrators do with units: add, change, rename, and record who took over from whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db
from app.units import queries, worktime
from app.units.models import SUCCESSION_KINDS, Unit, UnitSlug, UnitSuccession
from app.units.rules import checked_hours, free_slug, is_slug, office_hours

PARENTS = {"province": (), "commune": ("province",), "office": ("province", "commune"), "village": ("commune",)}


class UnitFacts(TypedDict, total=False):
    """What may be said of a unit besides its place, its name and its slug."""

    official_code: str | None
    e_identifier: str | None
    commune_kind: str | None
    address: str | None
    phone: str | None
    hours: dict[str, list[list[str]]]
    receives_online: bool
    levels: list[str]
    bank_bin: str | None
    bank_account: str | None
    bank_holder: str | None


def add(
    *,
    kind: str,
    name: str,
    parent: Unit | None = None,
    slug: str | None = None,
    valid_from: date | None = None,
    unit_id: UUID | None = None,
    **facts: Unpack[UnitFacts],
) -> Unit:
    """Add a unit; its slug is made from its name where none is given. Raises Invalid or Conflict."""
    if (parent.kind if parent else None) not in (PARENTS[kind] or (None,)):
        raise errors.Invalid("unit_wrong_parent")
    chosen = slug or free_slug(name, _is_taken, parent.slug if parent else None)
    unit = Unit(
        id=unit_id or uuid7(),
        parent_id=parent.id if parent else None,
        kind=kind,
        slug=_checked_slug(chosen),
        name=nfc(name),
        hours=office_hours(),
        levels=["commune"] if kind == "commune" else [],
        valid_from=valid_from or clock.today(),
        created_at=clock.now(),
    )
    change(unit, **facts)
    db.session.add(unit)
    db.session.flush()
    _remember_slug(unit)
    return unit


def change(unit: Unit, **facts: Unpack[UnitFacts]) -> Unit:
    """Set facts of a unit; what is not named stays. Raises Invalid."""
    if "hours" in facts:
        facts["hours"] = checked_hours(facts["hours"])
        worktime.turn_today(unit, facts["hours"])
    for name, value in facts.items():
        setattr(unit, name, value)
    if unit.bank_bin and not (len(unit.bank_bin) == 6 and unit.bank_bin.isdigit()):
        raise errors.Invalid("unit_bad_bank")
    if bool(unit.bank_bin) != bool(unit.bank_account):
        raise errors.Invalid("unit_bad_bank")
    return unit


def rename(unit: Unit, *, name: str, slug: str | None = None) -> Unit:
    """Give a unit a new name and, where one is given, a new slug; the old slug still leads here."""
    unit.name = nfc(name)
    if slug and slug != unit.slug:
        unit.slug = _checked_slug(slug, owner=unit.id)
        db.session.flush()
        _remember_slug(unit)
    return unit


def succeed(old: Unit, new: Unit, *, kind: str, day: date, legal_ref: str) -> UnitSuccession:
    """Record that a unit took over from another: the old one ends on that day. Twice changes nothing."""
    if kind not in SUCCESSION_KINDS or old.id == new.id or not queries.is_in_force(new, day):
        raise errors.Invalid("unit_bad_succession")
    known = select(UnitSuccession).where(UnitSuccession.from_id == old.id, UnitSuccession.to_id == new.id)
    if done := db.session.scalar(known):
        return done
    old.valid_to = day if old.valid_to is None else min(old.valid_to, day)
    made = UnitSuccession(id=uuid7(), from_id=old.id, to_id=new.id, kind=kind, day=day, legal_ref=nfc(legal_ref))
    db.session.add(made)
    db.session.flush()
    return made


def add_missing(province: Unit, communes: Sequence[tuple[str, str, str]]) -> int:
    """Add those communes (official code, name, commune kind) that a province does not have; returns how many."""
    known = set(db.session.scalars(select(Unit.official_code).where(Unit.parent_id == province.id)))
    missing = [row for row in communes if row[0] not in known]
    for code, name, commune_kind in missing:
        add(kind="commune", name=name, parent=province, official_code=code, commune_kind=commune_kind)
    return len(missing)


def reserve_slug(slug: str, owner: UUID) -> None:
    """Have an address lead to a unit, also before it bears it. Raises Invalid or Conflict."""
    if db.session.get(UnitSlug, _checked_slug(slug, owner=owner)) is None:
        db.session.add(UnitSlug(slug=slug, unit_id=owner, since=clock.now()))
        db.session.flush()


def _checked_slug(slug: str, *, owner: UUID | None = None) -> str:
    if not is_slug(slug):
        raise errors.Invalid("unit_bad_slug")
    known = db.session.get(UnitSlug, slug)
    if known is not None and known.unit_id != owner:
        raise errors.Conflict("unit_slug_taken")
    return slug


def _is_taken(slug: str) -> bool:
    return db.session.get(UnitSlug, slug) is not None


def _remember_slug(unit: Unit) -> None:
    if db.session.get(UnitSlug, unit.slug) is None:
        db.session.add(UnitSlug(slug=unit.slug, unit_id=unit.id, since=clock.now()))
        db.session.flush()
