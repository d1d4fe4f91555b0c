"""Where the bytes of papers lie: a storage of their own beside the attachments, which no sweep empties."""

from __future__ import annotations

import hashlib

from app.attachments import storage
from app.core import errors
from app.core.ids import uuid7


def put(content: bytes) -> str:
    """Keep bytes, durable when this returns; their SHA-256. The same bytes twice are kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    kept, part_id = _papers(), uuid7()
    part = kept.part_path(part_id)
    part.write_bytes(content)
    try:
        kept.put(part, sha256)
    finally:
        kept.remove_part(part_id)
    return sha256


def get(sha256: str) -> bytes:
    """The bytes of a paper; raises Unavailable where the storage lost them."""
    try:
        return _papers().path(sha256).read_bytes()
    except FileNotFoundError as lost:
        raise errors.Unavailable("paper_lost") from lost


def _papers() -> storage.DiskStorage:
    from app import settings

    return storage.at(settings().storage_dir / "papers")
