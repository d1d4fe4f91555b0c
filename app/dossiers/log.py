"""The event log and the operations table: every change of a dossier is an event, every act stands here once.

Phones and desks use the same two steps: `already` before anything is looked at, `remember` at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, insert, select

from app import feed
from app.core import clock, errors
from app.core.access import Actor
from app.db import db, is_sqlite
from app.dossiers import finding
from app.dossiers.models import Dossier, DossierAccess, DossierEvent, DossierFile, Operation

_INSERTS = {
    "operation": insert(cast("Table", Operation.__table__)),
    "dossier": insert(cast("Table", Dossier.__table__)),
    "event": insert(cast("Table", DossierEvent.__table__)),
    "access": insert(cast("Table", DossierAccess.__table__)),
    "file": insert(cast("Table", DossierFile.__table__)),
    "word": finding.WORDS,
}
ENDS = frozenset({"returned", "refused", "stopped", "withdrawn"})
_gathered: ContextVar[dict[str, list[dict[str, Any]]] | None] = ContextVar("gathered_rows", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Within the block new dossiers are written at once, the rows around them at its end: a statement a table.

    What the end writes raises IntegrityError there; nothing in the block may read it.
    """
    gathered: dict[str, list[dict[str, Any]]] = {}
    outside = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(outside)
    for table, rows in gathered.items():
        _write(table, rows)


def _write(table: str, rows: Sequence[dict[str, Any]]) -> None:
    gathered = _gathered.get()
    if gathered is not None:
        gathered.setdefault(table, []).extend(rows)
    elif rows:
        db.session.connection().execute(_INSERTS[table], rows)


def begin(
    dossier: dict[str, Any],
    *,
    access: dict[str, Any],
    files: Sequence[dict[str, Any]],
    event: dict[str, Any],
) -> None:
    """Write a new dossier with its first event, its pages and whose it is; that principal hears of it.

    Raises IntegrityError where the dossier is here already. Rows are written as they are, for this is what a server
    does most under load.
    """
    key = {"dossier_id": dossier["id"]}
    db.session.connection().execute(_INSERTS["dossier"], dossier)
    _write("word", finding.rows_of(dossier["id"], dossier["search_text"], dossier["local_code"]))
    _write("event", [{**event, **key, "version": dossier["version"]}])
    _write("access", [{**access, **key}])
    _write("file", [{**file, **key} for file in files])
    feed.tell("dossier", dossier["id"], [access["principal"]])


def append(
    dossier: Dossier,
    *,
    move: str,
    to_state: str,
    actor: Actor,
    op_id: UUID,
    reason: str | None = None,
    data: dict[str, Any] | None = None,
    device_time: datetime | None = None,
    role: str | None = None,
    tell: Iterable[str] | None = None,
) -> DossierEvent:
    """Append the next event; state, version, step_since and closed_at of the dossier follow from it.

    Everybody the dossier is for hears of it; `tell` names them where the caller already knows.
    """
    moment = clock.now()
    from_state = dossier.state if dossier.version else None
    event = DossierEvent(
        dossier_id=dossier.id,
        version=dossier.version + 1,
        at=moment,
        move=move,
        from_state=from_state,
        to_state=to_state,
        principal=actor.principal,
        person_id=actor.person_id,
        actor_name=actor.name,
        actor_role=role,
        reason=reason or None,
        data=data or {},
        op_id=op_id,
        device_time=device_time,
    )
    db.session.add(event)
    dossier.version = event.version
    if from_state != to_state:
        dossier.state, dossier.step_since = to_state, moment
    if to_state in ENDS:
        dossier.closed_at = dossier.closed_at or moment
    else:
        dossier.closed_at = None
    feed.tell("dossier", dossier.id, principals(dossier.id) if tell is None else tell)
    return event


def principals(dossier_id: UUID) -> list[str]:
    """Everybody the dossier is for at present."""
    rows = select(DossierAccess.principal).where(DossierAccess.dossier_id == dossier_id, DossierAccess.until.is_(None))
    return list(db.session.scalars(rows))


def already(op_id: UUID, sha256: str | None = None) -> Operation | None:
    """The act that stands under this id, or nothing; raises Conflict("op_reused") where its content was another.

    A copy that is being applied at this instant is waited for: on SQLite the writing transaction itself does that,
    on PostgreSQL a lock on the id that ends with the transaction.
    """
    if not is_sqlite():
        db.session.execute(select(func.pg_advisory_xact_lock(_lock_number(op_id))))
    found = db.session.get(Operation, op_id)
    if found is not None and sha256 is not None and found.sha256 != sha256:
        raise errors.Conflict("op_reused")
    return found


def remember(
    op_id: UUID,
    sha256: str,
    principal: str,
    kind: str,
    dossier_id: UUID | None,
    text: str,
    result: dict[str, Any],
    *,
    status: str = "applied",
    device_id: UUID | None = None,
    device_seq: int | None = None,
    device_time: datetime | None = None,
    signature: str | None = None,
    signature_good: bool | None = None,
) -> None:
    """Keep an act with its exact text and what came of it.

    Where it was not asked before (`already`), an identical act that was faster raises IntegrityError here.
    """
    row = {
        "op_id": op_id,
        "sha256": sha256,
        "principal": principal,
        "kind": kind,
        "dossier_id": dossier_id,
        "device_id": device_id,
        "device_seq": device_seq,
        "device_time": device_time,
        "received_at": clock.now(),
        "text": text,
        "signature": signature,
        "signature_good": signature_good,
        "status": status,
        "result": result,
    }
    _write("operation", [row])


def _lock_number(op_id: UUID) -> int:
    """The id's last 64 bits as PostgreSQL's bigint."""
    return int.from_bytes(op_id.bytes[8:], "big", signed=True)
