"""Accounts and roles: who works here, as what, since when; everything an administrator does to them is on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.admin import reach, record
from app.admin.account_schemas import (
    AccountFullOut,
    AccountIn,
    AccountOut,
    AccountsOut,
    AccountUnitOut,
    CloseIn,
    HeldRoleOut,
    RoleIn,
)
from app.core import clock, errors
from app.core.access import Actor, Permission, Role
from app.core.text import fold, nfc, sort_key
from app.db import db
from app.dossiers import handing
from app.dossiers.models import Dossier
from app.identity import first_password, queries, rules, staff
from app.identity import operations as identity
from app.identity.models import Account, Person, RoleGrant, Session
from app.units import queries as units
from app.workflow.table import ENDS

SHOWN = 300
_MANAGE = Permission.STAFF_MANAGE


def listed(actor: Actor, q: str, *, closed: bool) -> AccountsOut:
    """Who has or had a role at the actor's units, by name; whoever shows phones records the look."""
    mine = reach.managed(actor, _MANAGE)
    held = select(RoleGrant.person_id).where(RoleGrant.unit_id.in_(mine))
    rows = select(Person, Account).join(Account, Account.person_id == Person.id).where(Person.id.in_(held))
    wanted = fold(q)
    found = [
        (person, account)
        for person, account in db.session.execute(rows.where(Account.active.is_(not closed))).all()
        if wanted in fold(f"{person.name} {account.username or ''} {person.phone or ''}")
    ]
    found.sort(key=lambda each: (sort_key(each[0].name), str(each[0].id)))
    return AccountsOut(
        accounts=_shown(found[:SHOWN], mine),
        units=[AccountUnitOut(unit_id=unit.id, name=unit.name, kind=unit.kind) for unit in reach.named(mine)],
        roles=[role.value for role in Role],
        left_off=max(0, len(found) - SHOWN),
    )


def one(actor: Actor, person_id: UUID) -> AccountFullOut:
    """Somebody's account with what was changed about it."""
    person, account = need(actor, person_id)
    [shown] = _shown([(person, account)], reach.managed(actor, _MANAGE))
    return AccountFullOut(account=shown, history=record.history("account", person.id))


def add(actor: Actor, asked: AccountIn, password_hash: str) -> AccountOut:
    """Add a person with an account and a first role. Raises Conflict where the sign-in name is taken."""
    reach.need(actor, _MANAGE, asked.unit_id)
    person = staff.add_person(
        name=asked.name,
        username=asked.username,
        password_hash=password_hash,
        phone=checked_phone(asked.phone),
        given=True,
    )
    staff.grant(person.id, asked.unit_id, asked.role)
    after = {"name": person.name, "username": asked.username} | _role_kept(asked)
    record.keep(actor, "account", person.id, "added", unit_id=asked.unit_id, after=after)
    return one(actor, person.id).account


def change(actor: Actor, person_id: UUID, *, name: str, phone: str | None) -> AccountFullOut:
    """Change a name or the number to call."""
    person, _ = need(actor, person_id, whole=True)
    before = {"name": person.name, "phone": person.phone}
    person.name, person.phone = nfc(name), checked_phone(phone)
    db.session.flush()
    after = {"name": person.name, "phone": person.phone}
    record.keep(actor, "account", person.id, "changed", before=before, after=after)
    return one(actor, person_id)


def grant(actor: Actor, person_id: UUID, asked: RoleIn) -> AccountFullOut:
    """Give a role from today."""
    _, account = need(actor, person_id)
    reach.need(actor, _MANAGE, asked.unit_id)
    if not account.active:
        raise errors.Conflict("account_is_closed")
    staff.grant(person_id, asked.unit_id, asked.role)
    record.keep(actor, "account", person_id, "granted", unit_id=asked.unit_id, after=_role_kept(asked))
    return one(actor, person_id)


def revoke(actor: Actor, person_id: UUID, asked: RoleIn) -> AccountFullOut:
    """End a role from today. Raises Conflict where it is the asker's own last word on the unit."""
    need(actor, person_id)
    reach.need(actor, _MANAGE, asked.unit_id)
    if person_id == actor.person_id and asked.role is Role.ADMIN:
        raise errors.Conflict("not_your_own_role")
    staff.revoke(person_id, asked.unit_id, asked.role)
    record.keep(actor, "account", person_id, "revoked", unit_id=asked.unit_id, before=_role_kept(asked))
    return one(actor, person_id)


def close(actor: Actor, person_id: UUID, asked: CloseIn) -> AccountFullOut:
    """Close an account: its sessions and roles end now, on phones too; what was done stays.

    Raises Conflict while the person holds dossiers or tasks, or, where they are to be handed over in the same step,
    while nobody may have one of them.
    """
    _, account = need(actor, person_id, whole=True)
    if person_id == actor.person_id:
        raise errors.Conflict("not_your_own_account")
    if not account.active:
        raise errors.Conflict("account_is_closed")
    kept: dict[str, Any] = {"reason": asked.reason}
    if asked.hand_over:
        kept["handed"] = handing.hand_over_all(person_id, to=asked.to, reason=asked.reason, actor=actor)
    nothing_left_to_hand_over(person_id)
    staff.deactivate(account, to=asked.to)
    record.keep(actor, "account", person_id, "closed", after=kept)
    return one(actor, person_id)


