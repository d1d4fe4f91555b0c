"""Ids and codes: UUIDv7, a slip's local code, claim secrets, official numbers; the PWA's ids.ts makes the same."""

import base64
import re
import secrets
import time
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.core.text import fold, nfc

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, ".": None, "_": None, "–": None})
_CODE_BITS = 40
_CLAIM_BYTES = 15
_NOT_IN_KEYS = re.compile("[^0-9a-z]")

# Ministry systems (Circular 04/2025 Art. 23) put two digits of the owning ministry before the number of the day;
# provincial systems (Decision 20/2020) do not; the old order (QCVN 102:2016) runs from the lowest level up.
_DAY = r"(?P<day>[0-9]{6})"
_AGENCY = r"(?P<agency>[A-Y][0-9]{2}(?:\.[A-Z0-9]{1,5}){0,6})"
_NUMBER_SHAPES = {
    "central": re.compile(rf"{_AGENCY}-{_DAY}-(?P<system>[0-9]{{2}})(?P<serial>[0-9]{{4,6}})"),
    "province": re.compile(rf"{_AGENCY}-{_DAY}-(?P<system>)(?P<serial>[0-9]{{4,5}})"),
    "old": re.compile(
        rf"(?P<agency>[0-9]{{3}}(?:\.[0-9]{{2,3}}){{1,4}}\.[A-Y][0-9]{{2}})-{_DAY}-(?P<system>)(?P<serial>[0-9]{{4,7}})"
    ),
}


def uuid7() -> UUID:
    """A new time-ordered id (RFC 9562): milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return UUID(int=value & ~(0xF << 76) & ~(0b11 << 62) | 7 << 76 | 0b10 << 62)


def local_code(dossier_id: UUID) -> str:
    """The code on a slip, XXXX-XXXX-X: the id's last 40 bits and a check character."""
    bits = dossier_id.int & (1 << _CODE_BITS) - 1
    plain = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(_CODE_BITS - 5, -1, -5))
    return f"{plain[:4]}-{plain[4:]}-{_check_character(plain)}"


def parse_local_code(text: str) -> str | None:
    """The code as printed, from however a person typed it; nothing when it is not one, or the check fails."""
    plain = text.upper().translate(_LOOKALIKES)
    if len(plain) != 9 or any(char not in _CROCKFORD for char in plain) or _check_character(plain[:8]) != plain[8]:
        return None
    return f"{plain[:4]}-{plain[4:8]}-{plain[8]}"


def code_bits(code: str) -> int:
    """The last 40 bits of the ids that share a local code, to find them by."""
    bits = 0
    for char in code.replace("-", "")[:8]:
        bits = bits << 5 | _CROCKFORD.index(char)
    return bits


def claim_secret() -> str:
    """A new secret for the slip's QR: 120 random bits in base32, which QR codes and people's eyes take well."""
    return base64.b32encode(secrets.token_bytes(_CLAIM_BYTES)).decode("ascii")


@dataclass(frozen=True, slots=True)
class DossierNumber:
    """An official dossier number: opaque text, with the parts that can be told."""

    text: str
    shape: str
    agency: str
    day: date
    system: str | None
    serial: str


def parse_dossier_number(text: str) -> DossierNumber | None:
    """The parts of an official number in any of the three shapes in use; nothing when it is none of them."""
    plain = nfc(text).replace(" ", "").upper().replace("–", "-")
    if len(plain) > 50:
        return None
    for shape, pattern in _NUMBER_SHAPES.items():
        found = pattern.fullmatch(plain)
        day = _day(found["day"]) if found else None
        if found and day:
            return DossierNumber(plain, shape, found["agency"], day, found["system"] or None, found["serial"])
    return None


def number_key(text: str) -> str:
    """A number without capitals, marks and separators, by which it is found: 'H15.50-261008-0975', '12/QĐ-UBND'."""
    return _NOT_IN_KEYS.sub("", fold(text))


def issued_number(text: str) -> str:
    """A number as it is kept: in the form of its shape where it has one of the three, else as it was typed."""
    known = parse_dossier_number(text)
    return known.text if known else nfc(text)


def _day(text: str) -> date | None:
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _check_character(plain: str) -> str:
    """Luhn mod 32: catches every single wrong character and nearly every swap of neighbours."""
    total, factor = 0, 2
    for char in reversed(plain):
        addend = _CROCKFORD.index(char) * factor
        total += addend // 32 + addend % 32
        factor = 3 - factor
    return _CROCKFORD[-total % 32]
