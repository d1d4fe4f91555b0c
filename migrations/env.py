"""Runs migrations inside the application: its settings, its engine, its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, Connection

from app.db import UtcDateTime, db


def render(kind: str, thing: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration needs nothing of the application."""
    if kind != "type":
        return False
    if isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """On SQLite a changed table is a new table under the old name: for that moment references must not be enforced.

    The pragma does nothing inside a transaction, so it goes around SQLAlchemy, before one begins.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if broken := raw.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"the migration left references that lead nowhere: {broken[:5]}")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def migrate() -> None:
    """One transaction for each migration: one that fails leaves nothing behind, on either database."""
    with db.engine.connect() as connection, without_foreign_keys(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=render,
            compare_type=True,
            transaction_per_migration=True,
            # SQLite has it too, since the driver leaves transactions to us (docs/decisions/0002)
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


migrate()
