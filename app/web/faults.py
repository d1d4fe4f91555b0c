"""Misbehaves on purpose, as bad networks and dying servers do; for tests only (FAULTS=1), never otherwise.

A request says what shall happen to it by the header `X-Fault`, or a schedule does by chance:
`POST /__faults` `{"seed": 7, "rate": 0.2, "names": ["half_answer"], "paths": ["/api/sync/"], "times": 5}`;
`DELETE /__faults` ends it, `GET /__faults` says what it did. A name may have a value: `slow=30000` (bytes a second),
`skew=86400` (seconds the server's clock is off). Every name, and what it stands for, is in docs/torture.md.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.error_texts import sentences

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Body = Iterable[bytes]
CONTROL = "/__faults"
HEADER = "HTTP_X_FAULT"
PORTAL = b"<!doctype html><html><body>Wi-Fi: <a href='/login'>log in</a></body></html>"
BUSY = b"<html><head><title>error</title></head><body><center>nginx</center></body></html>"
PROBLEMS = {
    "401": (401, "session_ended"),
    "403": (403, "forbidden"),
    "429": (429, "too_many"),
    "500": (500, "server_error"),
    "503": (503, "unavailable"),
}
PIECE = 4096


@dataclass
class Schedule:
    """Which requests are hit, and by what: by chance, but the same chance for the same seed."""

    seed: int = 0
    rate: float = 0.0
    names: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=lambda: ["/api/"])
    times: int | None = None
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._lock = threading.Lock()

    def next(self, path: str) -> str:
        """The fault of the next request of a path; empty for none."""
        with self._lock:
            hit = self.names and self._chance.random() < self.rate and any(path.startswith(each) for each in self.paths)
            if not hit or (self.times is not None and self.done.total() >= self.times):
                return ""
            name = self._chance.choice(self.names)
            self.done[name] += 1
            return name


class Faults:
    """WSGI middleware around the whole application."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._schedule = Schedule()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Body:
        """Answer a request, or spoil it."""
        path = environ.get("PATH_INFO", "")
        if path == CONTROL:
            return self._control(environ, start_response)
        fault = environ.get(HEADER) or self._schedule.next(path)
        name, _, value = fault.partition("=")
        spoil = SPOILERS.get(name)
        if name in PROBLEMS:
            return _problem(name, start_response)
        if spoil is None:
            return self._app(environ, start_response)
        return spoil(self._app, environ, start_response, value)

    def _control(self, environ: WSGIEnvironment, start_response: StartResponse) -> Body:
        if environ["REQUEST_METHOD"] == "POST":
            given = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
            unknown = [each for each in given.get("names", []) if each.partition("=")[0] not in {*SPOILERS, *PROBLEMS}]
            if unknown:
                return _answer(start_response, 422, json.dumps({"unknown": unknown}).encode(), "application/json")
            self._schedule = Schedule(**given)
        elif environ["REQUEST_METHOD"] == "DELETE":
            self._schedule = Schedule()
        body = json.dumps({"done": dict(self._schedule.done)}).encode()
        return _answer(start_response, 200, body, "application/json")


def _cut(environ: WSGIEnvironment) -> Body:
    """End the connection without an answer."""
    sock = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    if sock is None:
        raise ConnectionAbortedError("cut on purpose")
    with contextlib.suppress(OSError):
        sock.shutdown(SHUT_RDWR)
    raise ConnectionAbortedError("cut on purpose")


def _run(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
    """What the application would have answered."""
    got: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _info: Any = None) -> Callable[[bytes], object]:
        got[:] = [status, headers]
        return lambda _bytes: None

    answer = app(environ, start)
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return got[0], got[1], body


def _before_read(_app: WSGIApplication, environ: WSGIEnvironment, _start: StartResponse, _value: str) -> Body:
    return _cut(environ)


def _mid_body(app: WSGIApplication, environ: WSGIEnvironment, _start: StartResponse, _value: str) -> Body:
    """The line dies in the middle of what the phone sends: half of it arrives, and no answer goes back."""
    announced = int(environ.get("CONTENT_LENGTH") or 0)
    environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(announced // 2))
    _run(app, environ)
    return _cut(environ)


def _empty_body(app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse, _value: str) -> Body:
    """The browser sends the headers and forgets the body, as Safari does with a Blob it can no longer read."""
    _drain(environ)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(), "0"
    return _whole(app, environ, start)


def _short_body(app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse, _value: str) -> Body:
    """The browser sends half of the body and says that this is all of it."""
    body = _drain(environ)
    half = body[: len(body) // 2]
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(half), str(len(half))
    return _whole(app, environ, start)


def _drain(environ: WSGIEnvironment) -> bytes:
    """All that the phone sent, taken off the line so that the connection stays usable."""
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return body


def _whole(app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse) -> Body:
    status, headers, body = _run(app, environ)
    start(status, headers)
    return [body]


def _lost_answer(app: WSGIApplication, environ: WSGIEnvironment, _start: StartResponse, _value: str) -> Body:
    """Everything is done and committed, and the phone never hears of it."""
    _run(app, environ)
    return _cut(environ)


def _half_answer(app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse, _value: str) -> Body:
    """The line dies in the middle of the answer."""
    status, headers, body = _run(app, environ)
    start(status, headers)

    def pieces() -> Iterator[bytes]:
        yield body[: len(body) // 2]
        _cut(environ)

    return pieces()


def _portal(_app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse, _value: str) -> Body:
    return _answer(start, 200, PORTAL, "text/html; charset=utf-8")


def _redirect(_app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse, _value: str) -> Body:
    start("302 Found", [("Location", "http://192.0.2.1/login"), ("Content-Length", "0")])
    return []


def _too_large(_app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse, _value: str) -> Body:
    return _answer(start, 413, BUSY, "text/html")


def _bad_gateway(_app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse, _value: str) -> Body:
    return _answer(start, 502, BUSY, "text/html")


def _slow(app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse, value: str) -> Body:
    """The answer trickles."""
    rate = int(value or 30_000)
    status, headers, body = _run(app, environ)
    start(status, headers)

    def pieces() -> Iterator[bytes]:
        for at in range(0, len(body), PIECE):
            piece = body[at : at + PIECE]
            time.sleep(len(piece) / rate)
            yield piece

    return pieces()


def _skew(app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse, value: str) -> Body:
    """The server's clock is off by so many seconds."""
    with clock.at(clock.now() + timedelta(seconds=float(value or 0))):
        return _whole(app, environ, start)


SPOILERS: dict[str, Callable[..., Body]] = {
    "before_read": _before_read,
    "mid_body": _mid_body,
    "empty_body": _empty_body,
    "short_body": _short_body,
    "after_commit_before_response": _lost_answer,
    "half_answer": _half_answer,
    "html_200": _portal,
    "redirect": _redirect,
    "413": _too_large,
    "502": _bad_gateway,
    "slow": _slow,
    "skew": _skew,
}


def _problem(name: str, start_response: StartResponse) -> Body:
    status, code = PROBLEMS[name]
    said = sentences(code, {"retry_after": 1})
    body = {"type": "about:blank", "title": said["en"], "status": status, "code": code, "say": said, "errors": []}
    extra = [("Retry-After", "1")] if status in (429, 503) else []
    return _answer(start_response, status, json.dumps(body).encode(), "application/problem+json", extra)


def _answer(start: StartResponse, status: int, body: bytes, kind: str, extra: Iterable[tuple[str, str]] = ()) -> Body:
    start(f"{status} -", [("Content-Type", kind), ("Content-Length", str(len(body))), *extra])
    return [body]
