"""Work that an officer must look at: put aside with all it needs, its pages awaited, nothing of it lost.

What is decided about it stands in app/quarantine; here is what sending needs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app import settings
from app.attachments import operations as attachments
from app.attachments import queries as attached
from app.attachments.models import Attachment
from app.core import clock
from app.core.access import Actor
from app.db import db
from app.dossiers.models import Dossier, DossierFile
from app.dossiers.models import Operation as Held
from app.dossiers.rules import corrected
from app.identity import queries as people
from app.identity.models import Device
from app.sync.authors import person_of
from app.sync.models import Quarantine, QuarantineFile
from app.sync.schemas import Operation
from app.units import queries as units
from app.units.models import Unit


def grace() -> timedelta:
    """So long after her last contact on a device what it signs is a person's own act."""
    return timedelta(days=settings().phone_grace_days)


def made_at(op: Operation) -> datetime:
    """When an operation was made, by the phone's corrected clock and never later than now."""
    now = clock.now()
    moment = op.device_time if op.device_time.tzinfo else op.device_time.replace(tzinfo=clock.VN)
    try:
        return min(moment + corrected(op.clock_offset_ms), now)
    except OverflowError:
        return now


def put_aside(op: Operation, code: str, *, carrier: Actor) -> Quarantine:
    """Note, beside the operation itself, why it waits and for whom; its pages are awaited and kept."""
    person_id = person_of(op.principal)
    row = Quarantine(
        op_id=op.op_id,
        code=code,
        unit_id=unit_of(op),
        kind=op.kind,
        principal=op.principal,
        person_id=person_id,
        author_name=people.names([person_id]).get(person_id, "") if person_id else "",
        carrier=carrier.principal,
        device_id=op.device_id,
        dossier_id=op.dossier_id,
        mandate_id=op.mandate_id or _uuid(op.payload.get("mandate_id")),
        title=_title(op),
        made_at=made_at(op),
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    _await_pages(op)
    return row


def awaited(attachment_id: UUID, sha256: str | None = None) -> tuple[QuarantineFile, Quarantine] | None:
    """The page of undecided work with this id (and these bytes), with the work; nothing where none waits for it."""
    rows = (
        select(QuarantineFile, Quarantine)
        .join(Quarantine, Quarantine.op_id == QuarantineFile.op_id)
        .where(QuarantineFile.attachment_id == attachment_id, Quarantine.decision.is_distinct_from("refused"))
    )
    if sha256 is not None:
        rows = rows.where(QuarantineFile.sha256 == sha256)
    found = db.session.execute(rows.limit(1)).one_or_none()
    return (found[0], found[1]) if found else None


def author_of_page(attachment_id: UUID, sha256: str | None = None) -> Actor | None:
    """Whose page it is that a phone without a session may bring, because a signed text names its hash.

    It is one of undecided work, or of a dossier that came before its phone was lost.
    """
    found = awaited(attachment_id, sha256)
    if found is not None:
        row = found[1]
        return Actor(principal=row.principal, person_id=row.person_id, device_id=row.device_id)
    lines = (
        select(Held)
        .join(DossierFile, DossierFile.dossier_id == Held.dossier_id)
        .join(Device, Device.id == Held.device_id)
        .where(DossierFile.attachment_id == attachment_id, Device.blocked_at.is_not(None))
        .where(Held.kind == "dossier.submit", Held.status == "applied")
    )
    if sha256 is not None:
        lines = lines.where(DossierFile.sha256 == sha256)
    sent = db.session.scalar(lines.limit(1))
    if sent is None:
        return None
    return Actor(principal=sent.principal, person_id=person_of(sent.principal), device_id=sent.device_id)


def _await_pages(op: Operation) -> None:
    for item in op.manifest:
        db.session.add(
            QuarantineFile(
                op_id=op.op_id,
                attachment_id=item.attachment_id,
                sha256=item.sha256,
                size=item.size,
                paper=item.paper[:80],
                page=item.page,
            )
        )
    db.session.flush()
    hashes = {item.attachment_id: item.sha256 for item in op.manifest}
    held = attached.for_binding(list(hashes))
    attachments.bind(row for row in held.values() if row.sha256 == hashes[row.id])


def _arrived(attachment: Attachment) -> None:
    """Bytes of work that waits for an officer stay, as those of a dossier do."""
    if attachment.bound_at is None and awaited(attachment.id, attachment.sha256) is not None:
        attachments.bind([attachment])


attachments.ON_ARRIVED.append(_arrived)


def unit_of(op: Operation) -> UUID | None:
    """Whose officers decide: the dossier's office, the one that was named, its heir; at last the author's own."""
    dossier = db.session.get(Dossier, op.dossier_id) if op.dossier_id else None
    named = dossier.unit_id if dossier else _uuid(op.payload.get("unit_id"))
    unit = db.session.get(Unit, named) if named else None
    if unit is not None:
        heir = None if units.is_in_force(unit) else units.heir_of(unit.id)
        return heir.id if heir else unit.id
    person_id = person_of(op.principal)
    ever = sorted(str(grant.unit_id) for grant in people.grants_ever(person_id)) if person_id else []
    return UUID(ever[0]) if ever else None


def _title(op: Operation) -> str:
    """Of whom it is, as far as it says so."""
    parties = op.payload.get("parties")
    owner = parties.get("owner") if isinstance(parties, dict) else None
    name = owner.get("name") if isinstance(owner, dict) else op.payload.get("resident_name")
    dossier = db.session.get(Dossier, op.dossier_id) if op.dossier_id else None
    said = name if isinstance(name, str) else dossier.title if dossier else ""
    return said.replace("\0", "")[:400]


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
