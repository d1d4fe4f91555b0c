"""One part of a rescue file, read: a head in the clear, and rows that only this office opens.

Laid out by pwa/src/core/domain/rescue.ts: `CLR1`, the length of the head, the head as JSON, a nonce, the sealed rows.
The head is bound to the rows; its `key` is the rows' key, sealed to the office.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import Field, ValidationError

from app.core import errors, sealing
from app.core.shapes import Exact, Kept, Sha256Hex

MAGIC = b"CLR1"
FORMATS = frozenset({1, 2})
"""2: with rows of a locked store."""
_NONCE = 12
_MOST_HEAD = 10_000


class Head(Kept):
    """What anybody may read of a part."""

    format: int
    kid: str = Field(max_length=40)
    key: str = Field(max_length=1000)
    code: str = Field(max_length=20)
    part: int = Field(ge=1)
    parts: int = Field(ge=1, le=10_000)
    made_at: datetime


class Key(Kept):
    """A device's public key."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str = Field(max_length=60)
    y: str = Field(max_length=60)


class DeviceRow(Kept):
    """The phone's proof of its own key."""

    device_id: UUID
    public_key: Key
    signed_at: str = Field(max_length=40)
    signature: str = Field(max_length=200)
    label: str = Field(default="", max_length=400)


class OpRow(Kept):
    """An operation as it would have been sent."""

    text: Exact = Field(max_length=262_144)
    sha256: Sha256Hex
    signature: str | None = Field(default=None, max_length=200)


class FileRow(Kept):
    """A run of bytes of one page."""

    attachment_id: UUID
    op_id: UUID
    sha256: Sha256Hex
    size: int = Field(ge=1)
    type: str = Field(max_length=80)
    offset: int = Field(ge=0)


class VaultRow(Kept):
    """Whose sealed rows are in the part, and the key to them, sealed to the office."""

    principal: str = Field(max_length=80)
    escrow: str = Field(max_length=1000)


class SealedRow(Kept):
    """A row of a locked store as it lay on the phone, or a run of bytes of one page."""

    store: str = Field(max_length=40)
    id: str = Field(max_length=120)
    c: int | None = None
    """How it was sealed; nothing where it is plain."""
    iv: str | None = Field(default=None, max_length=40)
    offset: int = Field(default=0, ge=0)


@dataclass(frozen=True)
class Piece:
    """A run of bytes with what it belongs to."""

    row: FileRow
    content: bytes


@dataclass(frozen=True)
class Part:
    """Everything in one part."""

    head: Head
    devices: list[DeviceRow]
    operations: list[OpRow]
    pieces: list[Piece]
    sealed: list[tuple[SealedRow, bytes]]
    vault: VaultRow | None = None


def read(raw: bytes, keys: Path) -> Part:
    """The content of a part; raises Invalid with the reason in words: no rescue file, another office's, damaged."""
    head, clear, sealed = _split(raw)
    if head.format not in FORMATS:
        raise errors.Invalid("rescue_newer")
    try:
        key = sealing.unseal(keys, _bytes(head.key))
        rows = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], clear)
    except sealing.NotSealedHereError as fault:
        foreign = fault.code == "sealed_for_other"
        raise errors.Invalid("rescue_foreign" if foreign else "rescue_damaged") from fault
    except (InvalidTag, ValueError) as fault:
        raise errors.Invalid("rescue_damaged") from fault
    return _part(head, rows)


def _split(raw: bytes) -> tuple[Head, bytes, bytes]:
    if not raw.startswith(MAGIC):
        raise errors.Invalid("rescue_not_one")
    size = int.from_bytes(raw[4:8])
    clear = raw[8 : 8 + size]
    try:
        if size > _MOST_HEAD or len(clear) < size:
            raise ValueError("the head is cut")
        return Head.model_validate(json.loads(clear)), clear, raw[8 + size :]
    except (ValueError, ValidationError) as fault:
        raise errors.Invalid("rescue_damaged") from fault


def _part(head: Head, rows: bytes) -> Part:
    part, vault = Part(head, [], [], [], []), None
    try:
        for kind, row, content in _rows(rows):
            if kind == "device":
                part.devices.append(DeviceRow.model_validate(row))
            elif kind == "op":
                part.operations.append(OpRow.model_validate(row))
            elif kind == "file":
                part.pieces.append(Piece(FileRow.model_validate(row), content))
            elif kind == "sealed":
                part.sealed.append((SealedRow.model_validate(row), content))
            elif kind == "vault":
                vault = VaultRow.model_validate(row)
    except (ValueError, ValidationError, KeyError, TypeError) as fault:
        raise errors.Invalid("rescue_damaged") from fault
    return replace(part, vault=vault)


def _rows(rows: bytes) -> Iterator[tuple[str, dict[str, Any], bytes]]:
    """Kind, members and bytes of each row; kinds that this version does not know are left to the caller."""
    at = 0
    while at < len(rows):
        size = int.from_bytes(rows[at : at + 4])
        row = json.loads(rows[at + 4 : at + 4 + size])
        at += 4 + size
        content = rows[at : at + int(row.get("bytes", 0))]
        at += len(content)
        yield str(row.pop("t")), row, content


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
