"""Tests of dossiers stand on the real catalogue: loaded once a run, into a database of their own."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.fixture(scope="session")
def whole_app(catalogued_app: Flask) -> Flask:
    """The application of this folder's tests, with the catalogue."""
    return catalogued_app
