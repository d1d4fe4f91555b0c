"""The app's files as the build made them: compressed at build time, served as such, the shell for every page."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, abort, request, send_file
from werkzeug.routing import PathConverter

from app.config import ROOT

STATIC = ROOT / "static"
FOREVER = "public, max-age=31536000, immutable"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
NOT_BUILT = "<!doctype html><meta charset=utf-8><title>Cửa Làng</title><p>Ứng dụng chưa được dựng. Chạy: make build"


class PagePath(PathConverter):
    """Any path but the API's, so that a wrong method there is answered as one."""

    regex = r"(?!api/|api$)[^/].*?"


def register(app: Flask) -> None:
    """Serve static/ at the root, and the shell for every address that is a page of the app."""

    def shell(path: str) -> Response:
        found = _file(path)
        if found is None and "." in path.rsplit("/", 1)[-1] and not _is_page(path):
            abort(404)
        return _send(found or STATIC / "index.html")

    app.url_map.converters["page"] = PagePath
    app.add_url_rule("/", "shell", shell, defaults={"path": ""})
    app.add_url_rule("/<page:path>", "shell", shell)


def _is_page(path: str) -> bool:
    """Procedure codes have dots, so a last part like 1.001193 is a page and not a file."""
    return path.rsplit("/", 1)[-1].replace(".", "").isdecimal()


def _file(path: str) -> Path | None:
    if not path or path.endswith((".br", ".gz")):
        return None
    target = (STATIC / path).resolve()
    return target if target.is_relative_to(STATIC.resolve()) and target.is_file() else None


def _send(target: Path) -> Response:
    if not target.is_file():
        return Response(NOT_BUILT, status=503, mimetype="text/html")
    chosen, encoding = target, None
    for name, suffix in ENCODINGS:
        packed = target.with_name(target.name + suffix)
        if request.accept_encodings[name] > 0 and packed.is_file():
            chosen, encoding = packed, name
            break
    response = send_file(chosen, mimetype=_mime(target), conditional=True, etag=True)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOREVER if "assets" in target.parts else "no-cache"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _mime(target: Path) -> str | None:
    known = {
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".html": "text/html",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".json": "application/json",
        ".ico": "image/x-icon",
    }
    return known.get(target.suffix)
