"""Reads of work that waits for an officer, within the actor's reach: the unit's officers, and a group's lead."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.attachments.models import Attachment
from app.catalogue import queries as catalogue
from app.core import errors
from app.core.access import Actor, Permission, Role
from app.core.error_texts import sentences
from app.core.shapes import Words
from app.db import db
from app.dossiers import knowledge
from app.dossiers.models import Dossier, Operation
from app.groups import queries as groups
from app.identity.models import Device
from app.mandates.models import Mandate
from app.quarantine.schemas import HeldPage, HeldRow
from app.sync.models import Quarantine, QuarantineFile, Stumble
from app.units import queries as units

AT_MOST = 200


def reach(actor: Actor, of: type[Quarantine | Stumble] = Quarantine) -> ColumnElement[bool]:
    """What an actor may read: of the units it decides for, of nobody's unit as an administrator, of its group."""
    wanted = [of.unit_id.in_(actor.units(Permission.QUARANTINE_DECIDE))]
    if any(grant.role is Role.ADMIN for grant in actor.grants):
        wanted.append(of.unit_id.is_(None))
    if actor.person_id is not None and any(grant.role is Role.GROUP_LEAD for grant in actor.grants):
        wanted.append(of.person_id.in_(groups.led_by(actor.person_id)))
    return or_(*wanted)


def may_decide(row: Quarantine, actor: Actor) -> bool:
    """Whether the actor decides about it, and does not only read it."""
    if row.unit_id is None:
        return any(grant.role is Role.ADMIN for grant in actor.grants)
    return actor.may(Permission.QUARANTINE_DECIDE, row.unit_id)


def get(op_id: UUID, actor: Actor, *, locked: bool = False) -> Quarantine:
    """One piece of work within the actor's reach; raises NotFound."""
    found = select(Quarantine).where(Quarantine.op_id == op_id, reach(actor))
    if locked:
        found = found.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(found)
    if row is None:
        raise errors.NotFound("held_not_found")
    return row


def listed(actor: Actor, *, done: bool) -> list[Quarantine]:
    """The open ones, the oldest first, or the decided ones, the latest first; consents go with what needs them."""
    state = Quarantine.decided_at.is_not(None) if done else Quarantine.decided_at.is_(None)
    order = Quarantine.decided_at.desc() if done else Quarantine.at
    rows = select(Quarantine).where(reach(actor), state, ~_goes_along()).order_by(order, Quarantine.op_id)
    return list(db.session.scalars(rows.limit(AT_MOST)))


def count_open(actor: Actor) -> int:
    """How many wait."""
    rows = select(func.count()).select_from(Quarantine)
    return db.session.scalar(rows.where(reach(actor), Quarantine.decided_at.is_(None), ~_goes_along())) or 0


def consent_of(row: Quarantine) -> Quarantine | None:
    """The consent it was made under, where that waits too."""
    if row.kind == "mandate.grant" or row.mandate_id is None:
        return None
    wanted = (Quarantine.kind == "mandate.grant", Quarantine.mandate_id == row.mandate_id)
    return db.session.scalar(select(Quarantine).where(*wanted, Quarantine.principal == row.principal).limit(1))


def pages(op_id: UUID) -> list[HeldPage]:
    """The pages it names, and whether their bytes are here and usable."""
    rows = (
        select(QuarantineFile, Attachment.state, Attachment.code, Attachment.sha256)
        .outerjoin(Attachment, Attachment.id == QuarantineFile.attachment_id)
        .where(QuarantineFile.op_id == op_id)
        .order_by(QuarantineFile.paper, QuarantineFile.page)
    )
    return [
        HeldPage(
            attachment_id=file.attachment_id,
            paper=file.paper,
            page=file.page,
            here=state == "stored" and code is None and sha256 == file.sha256,
        )
        for file, state, code, sha256 in db.session.execute(rows)
    ]


