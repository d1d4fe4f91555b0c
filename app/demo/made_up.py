"""Ids, numbers and secrets of the demo: made from names, so that a second load meets what the first one made.

Nothing here can belong to anybody: no province has the code 099, no network the prefix 030, no town the code 0200.
"""

from __future__ import annotations

import hashlib
import hmac
import random
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from app import settings

_WORDS = (
    "lua song nui suoi rung dong trau ga vit chim hoa cay tre cau da may mua nang gio trang sao dem ngay xuan thu ao "
    "vuon nha cong duong cho thuyen khoai ngo che mat muoi gao nep chuoi xoai mit cam buoi dao man vai khan non trong "
    "khen mai ngoi gach bep den sach but giay muc thuoc"
)
_MADE_AT = 1_751_302_800_000
_CURVE_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def made_id(name: str) -> UUID:
    """The id of what has this name in the demo, in the shape of every other id (UUIDv7)."""
    digest = hashlib.sha256(f"cua-lang-demo:{name}".encode()).digest()
    value = _MADE_AT << 80 | int.from_bytes(digest[:10], "big")
    return UUID(int=value & ~(0xF << 76) & ~(0b11 << 62) | 7 << 76 | 0b10 << 62)


def secret(name: str) -> bytes:
    """32 bytes that only this server knows."""
    return hmac.new(settings().secret_key.encode(), f"demo:{name}".encode(), hashlib.sha256).digest()


def key_of(name: str) -> ec.EllipticCurvePrivateKey:
    """The key of a phone of the demo."""
    number = int.from_bytes(secret(f"key:{name}"), "big") % (_CURVE_ORDER - 1)
    return ec.derive_private_key(number + 1, ec.SECP256R1())


def pass_phrase(username: str) -> str:
    """What somebody of the demo signs in with: five words and two digits, different on every server."""
    drawn = random.Random(secret(f"pass-phrase:{username}"))
    return "-".join([*drawn.sample(_WORDS.split(), 5), str(drawn.randint(10, 99))])


def identity_number(born: date, *, woman: bool, serial: int) -> str:
    """Twelve digits in the right order, for a province that does not exist."""
    century = (born.year // 100 - 19) * 2 + int(woman)
    return f"099{century}{born.year % 100:02d}{serial:06d}"


def mobile_number(serial: int) -> str:
    """Ten digits that no network serves."""
    return f"030{serial:07d}"


def office_number(serial: int) -> str:
    """A fixed line in a town without telephones."""
    return f"0200 {serial // 1000:03d} {serial % 1000:03d}"
