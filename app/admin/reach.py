"""Which units an administrator looks after: those where the role was given, and everything below them."""

from __future__ import annotations

from uuid import UUID

from app.core import errors
from app.core.access import Actor, Permission
from app.core.text import sort_key
from app.units import queries as units
from app.units import worktime
from app.units.models import Unit


def managed(actor: Actor, permission: Permission) -> frozenset[UUID]:
    """The units at which the actor has a permission, with all that stand below."""
    return frozenset(below for unit_id in actor.units(permission) for below in worktime.below(unit_id))


def need(actor: Actor, permission: Permission, unit_id: UUID) -> Unit:
    """The unit, if the actor looks after it; raises NotFound otherwise, as for one that does not exist."""
    if unit_id not in managed(actor, permission):
        raise errors.NotFound("unit_not_found")
    return units.get(unit_id)


def of_the_country(actor: Actor) -> bool:
    """Whether the actor may change what holds for the whole country: an administrator of the province."""
    return any(units.get(each).kind == "province" for each in actor.units(Permission.UNITS_MANAGE))


def named(unit_ids: frozenset[UUID]) -> list[Unit]:
    """The units in force among these, provinces first, then by name."""
    found = [unit for unit in units.current() if unit.id in unit_ids]
    return sorted(found, key=lambda unit: (units.ORDER[unit.kind], sort_key(unit.name)))
