"""The border to push services: encrypts and signs a message for one browser, and carries it there.

The payload is the message's opaque id and nothing else (design/sync.md, section 13): neither the push service nor a
lock screen learns a name or a procedure.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from datetime import timedelta
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from webpush import WebPush, WebPushSubscription

from app.config import Config
from app.core import clock, errors

TTL = timedelta(days=7)
"""How long a push service keeps a message for a phone that is off."""
TOKEN_LIFE = timedelta(hours=12)
TIMEOUT = httpx.Timeout(10, connect=5)
GONE = frozenset({404, 410})
"""The service says that the browser will never ring again."""
RETRY = frozenset({0, 408, 425, 429})
"""The service may take it later; so are all 5xx. 0: it did not answer."""


def public_key(config: Config) -> str:
    """The key that browsers subscribe with (uncompressed point, base64url)."""
    point = _key(config.keys_dir).public_key()
    raw = point.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def check_endpoint(config: Config, endpoint: str) -> None:
    """Take only the push services that the configuration names; raises Invalid. Others could be anything inside."""
    if not _is_named(config, endpoint):
        raise errors.Invalid("push_endpoint", errors=[{"path": "endpoint", "code": "push_endpoint", "params": {}}])


def _is_named(config: Config, endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or port not in {None, 443}:
        plain = parts.scheme in {"http", "https"}
        if not (config.push_insecure and plain):
            return False
    return not parts.username and any(fnmatch(host, pattern) for pattern in config.push_hosts)


def check_keys(p256dh: str, auth: str) -> None:
    """Take only keys that a message can be encrypted with; raises Invalid."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decode(p256dh))
        good = len(_decode(auth)) == 16
    except ValueError:
        good = False
    if not good:
        raise errors.Invalid("push_keys", errors=[{"path": "p256dh", "code": "push_keys", "params": {}}])


def send(config: Config, message_id: UUID, endpoint: str, p256dh: str, auth: str, *, urgent: bool) -> int:
    """Carry the id of a message to one browser; returns the service's status, 0 where it did not answer."""
    check_endpoint(config, endpoint)
    payload = json.dumps({"id": str(message_id)}, ensure_ascii=False).encode()
    private, public = _pems(config.keys_dir)
    subscription = WebPushSubscription.model_validate({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}})
    # One object a call: the package keeps what a call was given for the next one.
    sealed = WebPush(private, public, subscriber="unused", ttl=int(TTL.total_seconds())).get(payload, subscription)
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(TTL.total_seconds())),
        "Urgency": "high" if urgent else "normal",
        "Topic": base64.urlsafe_b64encode(message_id.bytes).rstrip(b"=").decode(),
        "Authorization": _authorization(config, endpoint),
    }
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
            return client.post(endpoint, content=sealed.encrypted, headers=headers).status_code
    except httpx.HTTPError:
        return 0


def _authorization(config: Config, endpoint: str) -> str:
    """The VAPID header (RFC 8292). Written here: the package drops the port of `aud` and takes only mail contacts."""
    parts = urlsplit(endpoint)
    contact = config.push_contact if ":" in config.push_contact else f"mailto:{config.push_contact}"
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((clock.now() + TOKEN_LIFE).timestamp()),
        "sub": contact,
    }
    token = jwt.encode(claims, _key(config.keys_dir), algorithm="ES256")
    return f"vapid t={token}, k={public_key(config)}"


def _pems(folder: Path) -> tuple[bytes, bytes]:
    key = _key(folder)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, public


@lru_cache(maxsize=8)
def _key(folder: Path) -> ec.EllipticCurvePrivateKey:
    """The server's key, made once; of two processes that start together both end with the same one."""
    path = folder / "vapid.pem"
    if not path.exists():
        _make_key(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} is not a P-256 key")
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = ec.generate_private_key(ec.SECP256R1())
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}~")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
