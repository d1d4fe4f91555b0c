"""Pure rules of sending: cursors, opaque to phones and proven by the server's secret, and how old an app may be."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

PHASES = ("open", "news", "rest")
"""What a first sync brings in this order: open dossiers and drafts, messages, then everything that is over."""
FAR = 1000
"""Whoever is so many numbers behind is told like somebody new, the most urgent first; the others in order."""

APP_LIFE = timedelta(days=548)
"""So long after the next envelope came an app may still write the one before: eighteen months."""


@dataclass(frozen=True)
class Place:
    """Where a reader stands in a feed.

    In a first sync `phase` is the part being read, newest first, `below` the number to go on under, and `seq` the head
    at its beginning, after which changes follow in order. Somebody far behind is told the same way what came after
    `above`.
    """

    seq: int
    phase: int | None = None
    below: int | None = None
    above: int = 0


def from_far(place: Place, head: int) -> Place:
    """Where to begin instead when a place is far behind the head."""
    return Place(head, 0, head + 1, place.seq) if place.phase is None and head - place.seq > FAR else place


class BadCursorError(ValueError):
    """Not a cursor of this server, epoch and principal."""


def write(place: Place, *, epoch: UUID, principal: str, secret: str) -> str:
    """The cursor of a place."""
    parts = [place.seq] if place.phase is None else [place.seq, place.phase, place.below, place.above]
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


def envelopes_taken(released: Mapping[int, date], today: date) -> tuple[int, ...]:
    """The envelopes that apps may still write: the newest, and each whose successor is younger than eighteen months."""
    out = sorted(number for number, day in released.items() if day <= today)
    successors = {number: released[after] for number, after in pairwise(out)}
    return tuple(number for number in out if number not in successors or today - successors[number] <= APP_LIFE)


def _proof(body: bytes, epoch: UUID, principal: str, secret: str) -> bytes:
    said = b"\0".join((b"cua-lang-cursor", epoch.bytes, principal.encode(), body))
    return hmac.new(secret.encode(), said, hashlib.sha256).digest()[:18]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
