"""What a blocked phone gives of a store that it cannot read itself: opened with the office's key, and put aside."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from app.attachments import queries as attached
from app.core import errors
from app.core.access import Actor
from app.db import db, transaction
from app.dossiers.models import Operation as Kept
from app.identity import devices
from app.rescue.container import FileRow, Part
from app.rescue.importing import HERE, how_far, proven, push_rows, take_piece
from app.rescue.opening import opened
from app.rescue.schemas import WantedPage
from app.sync.schemas import Operation

MOST_BYTES = 1024 * 1024
"""A phone sends a fifth of it at a time, and never less than one operation."""
SETTLED = HERE | {"rejected", "conflict"}
"""Verdicts after which the phone need not keep an operation."""


def take(part: Part, keys: Path, *, limit_mb: int) -> tuple[bool, list[WantedPage]]:
    """Take what is new of some rows, once: whether all is settled, and which of the pages among them are not here yet.

    Raises Conflict where the phone is not blocked, Invalid where it proves nothing or this office has not the key.
    """
    _need_blocked(part)
    inside = opened(part, keys)
    results = push_rows(inside.operations)
    ops = _known({row.op_id for row in inside.files})
    for piece in inside.pieces:
        take_piece(piece, ops.get(piece.row.op_id), limit_mb)
    wanted = [page for row in inside.files if (page := _wanted(row, ops.get(row.op_id)))]
    return all(result.status in SETTLED for result in results), wanted


def _need_blocked(part: Part) -> None:
    if len(part.devices) != 1:
        raise errors.Invalid("rescue_damaged")
    (device,) = part.devices
    key = proven(device)
    with transaction(writes=False):
        if devices.blocked(device.device_id).public_key != key:
            raise errors.Invalid("rescue_damaged")


def _known(op_ids: set[UUID]) -> dict[UUID, Operation]:
    """Those operations that are here and were not refused, as they were signed."""
    with transaction(writes=False):
        rows = [db.session.get(Kept, op_id) for op_id in op_ids]
        texts = {row.op_id: row.text for row in rows if row is not None and row.status in HERE}
    return {op_id: Operation.model_validate_json(text) for op_id, text in texts.items()}


def _wanted(row: FileRow, op: Operation | None) -> WantedPage | None:
    """A page that its operation names and that is neither here whole nor found unusable."""
    named = {(each.attachment_id, each.sha256) for each in op.manifest} if op else set()
    if op is None or (row.attachment_id, row.sha256) not in named:
        return None
    with transaction(writes=False):
        held = attached.get(row.attachment_id)
    if held is not None and held.state != "partial":
        return None
    return WantedPage(
        attachment_id=row.attachment_id,
        offset=how_far(row.attachment_id, Actor(principal=op.principal, device_id=op.device_id)),
    )
