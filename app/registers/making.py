"""Making the files that were asked for: in pieces, each in a unit of work of its own, so that nothing waits."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app import settings
from app.core import clock
from app.core.access import Actor
from app.db import db, transaction
from app.dossiers import inbox
from app.identity import queries as people
from app.registers import queries, tables, words
from app.registers.models import Export
from app.registers.rules.cells import Cell
from app.registers.rules.columns import INBOX, REGISTER, InboxLine
from app.registers.schemas import RegisterChosen
from app.units import queries as units

log = logging.getLogger(__name__)
_PIECE = 500


@dataclass(frozen=True)
class _Order:
    """What is to be made, and for whom."""

    id: UUID
    what: str
    format: str
    chosen: dict[str, Any]
    unit_id: UUID | None
    actor: Actor


def make(export_id: UUID) -> None:
    """Make the file of an export, unless it was given up or is there; may be begun again after a crash."""
    with transaction(writes=True):
        order = _begin(export_id)
    if order is None:
        return
    try:
        finished = _write(order)
    except Exception:
        log.exception("export %s failed", export_id)
        _remove(order.id, order.format)
        _end(export_id, "failed", None)
        return
    _end(export_id, "ready" if finished else "cancelled", path_of(order.id, order.format))


def path_of(export_id: UUID, kind: str) -> Path:
    """Where a file lies."""
    return settings().storage_dir / "exports" / f"{export_id}.{kind}"


def forget_old() -> int:
    """Remove files and notes whose day is over, and files that nobody knows; how many notes there were."""
    now = clock.now()
    with transaction(writes=True):
        old = list(db.session.scalars(select(Export).where(Export.until <= now)))
        gone = [(each.id, each.format) for each in old]
        for each in old:
            db.session.delete(each)
    for export_id, kind in gone:
        _remove(export_id, kind)
    return len(gone)


def _begin(export_id: UUID) -> _Order | None:
    export = db.session.get(Export, export_id, with_for_update=True)
    if export is None or export.state not in {"waiting", "running"}:
        return None
    export.state, export.done = "running", 0
    person = people.person(export.person_id)
    actor = Actor(
        principal=f"person:{person.id}", person_id=person.id, name=person.name, grants=people.grants_of(person.id)
    )
    return _Order(export.id, export.what, export.format, dict(export.chosen), export.unit_id, actor)


def _write(order: _Order) -> bool:
    """Write the table piece by piece; says whether it was finished and not given up on the way."""
    path = path_of(order.id, order.format)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{order.format}.part")
    with transaction(writes=False):
        wanted, facts = _wanted(order)
    columns: Sequence[Any] = REGISTER if order.what == "register" else INBOX
    table = tables.begin(order.format, part, [(each.name, each.width) for each in columns], facts)
    done = 0
    for start in range(0, len(wanted), _PIECE):
        piece = wanted[start : start + _PIECE]
        with transaction(writes=False):
            for row in _rows(order, piece):
                table.add([column.of(row) for column in columns])
        done += len(piece)
        if not _progress(order.id, done):
            table.close()
            part.unlink(missing_ok=True)
            return False
    table.close()
    part.replace(path)
    return True


def _wanted(order: _Order) -> tuple[list[Any], list[tuple[str, Cell]]]:
    """The rows in their order, and what the table says of itself. What the asker may no longer read is not there."""
    made: list[tuple[str, Cell]] = [("Người xuất", order.actor.name), ("Xuất lúc", clock.now())]
    if order.what == "inbox":
        view, q = str(order.chosen["view"]), str(order.chosen["q"])
        facts: list[tuple[str, Cell]] = [("Danh sách", words.VIEW_NAMES[view]), *([("Tìm", q)] if q else [])]
        return list(inbox.listed(view, q, order.actor)), [*facts, *made]
    given = RegisterChosen.model_validate(order.chosen)
    unit_id = queries.unit_of(order.unit_id, order.actor)
    narrowed = words.chosen(given, dict(queries.procedures(unit_id, given.since.year)))
    facts = [("Đơn vị", units.get(unit_id).name), ("Khoảng", words.period(given)), ("Lọc", "; ".join(narrowed))]
    return list(queries.numbered(given, unit_id)), [*facts, *made]


def _rows(order: _Order, piece: Sequence[Any]) -> Iterator[Any]:
    if order.what == "register":
        for _, line in queries.lines(piece, clock.now()):
            yield line
        return
    for each in inbox.rows(piece, order.actor):
        yield InboxLine(
            official_number=each.official_number or "",
            local_code=each.local_code,
            state=each.state,
            procedure_code=each.procedure_code,
            procedure_name=each.procedure_name,
            owner=each.owner_name,
            village=each.village or "",
            channel=each.channel,
            submitted_at=each.submitted_at,
            due_at=each.due_at,
            overdue=each.overdue,
            holder=each.holder or "",
            helper=each.assisted_by or "",
            files_missing=each.awaiting_files,
            owes=each.open_charge or 0,
        )


def _progress(export_id: UUID, done: int) -> bool:
    """Say how far it is; whether it is still wanted."""
    with transaction(writes=True):
        export = db.session.get(Export, export_id, with_for_update=True)
        if export is None or export.state != "running":
            return False
        export.done = done
        return True


def _end(export_id: UUID, state: str, path: Path | None) -> None:
    with transaction(writes=True):
        export = db.session.get(Export, export_id, with_for_update=True)
        if export is None or export.state != "running":
            if path is not None:
                path.unlink(missing_ok=True)
            return
        export.state = state
        if state == "ready" and path is not None:
            export.ready_at, export.size, export.total = clock.now(), path.stat().st_size, export.done


def _remove(export_id: UUID, kind: str) -> None:
    path = path_of(export_id, kind)
    path.unlink(missing_ok=True)
    path.with_suffix(f".{kind}.part").unlink(missing_ok=True)
