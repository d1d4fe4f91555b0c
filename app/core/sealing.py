"""The office's key: what phones seal to it, only this office opens (design/sync.md, section 12).

ECDH-ES on P-256 with a key of one use, HKDF-SHA256, AES-256-GCM. A sealed text begins with what is needed to open it:
one byte of version, 16 bytes that name the office's key, 65 bytes of the one-use point; the cipher text with its tag
follows. The head is bound as additional data. pwa/src/core/domain/office.ts makes the same bytes.

Private keys lie in files numbered in the order they were made; the last is the one phones are given, the earlier ones
still open what was sealed before.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
INFO = b"cua-lang-office-1"
_KID = 16
_POINT = 65
_HEAD = 1 + _KID + _POINT
_NONCE = 12


class NotSealedHereError(ValueError):
    """Not sealed to a key of this office, or changed on its way; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class OfficeKey:
    """The public part, as phones are given it."""

    kid: str
    x: str
    y: str

    def as_json(self) -> dict[str, str]:
        """As it stands in the bundle."""
        return {"kid": self.kid, "x": self.x, "y": self.y}


def office_key(folder: Path) -> OfficeKey:
    """The key that phones seal to now; made at the first question."""
    numbers = _keys(folder)[-1].public_key().public_numbers()
    return OfficeKey(_text(_kid(_keys(folder)[-1])), _text(numbers.x.to_bytes(32)), _text(numbers.y.to_bytes(32)))


def rotate(folder: Path) -> OfficeKey:
    """Make a new key for what is sealed from now on; the old ones are kept."""
    _keys(folder)
    number = len(_files(folder)) + 1
    while not _make(folder / f"{number:04}.pem"):
        number += 1
    return office_key(folder)


def key_names(folder: Path) -> list[str]:
    """The names of all keys that open something, the oldest first."""
    return [_text(_kid(key)) for key in _keys(folder)]


def seal(key: OfficeKey, content: bytes) -> bytes:
    """Close a content so that only the office opens it (what phones do; here for tests and tools)."""
    there = ec.EllipticCurvePublicNumbers(_number(key.x), _number(key.y), ec.SECP256R1()).public_key()
    once = ec.generate_private_key(ec.SECP256R1())
    head = bytes([VERSION]) + _bytes(key.kid) + _point(once.public_key())
    cipher, nonce = _derived(once.exchange(ec.ECDH(), there), head, _point(there))
    return head + cipher.encrypt(nonce, content, head)


def unseal(folder: Path, sealed: bytes) -> bytes:
    """The content of what was sealed to a key of this office; raises NotSealedHereError."""
    head = sealed[:_HEAD]
    if len(sealed) < _HEAD + 16 or head[0] != VERSION:
        raise NotSealedHereError("sealed_damaged")
    key = next((each for each in _keys(folder) if _kid(each) == head[1 : 1 + _KID]), None)
    if key is None:
        raise NotSealedHereError("sealed_for_other")
    try:
        once = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), head[1 + _KID :])
        cipher, nonce = _derived(key.exchange(ec.ECDH(), once), head, _point(key.public_key()))
        return cipher.decrypt(nonce, sealed[_HEAD:], head)
    except (ValueError, InvalidTag) as fault:
        raise NotSealedHereError("sealed_damaged") from fault


def _derived(shared: bytes, head: bytes, office: bytes) -> tuple[AESGCM, bytes]:
    """Key and nonce of one sealing: the one-use point makes both unique."""
    made = HKDF(hashes.SHA256(), 32 + _NONCE, salt=None, info=INFO + head + office).derive(shared)
    return AESGCM(made[:32]), made[32:]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.pem"))


def _keys(folder: Path) -> tuple[ec.EllipticCurvePrivateKey, ...]:
    """Every private key, the oldest first; the first is made where there is none."""
    if not _files(folder):
        _make(folder / "0001.pem")
    return _read(tuple(_files(folder)))


@lru_cache(maxsize=8)
def _read(files: tuple[Path, ...]) -> tuple[ec.EllipticCurvePrivateKey, ...]:
    found = []
    for path in files:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{path} is not a P-256 key")
        found.append(key)
    return tuple(found)


def _make(path: Path) -> bool:
    """Write a new key whole, or leave the one that another process wrote first; says whether it was this one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}~")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def _kid(key: ec.EllipticCurvePrivateKey) -> bytes:
    return hashlib.sha256(_point(key.public_key())).digest()[:_KID]


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
