"""Tests of the demo look at one loaded demo; the clock stands where its stories end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app import config, create_app
from app.core import clock as core_clock
from app.db import db
from app.demo import loading
from tests.conftest import Client, settings

LOADED_AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Where the `clock` fixture stands too: a Tuesday, 09:00 in Viet Nam."""


def demo_app(folder: Path, database_url: str, **more: str) -> Flask:
    """A server, over a database with the catalogue, that may hold a demo."""
    app = create_app(config.load(settings(folder, database_url, **{"DEMO": "1", **more})))
    app.test_client_class = Client
    return app


def end(app: Flask) -> None:
    """Let go of the database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory, make_catalogued: Callable[[], str]) -> Iterator[Flask]:
    """The application of this folder's tests, with the demo loaded."""
    app = demo_app(tmp_path_factory.mktemp("instance"), make_catalogued())
    with app.app_context(), core_clock.at(LOADED_AT):
        loading.load()
    yield app
    end(app)


@pytest.fixture
def fresh_app(tmp_path: Path, make_catalogued: Callable[[], str]) -> Iterator[Flask]:
    """An application of this test's own that may hold a demo, and holds none yet."""
    app = demo_app(tmp_path / "fresh", make_catalogued())
    with app.app_context():
        yield app
    end(app)
