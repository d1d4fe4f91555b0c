"""Submitting at the counter: what the resident agreed to, through the same intake as every other dossier, once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError

from app.core import clock, errors
from app.core.access import Actor
from app.counter import before, reuse, reusing, sittings
from app.counter.models import Sitting
from app.counter.sitting_schemas import CounterText, FiledOut
from app.db import db
from app.digitising import noting
from app.dossiers import allowed, intake, log, operations
from app.dossiers.judging import Desk
from app.dossiers.models import Dossier
from app.queueing import queries as queueing

KIND = "counter.submit"
TYPED = "typed_at_counter"
"""The event that says who typed, how the resident agreed, and in which sitting."""
CHANNEL = "direct"
"""As the law calls what is filed at the counter: fee and limit follow from it."""


def file(sitting_id: UUID, text: str, compared: Sequence[str], officer: Actor) -> FiledOut:
    """Submit exactly the text that was agreed to, and receive it where nothing is missing.

    The same text again changes nothing. Raises NotFound, Conflict, Invalid, NeedsOfficer.
    """
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    given = _read(text)
    sitting = sittings.own(sitting_id, officer, locked=True)
    if log.already(given.op_id, sha256) is not None and sitting.dossier_id == given.dossier_id:
        return _out(given.dossier_id)
    _may_be_filed(sitting, sha256)
    _keep(sitting, given, officer)
    log.remember(given.op_id, sha256, officer.principal, KIND, given.dossier_id, text, {})
    sitting.op_id, sitting.dossier_id = given.op_id, given.dossier_id
    sitting.version += 1
    db.session.flush()
    noting.filed(db.session.get_one(Dossier, given.dossier_id), officer, given.op_id)
    _compare(given, compared, officer)
    _receive(given, officer)
    return _out(given.dossier_id)


def _read(text: str) -> CounterText:
    try:
        return CounterText.model_validate(json.loads(text))
    except (ValidationError, ValueError) as fault:
        raise errors.BadRequest("unreadable_operation") from fault


def _may_be_filed(sitting: Sitting, sha256: str) -> None:
    if sittings.is_over(sitting):
        raise errors.Conflict("sitting_over")
    if sitting.dossier_id is not None:
        raise errors.Conflict("sitting_filed")
    if sitting.confirmed_sha256 != sha256:
        raise errors.Conflict("sitting_not_confirmed")


def _keep(sitting: Sitting, given: CounterText, officer: Actor) -> None:
    """The dossier is the resident's; that an official typed it, and how she agreed, is its second event."""
    if given.payload.procedure_code != sitting.procedure_code or given.payload.unit_id != sitting.unit_id:
        raise errors.Invalid("sitting_other_procedure")
    if intake.is_here(given.dossier_id):
        raise errors.Invalid("dossier_exists")
    hers = reusing.principal_of(sitting)
    sent = intake.Sent(
        op_id=given.op_id,
        dossier_id=given.dossier_id,
        form_ref=given.form_ref,
        principal=hers,
        mandate_id=None,
        device_time=given.made_at,
        clock_offset_ms=0,
        payload=given.payload,
        manifest=given.manifest,
    )
    reuse.may_say(sitting, given.payload.reuse)
    sound = replace(intake.check(sent, Desk()), channel=CHANNEL)
    intake.submit(sound, officer, reader=hers)
    dossier = db.session.get_one(Dossier, given.dossier_id)
    agreed, number = sitting.confirmed_at or clock.now(), _number(sitting)
    log.append(
        dossier,
        move=TYPED,
        to_state=dossier.state,
        actor=officer,
        op_id=uuid5(NAMESPACE_URL, f"{given.op_id}/typed"),
        reason=f"Số thứ tự {number}" if number else None,
        data={"sitting": str(sitting.id), "agreed": sitting.confirmed_how, "agreed_at": agreed.isoformat()}
        | ({"ticket": number} if number else {}),
        role="clerk",
    )
    before.note(sitting, dossier, officer, given.op_id)
    allowed.keep(sound, reader=hers, proof=reuse.proof(sitting, officer, given.op_id))


def _number(sitting: Sitting) -> str:
    """The number of the waiting room she was called with; nothing where there was none."""
    return queueing.ticket(sitting.ticket_id).label if sitting.ticket_id else ""


def _compare(given: CounterText, papers: Sequence[str], officer: Actor) -> None:
    """The originals lie on the desk: that they were compared, and by whom, is on record."""
    for paper in papers:
        dossier = db.session.get_one(Dossier, given.dossier_id)
        operations.compare(
            dossier.id,
            op_id=uuid5(NAMESPACE_URL, f"{given.op_id}/compare/{paper}"),
            seen=dossier.version,
            paper=paper,
            compared=True,
            reason="",
            actor=officer,
        )


def _receive(given: CounterText, officer: Actor) -> None:
    """Receive it at once; where something is missing it waits in the inbox, which says what."""
    dossier = db.session.get_one(Dossier, given.dossier_id)
    op_id = uuid5(NAMESPACE_URL, f"{given.op_id}/receive")
    try:
        operations.move(dossier.id, "receive", op_id=op_id, seen=dossier.version, reason="", data={}, actor=officer)
    except (errors.Conflict, errors.Invalid):
        db.session.flush()


def _out(dossier_id: UUID) -> FiledOut:
    dossier = db.session.get_one(Dossier, dossier_id)
    return FiledOut(
        dossier_id=dossier.id,
        local_code=dossier.local_code,
        received=dossier.state not in {"draft", "submitted"},
        official_number=dossier.official_number,
    )
