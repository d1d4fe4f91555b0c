"""Tests of the administrator's rooms stand on the real catalogue: loaded once a run, into a database of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app import config, create_app
from app.catalogue import importer
from app.config import ROOT
from app.db import db, transaction
from tests.conftest import Client, settings


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory, make_database: Callable[[], str]) -> Iterator[Flask]:
    """The application of this folder's tests, with the catalogue."""
    app = create_app(config.load(settings(tmp_path_factory.mktemp("instance"), make_database())))
    app.test_client_class = Client
    with app.app_context(), transaction(writes=True):
        report = importer.load(ROOT / "catalogue")
    assert not report.errors
    yield app
    with app.app_context():
        db.engine.dispose()
