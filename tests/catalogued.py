"""The real catalogue, loaded once a run: an application over it, and databases that are copies of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app import config, create_app
from app.catalogue import importer
from app.config import ROOT
from app.db import db, transaction


@pytest.fixture(scope="session")
def catalogued(tmp_path_factory: pytest.TempPathFactory, make_database: Callable[[], str]) -> str:
    """The address of a database with every table and the catalogue, from which others are copied."""
    from tests.conftest import settings

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
def make_catalogued(catalogued: str, copy_database: Callable[[str], str]) -> Callable[[], str]:
    """Makes a copy of it and gives its address."""
    return lambda: copy_database(catalogued)


@pytest.fixture(scope="session")
def catalogued_app(tmp_path_factory: pytest.TempPathFactory, make_catalogued: Callable[[], str]) -> Iterator[Flask]:
    """One application with the catalogue for all folders whose tests stand on it."""
    from tests.conftest import Client, settings

    app = create_app(config.load(settings(tmp_path_factory.mktemp("instance"), make_catalogued())))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()
