"""Small real pictures for tests of uploads."""

from __future__ import annotations

import io
import random

from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112


def jpeg(seed: int = 1, size: tuple[int, int] = (160, 120), *, gps: bool = False, orientation: int = 1) -> bytes:
    """A JPEG that differs by seed, on request with the place it was taken at and a turn."""
    exif = Image.Exif()
    if gps:
        exif[GPS] = {1: "N", 2: (16.0, 3.0, 41.2), 3: "E", 4: (108.0, 12.0, 33.0)}
        exif[0x010F] = "Hãng điện thoại"
    if orientation != 1:
        exif[ORIENTATION] = orientation
    out = io.BytesIO()
    notes = {"exif": exif} if len(exif) else {}
    _picture(seed, size).save(out, "JPEG", quality=80, **notes)
    return out.getvalue()


def other(kind: str, seed: int = 1, size: tuple[int, int] = (96, 64)) -> bytes:
    """The same as PNG, WEBP or HEIF."""
    out = io.BytesIO()
    _picture(seed, size).save(out, kind)
    return out.getvalue()


def pdf() -> bytes:
    """The beginning of a PDF, which is all that is looked at."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def eicar() -> bytes:
    """The standard test signature, put together here so that no scanner takes this file for it."""
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _picture(seed: int, size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * size[1] * 3))
