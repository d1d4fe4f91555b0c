"""For operators: /healthz says the process lives, /readyz says everything it needs answers."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from flask import Flask, Response, jsonify
from sqlalchemy import text

from app import jobs
from app.config import Config
from app.db import db, revisions, transaction


def register(app: Flask, config: Config) -> None:
    """Add the two addresses; they are outside the API and ask for no session."""
    # it would tell of itself at every look
    logging.getLogger("alembic").setLevel(logging.WARNING)

    def healthz() -> Response:
        return jsonify(status="alive")

    def readyz() -> tuple[Response, int]:
        checks = {"database": _database(), "migrations": _migrations(), "storage": _storage(config.storage_dir)}
        answer: dict[str, object] = {name: "ok" if fault is None else fault for name, fault in checks.items()}
        answer["jobs"] = _jobs()
        ready = all(fault is None for fault in checks.values())
        return jsonify(status="ready" if ready else "not ready", **answer), 200 if ready else 503

    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


def _database() -> str | None:
    try:
        with transaction(writes=False):
            db.session.execute(text("SELECT 1"))
    except Exception as error:
        return f"does not answer: {type(error).__name__}"
    return None


def _migrations() -> str | None:
    try:
        with transaction(writes=False):
            at, head = revisions()
    except Exception as error:
        return f"cannot be read: {type(error).__name__}"
    return None if at == head else f"the database is at {at}, the code at {head}: run flask db upgrade"


def _storage(folder: Path) -> str | None:
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"ok")
        probe.unlink()
    except OSError as error:
        return f"{folder} cannot be written: {error.strerror}"
    return None


def _jobs() -> object:
    try:
        with transaction(writes=False):
            return jobs.waiting()
    except Exception as error:
        return f"cannot be read: {type(error).__name__}"
