"""The demo commune, so that endpoints have something to answer about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.core import clock
from app.demo import loading
from tests.demo.conftest import LOADED_AT, demo_app, end


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory, make_catalogued: Callable[[], str]) -> Iterator[Flask]:
    """The application with the catalogue and dossiers in every state."""
    app = demo_app(tmp_path_factory.mktemp("instance"), make_catalogued())
    with app.app_context(), clock.at(LOADED_AT):
        loading.load()
    yield app
    end(app)
