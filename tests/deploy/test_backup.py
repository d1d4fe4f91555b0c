"""The nightly backup holds everything, on both databases, and can be put back."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from app import config, create_app, jobs
from app.db import db, transaction
from tests.conftest import ENGINE, settings
from tests.house.source import ROOT


def write_a_job(env: dict[str, str]) -> None:
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            jobs.later("jobs.forget_done")
        db.engine.dispose()


def count_jobs(env: dict[str, str]) -> int:
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=False):
            found: int = db.session.execute(text("SELECT count(*) FROM job")).scalar_one()
        db.engine.dispose()
    return found


def backup(env: dict[str, str], into: Path) -> Path:
    plain = {"DATABASE_URL": libpq(env["DATABASE_URL"])} if ENGINE == "postgresql" else {}
    command = ["sh", str(ROOT / "deploy" / "backup.sh"), str(into)]
    done = subprocess.run(command, env=os.environ | env | plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def libpq(url: str) -> str:
    """The address as pg_dump takes it."""
    parts = make_url(url)
    return f"postgresql:///{parts.database}?host={parts.query['host']}&user={parts.username}"


@pytest.fixture(name="env")
def environment_with_a_file(server_env: dict[str, str]) -> dict[str, str]:
    folder = Path(server_env["INSTANCE_DIR"])
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "abcd").write_bytes(b"a photo")
    (folder / "keys").mkdir()
    (folder / "keys" / "secret").write_text("kept")
    return server_env


def test_a_backup_holds_the_database_the_files_and_the_keys(env: dict[str, str], tmp_path: Path) -> None:
    write_a_job(env)
    made = backup(env, tmp_path / "backups")
    write_a_job(env)
    assert (made / "files" / "ab" / "abcd").read_bytes() == b"a photo"
    assert (made / "keys" / "secret").read_text() == "kept"
    assert (count_jobs(env), count_jobs(restored(env, made, tmp_path))) == (2, 1)


def restored(env: dict[str, str], made: Path, tmp_path: Path) -> dict[str, str]:
    """A server over what the backup holds."""
    if ENGINE == "sqlite":
        return settings(tmp_path / "restored", f"sqlite:///{made / 'database.db'}")
    parts = make_url(env["DATABASE_URL"])
    host = str(parts.query["host"])
    name = f"{parts.database}_restored"
    with psycopg.connect(host=host, user=parts.username, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    target = libpq(env["DATABASE_URL"]).replace(str(parts.database), name)
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={target}", str(made / "database.dump")], check=True)
    return settings(tmp_path / "restored", parts.set(database=name).render_as_string(hide_password=False))


def test_a_second_backup_takes_no_room_for_files_that_are_known(env: dict[str, str], tmp_path: Path) -> None:
    first = backup(env, tmp_path / "backups")
    first.rename(first.parent / "20200101T000000Z")
    second = backup(env, tmp_path / "backups")
    one, two = (folder / "files" / "ab" / "abcd" for folder in (first.parent / "20200101T000000Z", second))
    assert one.stat().st_ino == two.stat().st_ino


def test_only_the_last_fourteen_backups_are_kept(env: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(1, 21):
        (folder / f"202001{day:02}T000000Z").mkdir(parents=True)
    newest = backup(env, folder)
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 14
    assert kept[-1] == newest.name
    assert kept[0] == "20200108T000000Z"


def test_a_backup_that_fails_leaves_nothing_half_done(env: dict[str, str], tmp_path: Path) -> None:
    broken = env | {"DATABASE_URL": f"sqlite:///{tmp_path / 'missing' / 'nothing.db'}"}
    command = ["sh", str(ROOT / "deploy" / "backup.sh"), str(tmp_path / "backups")]
    done = subprocess.run(command, env=os.environ | broken, capture_output=True, check=False)
    assert done.returncode != 0
    assert list((tmp_path / "backups").iterdir()) == []
