"""What the bench stands on: a database with the catalogue and an office, and the server as it is put up for real."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app import config, create_app
from app.catalogue import importer
from app.db import db, transaction
from tests.bench.catalogue_size import ROOT
from tests.conftest import settings
from tests.dossiers.office import make_office
from tests.e2e.server import BIN, Server, free_port
from tests.sync.world import Ground, Phone, ground, make_phone

DURABLE = {"DATABASE_SYNCHRONOUS": "FULL", "JOBS_POLL_MS": "1000"}
WORKERS = 3


@dataclass(frozen=True)
class Furnished:
    """A database that is ready, phones that are known to it, and what they know."""

    env: dict[str, str]
    phones: list[Phone]
    on: Ground


def environment(url: str, folder: Path) -> dict[str, str]:
    """The settings of a server on a database."""
    return settings(folder / "instance", url, **DURABLE)


def furnish(url: str, folder: Path, *, phones: int) -> Furnished:
    """Make the tables, load the catalogue, found a commune and make phones known."""
    env = environment(url, folder)
    app: Flask = create_app(config.load(env))
    with app.app_context():
        db.create_all()
        db.session.commit()
        with transaction(writes=True):
            importer.load(ROOT / "catalogue")
        with transaction(writes=True):
            office = make_office()
            unit_id = office.unit.id
        with transaction(writes=False):
            on = ground(unit_id)
        known = [make_phone(app.test_client()) for _ in range(phones)]
        db.session.remove()
        if url.startswith("sqlite"):
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return Furnished(env, known, on)


class Installed(Server):
    """The server as deploy/ puts it up: sync workers and the job executor; only nginx is left out."""

    def start(self) -> None:
        """Start both processes and wait until the server answers."""
        bind = ("--bind", f"127.0.0.1:{self.port}", "--no-control-socket", "--log-level", "warning")
        shape = ("--worker-class", "sync", "--workers", str(self.workers), "--timeout", "60")
        self._spawn("web", [str(BIN / "gunicorn"), "wsgi:app", *bind, *shape])
        self._spawn("jobs", [str(BIN / "flask"), "jobs", "run"])
        self._wait_until_it_answers()


@contextmanager
def installed(env: dict[str, str], folder: Path) -> Iterator[Server]:
    """That server for the length of the block."""
    port = free_port()
    own = {"FLASK_APP": "wsgi", "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    server = Installed(env=dict(os.environ) | env | own, port=port, log=folder / "server.log", workers=WORKERS)
    server.start()
    try:
        yield server
    finally:
        server.stop()
