"""What follows a unit that has ended: people, groups and units below go on at the unit that carries on for it.

Its dossiers go by app/dossiers/succession.py. Safe to run again and again.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.db import db
from app.groups.models import Group
from app.identity import staff
from app.identity.models import RoleGrant
from app.units import changes
from app.units import queries as units
from app.units.models import Unit


def follow() -> int:
    """Have all be as was decided until today; how many things changed."""
    turned = changes.turn_all()
    ended = [unit for unit in _ended() if _has_something(unit.id)]
    return turned + sum(_carry(unit) for unit in ended)


def _ended() -> list[Unit]:
    rows = select(Unit).where(Unit.valid_to.is_not(None), Unit.valid_to <= clock.today()).order_by(Unit.id)
    return list(db.session.scalars(rows))


def _has_something(unit_id: UUID) -> bool:
    open_ = RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to > clock.today())
    held = db.session.scalar(select(RoleGrant.id).where(RoleGrant.unit_id == unit_id, open_).limit(1))
    return held is not None or db.session.scalar(select(Group.id).where(Group.unit_id == unit_id).limit(1)) is not None


def _carry(old: Unit) -> int:
    to = units.heir_of(old.id)
    return 0 if to is None else staff.carry_over(old.id, to.id) + _groups(old, to)


def _groups(old: Unit, to: Unit) -> int:
    """Groups belong to the unit that carries on; one whose name is taken there says where it came from."""
    found = list(db.session.scalars(select(Group).where(Group.unit_id == old.id).order_by(Group.id)))
    taken = set(db.session.scalars(select(Group.name).where(Group.unit_id == to.id)))
    for group in found:
        group.name = f"{group.name} ({old.name})" if group.name in taken else group.name
        group.unit_id = to.id
        taken.add(group.name)
    db.session.flush()
    return len(found)
