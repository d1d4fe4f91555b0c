"""The server of a torture: a real gunicorn with the fault layer that is killed, comes back, goes back to a backup."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from app.config import ROOT


@dataclass
class TortureServer:
    """One server over one database and one folder of files."""

    env: dict[str, str]
    folder: Path
    mutant: str = ""
    port: int = field(default=0)
    _zygote: subprocess.Popen[str] | None = None
    _pid: int = 0

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it complains about."""
        return self.folder / "server.log"

    def start(self) -> None:
        """Start it, or start it again; returns once it is on its way."""
        if self._zygote is None:
            module = "tests.torture.broken" if self.mutant else "wsgi"
            command = [sys.executable, "-m", "tests.torture.zygote", module, str(self.port)]
            env = {**os.environ, **self.env, "FAULTS": "1", "MUTANT": self.mutant}
            with self.log.open("ab") as log:
                self._zygote = subprocess.Popen(
                    command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
                )
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        print("start", file=self._zygote.stdin, flush=True)
        self._pid = int(self._zygote.stdout.readline() or 0)
        assert self._pid, self.log.read_text()

    def wait(self) -> None:
        """Wait until it answers."""
        give_up = time.monotonic() + 120
        while time.monotonic() < give_up:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.base}/healthz", timeout=5):
                return
            os.sched_yield()
        raise AssertionError(self.log.read_text())

    def kill_workers(self) -> int:
        """SIGKILL of all that work at this moment; others take their place."""
        children = Path(f"/proc/{self._pid}/task/{self._pid}/children")
        workers = children.read_text().split() if children.exists() else []
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(worker), signal.SIGKILL)
        return len(workers)

    def kill(self) -> None:
        """SIGKILL of master and workers: nobody finishes what they were doing."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        while Path(f"/proc/{self._pid}").exists():
            os.sched_yield()

    def restart(self) -> None:
        """Kill it and start it again."""
        self.kill()
        self.start()

    def stop(self) -> None:
        """Kill it, and what starts it."""
        self.kill()
        if self._zygote is not None:
            self._zygote.communicate()
