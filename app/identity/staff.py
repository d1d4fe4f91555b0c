"""Staff, volunteers and administrators: accounts with passwords, and roles at units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Passed:
    """Something that lay open with somebody who leaves, and who has it now."""

    what: str
    to: str


ON_LEFT: list[Callable[[UUID, UUID, UUID | None], list[Passed]]] = []
"""Called with the person, the unit, and who is to have the open work (nobody: by rule) after roles there have ended.

Says what went to whom; raises Conflict where something would be left, and then the roles have not ended."""


def add_person(
    *, name: str, username: str, password_hash: str, phone: str | None = None, given: bool = False
) -> Person:
    """Add a person who signs in with a password; raises Conflict where the name is taken.

    `given`: somebody else made the password, so it is good once, and she then chooses her own.
    """
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
            password_given_at=now if given else None,
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


def revoke(person_id: UUID, unit_id: UUID, role: Role, *, to: UUID | None = None) -> list[Passed]:
    """End a role at a unit from today on; what was done with it stays on record, what lay open goes to others.

    Raises Conflict where nobody may have something of it.
    """
    wanted = (RoleGrant.person_id == person_id, RoleGrant.unit_id == unit_id, RoleGrant.role == role.value)
    held = db.session.scalars(select(RoleGrant).where(*wanted, *queries.in_force())).all()
    return _end_all(person_id, held, to)


def deactivate(account: Account, *, to: UUID | None = None) -> list[Passed]:
    """Close an account: its sessions and roles end now, its history stays, what lay open goes to others.

    Raises Conflict where nobody may have something of it.
    """
    if account.active:
        account.active, account.closed_at = False, clock.now()
    operations.end_sessions_of(account.person_id)
    held = select(RoleGrant).where(RoleGrant.person_id == account.person_id, *queries.in_force())
    return _end_all(account.person_id, db.session.scalars(held).all(), to)


def _end_all(person_id: UUID, held: Sequence[RoleGrant], to: UUID | None) -> list[Passed]:
    for each in held:
        each.valid_to = clock.today()
    db.session.flush()
    if held and not queries.opens_rooms(person_id):
        operations.end_desks_of(person_id)
    for each in held:
        for hook in ON_ROLE_ENDED:
            hook(person_id, each.unit_id)
    at = dict.fromkeys(each.unit_id for each in held)
    return [passed for unit_id in at for hand_over in ON_LEFT for passed in hand_over(person_id, unit_id, to)]


def carry_over(old_id: UUID, new_id: UUID) -> int:
    """Have everybody with a role at a unit that ended hold it from today at its heir; how many roles went."""
    today = clock.today()
    open_ = RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to > today)
    found = list(db.session.scalars(select(RoleGrant).where(RoleGrant.unit_id == old_id, open_).order_by(RoleGrant.id)))
    for each in found:
        grant(each.person_id, new_id, Role(each.role))
        each.valid_to = max(today, each.valid_from)
    db.session.flush()
    return len(found)
