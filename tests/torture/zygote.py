"""A parent that has the application in memory and forks servers of it: a whole server can die and come back in no time.

Commands come a line each on stdin: `start` forks a gunicorn of its own process group and answers with its pid. What a
server knows is in the database and the files, so one that is forked again knows no more than one started from nothing.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it has no types

from tests.torture import warm

WORKERS, THREADS = 2, 6


class Forked(BaseApplication):  # type: ignore[misc]  # the same
    """gunicorn over an application that is loaded already."""

    def __init__(self, app: Any, port: int) -> None:
        self._wsgi, self._port = app, port
        super().__init__()

    def load_config(self) -> None:
        """As in production, but on one port of this machine and silent."""
        for name, value in {
            "bind": f"127.0.0.1:{self._port}",
            "worker_class": "gthread",
            "workers": WORKERS,
            "threads": THREADS,
            "preload_app": True,
            "loglevel": "error",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        return self._wsgi


def main(module: str, port: int) -> None:
    """Serve commands until stdin ends or it is told to end; no server stays behind."""
    app = importlib.import_module(module).app
    warm.up(app)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _told_to_end)
    child = 0
    try:
        for line in sys.stdin:
            if line.strip() != "start":
                break
            child = os.fork()
            if child == 0:
                os.setsid()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                os.close(sys.stdin.fileno())
                Forked(app, port).run()
                os._exit(0)
            print(child, flush=True)
    finally:
        with contextlib.suppress(ProcessLookupError):
            if child:
                os.killpg(child, signal.SIGKILL)


def _told_to_end(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
