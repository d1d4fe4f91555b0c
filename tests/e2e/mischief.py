"""Orders to the fault layer of a server that was started with FAULTS=1."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.e2e.server import Server

LOST_ANSWER = "after_commit_before_response"


def done(server: Server) -> dict[str, int]:
    """What the layer has done since its schedule began."""
    return _ask(server, "GET")


@contextmanager
def on(server: Server, fault: str, path: str) -> Iterator[None]:
    """Every request under a path meets a fault, for the length of the block."""
    _ask(server, "POST", {"names": [fault], "rate": 1, "paths": [path]})
    try:
        yield
    finally:
        _ask(server, "DELETE")


def _ask(server: Server, method: str, schedule: dict[str, Any] | None = None) -> dict[str, int]:
    body = None if schedule is None else json.dumps(schedule).encode()
    asked = urllib.request.Request(f"{server.url}/__faults", data=body, method=method)
    with urllib.request.urlopen(asked) as answer:
        counted: dict[str, int] = json.load(answer)["done"]
        return counted
