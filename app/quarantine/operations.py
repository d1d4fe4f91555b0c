"""What an officer decides about work that was put aside: taken as its author's act, or refused with a reason."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.ids import uuid7
from app.core.text import nfc_lines
from app.db import db
from app.dossiers import log
from app.dossiers.judging import OfficersDesk
from app.dossiers.models import Dossier, Operation
from app.dossiers.operations import role_for
from app.identity import queries as people
from app.quarantine import queries
from app.sync import schemas
from app.sync.authors import author
from app.sync.kinds import KINDS, Asker, WaitsError
from app.sync.models import Quarantine

REFUSED_KEPT = timedelta(days=90)
"""So long what was refused can still be read at the office: as long as its author's phone keeps it."""
_FORGOTTEN = '{"forgotten": true'


def adopt(op_id: UUID, *, reason: str, officer: Actor) -> Quarantine:
    """Do it now as its author's act, on the officer's word; again changes nothing.

    The consent it was made under is adopted with it where that waits too. Raises Conflict or Invalid where even an
    officer cannot make it right; then nothing has changed.
    """
    row = _open(op_id, "adopted", officer)
    if row.decision is not None:
        return row
    consent = queries.consent_of(row)
    if consent is not None and consent.decision is None:
        _do(consent, officer, reason)
    _do(row, officer, reason)
    return row


def refuse(op_id: UUID, *, reason: str, officer: Actor) -> Quarantine:
    """Refuse it for good; its author's phone hears the reason and keeps what was written. Again changes nothing."""
    row = _open(op_id, "refused", officer)
    if row.decision is not None:
        return row
    words = nfc_lines(reason).strip()
    if not words:
        raise errors.Invalid("invalid", errors=[{"path": "reason", "code": "required", "params": {}}])
    _decide(row, "refused", officer, words)
    operation = db.session.get_one(Operation, op_id, with_for_update=True)
    operation.status = "rejected"
    operation.result = {"code": "refused_by_officer", "params": {"reason": words}, "errors": []}
    db.session.flush()
    return row


def forget_refused() -> int:
    """Forget what was written in work that was refused long ago; how many there were.

    That it came, whose it was, who refused it and why stays, and so does its hash: it is answered as before.
    """
    long_ago = clock.now() - REFUSED_KEPT
    rows = (
        select(Quarantine, Operation)
        .join(Operation, Operation.op_id == Quarantine.op_id)
        .where(Quarantine.decision == "refused", Quarantine.decided_at < long_ago)
        .where(Operation.text.not_like(f"{_FORGOTTEN}%"))
        .with_for_update()
    )
    found = db.session.execute(rows).all()
    for row, operation in found:
        said = json.loads(operation.text)
        kept = {"kind": said["kind"], "payload": {"procedure_code": said["payload"].get("procedure_code")}}
        operation.text = json.dumps({"forgotten": True, **kept})
        operation.signature = None
        row.title = ""
    db.session.flush()
    return len(found)


def _open(op_id: UUID, decision: str, officer: Actor) -> Quarantine:
    """The work, locked, for an officer who may decide; raises Conflict where it was decided otherwise."""
    row = queries.get(op_id, officer, locked=True)
    if not queries.may_decide(row, officer):
        raise errors.Forbidden("forbidden")
    if row.decision is not None and row.decision != decision:
        raise errors.Conflict("held_decided", who=row.decided_name or "")
    return row


def _do(row: Quarantine, officer: Actor, reason: str) -> None:
    operation = db.session.get_one(Operation, row.op_id, with_for_update=True)
    op = schemas.Operation.model_validate_json(operation.text)
    ever = people.grants_ever(row.person_id) if row.person_id else frozenset()
    actor, kind = author(op, grants=ever), KINDS[op.kind]
    if row.unit_id is None:
        raise errors.Conflict("held_without_unit")
    checked = kind.check(op, OfficersDesk(row.unit_id, row.made_at.astimezone(clock.VN).date()))
    try:
        kind.do(op, checked, Asker(actor, actor, careful=True, adopted=True))
    except WaitsError as waits:
        raise errors.Conflict("held_needs_more") from waits
    operation.status, operation.result = "applied", {"code": None, "params": {}, "errors": []}
    _decide(row, "adopted", officer, nfc_lines(reason).strip())
    _note(row, officer)


def _decide(row: Quarantine, decision: str, officer: Actor, reason: str) -> None:
    row.decision, row.decided_at, row.reason = decision, clock.now(), reason or None
    row.decided_by, row.decided_name = officer.person_id, officer.name
    db.session.flush()


def _note(row: Quarantine, officer: Actor) -> None:
    """The dossier's history says who adopted it and why."""
    db.session.flush()
    dossier = db.session.get(Dossier, row.dossier_id, with_for_update=True) if row.dossier_id else None
    if dossier is None or row.kind == "mandate.grant":
        return
    log.append(
        dossier,
        move="adopt",
        to_state=dossier.state,
        actor=officer,
        op_id=uuid7(),
        reason=row.reason,
        data={"op_id": str(row.op_id), "code": row.code},
        role=role_for(officer, dossier, Permission.QUARANTINE_DECIDE),
    )
