"""Receiving bytes: the part on the disk says how far a file has come, the row says what became of it.

Like a push, this is an edge: it opens its own short transactions, because no transaction may be open while bytes of a
slow phone arrive. Everything that changes a part happens while it is held alone, and looks at the row again inside.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.attachments import content, operations, queries, storage
from app.attachments.models import Attachment
from app.attachments.schemas import UploadOut
from app.core import errors
from app.core.access import Actor
from app.db import transaction

log = logging.getLogger(__name__)

FINISH_PATIENCE = 8.0
"""How long a finish waits for the copy before it; then the phone is told to try again."""


@dataclass(frozen=True)
class Announced:
    """What a phone says about a file with every piece of it."""

    attachment_id: UUID
    sha256: str
    size: int
    claimed_type: str


def append(announced: Announced, offset: int, length: int, pieces: Iterable[bytes], actor: Actor) -> UploadOut:
    """Add bytes at an offset and, with the last of them, check and keep the file.

    Raises Conflict with the true offset when the phone is out of step, Locked when the file is being sent elsewhere,
    HashMismatch after starting again from nothing, BadRequest for a body shorter or longer than announced (what
    arrived is kept).
    """
    row, held = _first_sight(announced, actor), storage.current()
    if row.state != "partial":
        held.remove_part(announced.attachment_id)  # a worker that died right after keeping the file left it
        return row
    try:
        with held.hold_part(announced.attachment_id) as part:
            row = _now(announced.attachment_id, actor)
            if row.state != "partial":
                held.remove_part(announced.attachment_id)
                return row
            arrived = _write(part, offset, length, announced.size, pieces)
            if arrived < announced.size:
                return row.model_copy(update={"offset": arrived})
            return _complete(row, actor)
    except storage.BusyError as busy:
        raise errors.Locked("upload_busy") from busy


def finish(attachment_id: UUID, actor: Actor) -> UploadOut:
    """Say for certain whether a file is kept, checking it now where that is still to do; the same every time."""
    row, held = _now(attachment_id, actor), storage.current()
    if row.state != "partial":
        held.remove_part(attachment_id)
        return row
    try:
        with held.hold_part(attachment_id, patience=FINISH_PATIENCE):
            row = _now(attachment_id, actor)
            if row.state != "partial":
                held.remove_part(attachment_id)
                return row
            return row if row.offset < row.size else _complete(row, actor)
    except storage.BusyError as busy:
        raise errors.Locked("upload_busy") from busy


def status(attachment_id: UUID, actor: Actor) -> UploadOut:
    """How far a file has come; call inside a transaction."""
    row = queries.own(attachment_id, queries.principals_of(actor))
    if row is None:
        raise errors.NotFound("attachment")
    return _as_out(row)


def abandon(attachment_id: UUID, actor: Actor) -> None:
    """Forget a file that was taken out of a draft, and free its bytes; what is not there is fine."""
    with transaction(writes=True):
        row = queries.own(attachment_id, queries.principals_of(actor))
        if row is None:
            return
        operations.forget(row)
    held = storage.current()
    try:
        with held.hold_part(attachment_id, patience=FINISH_PATIENCE):
            held.remove_part(attachment_id)
    except storage.BusyError:
        return  # whoever still sends into it finds no row; the sweep removes the part


def _first_sight(announced: Announced, actor: Actor) -> UploadOut:
    """The file's row as it stands, made at the first piece; raises Invalid where the id stands for other content."""
    with transaction(writes=False):
        found = queries.own(announced.attachment_id, queries.principals_of(actor))
        if found is not None:
            return _same_file(found, announced)
    try:
        with transaction(writes=True):
            if queries.taken(announced.attachment_id):
                return _same_file(_own(announced.attachment_id, actor), announced)
            row = operations.announce(
                announced.attachment_id,
                actor.principal,
                sha256=announced.sha256,
                size=announced.size,
                claimed_type=announced.claimed_type,
            )
            return _as_out(row)
    except IntegrityError:  # another copy of the first piece was faster
        with transaction(writes=False):
            return _same_file(_own(announced.attachment_id, actor), announced)


def _own(attachment_id: UUID, actor: Actor) -> Attachment:
    row = queries.own(attachment_id, queries.principals_of(actor))
    if row is None:
        raise errors.NotFound("attachment")
    return row


def _same_file(row: Attachment, announced: Announced) -> UploadOut:
    if (row.sha256, row.size) != (announced.sha256, announced.size):
        raise errors.Invalid("upload_differs")
    return _as_out(row)


def _now(attachment_id: UUID, actor: Actor) -> UploadOut:
    with transaction(writes=False):
        return status(attachment_id, actor)


def _as_out(row: Attachment) -> UploadOut:
    whole = row.state != "partial"
    return UploadOut.model_validate(
        {
            "attachment_id": row.id,
            "offset": row.size if whole else min(storage.current().part_size(row.id), row.size),
            "size": row.size,
            "sha256": row.sha256,
            "state": row.state,
            "code": row.code,
        }
    )


def _write(part: int, offset: int, length: int, size: int, pieces: Iterable[bytes]) -> int:
    """Append the pieces and give the new byte count; a short body leaves what arrived."""
    have = os.fstat(part).st_size
    if offset != have:
        raise errors.Conflict("offset_differs", extra={"offset": have})
    if length == 0 and have < size:
        raise errors.BadRequest("empty_body", extra={"offset": have})
    if have + length > size:
        raise errors.BadRequest("body_too_long", extra={"offset": have})
    try:
        for piece in pieces:
            _write_all(part, piece)
    except OSError as full:
        log.exception("the disk does not take more of an upload", exc_info=full)
        raise errors.Unavailable("unavailable", extra={"offset": os.fstat(part).st_size, "retry_after": 60}) from full
    arrived = os.fstat(part).st_size
    if arrived < offset + length:
        raise errors.BadRequest("short_body", extra={"offset": arrived})
    return arrived


def _write_all(part: int, piece: bytes) -> None:
    """Append a whole piece: a disk that is nearly full takes a part of it first, then says so."""
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(part, rest) :]


def _complete(row: UploadOut, actor: Actor) -> UploadOut:
    """Check a whole part and keep it; the caller holds it. Raises HashMismatch after forgetting the bytes."""
    held = storage.current()
    part = held.part_path(row.attachment_id)
    if storage.hash_of(part) != row.sha256:
        held.remove_part(row.attachment_id)
        raise errors.HashMismatch("hash_mismatch", extra={"offset": 0})
    try:
        kind, code = content.examine(part), None
    except content.RefusedError as refused:
        kind, code = "", refused.code
    with held.keeping():
        if code is None:
            held.put(part, row.sha256)
        with transaction(writes=True):
            attachment = _own(row.attachment_id, actor)
            if code is None:
                operations.mark_stored(attachment, kind)
            else:
                operations.mark_refused(attachment, code)
            done = _as_out(attachment)
    held.remove_part(row.attachment_id)
    return done
