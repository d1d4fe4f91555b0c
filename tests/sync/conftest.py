"""Tests of sending stand on the real catalogue: loaded once a run, then copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import transaction
from tests.conftest import settings
from tests.dossiers.office import Office, make_office
from tests.sync.world import Ground, Phone, ground, make_phone


@pytest.fixture(scope="session")
def whole_app(catalogued_app: Flask) -> Flask:
    """The application of this folder's tests, with the catalogue."""
    return catalogued_app


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
