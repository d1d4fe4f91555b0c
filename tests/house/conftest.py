"""An application without a database: the house tests look at how it is built, not at what it keeps."""

from __future__ import annotations

import pytest
from flask import Flask

from app import config, create_app


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with every route and command; its database has no table."""
    env = {
        "INSTANCE_DIR": str(tmp_path_factory.mktemp("bare")),
        "PUBLIC_URL": "http://localhost",
        "LOG_LEVEL": "WARNING",
    }
    return create_app(config.load(env))
