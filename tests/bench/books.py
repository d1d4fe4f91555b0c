"""The office's books: form 01 as PDF, and a register of 10,000 lines as a spreadsheet and as text."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app import config, create_app
from app.catalogue import importer
from app.core import clock, ids
from app.core.access import Actor
from app.db import db, transaction
from app.dossiers import operations as dossiers
from app.dossiers.models import Dossier, DossierEvent
from app.letters import operations as letters
from app.registers import making, operations
from app.registers.schemas import ExportIn, RegisterChosen
from tests import postgres
from tests.bench.catalogue_size import ROOT
from tests.bench.ground import environment
from tests.bench.record import emit, median, say, times
from tests.dossiers.office import MARITAL, Office, make_dossier, make_office
from tests.letters.test_papers import AT, OFFICE, SAID, SUBJECT

LINES = 10_000


def measure() -> None:
    """On SQLite, then on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        _on("sqlite", f"sqlite:///{Path(folder) / 'books.db'}", Path(folder) / "sqlite")
        with postgres.running() as server:
            server.run("CREATE DATABASE books")
            _on("postgresql", server.url("books"), Path(folder) / "postgresql")


def _on(engine: str, url: str, folder: Path) -> None:
    with _office(url, folder) as office:
        if engine == "sqlite":
            _form_01()
        _fill(office, times(LINES, LINES // 10))
        for kind in ("xlsx", "csv"):
            _export(engine, office.actor("clerk"), office.unit.id, kind)


@contextmanager
def _office(url: str, folder: Path) -> Iterator[Office]:
    app = create_app(config.load(environment(url, folder)))
    with app.app_context():
        db.create_all()
        db.session.commit()
        with transaction(writes=True):
            importer.load(ROOT / "catalogue")
        with transaction(writes=True):
            office = make_office()
            db.session.expunge_all()
        yield office
        db.session.remove()
        db.engine.dispose()


def _form_01() -> None:
    took = []
    for count in range(1, times(21, 6)):
        begun = time.perf_counter()
        letters.form_01(OFFICE, SUBJECT, SAID, count=count, at=AT)
        took.append((time.perf_counter() - begun) * 1000)
    emit("form_01_pdf_first", took[0], "ms")
    emit("form_01_pdf", median(took[1:]), "ms")


def _fill(office: Office, lines: int) -> None:
    """One dossier received by the office's own doing, and copies of it with their logs."""
    with transaction(writes=True):
        first = make_dossier(office, code=MARITAL).id
    with transaction(writes=True):
        clerk = office.actor("clerk")
        dossiers.move(first, "receive", op_id=ids.uuid7(), seen=1, reason="", data={}, actor=clerk)
    with transaction(writes=False):
        dossier = _row(db.session.get_one(Dossier, first))
        log = [_row(each) for each in db.session.query(DossierEvent).filter_by(dossier_id=first)]
    say(f"{lines} dossiers, {lines * len(log)} events")
    for start in range(1, lines, 1000):
        made, events = [], []
        for n in range(start, min(start + 1000, lines)):
            own = ids.uuid7()
            at = dossier["received_at"] + timedelta(seconds=n)
            number = f"{dossier['official_number'][:-4]}{n + 1:04d}"
            told = {"id": own, "received_at": at, "official_number": number, "local_code": ids.local_code(own)}
            made.append({**dossier, **told, "number_key": ids.number_key(number)})
            events += [{**each, "dossier_id": own, "op_id": ids.uuid7()} for each in log]
        with transaction(writes=True):
            db.session.execute(insert(Dossier), made)
            db.session.execute(insert(DossierEvent), events)


def _row(of: Dossier | DossierEvent) -> dict[str, Any]:
    return {column.key: getattr(of, column.key) for column in of.__table__.columns}


def _export(engine: str, actor: Actor, unit_id: UUID, kind: str) -> None:
    year = clock.today().replace(month=1, day=1), clock.today().replace(month=12, day=31)
    book = RegisterChosen(unit_id=unit_id, since=year[0], until=year[1])
    with transaction(writes=True):
        asked = operations.ask_export(
            ExportIn.model_validate({"op_id": ids.uuid7(), "format": kind, "book": book}), actor
        )
        export_id, total = asked.id, asked.total
    begun = time.perf_counter()
    making.make(export_id)
    emit(f"register_{total}_{kind}_{engine}", time.perf_counter() - begun, "s")
    emit(f"register_{total}_{kind}_{engine}_size", making.path_of(export_id, kind).stat().st_size / 1024, "KiB")
