"""Which characters the printed papers can show: what people type may hold others, and no paper may fail for them."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Any

from app.core.typeset import fonts_dirs

_MISSING = "□"
_KEPT = "\n"


def printable(value: Any) -> Any:
    """The same JSON with a box in place of each character that the papers' typeface does not have."""
    if isinstance(value, str):
        known = _known()
        return "".join(char if char in _KEPT or ord(char) in known else _MISSING for char in value)
    if isinstance(value, list):
        return [printable(each) for each in value]
    if isinstance(value, dict):
        return {key: printable(each) for key, each in value.items()}
    return value


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    """The characters that every cut of the typeface has."""
    cuts = sorted(fonts_dirs()[0].glob("*/*.ttf"))
    return frozenset.intersection(*(characters(cut.read_bytes()) for cut in cuts))


def characters(font: bytes) -> frozenset[int]:
    """The code points of a TrueType file, from its cmap table (OpenType, formats 4 and 12)."""
    found: set[int] = set()
    for start in _subtables(font, _table(font, b"cmap")):
        kind = struct.unpack_from(">H", font, start)[0]
        if kind == 4:
            found |= _format_4(font, start)
        elif kind == 12:
            found |= _format_12(font, start)
    return frozenset(found)


def _table(font: bytes, tag: bytes) -> int:
    count = struct.unpack_from(">H", font, 4)[0]
    for place in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def _subtables(font: bytes, cmap: int) -> set[int]:
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    return {cmap + struct.unpack_from(">HHI", font, cmap + 4 + 8 * place)[2] for place in range(count)}


def _format_4(font: bytes, start: int) -> set[int]:
    pairs = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{pairs}H", font, start + 14)
    begins = struct.unpack_from(f">{pairs}H", font, start + 16 + 2 * pairs)
    deltas = struct.unpack_from(f">{pairs}H", font, start + 16 + 4 * pairs)
    ranges_at = start + 16 + 6 * pairs
    found: set[int] = set()
    for place, (begin, end, delta) in enumerate(zip(begins, ends, deltas, strict=True)):
        here = ranges_at + 2 * place
        step = struct.unpack_from(">H", font, here)[0]
        for code in range(begin, min(end, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", font, here + step + 2 * (code - begin))[0] if step else code
            if glyph and (glyph + delta) & 0xFFFF:
                found.add(code)
    return found


def _format_12(font: bytes, start: int) -> set[int]:
    groups = struct.unpack_from(">I", font, start + 12)[0]
    found: set[int] = set()
    for place in range(groups):
        begin, end, _ = struct.unpack_from(">III", font, start + 16 + 12 * place)
        found.update(range(begin, end + 1))
    return found
