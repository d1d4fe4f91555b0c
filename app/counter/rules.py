"""What a phone and the counter must agree on (pwa/src/core/domain/frames.ts does the same). Pure."""

from __future__ import annotations

import hashlib
import unicodedata

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_CHARS = 6
SEEN = "Chi nhap khi ban dang ngoi o quay va da xem lai noi dung."


def receipt(sha256: str) -> str:
    """Six letters and digits that only follow from this very text: the phone finds the same ones by itself."""
    number = int.from_bytes(hashlib.sha256(f"cl counter 1\n{sha256}".encode()).digest()[:4])
    return "".join(_LETTERS[number >> (32 - 5 * (place + 1)) & 31] for place in range(RECEIPT_CHARS))


def code_text(code: str, official: str, *, minutes: int, reuse: bool = False) -> str:
    """The text message with which a resident agrees at the counter: plain letters, so that it is one message.

    `reuse`: the text that is agreed to also says that she allowed her answers to be filled in again.
    """
    plain = unicodedata.normalize("NFD", official.replace("đ", "d").replace("Đ", "D"))
    name = "".join(char for char in plain if char.isascii())[:40]
    also = " va cho dien lai lan sau" if reuse else ""
    seen = "Chi nhap khi o quay, da xem lai." if reuse else SEEN
    begins = f"Cua Lang: ma {code} de dong y ho so can bo {name} vua khai giup tai quay"
    return f"{begins}{also}, dung trong {minutes} phut. {seen}"
