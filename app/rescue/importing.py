"""Taking a rescue file in: its phone is known by its own proof, its operations by their signatures, its bytes by hash.

Like a push, this is an edge with short transactions of its own. Whatever is in the file goes the way it would have gone
from the phone, so the same file twice, or the phone itself later, is answered `duplicate`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.attachments import queries as attached
from app.attachments import uploads
from app.attachments.uploads import Announced
from app.core import errors
from app.core.access import Actor
from app.db import db, transaction
from app.dossiers.models import Dossier
from app.identity import audit, operations, rules
from app.rescue.container import DeviceRow, OpRow, Part, Piece
from app.rescue.schemas import RescuedOut, RescueOut
from app.sync import push
from app.sync.schemas import Operation, OpResult, SignedText

log = logging.getLogger(__name__)

BATCH = 50
NOBODY = Actor()
"""Whoever brings a file gives what is in it no right of his own."""
HERE = frozenset({"applied", "duplicate", "merged", "quarantined"})
"""Verdicts after which the pages of an operation are wanted."""


def take(part: Part, officer: Actor, *, limit_mb: int) -> RescueOut:
    """Do what is in a part, each thing once, and say what came of each; the officer's look is recorded."""
    for device in part.devices:
        know(device)
    results = push_rows(part.operations)
    read = [read_op(each.text) for each in part.operations]
    welcome = {op.op_id: op for op, result in zip(read, results, strict=True) if op and result.status in HERE}
    for piece in part.pieces:
        take_piece(piece, welcome.get(piece.row.op_id), limit_mb)
    with transaction(writes=False):
        items = [item(op, result) for op, result in zip(read, results, strict=True)]
        for each in items:
            if each.dossier_id:
                audit.look(officer, "dossier", each.dossier_id, "rescue")
    head = part.head
    return RescueOut(code=head.code, part=head.part, parts=head.parts, made_at=head.made_at, items=items)


def push_rows(rows: Sequence[OpRow]) -> list[OpResult]:
    """Push the operations of a part, each proven by its signature."""
    given = [SignedText(text=row.text, sha256=row.sha256, signature=row.signature) for row in rows]
    results: list[OpResult] = []
    for start in range(0, len(given), BATCH):
        results += push.push_proven(given[start : start + BATCH], NOBODY)
    return results


def proven(device: DeviceRow) -> dict[str, str]:
    """The key of the phone that made a part; raises Invalid: a false proof is as good as none."""
    key = device.public_key.model_dump(include={"kty", "crv", "x", "y"})
    text = rules.registration_text(str(device.device_id), device.signed_at)
    if not rules.signed_by(key, text, device.signature):
        raise errors.Invalid("rescue_damaged")
    return key


def know(device: DeviceRow) -> None:
    """Know the phone by its key, however long ago it signed for it."""
    key = proven(device)
    with transaction(writes=True):
        operations.know_device(device_id=device.device_id, public_key=key, label=device.label)


def read_op(text: str) -> Operation | None:
    """The operation of a text, where it is one."""
    try:
        return Operation.model_validate_json(text)
    except ValueError:
        return None


def take_piece(piece: Piece, op: Operation | None, limit_mb: int) -> None:
    """Add what is new of a page; only what a signed manifest names by id and hash is kept."""
    row = piece.row
    named = op is not None and any(
        (item.attachment_id, item.sha256, item.size) == (row.attachment_id, row.sha256, row.size)
        for item in op.manifest
    )
    if op is None or not named or row.size > limit_mb * 1024 * 1024:
        return
    author = Actor(principal=op.principal, device_id=op.device_id)
    announced = Announced(row.attachment_id, row.sha256, row.size, row.type)
    try:
        _append(announced, piece, author)
    except errors.AppError as refused:
        # shown as a page that is not here; the phone, or another part, may still bring it
        log.info("a page of a rescue file was not taken: %s", refused.code)


def _append(announced: Announced, piece: Piece, author: Actor) -> None:
    begin, end = piece.row.offset, piece.row.offset + len(piece.content)
    have = how_far(announced.attachment_id, author)
    if have < begin or (have >= end and have < announced.size):
        return
    rest = piece.content[have - begin :]
    if not rest:
        uploads.finish(announced.attachment_id, author)
        return
    uploads.append(announced, have, len(rest), [rest], author)


def how_far(attachment_id: UUID, author: Actor) -> int:
    """How many bytes of a page are here."""
    with transaction(writes=False):
        try:
            return uploads.status(attachment_id, author).offset
        except errors.NotFound:
            return 0


def item(op: Operation | None, result: OpResult) -> RescuedOut:
    """What came of one operation, for whoever brought it."""
    dossier = db.session.get(Dossier, op.dossier_id) if op and op.dossier_id else None
    payload: dict[str, Any] = op.payload if op else {}
    return RescuedOut(
        op_id=op.op_id if op else None,
        kind=op.kind if op else "",
        dossier_id=dossier.id if dossier else None,
        local_code=dossier.local_code if dossier else str(payload.get("local_code", ""))[:20],
        title=dossier.title if dossier else "",
        made_at=op.device_time if op else None,
        status=result.status,
        code=result.code,
        say=result.say,
        pages=len(op.manifest) if op else 0,
        pages_here=attached.stored_count(line.attachment_id for line in op.manifest) if op else 0,
    )
