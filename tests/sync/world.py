"""Phones of the tests: a real key, a real session, and the verbs a phone has."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from flask.testing import FlaskClient

from app.core.access import Actor
from app.core.ids import uuid7
from app.db import transaction
from app.identity import operations as identity

Answer = Any


def base64url(raw: bytes) -> str:
    """As JWKs and signatures are written."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sha256(content: bytes | str) -> str:
    """The hash as everybody writes it."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


@dataclass
class Phone:
    """A phone that made itself known; `token` is its own session's, or a person's after signing in."""

    client: FlaskClient
    token: str
    actor: Actor
    key: ec.EllipticCurvePrivateKey
    seq: int = 0
    sent: dict[UUID, bytes] = field(default_factory=dict)

    @property
    def device_id(self) -> UUID:
        """Its id."""
        assert self.actor.device_id is not None
        return self.actor.device_id

    @property
    def principal(self) -> str:
        """Whoever it speaks for."""
        return self.actor.principal

    def copy(self, client: FlaskClient) -> Phone:
        """The same phone speaking through another connection, for copies at the same instant."""
        return Phone(client, self.token, self.actor, self.key, self.seq)

    def sign(self, text: str) -> str:
        """ES256 over the exact bytes."""
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def call(self, method: str, path: str, **options: Any) -> Answer:
        """One request with the session."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **options)

    def send_piece(self, attachment_id: UUID, whole: bytes, start: int, end: int, **more: str) -> Answer:
        """Bytes [start, end) of a file."""
        headers = {
            "Upload-Offset": str(start),
            "Upload-Length": str(len(whole)),
            "Upload-Sha256": sha256(whole),
            "Upload-Type": "image/jpeg",
            "Content-Type": "application/offset+octet-stream",
            **more,
        }
        return self.call("PATCH", f"/api/uploads/{attachment_id}", headers=headers, data=whole[start:end])

    def send(self, attachment_id: UUID, whole: bytes) -> Answer:
        """A file in one piece."""
        return self.send_piece(attachment_id, whole, 0, len(whole))

    def finish(self, attachment_id: UUID) -> Answer:
        """Ask whether a file is kept."""
        return self.call("POST", f"/api/uploads/{attachment_id}/finish")

    def offset(self, attachment_id: UUID) -> Answer:
        """Ask how far it came."""
        return self.call("HEAD", f"/api/uploads/{attachment_id}")


def make_phone(client: FlaskClient, device_id: UUID | None = None) -> Phone:
    """A new phone, known to the server; call inside an application context."""
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.public_key().public_numbers()
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url(numbers.x.to_bytes(32, "big")),
        "y": base64url(numbers.y.to_bytes(32, "big")),
    }
    device_id = device_id or uuid7()
    with transaction(writes=True):
        opened = identity.register_device(device_id=device_id, public_key=jwk, label="Điện thoại thử")
        actor = Actor(principal=f"device:{device_id}", device_id=device_id, session_id=opened.session.id)
    return Phone(client, opened.token, actor, key)
