"""Tests of sending stand on the real catalogue: loaded once a run, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

from app import config, create_app
from app.catalogue import importer
from app.config import ROOT
from app.db import db, transaction
from tests import postgres
from tests.conftest import Client, settings
from tests.dossiers.office import Office, make_office
from tests.sync.world import Ground, Phone, ground, make_phone


@pytest.fixture(scope="session")
def catalogued(tmp_path_factory: pytest.TempPathFactory, make_database: Callable[[], str]) -> str:
    """The address of a database with every table and the catalogue, from which others are copied."""
    url = make_database()
    app = create_app(config.load(settings(tmp_path_factory.mktemp("catalogued"), url)))
    with app.app_context():
        with transaction(writes=True):
            report = importer.load(ROOT / "catalogue")
        assert not report.errors
        if url.startswith("sqlite"):
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    return url


@pytest.fixture(scope="session")
def make_catalogued(
    tmp_path_factory: pytest.TempPathFactory, catalogued: str, postgres_server: postgres.Server | None
) -> Callable[[], str]:
    """Makes a copy of it and gives its address."""

    def make() -> str:
        source = str(make_url(catalogued).database)
        if postgres_server is None:
            target = tmp_path_factory.mktemp("copy") / "cualang.db"
            shutil.copy(source, target)
            return f"sqlite:///{target}"
        name = f"test_{uuid4().hex}"
        postgres_server.run(f"CREATE DATABASE {name} TEMPLATE {source}")
        return postgres_server.url(name)

    return make


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory, make_catalogued: Callable[[], str]) -> Iterator[Flask]:
    """The application of this folder's tests, with the catalogue."""
    app = create_app(config.load(settings(tmp_path_factory.mktemp("instance"), make_catalogued())))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def server_env(tmp_path: Path, make_catalogued: Callable[[], str]) -> dict[str, str]:
    """The environment that gives another process this test's own database, with the catalogue."""
    return settings(tmp_path / "instance", make_catalogued())


@pytest.fixture
def office(app: Flask) -> Office:
    """A commune that takes dossiers."""
    with transaction(writes=True):
        return make_office()


@pytest.fixture
def on(office: Office) -> Ground:
    """What phones know of it."""
    with transaction(writes=False):
        return ground(office.unit.id)


@pytest.fixture
def phone(client: FlaskClient) -> Phone:
    """A phone without anybody signed in."""
    return make_phone(client)
