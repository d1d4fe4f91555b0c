"""What a phone showed, opened: sealed to this office, so that nobody who films the screen can read it."""

from __future__ import annotations

import base64
import binascii
import zlib
from pathlib import Path

from pydantic import ValidationError

from app.core import errors, sealing
from app.counter.schemas import Shown

PLAIN, DEFLATED = 0, 1
MOST_BYTES = 1024 * 1024
"""What it may unfold to: whoever shows a code must not fill our memory."""


def opened(sealed: str, keys: Path) -> Shown:
    """The proof and the operations of the phone; raises Invalid where they are for another office or damaged."""
    try:
        told = sealing.unseal(keys, base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
        return Shown.model_validate_json(unfolded(told))
    except sealing.NotSealedHereError as fault:
        foreign = fault.code == "sealed_for_other"
        raise errors.Invalid("scan_foreign" if foreign else "scan_damaged") from fault
    except (binascii.Error, zlib.error, ValidationError, ValueError) as fault:
        raise errors.Invalid("scan_damaged") from fault


def unfolded(told: bytes) -> bytes:
    """The bytes as they were before the phone made them small (pwa/src/core/domain/packing.ts)."""
    how, body = told[:1], told[1:]
    if how == bytes([PLAIN]):
        return body[:MOST_BYTES]
    if how != bytes([DEFLATED]):
        raise ValueError("packed in a way that is not known")
    reader = zlib.decompressobj()
    found = reader.decompress(body, MOST_BYTES)
    if not reader.eof:
        raise ValueError("more than is taken, or not all of it")
    return found
