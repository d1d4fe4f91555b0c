"""Rows of a store that was locked on its phone, opened with the key that was left for the office.

A PIN stands between a phone and its own rows, so such a phone can only pass them on as they are
(pwa/src/core/sync/sealed-rows.ts). What is read here is no more than what the phone would have sent by itself: signed
operations that it does not know to be here, and the pages that belong to them.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import ValidationError

from app.core import errors, sealing
from app.rescue.container import FileRow, OpRow, Part, Piece, SealedRow, VaultRow

log = logging.getLogger(__name__)
Row = TypeVar("Row", OpRow, FileRow)

CODEC = 1
"""The only way rows were ever sealed (pwa/src/core/db/seal.ts)."""
_IV = 12
_KEY = 32
_BLOCK = 16
UNSENT = frozenset({"queued", "sending", "held", "set_aside", "quarantined"})
"""States of an operation that the phone does not know to be with the server."""
WAITING = frozenset({"queued", "sending", "set_aside"})
"""The same of a page."""


@dataclass(frozen=True)
class Opened:
    """What a locked store held that the phone could not send."""

    operations: list[OpRow]
    """In the order they were made."""
    files: list[FileRow]
    """Pages that the phone did not know to be here."""
    pieces: list[Piece]


def opened(part: Part, keys: Path) -> Opened:
    """What is in the sealed rows of a part; raises Invalid where the key is another office's or was changed.

    A row that does not open is left out: it may be damaged, and the others are not.
    """
    if part.vault is None:
        return Opened([], [], [])
    key = _key_of(part.vault, keys)
    records = {name: list(_records(key, part, name)) for name in ("operations", "files")}
    files = {str(row.attachment_id): row for row in _files(records["files"])}
    wanted = {str(row.op_id) for row in files.values()}
    ops = [each for each in records["operations"] if each.get("state") in UNSENT or each.get("op_id") in wanted]
    return Opened(
        [row for each in sorted(ops, key=_made) if (row := _valid(OpRow, each))],
        list(files.values()),
        [Piece(row, content) for row, content in _runs(key, part, files)],
    )


def with_opened(part: Part, keys: Path) -> Part:
    """The part with what its sealed rows hold beside what was open in it."""
    more = opened(part, keys)
    return replace(part, operations=part.operations + more.operations, pieces=part.pieces + more.pieces)


def _key_of(vault: VaultRow, keys: Path) -> bytes:
    try:
        told = sealing.unseal(keys, _bytes(vault.escrow))
    except sealing.NotSealedHereError as fault:
        foreign = fault.code == "sealed_for_other"
        raise errors.Invalid("rescue_foreign" if foreign else "rescue_damaged") from fault
    except ValueError as fault:
        raise errors.Invalid("rescue_damaged") from fault
    says, key = told[:-_KEY], told[-_KEY:]
    if says != f"cl escrow 1\n{vault.principal}\n".encode():
        raise errors.Invalid("rescue_damaged")
    return key


def _records(key: bytes, part: Part, store: str) -> Iterator[dict[str, Any]]:
    for row, body in part.sealed:
        if row.store != store:
            continue
        try:
            read = json.loads(_open(key, row, body))
        except (InvalidTag, ValueError):
            log.warning("a row of a locked store does not open: %s", store)
            continue
        if isinstance(read, dict):
            yield read


def _open(key: bytes, row: SealedRow, body: bytes) -> bytes:
    """The content of a row, which opens only in its own place."""
    if row.c is None:
        return body
    if row.c != CODEC:
        raise errors.Invalid("rescue_newer")
    return AESGCM(key).decrypt(body[:_IV], body[_IV:], f"cl row 1\n{row.store}\n{row.id}".encode())


def _files(records: list[dict[str, Any]]) -> Iterator[FileRow]:
    for each in records:
        row = _valid(FileRow, {**each, "offset": 0}) if each.get("state") in WAITING else None
        if row is not None:
            yield row


def _runs(key: bytes, part: Part, files: dict[str, FileRow]) -> Iterator[tuple[FileRow, bytes]]:
    """Runs of pages whose record is in the same part."""
    for row, body in part.sealed:
        file = files.get(row.id)
        if row.store == "bytes" and file is not None:
            yield file.model_copy(update={"offset": row.offset}), _run(key, row, body)


def _run(key: bytes, row: SealedRow, body: bytes) -> bytes:
    """A run out of the middle of a sealed page: GCM is a stream of blocks that are counted from 2.

    Its tag is over the whole and is not looked at. What is kept is proven by the hash in a signed text.
    """
    if row.c is None:
        return body
    if row.c != CODEC:
        raise errors.Invalid("rescue_newer")
    iv = _bytes(row.iv or "")
    if len(iv) != _IV:
        raise errors.Invalid("rescue_damaged")
    block, into = divmod(row.offset, _BLOCK)
    stream = Cipher(algorithms.AES(key), modes.CTR(iv + (2 + block).to_bytes(4))).decryptor()
    return stream.update(bytes(into) + body)[into:]


def _made(record: dict[str, Any]) -> int:
    number = record.get("device_seq")
    return number if isinstance(number, int) else 0


def _valid(shape: type[Row], record: dict[str, Any]) -> Row | None:
    try:
        return shape.model_validate(record)
    except ValidationError:
        log.warning("a record of a locked store is not one of these: %s", shape.__name__)
        return None


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
