"""Rescue files as phones make them."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core import clock
from app.core.sealing import OfficeKey, seal
from tests.sync.world import Act, Page, Phone, base64url, sha256


def proof(phone: Phone) -> dict[str, Any]:
    """What a phone says of its key, wherever it is read."""
    numbers = phone.key.public_key().public_numbers()
    signed_at = clock.now().isoformat()
    jwk = {"kty": "EC", "crv": "P-256", "x": base64url(numbers.x.to_bytes(32)), "y": base64url(numbers.y.to_bytes(32))}
    signature = phone.sign(f"cua-lang-device:{phone.device_id}:{signed_at}")
    return {
        "t": "device",
        "device_id": str(phone.device_id),
        "public_key": jwk,
        "signed_at": signed_at,
        "signature": signature,
        "label": "",
    }


def row(members: dict[str, Any], content: bytes | None = None) -> bytes:
    """A row as it lies in a part."""
    named = members if content is None else {**members, "bytes": len(content)}
    text = json.dumps(named).encode()
    return len(text).to_bytes(4) + text + (content or b"")


def op_row(act: Act) -> bytes:
    """An operation."""
    return row({"t": "op", **act.wire})


def page_row(act: Act, page: Page, start: int = 0, end: int | None = None) -> bytes:
    """Bytes of a page."""
    members = {
        "t": "file",
        "attachment_id": str(page.attachment_id),
        "op_id": act.id,
        "sha256": sha256(page.content),
        "size": len(page.content),
        "type": "image/jpeg",
        "offset": start,
    }
    return row(members, page.content[start:end])


def sealed(key: OfficeKey, rows: Sequence[bytes], *, part: int = 1, parts: int = 1, **more: Any) -> bytes:
    """A part with these rows."""
    secret, nonce = os.urandom(32), os.urandom(12)
    head = {
        "format": 1,
        "kid": key.kid,
        "key": base64.urlsafe_b64encode(seal(key, secret)).rstrip(b"=").decode(),
        "code": "AB23CD",
        "part": part,
        "parts": parts,
        "made_at": clock.now().isoformat(),
        **more,
    }
    clear = json.dumps(head).encode()
    return b"CLR1" + len(clear).to_bytes(4) + clear + nonce + AESGCM(secret).encrypt(nonce, b"".join(rows), clear)
