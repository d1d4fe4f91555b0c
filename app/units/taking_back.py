"""A planned change of units that does not happen after all: taken back before its day, with a reason, on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, or_, select

from app.core import clock, errors
from app.db import db
from app.units import queries
from app.units.changes import TAKEN_BACK, Decision, note, stands
from app.units.models import Unit, UnitChange, UnitSlug, UnitSuccession

_ENDS = ("merged", "split")
_MARK = "rut"


def rows_of(act_id: UUID) -> list[UnitChange]:
    """Everything that was planned by one act; raises NotFound where there is none."""
    rows = list(db.session.scalars(select(UnitChange).where(UnitChange.act_id == act_id).order_by(UnitChange.id)))
    if not rows:
        raise errors.NotFound("unit_change")
    return rows


def founded(rows: Sequence[UnitChange]) -> list[UUID]:
    """The units that come to be by these changes."""
    return [row.unit_id for row in rows if row.what == "founded"]


def told(unit_id: UUID) -> dict[UUID, UnitChange]:
    """Which acts about a unit were taken back, each with the row that says so."""
    rows = select(UnitChange).where(UnitChange.unit_id == unit_id, UnitChange.what == TAKEN_BACK)
    return {row.act_id: row for row in db.session.scalars(rows) if row.act_id is not None}


def may_take_back(row: UnitChange, gone: Mapping[UUID, UnitChange]) -> bool:
    """Whether a change is still to come and one act of this record."""
    return row.day > clock.today() and row.act_id is not None and row.act_id not in gone


def take_back(act_id: UUID, reason: str, by: str) -> list[UUID]:
    """Have a planned act not happen: nothing ends, nothing is founded, every name stays. The units it was about.

    Raises NotFound, and Conflict where its day has come, it is taken back already, or a later plan rests on it.
    """
    rows = rows_of(act_id)
    if any(row.what == TAKEN_BACK for row in rows):
        raise errors.Conflict("unit_change_taken_back")
    if any(row.day <= clock.today() for row in rows):
        raise errors.Conflict("unit_change_began")
    new = founded(rows)
    if _rests_on(new, act_id):
        raise errors.Conflict("unit_change_rests")
    for row in rows:
        if row.what in _ENDS:
            _goes_on(queries.get(row.unit_id), UUID(row.after["to_id"]))
    for unit_id in new:
        _never_was(queries.get(unit_id))
    first = rows[0]
    decision = Decision(first.day, first.decision, first.decided_on, by, act_id)
    about = list(dict.fromkeys(row.unit_id for row in rows))
    for unit_id in about:
        note(queries.get(unit_id), TAKEN_BACK, decision, {}, {"reason": reason})
    return about


def _goes_on(old: Unit, to_id: UUID) -> None:
    """A unit that was to end lives on, unless something else ends it."""
    db.session.execute(delete(UnitSuccession).where(UnitSuccession.from_id == old.id, UnitSuccession.to_id == to_id))
    others = select(UnitSuccession.day).where(UnitSuccession.from_id == old.id)
    old.valid_to = min(db.session.scalars(others), default=None)
    db.session.flush()


def _never_was(unit: Unit) -> None:
    """A unit that was to be founded is in force on no day, and its address is free for another."""
    unit.valid_to = unit.valid_from
    db.session.execute(delete(UnitSlug).where(UnitSlug.unit_id == unit.id))
    unit.slug = f"{_MARK}-{unit.id.hex}"
    db.session.add(UnitSlug(slug=unit.slug, unit_id=unit.id, since=clock.now()))
    db.session.flush()


def _rests_on(units: Sequence[UUID], act_id: UUID) -> bool:
    """Whether another plan, or a unit below, counts on units that this act founds."""
    if not units:
        return False
    theirs = select(UnitChange).where(stands(), or_(UnitChange.act_id.is_(None), UnitChange.act_id != act_id))
    named = theirs.where(or_(UnitChange.unit_id.in_(units), UnitChange.what == "moved"))
    places = {str(each) for each in units}
    for row in db.session.scalars(named):
        if row.unit_id in units or row.after.get("parent_id") in places:
            return True
    below = select(Unit.id).where(Unit.parent_id.in_(units), Unit.id.not_in(units))
    return db.session.scalars(below).first() is not None
