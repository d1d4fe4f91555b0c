"""Which unit is competent for a dossier: by the level of its procedure, the address of its owner, and succession."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.db import db
from app.units import queries
from app.units.models import Unit, UnitSuccession

_WHY: dict[str, tuple[str, str]] = {
    "competent_level": (
        "{here} không tiếp nhận loại thủ tục này; {unit} tiếp nhận.",
        "{here} does not receive this kind of procedure; {unit} does.",
    ),
    "competent_address": (
        "Người nộp ở {commune}, nên {unit} giải quyết.",
        "The owner lives in {commune}, so {unit} is competent.",
    ),
    "competent_heir": (
        "{here} không còn; {unit} tiếp quản công việc.",
        "{here} has ended; {unit} carries on for it.",
    ),
    "competent_heir_by": (
        "{here} không còn từ ngày {day} theo {basis}; {unit} tiếp quản công việc.",
        "{here} ended on {day} by {basis}; {unit} carries on for it.",
    ),
}


@dataclass(frozen=True)
class Competent:
    """The unit that a dossier should lie at, and why; `code` names the sentence, `params` fill it."""

    unit: Unit
    code: str
    params: Mapping[str, str]

    @property
    def why(self) -> dict[str, str]:
        """The reason in both languages."""
        vi, en = _WHY[self.code]
        return {"vi": vi.format_map(self.params), "en": en.format_map(self.params)}


def competent(here: Unit, level: str, reach: str, address: Mapping[str, Any] | None) -> Competent | None:
    """The competent unit where that is another one than `here`; nothing where `here` is right or nobody can tell."""
    if not queries.is_in_force(here):
        return _heir(here, level)
    if level not in here.levels:
        counter = _counter_at(_commune_of(here), level)
        return Competent(counter, "competent_level", {"unit": counter.name, "here": here.name}) if counter else None
    home = _home(address, here) if reach == "own" else None
    if home is None or _commune_of(here).id == home.id:
        return None
    counter = _counter_at(home, level)
    if counter is None or counter.id == here.id:
        return None
    return Competent(counter, "competent_address", {"unit": counter.name, "commune": home.name})


def lies_right(here: Unit, level: str, address: Mapping[str, Any] | None) -> bool:
    """Whether it is known that a dossier of an owner who lives there belongs to this counter."""
    home = _home(address, here)
    return home is not None and level in here.levels and _commune_of(here).id == home.id


def succession_of(old: Unit) -> UnitSuccession | None:
    """By what and when a unit was taken over, the latest first."""
    rows = select(UnitSuccession).where(UnitSuccession.from_id == old.id)
    return db.session.scalars(rows.order_by(UnitSuccession.day.desc(), UnitSuccession.id)).first()


def _heir(here: Unit, level: str) -> Competent | None:
    found = queries.heir_of(here.id) or _heir_of_commune(here)
    counter = _counter_at(_commune_of(found), level) if found is not None and level not in found.levels else found
    if counter is None:
        return None
    by = succession_of(here) or succession_of(_commune_of(here))
    said = {"unit": counter.name, "here": here.name}
    if by is None:
        return Competent(counter, "competent_heir", said)
    return Competent(counter, "competent_heir_by", {**said, "day": f"{by.day:%d/%m/%Y}", "basis": by.legal_ref})


def _heir_of_commune(here: Unit) -> Unit | None:
    """An office goes the way of its commune where nothing of its own was recorded."""
    commune = _commune_of(here)
    return queries.heir_of(commune.id) if commune.id != here.id else None


def _home(address: Mapping[str, Any] | None, here: Unit) -> Unit | None:
    """The commune of today in which an address lies, in the tenant of `here`; nothing where it cannot be told."""
    code = str((address or {}).get("commune") or "")
    if not code:
        return None
    province = queries.province_of(here.id)
    known = select(Unit).where(Unit.official_code == code, Unit.kind == "commune", Unit.parent_id == province.id)
    found = list(db.session.scalars(known.order_by(Unit.valid_from.desc())))
    alive = next((unit for unit in found if queries.is_in_force(unit)), None)
    return alive or (queries.heir_of(found[0].id) if found else None)


def _commune_of(unit: Unit) -> Unit:
    """The commune a unit is, or stands in; the unit itself where there is none."""
    return next((each for each in (unit, *queries.ancestors(unit.id)) if each.kind == "commune"), unit)


def _counter_at(commune: Unit, level: str) -> Unit | None:
    """The counter of a commune that receives a level: its own, or that of an office in it."""
    if queries.is_in_force(commune) and level in commune.levels:
        return commune
    return next((each for each in queries.counters_for(level) if each.parent_id == commune.id), None)


def candidates(here: Unit, level: str) -> list[Unit]:
    """Every other counter of the same province that receives a level, by name."""
    province = queries.province_of(here.id)
    others = (each for each in queries.counters_for(level) if each.id != here.id)
    return [each for each in others if queries.province_of(each.id).id == province.id]
