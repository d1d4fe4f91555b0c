"""What the server knows of the authors of operations, read once for a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.access import Actor
from app.db import db
from app.identity import queries as people
from app.identity.models import Account, Adoption, Device, Person
from app.identity.rules import signed_by
from app.sync.authorship import Behind
from app.sync.schemas import Operation, SignedText

_PERSON, _DEVICE = "person:", "device:"


@dataclass(frozen=True)
class _Known:
    """A person as a device knows her."""

    name: str
    active: bool
    closed_at: datetime | None
    last_at: datetime | None


class Authors:
    """The devices and people behind some operations that a session brings, or nobody's session."""

    def __init__(self, ops: Sequence[Operation], carrier: Actor) -> None:
        self._carrier = carrier
        self._devices = _devices({op.device_id for op in ops})
        foreign = {(op.device_id, person_id) for op in ops if (person_id := person_of(op.principal, but=carrier))}
        self._people = _people(foreign)

    def behind(self, op: Operation, given: SignedText) -> tuple[Behind, bool | None]:
        """Who stands behind an operation, and whether its signature is good (nothing where there is none)."""
        device = self._devices.get(op.device_id)
        signed = None
        if given.signature is not None:
            signed = device is not None and signed_by(device.public_key, given.text.encode(), given.signature)
        known = Behind(
            device_known=device is not None,
            signed=bool(signed),
            used=op.principal == f"{_DEVICE}{op.device_id}",
            own_session=op.principal in (self._carrier.principal, f"{_DEVICE}{self._carrier.device_id}"),
            device_lost=device is not None and device.blocked_at is not None,
            last_contact=device.last_seen_at if device else None,
        )
        return self._with_person(known, op), signed

    def _with_person(self, known: Behind, op: Operation) -> Behind:
        person_id = person_of(op.principal, but=self._carrier)
        found = self._people.get((op.device_id, person_id)) if person_id else None
        if found is None:
            return known
        return replace(
            known,
            used=found.last_at is not None,
            closed=not found.active,
            closed_at=found.closed_at,
            last_contact=found.last_at,
        )

    def doer(self, op: Operation) -> Actor:
        """The author as an actor: the carrier itself where the operation is its own."""
        if op.principal == self._carrier.principal:
            return self._carrier
        person_id = person_of(op.principal)
        return author(op) if person_id is None else author(op, grants=people.grants_of(person_id))


def author(op: Operation, **more: Any) -> Actor:
    """The author of an operation, with the phone it was made on."""
    person_id = person_of(op.principal)
    if person_id is None:
        return Actor(principal=op.principal, device_id=op.device_id, **more)
    name = people.names([person_id]).get(person_id, "")
    return Actor(principal=op.principal, person_id=person_id, device_id=op.device_id, name=name, **more)


def person_of(principal: str, *, but: Actor | None = None) -> UUID | None:
    """The person of a principal, unless it is the actor's own; nothing for a device or nonsense."""
    if not principal.startswith(_PERSON) or (but is not None and principal == but.principal):
        return None
    try:
        return UUID(principal.removeprefix(_PERSON))
    except ValueError:
        return None


def _devices(ids: set[UUID]) -> dict[UUID, Device]:
    return {row.id: row for row in db.session.scalars(select(Device).where(Device.id.in_(ids)))} if ids else {}


def _people(pairs: set[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], _Known]:
    """The people among these pairs of device and person who ever signed in on that device."""
    if not pairs:
        return {}
    rows = (
        select(Adoption.device_id, Adoption.last_at, Person.id, Person.name, Account.active, Account.closed_at)
        .join(Person, Person.id == Adoption.person_id)
        .join(Account, Account.person_id == Person.id)
        .where(Adoption.device_id.in_({device for device, _ in pairs}), Person.id.in_({each for _, each in pairs}))
    )
    found = db.session.execute(rows)
    return {(row.device_id, row.id): _Known(row.name, row.active, row.closed_at, row.last_at) for row in found}
