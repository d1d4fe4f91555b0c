"""Staff, volunteers and administrators: accounts with passwords, and roles at units."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors
from app.core.access import Role
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db
from app.identity import operations, queries
from app.identity.models import Account, Person, RoleGrant

ON_ROLE_ENDED: list[Callable[[UUID, UUID], None]] = []
"""Called with the person and the unit in the transaction in which a role ends; safe to repeat."""


def add_person(*, name: str, username: str, password_hash: str, phone: str | None = None) -> Person:
    """Add a person who signs in with a password; raises Conflict where the name is taken."""
    if queries.account_named(username) is not None:
        raise errors.Conflict("username_taken")
    now = clock.now()
    person = Person(id=uuid7(), name=nfc(name), phone=phone, created_at=now)
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Account(
            id=uuid7(),
            person_id=person.id,
            username=queries.username_of(username),
            password_hash=password_hash,
            active=True,
            created_at=now,
        )
    )
    db.session.flush()
    return person


def grant(person_id: UUID, unit_id: UUID, role: Role) -> RoleGrant:
    """Give a role at a unit from today; the same again changes nothing."""
    wanted = (RoleGrant.person_id == person_id, RoleGrant.unit_id == unit_id, RoleGrant.role == role.value)
    held = db.session.scalar(select(RoleGrant).where(*wanted, *queries.in_force()))
    if held is not None:
        return held
    made = RoleGrant(id=uuid7(), person_id=person_id, unit_id=unit_id, role=role.value, valid_from=clock.today())
    db.session.add(made)
    db.session.flush()
    return made


def revoke(person_id: UUID, unit_id: UUID, role: Role) -> None:
    """End a role at a unit from today on; what was done with it stays on record."""
    wanted = (RoleGrant.person_id == person_id, RoleGrant.unit_id == unit_id, RoleGrant.role == role.value)
    for held in list(db.session.scalars(select(RoleGrant).where(*wanted, *queries.in_force()))):
        _end(held)


def _end(held: RoleGrant) -> None:
    held.valid_to = clock.today()
    db.session.flush()
    for hook in ON_ROLE_ENDED:
        hook(held.person_id, held.unit_id)


def deactivate(account: Account) -> None:
    """Close an account: its sessions and roles end now, its history stays."""
    if account.active:
        account.active, account.closed_at = False, clock.now()
    operations.end_sessions_of(account.person_id)
    held = select(RoleGrant).where(RoleGrant.person_id == account.person_id, *queries.in_force())
    for role in list(db.session.scalars(held)):
        _end(role)
