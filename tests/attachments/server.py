"""A real gunicorn over a database and folder of a test, on a socket in that folder; its workers may be killed."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=20)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket instead of to a host."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(20)
        self.sock.connect(str(self._path))


@dataclass
class Server:
    """The running master and its door."""

    master: subprocess.Popen[bytes]
    door: Path

    def connect(self) -> UnixConnection:
        """A new connection."""
        return UnixConnection(self.door)

    def kill_a_worker(self, chance: random.Random) -> bool:
        """SIGKILL one of the workers; says whether there was one."""
        pid = self.master.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if not workers:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(chance.choice(workers)), signal.SIGKILL)
        return True


@contextlib.contextmanager
def running(env: dict[str, str], folder: Path, *, workers: int = 2, threads: int = 4) -> Iterator[Server]:
    """A server for the length of the block."""
    door = folder / "door"
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--no-control-socket", "--bind", f"unix:{door}"]
    command += [
        "--workers",
        str(workers),
        "--threads",
        str(threads),
        "--worker-class",
        "gthread",
        "--log-level",
        "error",
        "--preload",
    ]
    with (folder / "server.log").open("wb") as log:
        master = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stdout=log, stderr=log)
    server = Server(master, door)
    try:
        _wait_until_it_answers(server)
        yield server
    finally:
        master.terminate()
        master.wait(timeout=30)


def _wait_until_it_answers(server: Server) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and server.master.poll() is None:
        try:
            with contextlib.closing(server.connect()) as connection:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                return
        except OSError:
            os.sched_yield()
    raise RuntimeError("the server did not start")
