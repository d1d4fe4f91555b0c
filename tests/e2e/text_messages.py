"""A gateway for text messages on this machine: takes what the server's job hands over, shows it as a phone would."""

from __future__ import annotations

import contextlib
import json
import queue
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Gateway:
    """What has come for which number."""

    url: str = ""
    _inbox: dict[str, queue.Queue[str]] = field(default_factory=dict)

    def inbox(self, number: str) -> queue.Queue[str]:
        """The messages to a number that nobody has read."""
        return self._inbox.setdefault(number, queue.Queue())

    def code(self, number: str) -> str:
        """The six digits in the next message to a number, waited for."""
        code, *_ = re.findall(r"\b\d{6}\b", self.inbox(number).get(timeout=20))
        return str(code)


@contextlib.contextmanager
def running() -> Iterator[Gateway]:
    """A gateway for the length of the block."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            gateway.inbox(told["to"]).put(told["text"])
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.url = f"http://127.0.0.1:{server.server_port}/messages"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
