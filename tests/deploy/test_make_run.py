"""`make run` as a person meets it: one command that prepares, serves, prints the sign-ins, and stops whole."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.server import free_port
from tests.house.source import ROOT

PATIENCE = 180
BIN = ROOT / ".venv" / "bin"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (BIN / "gunicorn").exists(), reason="the environment of make run is not installed"),
]


class Run:
    """`make run` past its build, on a free port and in a folder of its own."""

    def __init__(self, instance: Path, **more: str) -> None:
        self.instance, self.port = instance, free_port()
        self.log = instance.with_suffix(f".{self.port}.log")
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        env = kept | {"INSTANCE_DIR": str(instance), "PORT": str(self.port), "PASSWORD_COST": "1", **more}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, ".ci/serve.py"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    @property
    def said(self) -> str:
        """What it printed so far."""
        return self.log.read_text()

    def ask(self, path: str) -> Any:
        """The JSON at an address."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return json.load(answer)

    def wait_until_ready(self) -> None:
        """Until both children run and the address is printed."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up and self.process.poll() is None:
            if "Ctrl-C" in self.said:
                with contextlib.suppress(urllib.error.URLError, http.client.HTTPException, ConnectionError):
                    assert self.ask("/readyz")["status"] == "ready"
                    return
            time.sleep(0.1)
        raise AssertionError(self.said)

    def children(self) -> list[int]:
        """The processes it started."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                # the name in the second field may hold spaces; the parent is the second field behind it
                if int(path.read_text().rpartition(")")[2].split()[1]) == self.process.pid:
                    found.append(int(path.parent.name))
        return found

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C; gives the exit code."""
        self.process.send_signal(how)
        return self.process.wait(timeout=60)

    def end(self) -> None:
        """Leave nothing behind, whatever went wrong."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@contextlib.contextmanager
def run(instance: Path, **more: str) -> Iterator[Run]:
    """A running `make run` for the length of the block."""
    started = Run(instance, **more)
    try:
        yield started
    finally:
        started.end()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_demo_starts_with_its_sign_ins_stops_whole_and_stays_a_demo(tmp_path: Path) -> None:
    with run(tmp_path / "instance", DEMO="1") as first:
        first.wait_until_ready()
        assert first.ask("/api/server")["demo"] is True
        assert f"http://127.0.0.1:{first.port}" in first.said
        assert "ngoc.anh" in first.said
        children = first.children()
        assert len(children) == 2
        assert first.stop() == 0
        assert not [pid for pid in children if is_alive(pid)]
        assert "Traceback" not in first.said
    with run(tmp_path / "instance") as second:
        second.wait_until_ready()
        assert "loading" not in second.said
        assert "ngoc.anh" in second.said
        assert second.ask("/api/server")["demo"] is True
        units = {unit["slug"] for unit in second.ask("/api/units")["units"]}
        assert "moc-giang" in units
        assert second.stop(signal.SIGTERM) == 0


def test_nobody_asked_it_starts_clean(tmp_path: Path) -> None:
    with run(tmp_path / "instance") as started:
        started.wait_until_ready()
        assert "starting clean" in started.said
        assert started.ask("/api/server")["demo"] is False
        assert started.ask("/api/units")["units"] == []
        assert started.stop() == 0


def test_a_demo_that_was_cut_short_is_finished_at_the_next_start(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "demo").touch()
    with run(instance) as started:
        started.wait_until_ready()
        assert "loading the demo commune" in started.said
        assert started.ask("/api/server")["demo"] is True
        assert started.stop() == 0
