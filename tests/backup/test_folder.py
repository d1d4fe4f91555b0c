"""A backup holds everything, takes little room, is whole or is not, and can be put back."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app.backup import database, instance
from app.config import ROOT, Config
from app.core import living
from app.core.sealing import office_key, rotate, seal, unseal
from app.db import db, transaction


@pytest.fixture(name="config")
def config_with_a_file(committed_app: Flask) -> Config:
    config: Config = committed_app.config["CUA_LANG"]
    (config.storage_dir / "blobs" / "ab").mkdir(parents=True)
    (config.storage_dir / "blobs" / "ab" / "abcd").write_bytes(b"a photo")
    (config.storage_dir / "parts").mkdir()
    (config.storage_dir / "parts" / "half").write_bytes(b"half a pho")
    (config.storage_dir / "salt").write_bytes(b"s" * 32)
    office_key(config.office_keys_dir)
    return config


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def jobs_in(app: Flask) -> int:
    with app.app_context():
        with transaction(writes=False):
            found: int = db.session.execute(text("SELECT count(*) FROM job")).scalar_one()
        db.session.remove()
    return found


def add_job(app: Flask) -> None:
    from app import jobs

    with app.app_context(), transaction(writes=True):
        jobs.later("jobs.forget_done")


def test_a_backup_holds_the_database_the_files_and_the_keys_but_no_half_upload(
    committed_app: Flask, config: Config, tmp_path: Path
) -> None:
    add_job(committed_app)
    done = run(committed_app, "backup", str(tmp_path / "backups"))
    assert done.exit_code == 0, done.output
    made = Path(done.output.strip())
    assert (made / "files" / "blobs" / "ab" / "abcd").read_bytes() == b"a photo"
    assert (made / "files" / "salt").read_bytes() == b"s" * 32
    assert not (made / "files" / "parts").exists()
    assert (made / "keys" / "office" / "0001.pem").read_bytes() == (config.office_keys_dir / "0001.pem").read_bytes()
    held = instance.verify(made)
    assert held.counts["job"] == 1
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [made.name]


def test_what_is_put_back_is_what_was_there_and_begins_a_new_epoch(
    committed_app: Flask, config: Config, tmp_path: Path
) -> None:
    add_job(committed_app)
    before = committed_app.test_client().get("/api/server").get_json()
    made = instance.make(config, tmp_path / "backups")
    add_job(committed_app)
    old = office_key(config.office_keys_dir)
    rotate(config.office_keys_dir)
    since = seal(office_key(config.office_keys_dir), b"sealed after the backup")
    shutil.rmtree(config.storage_dir / "blobs")
    (config.storage_dir / "blobs" / "cd").mkdir(parents=True)
    (config.storage_dir / "blobs" / "cd" / "cdef").write_bytes(b"sent since")
    done = run(committed_app, "restore", str(made), "--replace")
    assert done.exit_code == 0, done.output
    after = committed_app.test_client().get("/api/server").get_json()
    assert jobs_in(committed_app) == 1
    assert after["server_id"] == before["server_id"]
    assert after["epoch"] != before["epoch"]
    assert after["epoch"] in done.output
    assert (config.storage_dir / "blobs" / "ab" / "abcd").read_bytes() == b"a photo"
    assert (config.storage_dir / "blobs" / "cd" / "cdef").exists()
    assert unseal(config.office_keys_dir, since) == b"sealed after the backup"
    assert unseal(config.office_keys_dir, seal(old, b"before")) == b"before"


def test_a_restore_gives_up_nothing_unasked(committed_app: Flask, config: Config, tmp_path: Path) -> None:
    made = instance.make(config, tmp_path / "backups")
    add_job(committed_app)
    done = run(committed_app, "restore", str(made))
    assert done.exit_code == 1
    assert "--replace" in done.output
    assert jobs_in(committed_app) == 1


def test_a_server_of_its_own_is_filled_without_asking(
    committed_app: Flask, config: Config, tmp_path: Path, empty_database: str
) -> None:
    from app import create_app
    from app.config import load
    from tests.conftest import settings

    add_job(committed_app)
    with committed_app.app_context():
        made = instance.make(config, tmp_path / "backups")
        db.engine.dispose()
    other = create_app(load(settings(tmp_path / "other", empty_database)))
    assert office_key(other.config["CUA_LANG"].office_keys_dir) != office_key(config.office_keys_dir)
    done = run(other, "restore", str(made))
    assert done.exit_code == 0, done.output
    assert jobs_in(other) == 1
    sealed = seal(office_key(config.office_keys_dir), b"for the office")
    assert unseal(other.config["CUA_LANG"].office_keys_dir, sealed) == b"for the office"
    with other.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "part", ["database", "files/blobs/ab/abcd", "keys/office/0001.pem", "files.sha256", "manifest.json"]
)
@pytest.mark.parametrize("how", ["gone", "changed"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    committed_app: Flask, config: Config, tmp_path: Path, part: str, how: str
) -> None:
    made = instance.make(config, tmp_path / "backups")
    path = instance.verify(made).database if part == "database" else made / part
    add_job(committed_app)
    if how == "gone":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)
    assert run(committed_app, "backup", "verify", str(made)).exit_code == 1
    assert run(committed_app, "restore", str(made), "--replace").exit_code == 1
    assert jobs_in(committed_app) == 1


def test_a_second_backup_takes_no_room_for_files_that_are_known(config: Config, tmp_path: Path) -> None:
    first = instance.make(config, tmp_path / "backups")
    early = first.rename(first.parent / "20200101T000000Z")
    second = instance.make(config, tmp_path / "backups")
    one, two = (folder / "files" / "blobs" / "ab" / "abcd" for folder in (early, second))
    assert one.stat().st_ino == two.stat().st_ino
    assert instance.verify(second).manifest["files"]["count"] == 2


def test_two_backups_of_the_same_second_are_two(config: Config, tmp_path: Path) -> None:
    first, second = (instance.make(config, tmp_path / "backups") for _ in range(2))
    assert first != second
    assert first.is_dir()
    assert second.is_dir()


def test_only_the_last_fourteen_backups_are_kept(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(1, 21):
        (folder / f"202001{day:02}T000000Z").mkdir(parents=True)
    newest = instance.make(config, folder)
    kept = sorted(path.name for path in folder.iterdir())
    assert (len(kept), kept[0], kept[-1]) == (14, "20200108T000000Z", newest.name)


def test_a_backup_that_fails_leaves_nothing_half_done(
    committed_app: Flask, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (config.storage_dir / "blobs" / "ab" / "unreadable").symlink_to(config.storage_dir / "blobs" / "ab" / "abcd")
    broken = config.storage_dir / "blobs" / "ab" / "abcd"
    broken.unlink()
    os.mkfifo(broken.with_name("pipe"))
    if database.engine_of(config.database_url) == "sqlite":
        Path(config.database_url.removeprefix("sqlite:///")).unlink()
    done = run(committed_app, "backup", str(tmp_path / "backups"))
    assert done.exit_code == 1
    assert "no backup was made" in done.output
    assert list((tmp_path / "backups").iterdir()) == []


def test_nothing_is_restored_under_the_hands_of_an_executor(
    committed_app: Flask, config: Config, tmp_path: Path, server_env: dict[str, str]
) -> None:
    made = instance.make(config, tmp_path / "backups")
    with committed_app.app_context():
        db.engine.dispose()
    command = [str(Path(sys.executable).parent / "flask"), "jobs", "run"]
    env = os.environ | server_env | {"FLASK_APP": "wsgi"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as executor:
        wait_until_somebody_holds(config.instance_dir / living.LOCK)
        done = run(committed_app, "restore", str(made), "--replace")
        executor.terminate()
    assert done.exit_code == 1
    assert "stop both first" in done.output
    again = run(committed_app, "restore", str(made), "--replace")
    assert again.exit_code == 0, again.output


def wait_until_somebody_holds(path: Path) -> None:
    """Until another process has the lock."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        with path.open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
        os.sched_yield()
    raise AssertionError("nobody came")


def test_after_a_restore_that_died_nobody_works_until_it_was_done_again(
    committed_app: Flask, config: Config, tmp_path: Path
) -> None:
    made = instance.make(config, tmp_path / "backups")
    with committed_app.app_context():
        db.session.remove()
        db.engine.dispose()
    (config.instance_dir / living.NOTE).touch()
    assert committed_app.test_client().get("/readyz").status_code == 503
    done = run(committed_app, "restore", str(made), "--replace")
    assert done.exit_code == 0, done.output
    assert committed_app.test_client().get("/api/server").status_code == 200
