"""Tests of dossiers stand on the real catalogue: loaded once a run, into a database of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask


@pytest.fixture(scope="session")
def whole_app(catalogued_app: Flask) -> Flask:
    """The application of this folder's tests, with the catalogue."""
    return catalogued_app


@pytest.fixture
def new_database(make_catalogued: Callable[[], str]) -> str:
    """A database of this test's own with the catalogue."""
    return make_catalogued()
