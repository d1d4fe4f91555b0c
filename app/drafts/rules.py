"""Pure rules of draft copies: what is taken, and for how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

MAX_TEXT = 128 * 1024
"""Bytes of one draft; the longest form with every answer written out needs a fifth of it."""
MAX_COPIES = 300
"""Of one principal: a volunteer's evening, many times over."""
MAX_TOTAL = 8 * 1024 * 1024

REVIVABLE = frozenset({"old"})
"""Only what went by age comes back when somebody goes on with it; what people ended stays ended."""
KEEP_LEFT = timedelta(days=90)
"""So long a text that whoever ended its draft had not seen may be had back."""
KEEP_PAGES = timedelta(days=30)
"""So long pages of an ended draft stay: another phone that has not heard of the end may have sent it with them."""
KEEP_TOMBSTONE = timedelta(days=540)
"""As long as operations of old phones are taken."""


@dataclass(frozen=True)
class Ender:
    """Whoever ends a draft: the text it last agreed on with the server, and its phone."""

    seen: str | None = None
    device_id: UUID | None = None


@dataclass(frozen=True)
class Stand:
    """How a copy stands."""

    version: int
    sha256: str
    gone_reason: str | None = None
    device_id: UUID | None = None


def judge(stand: Stand | None, seen: int, sha256: str) -> str:
    """What a saved text means: `new`, `same`, `next`, `stale` (another phone was faster) or `gone`."""
    if stand is None:
        return "new"
    if stand.gone_reason is not None:
        return "next" if stand.gone_reason in REVIVABLE else "gone"
    if stand.sha256 == sha256:
        return "same"
    return "next" if stand.version == seen else "stale"


def saw(stand: Stand, ender: Ender) -> bool:
    """Whether whoever ends a draft knows its present text: it said so, or wrote it itself and heard no answer.

    Texts are told apart by their hashes: versions begin again when a backup is restored.
    """
    return ender.seen == stand.sha256 or (ender.device_id is not None and ender.device_id == stand.device_id)


def fits(count: int, total: int, size: int) -> str | None:
    """The error code of a text that is too much for its principal; nothing where it fits."""
    if count >= MAX_COPIES or total + size > MAX_TOTAL:
        return "drafts_full"
    return None


def ends_at(saved_at: datetime, days: int) -> datetime:
    """When a copy that nobody touches again is removed."""
    return saved_at + timedelta(days=days)
