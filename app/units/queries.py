"""Reads about units. They are public: nothing here needs an actor."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from app.core import clock, errors
from app.core.text import sort_key
from app.db import db, once
from app.units.models import Unit, UnitSlug, UnitSuccession
from app.units.rules import heir, is_slug

ORDER = {"province": 0, "commune": 1, "office": 2, "village": 3}


def get(unit_id: UUID) -> Unit:
    """A unit, also one that has ended; raises NotFound."""
    unit = once(("unit", unit_id), lambda: db.session.get(Unit, unit_id))
    if unit is None:
        raise errors.NotFound("unit_not_found")
    return unit


def current(on: date | None = None) -> list[Unit]:
    """The units in force on a day, provinces first, then by name."""
    day = on or clock.today()
    in_force = (Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to > day))
    found = db.session.scalars(select(Unit).where(*in_force))
    return sorted(found, key=lambda unit: (ORDER[unit.kind], sort_key(unit.name), unit.slug))


def by_slug(slug: str, on: date | None = None) -> Unit:
    """The unit that answers to a slug today: its own, an old one of it, or one of a unit it took over from.

    Raises NotFound where nobody does.
    """
    known = db.session.get(UnitSlug, slug) if is_slug(slug) else None
    if known is None:
        raise errors.NotFound("unit_not_found")
    alive = {unit.id: unit for unit in current(on)}
    found = heir(known.unit_id, successors(), alive.keys())
    if found is None:
        raise errors.NotFound("unit_not_found")
    return alive[found]


def heir_of(unit_id: UUID, on: date | None = None) -> Unit | None:
    """The unit that carries on for one that has ended; nothing where nobody does."""
    alive = {unit.id: unit for unit in current(on)}
    found = heir(unit_id, successors(), alive.keys())
    return alive[found] if found is not None else None


def counters_for(level: str) -> list[Unit]:
    """The units whose counter receives procedures of a level."""
    return [unit for unit in current() if level in unit.levels]


def receives(unit_id: UUID, level: str) -> bool:
    """Whether a unit is in force today and receives procedures of a level."""
    unit = db.session.get(Unit, unit_id)
    return unit is not None and is_in_force(unit) and level in unit.levels


def is_in_force(unit: Unit, on: date | None = None) -> bool:
    """Whether a unit exists on a day."""
    day = on or clock.today()
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to > day)


def hours_of(unit_id: UUID) -> dict[str, list[list[str]]]:
    """A unit's opening hours: mon to sun, spans in local time."""
    return get(unit_id).hours


def ancestors(unit_id: UUID) -> list[Unit]:
    """A unit's parents, the nearest first."""
    found: list[Unit] = []
    parent_id = get(unit_id).parent_id
    while parent_id is not None:
        parent = get(parent_id)
        found.append(parent)
        parent_id = parent.parent_id
    return found


def province_of(unit_id: UUID) -> Unit:
    """The province a unit stands in, or the unit itself where it is one."""
    line = ancestors(unit_id)
    return line[-1] if line else get(unit_id)


def by_id(unit_ids: Collection[UUID]) -> dict[UUID, Unit]:
    """Units by their ids, also those that have ended."""
    return {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(unit_ids)))}


def names(unit_ids: set[UUID]) -> dict[UUID, str]:
    """The names of units, for display."""
    rows = db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(unit_ids)))
    return {row.id: row.name for row in rows}


def listing(days: Mapping[UUID, Any], turns: Mapping[UUID, Any]) -> dict[str, Any]:
    """All units in force as anybody may see them, each with its own days and turns of hours, and the list's hash.

    Its shape is UnitsOut.
    """
    units = current()
    old = _old_slugs({unit.id for unit in units})
    shown = [
        as_shown(unit, old.get(unit.id, [])) | {"days": days.get(unit.id, {}), "turns": turns.get(unit.id, [])}
        for unit in units
    ]
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"hash": hashlib.sha256(text.encode()).hexdigest(), "units": shown}


def as_shown(unit: Unit, old_slugs: list[str]) -> dict[str, Any]:
    """A unit in the shape of UnitOut."""
    bank = None
    if unit.bank_bin and unit.bank_account:
        bank = {"bin": unit.bank_bin, "account": unit.bank_account, "holder": unit.bank_holder or ""}
    return {
        "id": str(unit.id),
        "slug": unit.slug,
        "kind": unit.kind,
        "name": unit.name,
        "parent_id": str(unit.parent_id) if unit.parent_id else None,
        "official_code": unit.official_code,
        "e_identifier": unit.e_identifier,
        "commune_kind": unit.commune_kind,
        "address": unit.address,
        "phone": unit.phone,
        "hours": unit.hours,
        "receives_online": unit.receives_online,
        "levels": unit.levels,
        "bank": bank,
        "old_slugs": old_slugs,
    }


def successors() -> dict[UUID, list[UUID]]:
    """Who carries on for whom, the earliest first."""
    order = (UnitSuccession.day, UnitSuccession.id)
    following: dict[UUID, list[UUID]] = defaultdict(list)
    for row in db.session.scalars(select(UnitSuccession).order_by(*order)):
        following[row.from_id].append(row.to_id)
    return following


def _old_slugs(alive: set[UUID]) -> dict[UUID, list[str]]:
    """Per living unit every other slug that leads to it."""
    following = successors()
    own = {row.id: row.slug for row in db.session.execute(select(Unit.id, Unit.slug).where(Unit.id.in_(alive)))}
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in db.session.scalars(select(UnitSlug).order_by(UnitSlug.slug)):
        to = heir(row.unit_id, following, alive)
        if to is not None and own[to] != row.slug:
            found[to].append(row.slug)
    return found
