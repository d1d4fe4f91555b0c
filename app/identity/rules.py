"""Pure rules of sign-in: numbers, passwords, codes, tokens, keys, waits."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from app.core.text import fold

SessionKind = Literal["device", "phone", "desk"]
Second = Literal["", "ask", "enrol"]
PHONE_SESSION = timedelta(days=180)
DESK_DAY = timedelta(hours=12)
SESSION_REMEMBERED = timedelta(days=400)
"""So long an ended session is known: a phone that comes out of a drawer hears why it may not go on."""
CODE_LIFE = timedelta(minutes=5)
CODE_PAUSE = timedelta(seconds=60)
CODE_TRIES = 5
PASSWORD_MIN = 10
DEVICE_SESSIONS = 10
_COORDINATE = 32


@dataclass(frozen=True)
class Limit:
    """So many tries in a window are free; each further one waits twice as long as the one before."""

    free: int
    window: timedelta
    first_wait: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(minutes=15)

    def wait_after(self, count: int) -> timedelta | None:
        """How long to wait after the count-th try in the window; nothing while tries are free."""
        if count < self.free:
            return None
        doubled: timedelta = self.first_wait * 2 ** min(count - self.free, 20)
        return min(doubled, self.longest_wait)


def phone_number(text: str) -> str | None:
    """A Vietnamese mobile number as 0xxxxxxxxx, from however it was typed; nothing when it is none."""
    digits = re.sub(r"[ .\-()]", "", text)
    digits = re.sub(r"^(\+?84|0084)(?=[1-9])", "0", digits)
    return digits if re.fullmatch(r"0[35789][0-9]{8}", digits) else None


def password_fault(password: str, *, username: str) -> str | None:
    """The error code of a password that is too easy; nothing when it will do."""
    if len(password) < PASSWORD_MIN:
        return "password_short"
    plain = fold(password)
    if len(set(plain)) < 5 or (fold(username) in plain and len(plain) < len(fold(username)) + 6):
        return "password_easy"
    return None


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def code_hash(secret: str, code_id: str, code: str) -> str:
    """What is kept of a code: six digits are guessed from a plain hash, so the server's secret goes in."""
    return hmac.new(secret.encode(), f"one-time-code:{code_id}:{code}".encode(), hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(left.encode(), right.encode())


def new_token() -> str:
    """An opaque session token of 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_password() -> str:
    """A password to be printed once: five groups without look-alikes, about 95 bits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(5))


def throttle_key(kind: str, value: str) -> str:
    """The key of a throttle row, which names nobody."""
    return hashlib.sha256(f"{kind}\0{value}".encode()).hexdigest()


def registration_text(device_id: str, signed_at: str) -> bytes:
    """What a device signs to make itself known."""
    return f"cua-lang-device:{device_id}:{signed_at}".encode()


def signed_by(public_key: dict[str, str], text: bytes, signature: str) -> bool:
    """Whether a signature (ES256, raw r||s, base64url) over a text is by a P-256 key (JWK)."""
    try:
        raw = _from_base64url(signature)
        if len(raw) != 2 * _COORDINATE:
            return False
        der = encode_dss_signature(int.from_bytes(raw[:_COORDINATE]), int.from_bytes(raw[_COORDINATE:]))
        _key(public_key["x"], public_key["y"]).verify(der, text, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, KeyError, binascii.Error):
        return False
    return True


@lru_cache(maxsize=1024)
def _key(x_text: str, y_text: str) -> ec.EllipticCurvePublicKey:
    """A key from its coordinates, kept because a phone signs everything with the same one; raises ValueError."""
    x, y = _from_base64url(x_text), _from_base64url(y_text)
    if len(x) != _COORDINATE or len(y) != _COORDINATE:
        raise ValueError("a coordinate of P-256 has 32 bytes")
    return ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), ec.SECP256R1()).public_key()


def slides_to(kind: SessionKind, at: datetime, *, desk_idle: timedelta) -> datetime:
    """Until when a session lives that was used at a moment."""
    return at + (desk_idle if kind == "desk" else PHONE_SESSION)


def touch_after(kind: SessionKind, *, desk_idle: timedelta) -> timedelta:
    """How old the note of the last use may get before it is written again."""
    return min(timedelta(hours=1), desk_idle / 10) if kind == "desk" else timedelta(hours=1)


def _from_base64url(text: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]*={0,2}", text):
        raise ValueError("not base64url")
    plain = text.rstrip("=")
    return base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
