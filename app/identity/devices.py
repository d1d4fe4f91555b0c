"""Phones that were lost: blocked by a person with a reason, found again by a person with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.core import clock, errors
from app.core.access import Actor
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db
from app.identity.models import Adoption, Device, DeviceBlock, DeviceState, Person, Session
from app.identity.rules import Limit

HAND_OVERS_PER_ADDRESS = Limit(600, timedelta(minutes=10))
"""Requests of phones that were lost, which have no session any more."""


@dataclass(frozen=True)
class Held:
    """What a phone last said it holds: counts, and when it said so."""

    drafts: int
    unsent: int
    at: datetime


def get(device_id: UUID, *, locked: bool = False) -> Device:
    """A phone; raises NotFound."""
    found = db.session.get(Device, device_id, with_for_update=locked, populate_existing=locked)
    if found is None:
        raise errors.NotFound("device_not_found")
    return found


def blocked(device_id: UUID) -> Device:
    """A phone that is blocked as lost; raises NotFound, or Conflict where it is not."""
    found = get(device_id)
    if found.blocked_at is None:
        raise errors.Conflict("device_not_blocked")
    return found


def block(device_id: UUID, *, reason: str, actor: Actor) -> Device:
    """Block a phone as lost: every session on it ends now, and what it still brings is put aside. Again is the same."""
    device = get(device_id, locked=True)
    words = _reason(reason)
    if device.blocked_at is not None:
        return device
    device.blocked_at = clock.now()
    db.session.add(
        DeviceBlock(
            id=uuid7(),
            device_id=device.id,
            at=device.blocked_at,
            by_person_id=actor.person_id,
            by_name=actor.name,
            reason=words,
        )
    )
    _end_sessions(device.id)
    db.session.flush()
    return device


def unblock(device_id: UUID, *, reason: str, actor: Actor) -> Device:
    """A phone was found again: it may make itself known anew. Again is the same; its sessions stay ended."""
    device = get(device_id, locked=True)
    words = _reason(reason)
    standing = select(DeviceBlock).where(DeviceBlock.device_id == device_id, DeviceBlock.ended_at.is_(None))
    for each in db.session.scalars(standing):
        each.ended_at, each.ended_by, each.ended_reason = clock.now(), actor.name, words
    device.blocked_at = None
    db.session.flush()
    return device


def blocks(device_ids: Collection[UUID]) -> dict[UUID, DeviceBlock]:
    """The block that stands on each of these phones."""
    standing = select(DeviceBlock).where(DeviceBlock.device_id.in_(device_ids), DeviceBlock.ended_at.is_(None))
    return {row.device_id: row for row in db.session.scalars(standing)}


def used_by(person_ids: Collection[UUID]) -> list[UUID]:
    """The phones these people have signed in on."""
    rows = select(Adoption.device_id).where(Adoption.person_id.in_(person_ids)).distinct()
    return list(db.session.scalars(rows))


def people_on(device_ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """Who has signed in on each of these phones, the last one first."""
    rows = (
        select(Adoption.device_id, Person.id, Person.name)
        .join(Person, Person.id == Adoption.person_id)
        .where(Adoption.device_id.in_(device_ids))
        .order_by(Adoption.last_at.desc())
    )
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row.device_id, []).append((row.id, row.name))
    return found


def held_on(device_ids: Collection[UUID]) -> dict[UUID, Held]:
    """How much each of these phones last said it holds, of everybody on it; nothing of one that never said."""
    rows = (
        select(
            DeviceState.device_id,
            func.sum(DeviceState.drafts),
            func.sum(DeviceState.unsent),
            func.max(DeviceState.at),
        )
        .where(DeviceState.device_id.in_(device_ids))
        .group_by(DeviceState.device_id)
    )
    return {row[0]: Held(int(row[1]), int(row[2]), row[3]) for row in db.session.execute(rows)}


def _reason(text: str) -> str:
    words = nfc(text)
    if not words:
        raise errors.Invalid("invalid", errors=[{"path": "reason", "code": "required", "params": {}}])
    return words[:2000]


def _end_sessions(device_id: UUID) -> None:
    open_ones = select(Session).where(Session.device_id == device_id, Session.revoked_at.is_(None))
    for session in db.session.scalars(open_ones):
        session.revoked_at = clock.now()
