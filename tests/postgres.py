"""A real PostgreSQL for one run of the tests: its own files, its own socket, nothing kept, gone when the tests are."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.orphans import end_with_parent

NAMES = ("initdb", "postgres")
OWNER = "cualang"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
"""As a server that must lose nothing runs; for the bench."""


class NoPostgres(RuntimeError):
    """There is no PostgreSQL server on this machine, or it did not start; the text says which."""


@dataclass(frozen=True)
class Server:
    """A running server, reached through its socket."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases, as DATABASE_URL takes it."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run one statement outside any transaction (CREATE DATABASE and its like)."""
        with psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


def find_programs() -> Path:
    """The folder with the newest server's programs; raises NoPostgres."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    packaged = sorted(folders, key=lambda path: _version(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*packaged, *([Path(on_path).resolve().parent] if on_path else [])]:
        if all((folder / name).exists() for name in NAMES):
            return folder
    raise NoPostgres("no PostgreSQL server found: install the package postgresql")


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server for the length of the block, also stopped when this process is killed."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = _other_user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        _initialise(programs, folder, user)
        process = _start(programs, folder, user, SETTINGS | (DURABLE if durable else {}))
        try:
            _wait_until_it_answers(folder, process)
            yield Server(folder)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _version(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0.0


def _other_user() -> pwd.struct_passwd | None:
    """Somebody else where we are root, because the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres("running as root, and there is no other user (postgres, nobody) to run PostgreSQL as")


def _initialise(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    command: list[str | Path] = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        OWNER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr.strip()}")


def _start(
    programs: Path, folder: Path, user: pwd.struct_passwd | None, settings: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]

    def become() -> None:
        if user is not None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        # after the change of user, which would clear it
        end_with_parent(signal.SIGQUIT)

    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd="/", preexec_fn=become, start_new_session=True)


def _wait_until_it_answers(folder: Path, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < give_up:
        try:
            psycopg.connect(host=str(folder), user=OWNER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")


def main() -> None:
    """Keep a server until the input ends (for the bench and for looking around)."""
    with running() as server:
        print(server.url(), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
