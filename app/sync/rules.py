"""The cursor of a feed: opaque to phones, proven by the server's secret, bound to one epoch and one principal. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

PHASES = ("open", "news", "rest")
"""What a first sync brings in this order: open dossiers, messages, then everything that is over."""


@dataclass(frozen=True)
class Place:
    """Where a reader stands in a feed.

    In a first sync `phase` is the part being read, newest first, `below` the number to go on under, and `seq` the head
    at its beginning, after which changes follow in order.
    """

    seq: int
    phase: int | None = None
    below: int | None = None


class BadCursorError(ValueError):
    """Not a cursor of this server, epoch and principal."""


def write(place: Place, *, epoch: UUID, principal: str, secret: str) -> str:
    """The cursor of a place."""
    parts = [place.seq] if place.phase is None else [place.seq, place.phase, place.below]
    body = json.dumps(parts, separators=(",", ":")).encode()
    return f"{_text(body)}.{_text(_proof(body, epoch, principal, secret))}"


def read(cursor: str, *, epoch: UUID, principal: str, secret: str) -> Place:
    """The place of a cursor; raises BadCursorError for anything this server did not write for this feed."""
    first, _, second = cursor.partition(".")
    try:
        body, proof = _bytes(first), _bytes(second)
    except (binascii.Error, ValueError) as fault:
        raise BadCursorError("not base64url") from fault
    if not hmac.compare_digest(proof, _proof(body, epoch, principal, secret)):
        raise BadCursorError("not written here for this feed")
    parts: list[Any] = json.loads(body)
    return Place(*parts)


def _proof(body: bytes, epoch: UUID, principal: str, secret: str) -> bytes:
    said = b"\0".join((b"cua-lang-cursor", epoch.bytes, principal.encode(), body))
    return hmac.new(secret.encode(), said, hashlib.sha256).digest()[:18]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
