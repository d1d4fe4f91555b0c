"""Phones as those see them who may block one that is lost: the unit's officers, and the lead of a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from app.core import errors
from app.core.access import Actor, Permission, Role
from app.core.ids import parse_local_code
from app.core.text import fold
from app.db import db
from app.dossiers.models import Dossier, Operation
from app.groups import queries as groups
from app.identity import devices
from app.identity.models import Device, RoleGrant
from app.quarantine import stumbling
from app.quarantine.schemas import PhoneRow, PhoneUser
from app.sync.models import Quarantine

AT_MOST = 100


def seen_by(actor: Actor, q: str) -> list[PhoneRow]:
    """The phones an actor may block, the last heard of first; by a name, or the one that made a slip."""
    slip = parse_local_code(q)
    known = _people(actor)
    if slip is not None:
        return _shown(_made(slip, actor), known)
    found = _shown(devices.used_by(known), known)
    wanted = fold(q)
    return [row for row in found if not wanted or any(wanted in fold(each.name) for each in row.people)][:AT_MOST]


def need_reach(device_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless the actor may block this phone: one of its people's, or one that filed at its unit."""
    devices.get(device_id)
    if device_id in devices.used_by(_people(actor)):
        return
    filed = (
        select(Operation.op_id)
        .join(Dossier, Dossier.id == Operation.dossier_id)
        .where(Operation.device_id == device_id, Dossier.unit_id.in_(_units(actor)))
    )
    if db.session.scalar(filed.limit(1)) is None:
        raise errors.NotFound("device_not_found")


def _units(actor: Actor) -> frozenset[UUID]:
    """Where the actor is an officer, and not only the lead of a group."""
    return actor.units(Permission.QUARANTINE_DECIDE)


def _people(actor: Actor) -> set[UUID]:
    """The people whose phones an actor may block: of its units with a role there, now or once, and of its groups."""
    found = set(db.session.scalars(select(RoleGrant.person_id).where(RoleGrant.unit_id.in_(_units(actor)))))
    if actor.person_id is not None and any(grant.role is Role.GROUP_LEAD for grant in actor.grants):
        found |= set(groups.led_by(actor.person_id))
    return found


def _made(slip: str, actor: Actor) -> list[UUID]:
    rows = (
        select(Operation.device_id)
        .join(Dossier, Dossier.id == Operation.dossier_id)
        .where(
            Dossier.local_code == slip,
            Dossier.unit_id.in_(_units(actor)),
            Operation.kind == "dossier.submit",
            Operation.device_id.is_not(None),
        )
    )
    return [each for each in db.session.scalars(rows.distinct()) if each is not None]


def _shown(device_ids: Collection[UUID], known: Collection[UUID]) -> list[PhoneRow]:
    """These phones; of who used them only those are named whose phones the actor may block."""
    found = select(Device).where(Device.id.in_(device_ids)).order_by(Device.last_seen_at.desc(), Device.id)
    people, blocks, held = devices.people_on(device_ids), devices.blocks(device_ids), _held(device_ids)
    said, fails = devices.held_on(device_ids), stumbling.per_device(device_ids)
    rows = []
    for device in db.session.scalars(found):
        block, holds, users = blocks.get(device.id), said.get(device.id), people.get(device.id, [])
        named = [PhoneUser(person_id=each, name=name) for each, name in users if each in known]
        rows.append(
            PhoneRow(
                device_id=device.id,
                label=device.label,
                people=named,
                others=len(users) - len(named),
                unsent=holds.unsent if holds else None,
                drafts=holds.drafts if holds else None,
                said_at=holds.at if holds else None,
                last_seen_at=device.last_seen_at,
                blocked_at=device.blocked_at,
                blocked_by=block.by_name if block else None,
                blocked_reason=block.reason if block else None,
                held=held[device.id],
                stumbling=fails[device.id],
            )
        )
    return rows


def _held(device_ids: Collection[UUID]) -> Counter[UUID]:
    rows = (
        select(Quarantine.device_id, func.count())
        .where(Quarantine.device_id.in_(device_ids), Quarantine.decided_at.is_(None))
        .group_by(Quarantine.device_id)
    )
    return Counter({row[0]: row[1] for row in db.session.execute(rows)})
