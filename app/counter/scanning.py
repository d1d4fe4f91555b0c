"""Taking in what a phone shows at the counter: the very operations that it would have sent, each exactly once.

The official's computer only carries. An operation counts as its author's act by the phone's own signature, so the same
frames twice, at two counters, or the phone itself later, are answered `duplicate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.core import errors, ids
from app.core.access import Actor, Permission
from app.counter import rules
from app.counter.schemas import ScannedOut, ScanOut, Shown
from app.db import db, transaction
from app.dossiers import log
from app.dossiers.models import Dossier
from app.identity import audit
from app.rescue import importing
from app.rescue.container import OpRow
from app.rescue.schemas import RescuedOut
from app.sync.schemas import OpResult

SCANNED = "scanned"
"""The event that says at whose desk a dossier came in."""
_HERE = frozenset({"applied", "duplicate", "merged", "quarantined"})


def take(given: Shown, officer: Actor) -> ScanOut:
    """Do what was shown, each thing once, and say what came of each; the officer's look is recorded."""
    if not all(_of_phone(row, given.device.device_id) for row in given.operations):
        raise errors.Invalid("scan_damaged")
    try:
        importing.know(given.device)
    except errors.Invalid as unproven:
        raise errors.Invalid("scan_damaged") from unproven
    results = importing.push_rows(given.operations)
    _say_who_scanned(results, officer)
    return _out(given.operations, results, officer)


def _of_phone(row: OpRow, device_id: UUID) -> bool:
    """Whether an operation was made on the phone that shows it; one that cannot be read is answered by itself."""
    op = importing.read_op(row.text)
    return op is None or op.device_id == device_id


def _say_who_scanned(results: Sequence[OpResult], officer: Actor) -> None:
    """The history of a dossier that came in just now says at whose desk."""
    for result in results:
        if result.status != "applied" or result.op_id is None:
            continue
        with transaction(writes=True):
            sent = log.already(result.op_id)
            if sent is None or sent.kind != "dossier.submit":
                continue
            dossier = db.session.get_one(Dossier, sent.dossier_id, with_for_update=True)
            log.append(dossier, move=SCANNED, to_state=dossier.state, actor=officer, op_id=ids.uuid7(), role="clerk")


def _out(rows: Sequence[OpRow], results: Sequence[OpResult], officer: Actor) -> ScanOut:
    with transaction(writes=False):
        items = [
            _item(importing.item(importing.read_op(row.text), result), row, officer)
            for row, result in zip(rows, results, strict=True)
        ]
        for item in items:
            if item.dossier_id:
                audit.look(officer, "dossier", item.dossier_id, "scan")
    return ScanOut(items=items)


def _item(told: RescuedOut, row: OpRow, officer: Actor) -> ScannedOut:
    dossier = db.session.get(Dossier, told.dossier_id) if told.dossier_id else None
    return ScannedOut(
        **told.model_dump(),
        receipt=rules.receipt(row.sha256) if told.status in _HERE else None,
        mine=dossier is not None and dossier.unit_id in officer.units(Permission.DOSSIERS_READ),
    )
