"""How staff prove who they are and how long they stay signed in: dated decisions over defaults, per unit and role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from app import settings
from app.core import clock, errors
from app.core.access import BINDING, MATRIX, Actor, Grant, Permission, Role
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db
from app.identity import rules
from app.identity.models import SecondFactor, Session, StaffPolicy

PROOF_MINUTES = 15
GIVEN_DAYS = 7
LIMITS = {"proof_minutes": (1, 480), "idle_minutes": (2, 1440), "day_minutes": (30, 1440), "given_days": (1, 90)}
FIELDS = ("second_factor", "by_vneid", *LIMITS)


@dataclass(frozen=True)
class Terms:
    """What holds for somebody: the strictest of all she is."""

    second_factor: bool
    proof_minutes: int
    idle_minutes: int
    day_minutes: int
    by_vneid: bool
    given_days: int = GIVEN_DAYS

    @property
    def idle(self) -> timedelta:
        """How long a desk may rest."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def day(self) -> timedelta:
        """How long a session lives at most."""
        return timedelta(minutes=self.day_minutes)


def defaults(role: Role, *, asks: bool, idle_minutes: int) -> Terms:
    """What holds for a role where nobody decided otherwise: who binds the office gives a second proof."""
    day = rules.DESK_DAY // timedelta(minutes=1)
    return Terms(asks and bool(MATRIX[role] & BINDING), PROOF_MINUTES, idle_minutes, day, by_vneid=False)


def terms_of(grant: Grant, rows: Sequence[StaffPolicy], base: Terms) -> Terms:
    """The terms of one role: of every decision that fits, the one that says it most narrowly, then the latest."""
    fits = [row for row in rows if row.unit_id in (None, grant.unit_id) and row.role in (None, grant.role.value)]
    fits.sort(key=lambda row: (row.unit_id is not None, row.role is not None, row.valid_from, row.recorded_at))
    for row in fits:
        base = replace(base, **{name: value for name in FIELDS if (value := getattr(row, name)) is not None})
    return base


def strictest(every: Iterable[Terms]) -> Terms | None:
    """The terms of somebody who is several things at once; nothing for who is none."""
    found = list(every)
    if not found:
        return None
    return Terms(
        second_factor=any(each.second_factor for each in found),
        proof_minutes=min(each.proof_minutes for each in found),
        idle_minutes=min(each.idle_minutes for each in found),
        day_minutes=min(each.day_minutes for each in found),
        by_vneid=all(each.by_vneid for each in found),
        given_days=min(each.given_days for each in found),
    )


def terms(grants: Iterable[Grant]) -> Terms:
    """What holds today for somebody with these roles."""
    config, held = settings(), list(grants)
    rows = in_force() if held else []
    plain = (config.second_factor, config.staff_idle_minutes)
    each = [terms_of(one, rows, defaults(one.role, asks=plain[0], idle_minutes=plain[1])) for one in held]
    return strictest(each) or defaults(Role.VOLUNTEER, asks=False, idle_minutes=plain[1])


def in_force() -> list[StaffPolicy]:
    """The decisions that hold today."""
    today = clock.today()
    ends = or_(StaffPolicy.valid_to.is_(None), StaffPolicy.valid_to > today)
    return list(db.session.scalars(select(StaffPolicy).where(StaffPolicy.valid_from <= today, ends)))


def standing(session: Session, grants: frozenset[Grant]) -> tuple[rules.Second, bool]:
    """What a session still waits for (`ask` for a code, `enrol` an app), and whether its proof is too old."""
    if not any(Permission.DESK in MATRIX[each.role] for each in grants):
        return "", False
    held, asked = terms(grants), is_enrolled(session.person_id)
    if not (held.second_factor or asked):
        return "", False
    if session.proven_at is None:
        return ("ask" if asked else "enrol"), True
    return "", clock.now() - session.proven_at >= timedelta(minutes=held.proof_minutes)


def outside_the_office(grants: frozenset[Grant]) -> frozenset[Grant]:
    """The roles that open nothing of the office."""
    return frozenset(each for each in grants if Permission.DESK not in MATRIX[each.role])


def is_enrolled(person_id: UUID | None) -> bool:
    """Whether somebody has an app that makes codes, confirmed by one."""
    found = db.session.get(SecondFactor, person_id) if person_id else None
    return found is not None and found.confirmed_at is not None


def decide(
    actor: Actor,
    *,
    unit_id: UUID | None,
    role: Role | None,
    values: dict[str, bool | int],
    reason: str,
    valid_from: date,
    valid_to: date | None,
) -> StaffPolicy:
    """Put a decision on record; what stood before ends by being said more narrowly or later. Raises Invalid."""
    if not values or values.keys() - set(FIELDS) or not nfc(reason):
        raise errors.Invalid("policy_empty")
    for name, (low, high) in LIMITS.items():
        if name in values and not low <= values[name] <= high:
            raise errors.Invalid("policy_number", errors=[{"path": name, "code": "policy_number", "params": {}}])
    if valid_to is not None and valid_to <= valid_from:
        raise errors.Invalid("policy_ends_first")
    row = StaffPolicy(
        id=uuid7(),
        unit_id=unit_id,
        role=role.value if role else None,
        reason=nfc(reason)[:400],
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_by=actor.name,
        recorded_at=clock.now(),
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row
