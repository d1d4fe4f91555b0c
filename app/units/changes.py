"""Units through time: named, moved, merged and split from a day on by a decision; nothing that was is overwritten.

What is to be from a day to come is written down at once and becomes so by `turn_all`, which a job runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from app.core import clock, errors
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db
from app.units import operations, queries
from app.units.models import Unit, UnitChange, UnitSlug, UnitSuccession
from app.units.rules import heir

Json = dict[str, Any]
TAKEN_BACK = "taken_back"
FACTS = ("name", "slug", "official_code", "e_identifier")
"""What a unit is called, which may change from a day on."""


@dataclass(frozen=True)
class Decision:
    """What a change rests on, from which day on it holds, and who wrote it down."""

    day: date
    number: str
    decided_on: date | None
    by: str
    act: UUID = field(default_factory=uuid7)
    """Everything that is written down by one decision at once carries it."""


def of(unit_id: UUID) -> list[UnitChange]:
    """What was and will be done to a unit, the earliest day first, without what was taken back."""
    rows = select(UnitChange).where(UnitChange.unit_id == unit_id, stands())
    return list(db.session.scalars(rows.order_by(UnitChange.day, UnitChange.id)))


def stands() -> ColumnElement[bool]:
    """The condition that a change was not taken back, and is none that takes back."""
    gone = select(UnitChange.act_id).where(UnitChange.what == TAKEN_BACK, UnitChange.act_id.is_not(None))
    return and_(UnitChange.what != TAKEN_BACK, or_(UnitChange.act_id.is_(None), UnitChange.act_id.not_in(gone)))


def found(kind: str, name: str, parent: Unit, decision: Decision, facts: Mapping[str, str]) -> Unit:
    """Add a unit that exists from a day on. Raises Invalid or Conflict."""
    if not queries.is_in_force(parent, decision.day):
        raise errors.Invalid("unit_parent_gone")
    given = {key: value for key, value in facts.items() if value}
    slug = given.pop("slug", None)
    unit = operations.add(
        kind=kind,
        name=name,
        parent=parent,
        slug=slug,
        valid_from=decision.day,
        official_code=given.get("official_code"),
        e_identifier=given.get("e_identifier"),
    )
    note(unit, "founded", decision, {}, {"name": unit.name, "slug": unit.slug, "parent": parent.name})
    return unit


def rename(unit: Unit, facts: Mapping[str, str], decision: Decision) -> None:
    """Give a unit another name, address or code from a day on; the old address leads here for ever."""
    _must_live(unit, decision.day)
    wanted = {key: nfc(value) for key, value in facts.items() if key in FACTS and value}
    changed = {key: value for key, value in wanted.items() if getattr(unit, key) != value}
    if not changed:
        raise errors.Invalid("unit_nothing_changes")
    if slug := changed.get("slug"):
        operations.reserve_slug(slug, unit.id)
    note(unit, "named", decision, {key: getattr(unit, key) for key in changed}, changed)
    turn(unit)


def move(unit: Unit, parent: Unit, decision: Decision) -> None:
    """Put a unit under another one from a day on. Raises Invalid for a parent of the wrong kind, or one that ends."""
    _must_live(unit, decision.day)
    if parent.kind not in operations.PARENTS[unit.kind] or not queries.is_in_force(parent, decision.day):
        raise errors.Invalid("unit_wrong_parent")
    if unit.parent_id == parent.id:
        raise errors.Invalid("unit_nothing_changes")
    before = {"parent": queries.get(unit.parent_id).name if unit.parent_id else ""}
    note(unit, "moved", decision, before, {"parent": parent.name, "parent_id": str(parent.id)})
    turn(unit)


def succeed(old: Unit, new: Unit, kind: str, decision: Decision) -> None:
    """Have a unit end on a day and another carry on for it.

    Raises Invalid where the old one ends already, and where afterwards nobody would carry on.
    """
    if old.kind != new.kind or old.id == new.id or (old.valid_to is not None and kind == "merged"):
        raise errors.Invalid("unit_bad_succession")
    if old.valid_from >= decision.day:
        raise errors.Invalid("unit_bad_succession")
    operations.succeed(old, new, kind=kind, day=decision.day, legal_ref=decision.number)
    if _lasting_heir(new) is None:
        raise errors.Invalid("unit_nobody_carries_on")
    note(old, kind, decision, {"name": old.name}, {"to": new.name, "to_id": str(new.id)})
    note(new, f"{kind}_in", decision, {}, {"from": old.name, "from_id": str(old.id)})


def note(unit: Unit, what: str, decision: Decision, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Write down what happens to a unit from a day on."""
    row = UnitChange(
        id=uuid7(),
        unit_id=unit.id,
        day=decision.day,
        what=what,
        before=dict(before),
        after=dict(after),
        decision=nfc(decision.number),
        decided_on=decision.decided_on,
        act_id=decision.act,
        recorded_by=decision.by,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()


def turn(unit: Unit) -> bool:
    """Have a unit be called and stand as was decided until today; says whether anything changed."""
    today, wanted = clock.today(), {}
    for row in of(unit.id):
        if row.day <= today and row.what == "named":
            wanted.update({key: value for key, value in row.after.items() if key in FACTS})
        if row.day <= today and row.what == "moved":
            wanted["parent_id"] = UUID(row.after["parent_id"])
    changed = {key: value for key, value in wanted.items() if getattr(unit, key) != value}
    for key, value in changed.items():
        setattr(unit, key, value)
    db.session.flush()
    return bool(changed)


def turn_all() -> int:
    """Have every unit be as was decided until today, those under one that ended with its heir. How many changed."""
    planned = select(Unit).where(Unit.id.in_(select(UnitChange.unit_id)))
    turned = sum(turn(unit) for unit in list(db.session.scalars(planned)))
    return turned + sum(_go_with_heir(unit) for unit in _orphans())


def _orphans() -> list[Unit]:
    """Living units that stand under one that has ended."""
    ended = select(Unit.id).where(Unit.valid_to.is_not(None), Unit.valid_to <= clock.today())
    rows = select(Unit).where(Unit.parent_id.in_(ended)).order_by(Unit.id)
    return [unit for unit in db.session.scalars(rows) if unit.valid_to is None or unit.valid_to > clock.today()]


def _go_with_heir(unit: Unit) -> bool:
    assert unit.parent_id is not None
    old, to = queries.get(unit.parent_id), queries.heir_of(unit.parent_id)
    if to is None or old.valid_to is None:
        return False
    by = db.session.scalars(select(UnitSuccession).where(UnitSuccession.from_id == old.id)).first()
    # not before the latest move that has happened, which would have the last word again
    moves = [row.day for row in of(unit.id) if row.what == "moved" and row.day <= clock.today()]
    decision = Decision(max([old.valid_to, unit.valid_from, *moves]), by.legal_ref if by else "", None, "")
    note(unit, "moved", decision, {"parent": old.name}, {"parent": to.name, "parent_id": str(to.id)})
    return turn(unit)


def why_nobody(slug: str, on: date) -> str:
    """Why nobody answers to an address on a day: `unknown`, `not_yet` (founded later) or `ended`; empty where one does.

    Printed addresses never die: `ended` is told only of a unit that ended without anybody carrying on.
    """
    known = db.session.get(UnitSlug, slug)
    if known is None:
        return "unknown"
    if queries.heir_of(known.unit_id, on) is not None:
        return ""
    return "not_yet" if queries.get(known.unit_id).valid_from > on else "ended"


def _lasting_heir(unit: Unit) -> UUID | None:
    """The unit that carries on in the end, once everything that is planned has happened."""
    lasting = set(db.session.scalars(select(Unit.id).where(Unit.valid_to.is_(None))))
    return heir(unit.id, queries.successors(), lasting)


def _must_live(unit: Unit, day: date) -> None:
    if not queries.is_in_force(unit, day):
        raise errors.Invalid("unit_not_in_force")


def slugs_of(unit_ids: Sequence[UUID]) -> list[str]:
    """Every address that leads to these units themselves, old ones too."""
    rows = select(UnitSlug.slug).where(UnitSlug.unit_id.in_(unit_ids)).order_by(UnitSlug.slug)
    return list(db.session.scalars(rows))
