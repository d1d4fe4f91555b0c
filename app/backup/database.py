"""The border to the two databases: one moment of them into a file while they go on, and back again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

SQLITE_NAME, POSTGRES_NAME = "database.db", "database.dump"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"

_FUNCTIONS = (
    "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS "
    "(SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')"
)
"""The functions of the schema that belong to no extension: triggers call them, and a dump makes them anew."""


class CannotError(RuntimeError):
    """A program is missing or the database refuses; the text says which and why."""


def engine_of(url: str) -> str:
    """Sqlite or postgresql."""
    return "sqlite" if url.startswith("sqlite") else "postgresql"


def dump(url: str, folder: Path) -> tuple[Path, dict[str, int]]:
    """Write one moment of the database into a folder; the file, and the rows of each table at that moment."""
    return _dump_sqlite(url, folder) if engine_of(url) == "sqlite" else _dump_postgres(url, folder)


def put_back(url: str, source: Path) -> dict[str, int]:
    """Make the database what a dump says; the rows of each table. The caller is alone with it."""
    return _put_sqlite(url, source) if engine_of(url) == "sqlite" else _put_postgres(url, source)


def check(engine: str, source: Path) -> None:
    """See that a dump can be read by the database's own means; raises CannotError."""
    if engine == "sqlite":
        with closing(sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)) as connection:
            try:
                found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            except sqlite3.DatabaseError as fault:
                found = str(fault)
        if found != "ok":
            raise CannotError(f"{source}: {found}")
    else:
        _run("pg_restore", "--list", str(source))


def is_empty(url: str) -> bool:
    """Whether there is nothing that a restore would overwrite."""
    if engine_of(url) == "sqlite":
        path = _sqlite_path(url)
        if not path.exists():
            return True
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table'").fetchone() is None
    with _connect(url) as connection:
        return connection.execute(_TABLES.encode()).fetchone() is None


def _dump_sqlite(url: str, folder: Path) -> tuple[Path, dict[str, int]]:
    source, target = _sqlite_path(url), folder / SQLITE_NAME
    if not source.exists():
        raise CannotError(f"there is no database at {source}")
    # SQLite's own online backup: one moment, while the server goes on writing
    with closing(sqlite3.connect(source, timeout=20)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there, pages=-1)
        there.execute("PRAGMA journal_mode=DELETE")
        counts = _sqlite_counts(there)
    check("sqlite", target)
    return target, counts


def _put_sqlite(url: str, source: Path) -> dict[str, int]:
    target = _sqlite_path(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.restore~")
    shutil.copyfile(source, draft)
    with draft.open("rb") as handle:
        os.fsync(handle.fileno())
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    draft.replace(target)
    with closing(sqlite3.connect(target)) as connection:
        return _sqlite_counts(connection)


def _sqlite_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # the database's own names
        for name in names
        if not name.startswith("sqlite_")
    }


def _sqlite_path(url: str) -> Path:
    return Path(str(make_url(url).database))


def _dump_postgres(url: str, folder: Path) -> tuple[Path, dict[str, int]]:
    target = folder / POSTGRES_NAME
    with _connect(url) as connection:
        connection.execute(b"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute(b"SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        # the dump and the counts see the same moment
        _run("pg_dump", "--format=custom", f"--snapshot={row[0]}", f"--file={target}", url=url)
        counts = _postgres_counts(connection)
    check("postgresql", target)
    return target, counts


def _put_postgres(url: str, source: Path) -> dict[str, int]:
    with _connect(url) as connection:
        for name in _postgres_tables(connection):
            connection.execute(f'DROP TABLE IF EXISTS "{name}" CASCADE'.encode())
        for row in connection.execute(_FUNCTIONS.encode()).fetchall():
            connection.execute(f"DROP FUNCTION IF EXISTS {row[0]} CASCADE".encode())
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, str(source), url=url)
    with _connect(url) as connection:
        return _postgres_counts(connection)


def _postgres_tables(connection: psycopg.Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute(_TABLES.encode())]


def _postgres_counts(connection: psycopg.Connection) -> dict[str, int]:
    counts = {}
    for name in _postgres_tables(connection):
        row = connection.execute(f'SELECT count(*) FROM "{name}"'.encode()).fetchone()  # noqa: S608  # the database's own names
        counts[name] = int(row[0]) if row else 0
    return counts


def _connect(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    except psycopg.OperationalError as fault:
        raise CannotError(f"the database does not answer: {fault}") from fault


def _run(program: str, *words: str, url: str = "") -> None:
    """Run one of PostgreSQL's programs; a password goes through a file of its own, unseen in the list of processes."""
    found = shutil.which(program)
    if found is None:
        raise CannotError(f"{program} is not on the PATH: install the package postgresql-client")
    with tempfile.TemporaryDirectory() as folder:
        command = [found, *words, *([f"--dbname={_plain(url, Path(folder))}"] if url else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # a fixed program
    if done.returncode != 0:
        raise CannotError(f"{program}: {done.stderr.strip()}")


def _plain(url: str, folder: Path) -> str:
    """The address as those programs take it, the password left out of it."""
    parts = make_url(url).set(drivername="postgresql")
    if parts.password:
        secret = folder / "password"
        secret.touch(mode=0o600)
        secret.write_text("*:*:*:*:" + str(parts.password).replace("\\", "\\\\").replace(":", "\\:"))
        parts = parts.update_query_dict({"passfile": str(secret)})
    bare = URL.create("postgresql", parts.username, None, parts.host, parts.port, parts.database, parts.query)
    return bare.render_as_string()
