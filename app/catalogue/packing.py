"""Bytes that are served as they are, compressed once for each content."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import lru_cache

import brotli


@dataclass(frozen=True)
class Packed:
    """One content in the encodings that phones take."""

    hash: str
    raw: bytes
    gzip: bytes
    brotli: bytes


@lru_cache(maxsize=128)
def pack(content_hash: str, raw: bytes, *, named: str | None = None) -> Packed:
    """The content with its compressed forms; asked again, nothing is compressed again.

    `named`: the hash it is served under, where that is not its own.
    """
    return Packed(named or content_hash, raw, gzip.compress(raw, 9, mtime=0), brotli.compress(raw, quality=11))
