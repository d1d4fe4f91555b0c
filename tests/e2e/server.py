"""A real server of a test's own: gunicorn and the job executor over a real database, on a port nobody else has."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.orphans import end_with_parent

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def free_port() -> int:
    """A port of 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """Started and stopped by verbs; a database outlives its server."""

    env: Mapping[str, str]
    port: int
    log: Path
    workers: int = 1
    host: str = "127.0.0.1"
    """What browsers call it; it listens on 127.0.0.1 and nowhere else."""
    app: str = "wsgi:app"
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{self.host}:{self.port}"

    def flask(self, *words: str) -> str:
        """Run a `flask` command on the same database; returns what it printed."""
        command = [str(BIN / "flask"), *words]
        done = subprocess.run(command, cwd=ROOT, env=dict(self.env), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"flask {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Start both processes and wait until the server answers."""
        threads = ("--worker-class", "gthread", "--workers", str(self.workers), "--threads", "8")
        bind = ("--bind", f"127.0.0.1:{self.port}", "--no-control-socket", "--log-level", "warning")
        self._spawn("web", [str(BIN / "gunicorn"), self.app, *bind, *threads, "--graceful-timeout", "2"])
        self._spawn("jobs", [str(BIN / "flask"), "jobs", "run"])
        self._wait_until_it_answers()

    def stop(self) -> None:
        """End both as systemd would."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def kill(self) -> None:
        """End both as a power cut would."""
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.processes.clear()

    def _spawn(self, name: str, command: list[str]) -> None:
        with self.log.open("ab") as out:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(self.env),
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def _wait_until_it_answers(self, seconds: float = 180) -> None:
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up and all(p.poll() is None for p in self.processes.values()):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                return
            time.sleep(0.02)
        raise AssertionError(f"the server did not start: {self.log.read_text()[-3000:]}")


@contextlib.contextmanager
def running(
    settings: Mapping[str, str],
    folder: Path,
    *,
    workers: int = 1,
    host: str = "127.0.0.1",
    app: str = "wsgi:app",
    **more: str,
) -> Iterator[Server]:
    """A running server for the length of the block, with the settings of a test (`server_env`) and more of them."""
    port = free_port()
    # a job waits a tenth of a second at most, which no person sees; asking oftener would keep a core busy all the while
    here = {"FLASK_APP": "wsgi", "PUBLIC_URL": f"http://{host}:{port}", "JOBS_POLL_MS": "100"}
    own_push_service = {"PUSH_HOSTS": "127.0.0.1", "PUSH_INSECURE": "1"}
    env = dict(os.environ) | dict(settings) | here | own_push_service | more
    server = Server(env=env, port=port, log=folder / "server.log", workers=workers, host=host, app=app)
    try:
        server.start()
        yield server
    finally:
        server.stop()
