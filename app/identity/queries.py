"""Reads about people, sessions and roles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.core import clock, errors
from app.core.access import MATRIX, Actor, Grant, Permission, Role
from app.core.text import nfc
from app.db import db
from app.identity import policy
from app.identity.models import Account, Device, Person, RoleGrant, Session
from app.units import queries as units


def person(person_id: UUID) -> Person:
    """A person; raises NotFound. Whoever shows more than the name records the look (audit.look)."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise errors.NotFound("person_not_found")
    return found


def names(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of people, for display."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


def phones(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Where to call people, as far as that is known; whoever shows it records the look (audit.look)."""
    rows = select(Person.id, Person.phone, Account.phone.label("signs_in")).outerjoin(
        Account, Account.person_id == Person.id
    )
    found = db.session.execute(rows.where(Person.id.in_(person_ids)))
    return {row.id: number for row in found if (number := row.phone or row.signs_in)}


def device(device_id: UUID) -> Device | None:
    """A device, if it made itself known."""
    return db.session.get(Device, device_id)


def username_of(typed: str) -> str:
    """A sign-in name as it is kept, from however it was typed."""
    return nfc(typed).lower()


def account_named(username: str) -> Account | None:
    """The account of a username, whatever the case it is typed in."""
    return db.session.scalar(select(Account).where(Account.username == username_of(username)))


def account_of_phone(phone: str) -> Account | None:
    """The account that a number signs in."""
    return db.session.scalar(select(Account).where(Account.phone == phone))


def account_of(person_id: UUID) -> Account | None:
    """The account of a person."""
    return db.session.scalar(select(Account).where(Account.person_id == person_id))


def in_force() -> list[ColumnElement[bool]]:
    """The condition that a role is in force today."""
    today = clock.today()
    return [RoleGrant.valid_from <= today, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > today)]


def grants_of(person_id: UUID) -> frozenset[Grant]:
    """The roles of a person that are in force today."""
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id, *in_force()))
    return frozenset(Grant(row.unit_id, Role(row.role)) for row in rows)


def opens_rooms(person_id: UUID) -> bool:
    """Whether a person has a role today that opens the office's rooms."""
    return any(Permission.DESK in MATRIX[each.role] for each in grants_of(person_id))


def grants_ever(person_id: UUID) -> frozenset[Grant]:
    """Every role a person has or had: what was done while a role was in force is judged by it later."""
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id))
    return frozenset(Grant(row.unit_id, Role(row.role)) for row in rows)


def staff_of(unit_id: UUID, role: Role | None = None) -> list[Person]:
    """The people with an active account who have a role (or any) at a unit today, by name."""
    wanted = [RoleGrant.unit_id == unit_id, *in_force(), Account.active]
    if role is not None:
        wanted.append(RoleGrant.role == role.value)
    found = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(*wanted)
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return list(db.session.scalars(found))


def staff_with(unit_id: UUID, permission: Permission, only: Role | None = None) -> list[Person]:
    """The people with an active account whose role (`only` this one) at a unit gives a permission today, by name."""
    giving = [role.value for role in Role if permission in MATRIX[role] and only in {None, role}]
    found = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(RoleGrant.unit_id == unit_id, RoleGrant.role.in_(giving), *in_force(), Account.active)
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return list(db.session.scalars(found))


@dataclass(frozen=True)
class Held:
    """A role that somebody has or had at a unit, from a day to the day before another."""

    role: str
    unit_id: UUID
    valid_from: date
    valid_to: date | None


def roles_ever(persons: Collection[UUID]) -> list[tuple[UUID, Held]]:
    """Every role these people have or had, the newest first."""
    rows = select(RoleGrant).where(RoleGrant.person_id.in_(persons)).order_by(RoleGrant.valid_from.desc(), RoleGrant.id)
    return [
        (each.person_id, Held(each.role, each.unit_id, each.valid_from, each.valid_to))
        for each in db.session.scalars(rows)
    ]


def session_by_hash(token_hash: str) -> Session | None:
    """The session of a token, whatever its state."""
    return db.session.scalar(select(Session).where(Session.token_hash == token_hash))


def session_of(session_id: UUID) -> Session:
    """A session that is there."""
    return db.session.get_one(Session, session_id)


def is_alive(session: Session, at: datetime) -> bool:
    """Whether a session still opens anything."""
    if session.revoked_at is not None or session.expires_at <= at:
        return False
    return session.ends_at is None or session.ends_at > at


def actor_of(session: Session) -> Actor | None:
    """The actor of a living session; nothing where its account was closed."""
    if session.person_id is None:
        assert session.device_id is not None
        return Actor(principal=f"device:{session.device_id}", device_id=session.device_id, session_id=session.id)
    row = db.session.execute(
        select(Person.name, Account.active).join(Account).where(Person.id == session.person_id)
    ).one_or_none()
    if row is None or not row.active:
        return None
    granted = grants_of(session.person_id)
    second, stale = policy.standing(session, granted)
    return Actor(
        principal=f"person:{session.person_id}",
        person_id=session.person_id,
        device_id=session.device_id,
        session_id=session.id,
        name=row.name,
        grants=_opened(session, granted, second=bool(second)),
        second=second,
        must_choose=session.must_choose,
        stale=stale,
    )


def _opened(session: Session, granted: frozenset[Grant], *, second: bool) -> frozenset[Grant]:
    """The roles that a session opens already."""
    if session.must_choose:
        return frozenset()
    return policy.outside_the_office(granted) if second else granted


def why_ended(session: Session) -> str:
    """The code that tells the holder of a session why it opens nothing any more."""
    found = db.session.get(Device, session.device_id) if session.device_id else None
    if found is not None and found.blocked_at is not None:
        return "device_blocked"
    account = account_of(session.person_id) if session.person_id else None
    return "account_closed" if account is not None and not account.active else "session_ended"


def sessions_of(actor: Actor) -> list[Session]:
    """The living sessions of the actor's own principal, the last used first."""
    mine = [Session.person_id == actor.person_id]
    if actor.person_id is None:
        mine = [Session.device_id == actor.device_id, Session.kind == "device"]
    found = db.session.scalars(select(Session).where(*mine).order_by(Session.seen_at.desc(), Session.id.desc()))
    return [each for each in found if is_alive(each, clock.now())]


def roles_shown(actor: Actor) -> list[tuple[Grant, str]]:
    """The actor's roles with the names of the units, in a steady order: the unit that stands highest first."""
    known = units.by_id({grant.unit_id for grant in actor.grants})
    held = sorted(
        (grant for grant in actor.grants if grant.unit_id in known),
        key=lambda grant: (units.ORDER[known[grant.unit_id].kind], known[grant.unit_id].name, grant.role.value),
    )
    return [(grant, known[grant.unit_id].name) for grant in held]
