"""Canonical JSON: one text for one content, and its hash; what is named by a hash is served as exactly these bytes."""

from __future__ import annotations

import hashlib
import json


def canonical(value: object) -> bytes:
    """The content as UTF-8 JSON with sorted members and no spaces; the same content gives the same bytes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(value: object) -> str:
    """The SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
