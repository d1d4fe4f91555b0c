"""Reads about groups: who helps where. A group and its members are posted in public by decision."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.core import clock, errors
from app.db import db
from app.groups.models import Group, GroupMember
from app.units import queries as units
from app.units.models import Unit


def get(group_id: UUID) -> Group:
    """A group; raises NotFound."""
    found = db.session.get(Group, group_id)
    if found is None:
        raise errors.NotFound("group_not_found")
    return found


def all_groups(unit_id: UUID | None = None) -> list[Group]:
    """The groups that exist today, of one unit or of all."""
    wanted = [or_(Group.ended_on.is_(None), Group.ended_on > clock.today())]
    if unit_id is not None:
        wanted.append(Group.unit_id == unit_id)
    return list(db.session.scalars(select(Group).where(*wanted).order_by(Group.name, Group.id)))


def members_of(group_id: UUID) -> list[GroupMember]:
    """The members of a group today, its lead first."""
    found = select(GroupMember).where(GroupMember.group_id == group_id, *in_force())
    return sorted(db.session.scalars(found), key=lambda member: (member.role != "lead", member.valid_from, member.id))


def groups_of(person_id: UUID) -> list[Group]:
    """The groups a person is a member of today."""
    found = select(Group).join(GroupMember).where(GroupMember.person_id == person_id, *in_force())
    return list(db.session.scalars(found.order_by(Group.name, Group.id)))


def leads_for(person_id: UUID) -> list[UUID]:
    """The people who lead a group of that helper today: whom to turn to when she is not there."""
    mine = [group.id for group in groups_of(person_id)]
    lead = select(GroupMember.person_id).where(GroupMember.group_id.in_(mine), GroupMember.role == "lead", *in_force())
    return sorted(set(db.session.scalars(lead)))


def led_by(person_id: UUID) -> list[UUID]:
    """The people of the groups that somebody leads today, also those whose time there is over."""
    leads = select(GroupMember.group_id).where(
        GroupMember.person_id == person_id, GroupMember.role == "lead", *in_force()
    )
    found = select(GroupMember.person_id).where(GroupMember.group_id.in_(leads)).distinct()
    return sorted(db.session.scalars(found))


def commune_of(group: Group) -> Unit:
    """The commune whose people a group helps; a member has the role there."""
    unit = units.get(group.unit_id)
    return next((each for each in [unit, *units.ancestors(unit.id)] if each.kind == "commune"), unit)


def in_force() -> list[ColumnElement[bool]]:
    """The condition that a membership is in force today."""
    today = clock.today()
    return [GroupMember.valid_from <= today, or_(GroupMember.valid_to.is_(None), GroupMember.valid_to > today)]
