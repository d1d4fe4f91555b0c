"""Bytes that are served as they are, compressed once for each content: best, slowly, and then kept on the disk."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli

KEPT = 1000
"""Compressed contents that stay on the disk; the oldest go first. A catalogue has some 150, a load changes few."""


@dataclass(frozen=True)
class Packed:
    """One content in the encodings that phones take."""

    hash: str
    raw: bytes
    gzip: bytes
    brotli: bytes


@lru_cache(maxsize=128)
def pack(content_hash: str, raw: bytes, folder: Path | None = None, *, named: str | None = None) -> Packed:
    """The content with its compressed forms; asked again, also by another process, nothing is compressed again.

    `folder`: where what was compressed is kept; without one, or without room in it, it is made again each time.
    `named`: the hash it is served under, where that is not its own.
    """
    return Packed(named or content_hash, raw, gzip.compress(raw, 9, mtime=0), _brotli(raw, folder))


def _brotli(raw: bytes, folder: Path | None) -> bytes:
    """The densest form takes seconds for a whole catalogue; what is found in the folder is believed once it opens."""
    if folder is None:
        return _compress(raw)
    path = folder / f"{hashlib.sha256(raw).hexdigest()}.br"
    with contextlib.suppress(OSError, brotli.error):
        kept = path.read_bytes()
        if brotli.decompress(kept) == raw:
            return kept
    made = _compress(raw)
    _keep(path, made)
    return made


def _compress(raw: bytes) -> bytes:
    made: bytes = brotli.compress(raw, quality=11)
    return made


def _keep(path: Path, made: bytes) -> None:
    """Put it there whole or not at all."""
    begun = path.with_suffix(f".{secrets.token_hex(4)}.part")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            begun.write_bytes(made)
            begun.replace(path)
        finally:
            begun.unlink(missing_ok=True)
        _forget_oldest(path.parent)


def _forget_oldest(folder: Path) -> None:
    found = sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in found[KEPT:]:
        old.unlink(missing_ok=True)
