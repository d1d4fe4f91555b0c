"""What phones fetch in lists goes packed: it is mostly the same words, and lines are slow."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

# Nothing secret stands beside what a stranger could choose there: a page of another site cannot ask with a token.
PACKED = "/api/sync/"
WORTH = 1000


def register(app: Flask) -> None:
    """Pack the answers to phones that take it; what the catalogue keeps packed already is not touched."""
    app.after_request(pack)


def pack(response: Response) -> Response:
    """The answer, packed where it is a list for a phone and large enough to be worth it."""
    if not request.path.startswith(PACKED) or response.mimetype != "application/json":
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.best_match(["gzip"]) and response.headers.get("Content-Encoding") is None:
        body = response.get_data()
        if len(body) > WORTH:
            response.set_data(gzip.compress(body, 6, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    return response
