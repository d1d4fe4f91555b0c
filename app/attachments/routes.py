"""HTTP of resumable uploads."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import ClassVar

from flask import Response, request
from flask_openapi3 import RawModel
from werkzeug.exceptions import ClientDisconnected

from app import settings
from app.attachments import uploads
from app.attachments.schemas import UploadHeaders, UploadOut, UploadPath
from app.attachments.uploads import Announced
from app.core import errors
from app.core.access import Permission
from app.web.api import EACH, Api
from app.web.session import actor

api = Api("uploads")

PIECE = 16 * 1024
DRAIN = 2 * 1024 * 1024


class UploadBody(RawModel):
    """Raw bytes."""

    mimetypes: ClassVar[list[str]] = ["application/offset+octet-stream"]  # type: ignore[misc]  # as flask-openapi3 reads it


@api.patch(
    "/uploads/<uuid:attachment_id>",
    allow=Permission.PRINCIPAL,
    writes=EACH,
    answers=UploadOut,
    problems=(404, 409, 423, 429, 460),
)
def append(path: UploadPath, header: UploadHeaders, raw: UploadBody) -> Response:  # noqa: ARG001 - names the body's type
    """Add bytes at an offset; the first piece creates the upload, the last one checks and keeps the file."""
    try:
        return answer(uploads.append(announced(path, header), header.upload_offset, length(), pieces(), actor()))
    finally:
        drain()


@api.get("/uploads/<uuid:attachment_id>", allow=Permission.PRINCIPAL, answers=UploadOut, problems=(404,))
def look(path: UploadPath) -> Response:
    """How far an upload has come; as HEAD, the same in the headers alone."""
    return answer(uploads.status(path.attachment_id, actor()))


@api.post(
    "/uploads/<uuid:attachment_id>/finish",
    allow=Permission.PRINCIPAL,
    writes=EACH,
    answers=UploadOut,
    problems=(404, 423, 460),
)
def finish(path: UploadPath) -> Response:
    """Whether the file is kept, for a phone that never saw the answer; the same every time."""
    return answer(uploads.finish(path.attachment_id, actor()))


@api.delete("/uploads/<uuid:attachment_id>", allow=Permission.PRINCIPAL, writes=EACH, problems=(409,))
def abandon(path: UploadPath) -> None:
    """Forget a file that was taken out of a draft; one that a dossier names stays."""
    uploads.abandon(path.attachment_id, actor())


def announced(path: UploadPath, header: UploadHeaders) -> Announced:
    """What the headers of a piece say of its file; raises TooLarge."""
    limit = settings().upload_limit_mb
    if header.upload_length > limit * 1024 * 1024:
        raise errors.TooLarge("file_too_large", limit=limit)
    return Announced(path.attachment_id, header.upload_sha256, header.upload_length, header.upload_type)


def length() -> int:
    """The length of the body; raises BadRequest where none is named."""
    if request.content_length is None and "chunked" in request.headers.get("Transfer-Encoding", ""):
        raise errors.BadRequest("length_needed")
    return request.content_length or 0


def pieces() -> Iterator[bytes]:
    """The body as it comes; a phone that went away ends it."""
    with contextlib.suppress(ClientDisconnected, OSError):
        while piece := request.stream.read(PIECE):
            yield piece


def drain() -> None:
    """Read what was sent in vain, so that the phone gets to see the answer instead of a cut connection."""
    if 0 < (request.content_length or 0) <= DRAIN:
        for _ in pieces():
            pass


def answer(done: UploadOut) -> Response:
    """How far a file is, in the body and in the headers."""
    response = Response(done.model_dump_json(), mimetype="application/json")
    response.headers["Upload-Offset"] = str(done.offset)
    response.headers["Upload-Length"] = str(done.size)
    response.headers["Upload-State"] = done.state
    return response