def nothing_left_to_hand_over(person_id: UUID) -> None:
    """Raise Conflict, naming how many, while somebody holds dossiers or tasks that would wait for her in vain.

    The one place that keeps an account open: what else a leaver must hand over is asked here.
    """
    left = handing.holds(person_id)
    if left.dossiers or left.tasks:
        raise errors.Conflict(
            "account_holds_work",
            extra={"dossiers": left.dossiers, "tasks": left.tasks},
            dossiers=left.dossiers,
            tasks=left.tasks,
        )


def new_password(actor: Actor, person_id: UUID, password_hash: str) -> AccountOut:
    """Give somebody a new password for one use; every session of theirs ends."""
    _, account = need(actor, person_id, whole=True)
    if account.username is None:
        raise errors.Conflict("no_password_account")
    if not account.active:
        raise errors.Conflict("account_is_closed")
    identity.set_password(account, password_hash, given=True)
    record.keep(actor, "account", person_id, "password")
    return one(actor, person_id).account


def end_sessions(actor: Actor, person_id: UUID) -> AccountFullOut:
    """End every session of somebody, on every computer and phone."""
    need(actor, person_id, whole=True)
    identity.end_sessions_of(person_id, but=actor.session_id)
    record.keep(actor, "account", person_id, "sessions")
    return one(actor, person_id)


def need(actor: Actor, person_id: UUID, *, whole: bool = False) -> tuple[Person, Account]:
    """Somebody who has or had a role at the actor's units; raises NotFound otherwise.

    `whole`: what is done touches the person everywhere, so every role that is in force must be the actor's to give.
    Raises Forbidden otherwise.
    """
    mine = reach.managed(actor, _MANAGE)
    if not {each.unit_id for each in queries.grants_ever(person_id)} & mine:
        raise errors.NotFound("person_not_found")
    account = queries.account_of(person_id)
    if account is None:
        raise errors.NotFound("person_not_found")
    if whole and not {each.unit_id for each in queries.grants_of(person_id)} <= mine:
        raise errors.Forbidden("account_of_several_units")
    return queries.person(person_id), account


def checked_phone(typed: str | None) -> str | None:
    """A number as it is kept; raises Invalid for what is none."""
    if not typed or not typed.strip():
        return None
    known = rules.phone_number(typed)
    if known is None:
        raise errors.Invalid("invalid", errors=[{"path": "phone", "code": "bad_phone_number", "params": {}}])
    return known


def _role_kept(asked: RoleIn) -> dict[str, Any]:
    return {"role": asked.role.value, "unit": units.get(asked.unit_id).name}


def _shown(found: Sequence[Any], mine: Collection[UUID]) -> list[AccountOut]:
    ids = [person.id for person, _ in found]
    held, sessions, holding = _roles(ids, mine), _sessions(ids), _holding(ids)
    return [
        AccountOut(
            person_id=person.id,
            name=person.name,
            username=account.username,
            phone=person.phone or account.phone,
            active=account.active,
            closed_at=account.closed_at,
            roles=held.get(person.id, []),
            sessions=sessions.get(person.id, (0, None))[0],
            last_used=sessions.get(person.id, (0, None))[1],
            dossiers=holding.get(person.id, 0),
            password_until=_given_until(account),
        )
        for person, account in found
    ]


def _given_until(account: Account) -> datetime | None:
    given_at = account.password_given_at
    return first_password.good_until(account.person_id, given_at) if account.active and given_at else None


def _roles(ids: Sequence[UUID], mine: Collection[UUID]) -> Mapping[UUID, list[HeldRoleOut]]:
    rows = list(db.session.scalars(select(RoleGrant).where(RoleGrant.person_id.in_(ids))))
    names = units.names({row.unit_id for row in rows})
    found: dict[UUID, list[HeldRoleOut]] = {}
    for row in sorted(rows, key=lambda row: (row.valid_to is not None, row.valid_from, row.role)):
        shown = HeldRoleOut(
            unit_id=row.unit_id,
            unit_name=names.get(row.unit_id, ""),
            role=row.role,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            mine=row.unit_id in mine,
        )
        found.setdefault(row.person_id, []).append(shown)
    return found


def _sessions(ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, datetime | None]]:
    """How many sessions are alive, and when any was last used."""
    found: dict[UUID, tuple[int, datetime | None]] = {}
    for each in db.session.scalars(select(Session).where(Session.person_id.in_(ids))):
        assert each.person_id is not None
        count, last = found.get(each.person_id, (0, None))
        used = each.seen_at if each.used else None
        latest = max((moment for moment in (last, used) if moment), default=None)
        found[each.person_id] = (count + int(queries.is_alive(each, clock.now())), latest)
    return found


def _holding(ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many open dossiers each holds."""
    rows = (
        select(Dossier.holder_id, func.count())
        .where(Dossier.holder_id.in_(ids), Dossier.state.not_in([each.value for each in ENDS]))
        .group_by(Dossier.holder_id)
    )
    return {holder: count for holder, count in db.session.execute(rows) if holder is not None}
