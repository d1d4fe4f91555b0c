"""Founding groups and keeping their members; who is a member may help, who no longer is may not."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors
from app.core.access import Role
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db
from app.groups import queries
from app.groups.models import Group, GroupMember
from app.identity import staff
from app.units.models import Unit

ROLES = {"member": Role.VOLUNTEER, "lead": Role.GROUP_LEAD}


def found(unit: Unit, *, name: str, decision_number: str, decision_date: date, contact: str | None = None) -> Group:
    """Found a group at a village or a commune; raises Invalid elsewhere, Conflict where the name is taken."""
    if unit.kind not in ("village", "commune"):
        raise errors.Invalid("group_wrong_unit")
    clean = nfc(name)
    if db.session.scalar(select(Group.id).where(Group.unit_id == unit.id, Group.name == clean)):
        raise errors.Conflict("group_name_taken")
    group = Group(
        id=uuid7(),
        unit_id=unit.id,
        name=clean,
        decision_number=nfc(decision_number),
        decision_date=decision_date,
        contact=contact,
        created_at=clock.now(),
    )
    db.session.add(group)
    db.session.flush()
    return group


def add_member(group: Group, person_id: UUID, *, role: str = "member") -> GroupMember:
    """Take a person into a group and give the role at the commune; the same again changes nothing."""
    held = _membership(group.id, person_id)
    if held is not None and held.role == role:
        return held
    if held is not None:
        _end(group, held)
    today = clock.today()
    member = GroupMember(id=uuid7(), group_id=group.id, person_id=person_id, role=role, valid_from=today)
    db.session.add(member)
    db.session.flush()
    staff.grant(person_id, queries.commune_of(group).id, ROLES[role])
    return member


def remove_member(group: Group, person_id: UUID) -> None:
    """End a membership today; the role at the commune ends unless another group there keeps it."""
    held = _membership(group.id, person_id)
    if held is None:
        raise errors.NotFound("member_not_found")
    _end(group, held)


def _membership(group_id: UUID, person_id: UUID) -> GroupMember | None:
    wanted = (GroupMember.group_id == group_id, GroupMember.person_id == person_id, *queries.in_force())
    return db.session.scalar(select(GroupMember).where(*wanted))


def _end(group: Group, member: GroupMember) -> None:
    member.valid_to = clock.today()
    db.session.flush()
    commune = queries.commune_of(group)
    still = {
        row.role
        for row in db.session.scalars(
            select(GroupMember).where(GroupMember.person_id == member.person_id, *queries.in_force())
        )
        if queries.commune_of(queries.get(row.group_id)).id == commune.id
    }
    if member.role not in still:
        staff.revoke(member.person_id, commune.id, ROLES[member.role])
