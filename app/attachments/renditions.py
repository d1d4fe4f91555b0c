"""What people are shown of a picture: upright, without the place it was taken at, and a small one for lists.

The original stays untouched under its hash. A JPEG that tells nothing about its taking is shown as it is; one that
does is copied without its notes, its picture untouched; anything else becomes a JPEG.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps

from app.attachments.content import HEIC, JPEG, PDF, PICTURES, RefusedError
from app.attachments.storage import DiskStorage, write_whole

THUMB = (320, 320)
THUMB_QUALITY, FULL_QUALITY = 78, 90
_ORIENTATION = 0x0112
_SOS, _APP1, _APP13, _COMMENT = 0xDA, 0xE1, 0xED, 0xFE
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


def make(storage: DiskStorage, sha256: str, kind: str) -> None:
    """Make what is shown of a kept file; raises RefusedError where the picture cannot be decoded whole."""
    if kind not in PICTURES:
        return
    source = storage.path(sha256)
    try:
        with Image.open(source, formats=[PICTURES[kind]]) as picture:
            orientation = int(picture.getexif().get(_ORIENTATION, 1))
            full = _full(picture, source, kind, orientation)
        small = _small(source, kind)
    except (OSError, ValueError, SyntaxError, MemoryError) as fault:
        raise RefusedError("picture_unreadable") from fault
    if full is not None:
        write_whole(storage.view_path(sha256, "full"), full)
    write_whole(storage.view_path(sha256, "thumb"), small)


def shown(storage: DiskStorage, sha256: str, kind: str, size: str) -> tuple[Path, str] | None:
    """The file to show and its type, once `make` has run; nothing where there is none of that size."""
    view = storage.view_path(sha256, size)
    if view.exists():
        return view, JPEG
    if size == "thumb" or kind == HEIC:
        return None
    return (storage.path(sha256), kind) if kind in (*PICTURES, PDF) else None


def _full(picture: Image.Image, source: Path, kind: str, orientation: int) -> bytes | None:
    """The whole picture without its notes; nothing where the original has none."""
    if kind == JPEG:
        original = source.read_bytes()
        plain = without_notes(original, orientation)
        return None if plain == original else plain
    if kind != HEIC and not _has_notes(picture):
        return None
    return _as_jpeg(ImageOps.exif_transpose(picture), FULL_QUALITY)


def _small(source: Path, kind: str) -> bytes:
    with Image.open(source, formats=[PICTURES[kind]]) as picture:
        picture.draft("RGB", THUMB)
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail(THUMB)
        return _as_jpeg(upright, THUMB_QUALITY)


def _has_notes(picture: Image.Image) -> bool:
    return bool(picture.getexif()) or any(key in picture.info for key in ("xmp", "XML:com.adobe.xmp", "comment"))


def _as_jpeg(picture: Image.Image, quality: int) -> bytes:
    """A JPEG on white, without any notes."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer.getchannel("A"))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def without_notes(jpeg: bytes, orientation: int) -> bytes:
    """The same JPEG without Exif, XMP, IPTC and comments, only told which way is up; its picture data untouched."""
    kept = [jpeg[:2]]
    if orientation != 1:
        kept.append(_orientation_note(orientation))
    place = 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == _SOS:
            return b"".join([*kept, jpeg[place:]])
        end = place + 2 if marker in _BARE else place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker not in (_APP1, _APP13, _COMMENT):
            kept.append(jpeg[place:end])
        place = end
    raise ValueError("no picture data in the JPEG")


def _orientation_note(orientation: int) -> bytes:
    note = Image.Exif()
    note[_ORIENTATION] = orientation
    body = note.tobytes()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
