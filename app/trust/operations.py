"""Who of the staff has a second step, as an administrator of their units sees it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.core import errors
from app.core.access import Actor, Grant, Permission, Role
from app.db import db
from app.identity import factor, policy, queries
from app.identity.models import Account, Person, RoleGrant, SecondFactor
from app.trust.schemas import StaffFactor
from app.units import queries as units


def staff(actor: Actor) -> list[StaffFactor]:
    """The people of the units that the actor administers who open the office's rooms, by name."""
    reach = actor.units(Permission.STAFF_MANAGE)
    rows = db.session.execute(
        select(Person, RoleGrant)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(RoleGrant.unit_id.in_(reach), Account.active, *queries.in_force())
        .order_by(Person.name, Person.id, RoleGrant.role)
    )
    held: dict[UUID, tuple[Person, list[Grant]]] = {}
    for person, row in rows:
        held.setdefault(person.id, (person, []))[1].append(Grant(row.unit_id, Role(row.role)))
    named = units.names(set(reach))
    office = [(person, grants) for person, grants in held.values() if _opens_rooms(grants)]
    return [_line(person, grants, named) for person, grants in office]


def reset(person_id: UUID, *, reason: str, actor: Actor) -> None:
    """Take away a lost second step of somebody at a unit that the actor administers; raises NotFound."""
    theirs = {each.unit_id for each in queries.grants_of(person_id)}
    if not theirs & actor.units(Permission.STAFF_MANAGE):
        raise errors.NotFound("person_not_found")
    factor.reset(person_id, reason=reason, actor=actor)


def _opens_rooms(grants: list[Grant]) -> bool:
    return len(policy.outside_the_office(frozenset(grants))) < len(grants)


def _line(person: Person, grants: list[Grant], named: dict[UUID, str]) -> StaffFactor:
    row = db.session.get(SecondFactor, person.id)
    gone = next((each for each in factor.events(person.id) if each.what == "reset"), None)
    return StaffFactor(
        person_id=person.id,
        name=person.name,
        unit_name=named.get(grants[0].unit_id, ""),
        roles=sorted({each.role.value for each in grants}),
        asked=policy.terms(grants).second_factor,
        enrolled_at=row.confirmed_at if row else None,
        codes_left=factor.codes_left(person.id),
        reset_at=gone.at if gone else None,
        reset_by=gone.by_name if gone else None,
        reset_reason=gone.reason if gone else None,
    )
