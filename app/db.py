"""The database: base class, column aliases, and the one way to open a transaction.

SQLite: the driver's own transactions are off (`isolation_level=None`); a writing unit of work begins
IMMEDIATE, a reading one plainly, so that no read is ever upgraded to a write (docs/decisions/0002).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DDL,
    JSON,
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    event,
    literal_column,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from app.config import ROOT
from app.core import living

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


UuidPk = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
MaybeMoment = Annotated[datetime | None, mapped_column(UtcDateTime())]
JsonData = JSON().with_variant(JSONB(), "postgresql")
JsonDict = Annotated[dict[str, Any], mapped_column(JsonData)]
JsonList = Annotated[list[Any], mapped_column(JsonData)]
Short = Annotated[str, mapped_column(String(80))]
Line = Annotated[str, mapped_column(String(400))]
Sha256 = Annotated[str, mapped_column(String(64))]
Bytes = Annotated[bytes, mapped_column(LargeBinary)]


class Base(DeclarativeBase):
    """The declarative base, with constraint names that migrations can rely on."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        """What every table class extends."""

        __abstract__ = True
else:
    Model = db.Model

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_inside: ContextVar[bool] = ContextVar("inside_unit_of_work", default=False)
_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read_in_unit_of_work", default=None)
Found = TypeVar("Found")
_write_lock = threading.Lock()


def _on_connect(connection: Any, _record: Any) -> None:
    if (folder := _settings["folder"]) is not None:
        living.hold(folder)
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    synchronous = _settings["synchronous"]
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


event.listen(Engine, "connect", _on_connect)
event.listen(Engine, "begin", _on_begin)
_settings: dict[str, Any] = {"synchronous": "FULL", "folder": None}


def bind(app: Flask, *, url: str, synchronous: str, folder: Path) -> None:
    """Bind the database to an application; whoever connects is noted in the instance's folder (app/core/living.py)."""
    _settings["synchronous"], _settings["folder"] = synchronous, folder
    options: dict[str, Any] = {"pool_pre_ping": not url.startswith("sqlite")}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": 10, "check_same_thread": False}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)


def is_sqlite() -> bool:
    """Whether the bound engine is SQLite."""
    return db.engine.dialect.name == "sqlite"


_GUARDS: dict[str, tuple[tuple[str, str], ...]] = {
    "sqlite": (
        (
            "%(table)s_no_update",
            (
                "CREATE TRIGGER %(table)s_no_update BEFORE UPDATE ON %(table)s "
                "BEGIN SELECT RAISE(ABORT, 'rows of %(table)s are never changed'); END"
            ),
        ),
        (
            "%(table)s_no_delete",
            (
                "CREATE TRIGGER %(table)s_no_delete BEFORE DELETE ON %(table)s "
                "BEGIN SELECT RAISE(ABORT, 'rows of %(table)s are never removed'); END"
            ),
        ),
    ),
    "postgresql": (
        (
            "",
            (
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are never changed or removed'; END $$"
            ),
        ),
        (
            "%(table)s_no_change",
            (
                "CREATE TRIGGER %(table)s_no_change BEFORE UPDATE OR DELETE ON %(table)s "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            ),
        ),
        (
            "%(table)s_no_truncate",
            (
                "CREATE TRIGGER %(table)s_no_truncate BEFORE TRUNCATE ON %(table)s "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            ),
        ),
    ),
}


def append_only(model: type[Base]) -> None:
    """Have the database itself refuse to change or remove a row of this table, whoever asks; migrations do the same."""
    for dialect, guards in _GUARDS.items():
        for _, statement in guards:
            event.listen(model.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


def unguarded(tables: Iterable[Table]) -> list[str]:
    """Those of these tables that the database does not refuse to change."""
    on = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if not is_sqlite():
        on = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    there = set(db.session.scalars(text(on)))
    names = [name for name, _ in _GUARDS[db.engine.dialect.name] if name]
    return [table.name for table in tables if any(name % {"table": table.name} not in there for name in names)]


def revisions() -> tuple[str | None, str | None]:
    """The migration at which the database is, and the one of the code; the caller has opened a unit of work."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    head = ScriptDirectory.from_config(settings).get_current_head()
    return MigrationContext.configure(db.session.connection()).get_current_revision(), head


def insert_missing(model: type[Base], **values: Any) -> bool:
    """Insert a row unless its key stands already; says whether it did. Two at once: one does, the other waits."""
    statement = (sqlite.insert if is_sqlite() else postgresql.insert)(model).values(**values)
    # what a driver says of the count of rows is not the same on every engine; a row that comes back is
    returning: Any = statement.on_conflict_do_nothing().returning(literal_column("1"))
    return db.session.execute(returning).first() is not None


@contextmanager
def transaction(*, writes: bool) -> Iterator[None]:
    """One unit of work: committed once at its end, rolled back on any error; never nested.

    A writing one on SQLite waits for the other writers of this process at a lock, which is fair and cheap,
    instead of at the database's busy handler, which is neither.
    """
    if _inside.get():
        raise RuntimeError("a unit of work is already open; the edge commits, operations do not")
    _end_stray_read()
    lock = _write_lock if writes and is_sqlite() else None
    if lock:
        lock.acquire()
    inside, writing, read = _inside.set(True), _writing.set(writes), _read.set(None if writes else {})
    try:
        yield
        if writes:
            db.session.commit()
    finally:
        db.session.rollback()
        _read.reset(read)
        _writing.reset(writing)
        _inside.reset(inside)
        if lock:
            lock.release()


def once(key: Hashable, read: Callable[[], Found]) -> Found:
    """What `read` gives; within a reading unit of work it is asked once for each key, and whoever asks again is told.

    A writing one asks each time, since what was read may have been changed in between; nothing outlives either.
    """
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: Found = known[key]
    return found


def _end_stray_read() -> None:
    """End a read that was left open, so that the next begin says what it needs."""
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("there are changes outside a unit of work")
    if session.in_transaction():
        session.commit()
