"""A phone of the tests: a real ES256 key, and the requests it makes."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.ids import uuid7


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Phone:
    """Makes itself known as a phone does, and keeps its token."""

    def __init__(self, client: FlaskClient, device_id: UUID | None = None) -> None:
        self.client = client
        self.device_id = device_id or uuid7()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.token = ""

    @property
    def principal(self) -> str:
        return f"device:{self.device_id}"

    def sign(self, text: bytes) -> str:
        r, s = decode_dss_signature(self.key.sign(text, ec.ECDSA(hashes.SHA256())))
        return base64url(r.to_bytes(32) + s.to_bytes(32))

    def introduction(self, signed_at: str = "2026-11-24T02:00:00.000Z") -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()
        return {
            "device_id": str(self.device_id),
            "public_key": {
                "kty": "EC",
                "crv": "P-256",
                "x": base64url(numbers.x.to_bytes(32)),
                "y": base64url(numbers.y.to_bytes(32)),
            },
            "signed_at": signed_at,
            "signature": self.sign(f"cua-lang-device:{self.device_id}:{signed_at}".encode()),
            "label": "Điện thoại thử",
        }

    def register(self, **changed: Any) -> TestResponse:
        answer = self.client.post("/api/devices", json=self.introduction() | changed)
        if answer.status_code == 200:
            self.token = answer.get_json()["token"]
        return answer

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers=self.headers)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.client.post(path, json=body, headers=self.headers)
