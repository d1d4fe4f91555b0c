"""What every test stands on: one application an engine, one transaction a test that is never kept, no network.

TEST_DATABASE says which engine: `sqlite` (the default) or `postgresql`; on the second only the tests that touch the
database run, the others were already told apart by their fixtures.

- `app`: the application, its context pushed, everything done in it undone afterwards. `client` speaks to it.
- `committed_app`: an application over a database of its own, where commits are real. For tests of concurrency, of
  several processes (`server_env` is the environment that gives them the same database) and of restarts.
- `clock`: holds the clock; `clock.at(...)` sets it, `clock.forward(...)` moves it.
"""

from __future__ import annotations

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import make_url

from app import config, create_app
from app.core import clock as core_clock
from app.db import db
from app.identity import passwords
from tests import postgres
from tests.catalogued import catalogued, catalogued_app, make_catalogued

# how fast this machine is today is no promise of the product; and a suite says the same of the same code every time:
# who wants to look further asks for other examples, and for as many as FUZZ says (`make fuzz`)
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis.settings.register_profile("further", deadline=None, max_examples=int(os.environ.get("FUZZ", "1")))
hypothesis.settings.load_profile("further" if "FUZZ" in os.environ else "repeatable")

ENGINE = os.environ.get("TEST_DATABASE", "sqlite")
__all__ = ["catalogued", "catalogued_app", "make_catalogued"]
DATABASE_FIXTURES = {"app", "client", "committed_app", "server_env", "new_database", "empty_database"}
CACHE_DIR = os.environ.get("CACHE_DIR") or str(Path(tempfile.gettempdir()) / f"cua-lang-cache-{os.getuid()}")
LOOPBACK = ("127.", "::1", "localhost")


def pytest_configure() -> None:
    """Refuse an engine that does not exist, before anything is collected; and let the collector rest more."""
    gc.set_threshold(50_000, 20, 50)
    if ENGINE not in ("sqlite", "postgresql"):
        raise pytest.UsageError(f"TEST_DATABASE={ENGINE!r}: write sqlite or postgresql")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second engine run only what the engine can change."""
    if ENGINE == "sqlite":
        return
    chosen = [item for item in items if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """A hash in these processes costs next to nothing: an office of the tests has four, and each of them signs in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "MEMORY_KIB", 64)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Nothing outside this machine is reached: a test that tries fails."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach the network: {address!r}")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server | None]:
    """The server of this run, or nothing on SQLite."""
    if ENGINE == "sqlite":
        yield None
        return
    with postgres.running() as server:
        yield server


def settings(folder: Path, database_url: str, **more: str) -> dict[str, str]:
    """The environment of a server of the tests."""
    return {
        "INSTANCE_DIR": str(folder),
        "DATABASE_URL": database_url,
        "DATABASE_SYNCHRONOUS": "NORMAL",
        "PUBLIC_URL": "http://localhost",
        "SECRET_KEY": "the tests' own secret, long enough for anything",
        "PASSWORD_COST": "1",
        "SECOND_FACTOR": "0",
        "JOBS_POLL_MS": "20",
        "LOG_LEVEL": "WARNING",
        # what one server of the run has compressed the others need not
        "CACHE_DIR": CACHE_DIR,
        **more,
    }


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server | None) -> str:
    """The address of an empty database with every table, from which the others are copied."""
    folder = tmp_path_factory.mktemp("template")
    if postgres_server is None:
        url = f"sqlite:///{folder / 'template.db'}"
    else:
        postgres_server.run("CREATE DATABASE template_cualang")
        url = postgres_server.url("template_cualang")
    app = create_app(config.load(settings(folder, url)))
    with app.app_context():
        db.create_all()
        if postgres_server is None:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return url


@pytest.fixture
def empty_database(tmp_path: Path, postgres_server: postgres.Server | None) -> str:
    """The address of a database without a single table."""
    if postgres_server is None:
        return f"sqlite:///{tmp_path / 'empty.db'}"
    name = f"empty_{uuid4().hex}"
    postgres_server.run(f"CREATE DATABASE {name}")
    return postgres_server.url(name)


@pytest.fixture(scope="session")
def copy_database(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server | None
) -> Callable[[str], str]:
    """Makes a database like another, which nobody uses at that moment, and gives its address."""

    def copy(url: str) -> str:
        original = str(make_url(url).database)
        if postgres_server is None:
            target = tmp_path_factory.mktemp("database") / "cualang.db"
            shutil.copy(original, target)
            return f"sqlite:///{target}"
        name = f"test_{uuid4().hex}"
        postgres_server.run(f"CREATE DATABASE {name} TEMPLATE {original}")
        return postgres_server.url(name)

    return copy


@pytest.fixture(scope="session")
def make_database(template: str, copy_database: Callable[[str], str]) -> Callable[[], str]:
    """Makes an empty database with every table and gives its address."""
    return lambda: copy_database(template)


@pytest.fixture
def new_database(make_database: Callable[[], str]) -> str:
    """The address of a database of this test's own: every table, no row."""
    return make_database()


class Client(FlaskClient):
    """Sends each request in a context of its own, as a server does, inside the test's transaction."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """What the test has written so far is seen by the request, what the request wrote by the test."""
        if not has_app_context():
            return super().open(*args, **kwargs)
        db.session.commit()
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory, make_database: Callable[[], str]) -> Iterator[Flask]:
    """The application of the run; tests take `app`, which undoes what they do."""
    app = create_app(config.load(settings(tmp_path_factory.mktemp("instance"), make_database())))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The application with its context pushed; every commit is a savepoint of a transaction that is never kept."""
    with whole_app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            whole = connection.begin()
            # a session asks for the engine of no bind key, and a connection serves as one
            engines = cast("dict[str | None, Any]", db.engines)
            engines[None] = connection
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield whole_app
            finally:
                db.session.remove()
                db.session.configure(join_transaction_mode="conditional_savepoint")
                engines[None] = engine
                whole.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application of this test."""
    return app.test_client()


@pytest.fixture
def server_env(tmp_path: Path, new_database: str) -> dict[str, str]:
    """The environment that gives another process this test's own database and folder."""
    return settings(tmp_path / "instance", new_database)


@pytest.fixture
def committed_app(server_env: dict[str, str]) -> Iterator[Flask]:
    """An application over a database of its own: what is committed stays, and other processes see it."""
    app = create_app(config.load(server_env))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@dataclass
class HeldClock:
    """The clock of a test: it stands still until it is moved."""

    def at(self, year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
        """Set it to a moment on the clocks of Viet Nam."""
        moment = datetime(year, month, day, hour, minute, tzinfo=core_clock.VN)
        core_clock.forward(moment - core_clock.now())
        return moment

    def forward(self, **step: float) -> datetime:
        """Move it by a step, named as timedelta names it."""
        core_clock.forward(timedelta(**step))
        return core_clock.now()

    @property
    def now(self) -> datetime:
        """What it shows, in UTC."""
        return core_clock.now()


@pytest.fixture
def clock() -> Iterator[HeldClock]:
    """Holds the clock at Tuesday 24 November 2026, 09:00 in Viet Nam."""
    with core_clock.at(datetime(2026, 11, 24, 2, 0, tzinfo=UTC)):
        yield HeldClock()
