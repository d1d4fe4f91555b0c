"""What changed between two bundles: the new bytes, told as pieces of the old ones and as what is new in between.

A phone that has the old bytes puts the new ones together without knowing what is in them, and proves by their hash
that nothing went wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.core.canonical import canonical

Json = dict[str, Any]
Part = list[int] | str
"""`[start, length]` of the old bytes, or new text."""
DEPTH = 4
"""So far a bundle is taken apart: the bundle, its procedures, a procedure, its fees."""
SHORTEST = 24
"""Shorter pieces are told again: naming a place costs as much."""


def between(old: Json, new: Json, *, named: str) -> Json:
    """The delta from the bundle named so to a new one (shape: BundleDeltaOut)."""
    return {"from": named, "hash": new["hash"], "parts": parts(pieces(old), pieces(new))}


def pieces(content: Json) -> list[bytes]:
    """The canonical text of a content, cut where its members and items begin."""
    return list(_cut(b"", content, DEPTH))


def _cut(lead: bytes, value: Any, depth: int) -> Iterator[bytes]:
    if depth == 0 or not value or not isinstance(value, dict | list):
        yield lead + canonical(value)
        return
    if isinstance(value, dict):
        opening, closing = b"{", b"}"
        inside = [(canonical(key) + b":", value[key]) for key in sorted(value)]
    else:
        opening, closing = b"[", b"]"
        inside = [(b"", item) for item in value]
    yield lead + opening
    for number, (name, item) in enumerate(inside):
        yield from _cut((b"," if number else b"") + name, item, depth - 1)
    yield closing


def parts(old: Sequence[bytes], new: Sequence[bytes]) -> list[Part]:
    """The new pieces as stretches of the old text and as text of their own."""
    whole, places = b"".join(old), _places(old)
    found: list[list[int] | bytes] = []
    for piece in new:
        last = found[-1] if found else b""
        end = sum(last) if isinstance(last, list) else None
        if end is not None and isinstance(last, list) and whole.startswith(piece, end):
            last[1] += len(piece)
            continue
        start = _next_place(places, piece, after=_last_end(found))
        if start is not None:
            found.append([start, len(piece)])
        elif isinstance(last, bytes) and found:
            found[-1] = last + piece
        else:
            found.append(piece)
    return [part if isinstance(part, list) else part.decode() for part in found]


def _places(old: Sequence[bytes]) -> Mapping[bytes, list[int]]:
    """Where each piece that is worth naming stands in the old text, in order."""
    places: dict[bytes, list[int]] = defaultdict(list)
    at = 0
    for piece in old:
        if len(piece) >= SHORTEST:
            places[piece].append(at)
        at += len(piece)
    return places


def _next_place(places: Mapping[bytes, list[int]], piece: bytes, *, after: int) -> int | None:
    """Where a piece stands next behind a place, or first of all: content mostly keeps its order."""
    known = places.get(piece)
    if not known:
        return None
    at = bisect_left(known, after)
    return known[at] if at < len(known) else known[0]


def _last_end(found: Sequence[list[int] | bytes]) -> int:
    """The end of the last stretch of old text that was used."""
    return next((sum(part) for part in reversed(found) if isinstance(part, list)), 0)
