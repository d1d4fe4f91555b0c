"""Tests of messages speak to a push service on this machine, and to no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app import config, create_app
from app.db import db
from tests.conftest import Client, settings
from tests.notifications import push_service


@pytest.fixture
def service() -> Iterator[push_service.PushService]:
    with push_service.running() as found:
        yield found


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory, make_database: Callable[[], str]) -> Iterator[Flask]:
    """The application of this folder's tests: it may ring at this machine."""
    folder = tmp_path_factory.mktemp("instance")
    told = {"PUSH_HOSTS": "127.0.0.1,*.push.example", "PUSH_INSECURE": "1", "PUSH_CONTACT": "mailto:motcua@example.vn"}
    app = create_app(config.load(settings(folder, make_database(), **told)))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()
