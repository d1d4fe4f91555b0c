"""What a torture stands on: a catalogued database, pages to send, and an office with people for each seed."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import make_url

from app import config, create_app
from app.catalogue import importer
from app.catalogue import queries as catalogue
from app.config import ROOT
from app.core.access import Role
from app.db import db, transaction
from app.identity import passwords, staff
from tests.attachments import pictures
from tests.conftest import settings
from tests.dossiers.office import PASSWORD, make_office
from tests.sync.world import COPIES, copies_answers

PEOPLE = (("Hoàng Thị Hoa", False), ("Trần Văn Nam", False), ("Lò Văn Thắng", True), ("Vừ Thị Mai", False))


def pages(folder: Path) -> Path:
    """Pictures as phones send them: some fit in one piece, some need many."""
    folder.mkdir(exist_ok=True)
    for number, side in enumerate((16, 24, 60, 160, 330)):
        (folder / f"{number}.jpg").write_bytes(pictures.jpeg(number, (side, side)))
    return folder


def catalogued(folder: Path) -> Path:
    """A database with every table and the catalogue, from which others are copied."""
    path = folder / "catalogued.db"
    app = create_app(config.load(settings(folder / "catalogued", f"sqlite:///{path}")))
    with app.app_context():
        db.create_all()
        with transaction(writes=True):
            report = importer.load(ROOT / "catalogue")
        assert not report.errors
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    return path


def environment(folder: Path, catalogue_db: Path) -> dict[str, str]:
    """The environment of one server, with a copy of the database."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "cualang.db"
    shutil.copy(catalogue_db, path)
    return settings(folder / "instance", f"sqlite:///{path}")


def of_seed(seed: int) -> dict[str, Any]:
    """An office, its clerk and the people around it, as phones are told of them; call inside a writing transaction."""
    office = make_office(name=f"Xã {seed}", e_identifier=f"H17.{seed}", prefix=f"s{seed}-")
    # a clock that is a day off must not find the office closed
    office.unit.valid_from -= timedelta(days=30)
    staff.grant(office.people["clerk"].id, office.unit.id, Role.APPRAISER)
    secret = passwords.hashed(PASSWORD, cost=1)
    people = []
    for number, (name, helps) in enumerate(PEOPLE):
        person = staff.add_person(name=name, username=f"sim-{seed}-{number}", password_hash=secret)
        if helps:
            staff.grant(person.id, office.unit.id, Role.VOLUNTEER).valid_from -= timedelta(days=30)
        account = {"username": f"sim-{seed}-{number}", "password": PASSWORD}
        people.append({**account, "principal": f"person:{person.id}", "name": name, "helps": helps})
    return {
        "unit_id": str(office.unit.id),
        "people": people,
        "clerk": {"username": f"s{seed}-clerk", "password": PASSWORD},
        "answers": copies_answers(),
        "procedure": COPIES,
        **_of_catalogue(),
    }


def _of_catalogue() -> dict[str, Any]:
    notice, consent = catalogue.current_text("privacy"), catalogue.current_text("consent_help")
    ref = catalogue.form_ref(COPIES)
    return {
        "form_ref": ref,
        "form": catalogue.form_body(ref.split("@")[1]),
        "notice": {"version": notice.version, "hash": notice.hash},
        "consent": {"version": consent.version, "hash": consent.hash},
    }


def same_database(env: dict[str, str]) -> Flask:
    """An application over a server's database and files, to look from beside it."""
    assert make_url(env["DATABASE_URL"]).database
    return create_app(config.load(env))
