"""What bytes are, told from the bytes: the types that are taken, and what is refused calmly."""

from __future__ import annotations

from pathlib import Path

import pillow_heif
from PIL import Image, UnidentifiedImageError

JPEG, PNG, WEBP, HEIC, PDF = "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"
PICTURES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
MAX_PIXELS = 120_000_000
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# Split, so that scanners of source code do not take this file for the test signature itself.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_PIECE = 1024 * 1024

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # our own limit is looked at before a picture is decoded


class RefusedError(Exception):
    """The content is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def examine(path: Path) -> str:
    """The media type of a whole file; raises RefusedError. Reads a picture's header, does not decode it."""
    must_be_clean(path)
    with path.open("rb") as handle:
        kind = sniff(handle.read(64))
    if kind is None:
        raise RefusedError("type_refused")
    if kind in PICTURES:
        _look_at_picture(path, kind)
    return kind


def must_be_clean(path: Path) -> None:
    """Raise RefusedError where a file carries malicious software, whatever its type."""
    if _carries_malware(path):
        raise RefusedError("malware")


def sniff(head: bytes) -> str | None:
    """The type that the first bytes tell, nothing when it is not one that is taken."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIC
    if head.startswith(b"%PDF-"):
        return PDF
    return None


def _look_at_picture(path: Path, kind: str) -> None:
    try:
        with Image.open(path, formats=[PICTURES[kind]]) as picture:
            pixels = picture.width * picture.height
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
        raise RefusedError("picture_unreadable") from fault
    if pixels > MAX_PIXELS:
        raise RefusedError("picture_too_large")


def _carries_malware(path: Path) -> bool:
    """Whether the standard test signature is in the file; a scanner of the office hooks in here."""
    tail = b""
    with path.open("rb") as handle:
        while piece := handle.read(_PIECE):
            if _EICAR in tail + piece:
                return True
            tail = piece[-len(_EICAR) :]
    return False
