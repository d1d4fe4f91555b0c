"""The room of units: the tree as the administrator reaches it, and a unit through time."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select

from app.admin import reach, record, unit_words
from app.admin.unit_schemas import (
    ServicePointOut,
    TakenBackOut,
    UnitEventOut,
    UnitFullOut,
    UnitNodeOut,
    UnitTreeOut,
)
from app.catalogue import queries as catalogue
from app.core import clock
from app.core.access import Actor, Permission
from app.core.shapes import Words
from app.core.text import sort_key
from app.db import db
from app.dossiers.models import Dossier
from app.identity.models import RoleGrant
from app.units import changes, competence, taking_back
from app.units import queries as units
from app.units.models import Unit, UnitChange

MANAGE = Permission.UNITS_MANAGE


def tree(actor: Actor) -> UnitTreeOut:
    """The asker's units with everything below, parents before children, ended ones after those in force."""
    mine = reach.managed(actor, MANAGE)
    rows = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(mine)))}
    planned = _planned(rows)
    below: dict[UUID | None, list[Unit]] = {}
    # a unit whose founding was taken back was in force on no day
    for unit in (each for each in rows.values() if each.valid_to is None or each.valid_to > each.valid_from):
        below.setdefault(unit.parent_id if unit.parent_id in rows else None, []).append(unit)
    found: list[UnitNodeOut] = []

    def put(parent: UUID | None, depth: int) -> None:
        for unit in sorted(below.get(parent, []), key=_order):
            found.append(node(unit, depth, planned.get(unit.id, 0)))
            put(unit.id, depth + 1)

    put(None, 0)
    return UnitTreeOut(units=found)


def one(actor: Actor, unit_id: UUID) -> UnitFullOut:
    """A unit through time; raises NotFound beyond the asker's reach."""
    unit = reach.need(actor, MANAGE, unit_id)
    parent = units.get(unit.parent_id) if unit.parent_id else None
    heir = None if units.is_in_force(unit) or unit.valid_from > clock.today() else units.heir_of(unit.id)
    return UnitFullOut(
        unit=node(unit, 0, _planned({unit.id: unit}).get(unit.id, 0)),
        parent_name=parent.name if parent else None,
        official_code=unit.official_code,
        e_identifier=unit.e_identifier,
        address=unit.address,
        phone=unit.phone,
        levels=list(unit.levels),
        slugs=changes.slugs_of([unit.id, *_carried(unit.id)]),
        origins=_origins(unit),
        carries_on=heir.name if heir else None,
        points=[
            ServicePointOut(unit_id=each.id, name=each.name, levels=list(each.levels))
            for each in (unit, *_children(unit.id))
            if each.levels
        ],
        events=_events(unit.id) or _told(unit),
        dossiers=open_dossiers([unit.id]),
        staff=staff_of([unit.id]),
        history=record.history("unit", unit.id),
    )


def node(unit: Unit, depth: int, planned: int) -> UnitNodeOut:
    """A unit as a line of the tree."""
    return UnitNodeOut(
        unit_id=unit.id,
        parent_id=unit.parent_id,
        name=unit.name,
        kind=unit.kind,
        slug=unit.slug,
        depth=depth,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        living=units.is_in_force(unit),
        planned=planned,
    )


def open_dossiers(unit_ids: list[UUID]) -> int:
    """How many dossiers lie open at these units."""
    rows = select(func.count()).where(Dossier.unit_id.in_(unit_ids), Dossier.closed_at.is_(None))
    return db.session.scalar(rows) or 0


def staff_of(unit_ids: list[UUID]) -> int:
    """How many people hold a role at these units."""
    open_ = RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to > clock.today())
    rows = select(func.count(RoleGrant.person_id.distinct())).where(RoleGrant.unit_id.in_(unit_ids), open_)
    return db.session.scalar(rows) or 0


def _children(unit_id: UUID) -> list[Unit]:
    rows = db.session.scalars(select(Unit).where(Unit.parent_id == unit_id))
    return [unit for unit in rows if units.is_in_force(unit)]


def _order(unit: Unit) -> tuple[bool, int, str, str]:
    ended = unit.valid_to is not None and unit.valid_to <= clock.today()
    return (ended, units.ORDER[unit.kind], str(sort_key(unit.name)), unit.slug)


def _planned(rows: Mapping[UUID, Unit]) -> dict[UUID, int]:
    found = (
        select(UnitChange.unit_id, func.count())
        .where(UnitChange.unit_id.in_(rows), UnitChange.day > clock.today(), changes.stands())
        .group_by(UnitChange.unit_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def _carried(unit_id: UUID) -> list[UUID]:
    """The ended units for which this one carries on today."""
    successors = units.successors()
    return [old for old in successors if (to := units.heir_of(old)) is not None and to.id == unit_id and old != unit_id]


def _origins(unit: Unit) -> str:
    if unit.kind != "commune" or not unit.official_code:
        return ""
    items = catalogue.list_items("old_communes")
    return next((str(each["label"]["vi"]) for each in items if each["value"] == unit.official_code), "")


def _events(unit_id: UUID) -> list[UnitEventOut]:
    """What was and will be done, and what was taken back, with the reason."""
    gone = taking_back.told(unit_id)
    rows = select(UnitChange).where(UnitChange.unit_id == unit_id, UnitChange.what != changes.TAKEN_BACK)
    return [_event(row, gone) for row in db.session.scalars(rows.order_by(UnitChange.day, UnitChange.id))]


def _event(row: UnitChange, gone: Mapping[UUID, UnitChange]) -> UnitEventOut:
    back = gone.get(row.act_id) if row.act_id else None
    return UnitEventOut(
        act_id=row.act_id,
        may_take_back=taking_back.may_take_back(row, gone),
        taken_back=None
        if back is None
        else TakenBackOut(by=back.recorded_by, at=back.recorded_at, reason=str(back.after.get("reason", ""))),
        day=row.day,
        say=unit_words.event(row.what, row.before, row.after),
        decision=row.decision,
        decided_on=row.decided_on,
        by=row.recorded_by,
        planned=row.day > clock.today() and back is None,
    )


def _told(unit: Unit) -> list[UnitEventOut]:
    """What is known of a unit that nobody changed here: who took over from it before there was a record."""
    by = competence.succession_of(unit)
    if by is None:
        return []
    say: Words = unit_words.say("merged", to=units.get(by.to_id).name)
    return [UnitEventOut(day=by.day, say=say, decision=by.legal_ref, decided_on=None, by="", planned=False)]