def operation(op_id: UUID) -> dict[str, Any]:
    """What the exact text of an operation says."""
    said: dict[str, Any] = json.loads(db.session.get_one(Operation, op_id).text)
    return said


def rows_out(rows: Sequence[Quarantine]) -> list[HeldRow]:
    """These pieces of work as lists show them."""
    ids = [row.op_id for row in rows]
    labels = labels_of({row.device_id for row in rows})
    named, here = _page_counts(ids)
    offices = units.names({row.unit_id for row in rows if row.unit_id})
    names = {row.op_id: _procedure_name(operation(row.op_id)) for row in rows}
    return [
        HeldRow(
            op_id=row.op_id,
            kind=row.kind,
            code=row.code,
            why=_why(row),
            title=row.title,
            procedure_name=names[row.op_id],
            author_name=row.author_name,
            device_label=labels.get(row.device_id, ""),
            unit_id=row.unit_id,
            unit_name=offices.get(row.unit_id, "") if row.unit_id else "",
            made_at=row.made_at,
            arrived_at=row.at,
            pages=named[row.op_id],
            pages_here=here[row.op_id],
            decision=row.decision,  # type: ignore[arg-type]  # one of the two
            decided_at=row.decided_at,
            decided_by=row.decided_name,
            reason=row.reason,
        )
        for row in rows
    ]


def form_of(said: dict[str, Any]) -> dict[str, Any] | None:
    """The form that was filled; nothing where this server does not have it."""
    _, _, form_hash = str(said.get("form_ref") or "").partition("@")
    try:
        return catalogue.form_body(form_hash) if form_hash else None
    except errors.NotFound:
        return None


def _goes_along() -> ColumnElement[bool]:
    """A consent that waits together with what was made under it is decided with it."""
    other = select(Quarantine.op_id.label("op_id"), Quarantine.mandate_id, Quarantine.kind, Quarantine.principal)
    made = other.subquery()
    needs = select(made.c.op_id).where(
        made.c.mandate_id == Quarantine.mandate_id,
        made.c.principal == Quarantine.principal,
        made.c.kind != "mandate.grant",
    )
    return and_(Quarantine.kind == "mandate.grant", needs.exists())


def _why(row: Quarantine) -> Words:
    unit = units.names({row.unit_id}) if row.unit_id else {}
    said = sentences(row.code, {"heir": unit.get(row.unit_id, "") if row.unit_id else ""})
    return Words(vi=said["vi"], en=said["en"])


def labels_of(device_ids: Collection[UUID]) -> dict[UUID, str]:
    """What phones are called."""
    rows = select(Device.id, Device.label).where(Device.id.in_(device_ids))
    return {row.id: row.label for row in db.session.execute(rows)}


def _page_counts(ids: Sequence[UUID]) -> tuple[Counter[UUID], Counter[UUID]]:
    rows = (
        select(QuarantineFile.op_id, Attachment.state)
        .outerjoin(Attachment, Attachment.id == QuarantineFile.attachment_id)
        .where(QuarantineFile.op_id.in_(ids))
    )
    named: Counter[UUID] = Counter()
    here: Counter[UUID] = Counter()
    for op_id, state in db.session.execute(rows):
        named[op_id] += 1
        here[op_id] += state == "stored"
    return named, here


def _procedure_name(said: dict[str, Any]) -> Words | None:
    code = said["payload"].get("procedure_code")
    if not isinstance(code, str):
        dossier = db.session.get(Dossier, UUID(said["dossier_id"])) if said.get("dossier_id") else None
        code = dossier.procedure_code if dossier else None
    return name_of(code)


def name_of(code: str | None) -> Words | None:
    """What a procedure is called; nothing where this server does not know it."""
    try:
        return Words.model_validate(knowledge.current().latest(code).name) if code else None
    except errors.AppError:
        return None


def mandate_is_here(mandate_id: UUID) -> bool:
    """Whether a consent stands."""
    return db.session.get(Mandate, mandate_id) is not None
