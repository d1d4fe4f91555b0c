"""A scanned file taken apart into one JPEG a page: a program of its own, so that a bad file harms nothing else.

    python apart.py FILE FOLDER MOST_PAGES

It writes `1.jpg`, `2.jpg`, ... into the folder, and one line of JSON: `{"type", "pages": [[width, height], ...]}` or
`{"refused": code}`. What a file may take of memory, time and disk is limited before it is opened. Nothing of the house
is imported here: it starts fast and can reach nothing.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MEMORY, SECONDS, DISK = 1_600_000_000, 60, 64_000_000
"""Bytes of address space, seconds of work, bytes of one file that is written."""
EDGE = 2200
"""The long edge of a page in pixels: about 190 dots an inch of A4."""
SHARPEST = 300 / 72
"""A small paper in a PDF is drawn at 300 dots an inch, not larger."""
QUALITY = 80
MOST_PIXELS = 120_000_000
FORMATS = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}
MANY = {"TIFF": "image/tiff"}
"""A format that holds many pages; of the others the first picture is the page."""
GREY = frozenset({"1", "L", "LA"})


class RefusedError(Exception):
    """The file is not taken; the message is the code that says why."""


def take_apart(source: Path, folder: Path, most_pages: int) -> tuple[str, list[tuple[int, int]]]:
    """Write the pages into the folder; gives the type of the file and the size of each page. Raises RefusedError."""
    with source.open("rb") as handle:
        is_pdf = b"%PDF-" in handle.read(1024)
    kind, pages = _of_pdf(source, most_pages) if is_pdf else _of_pictures(source)
    sizes = []
    for number, page in enumerate(pages, start=1):
        if number > most_pages:
            raise RefusedError("file_too_many_pages")
        page.save(folder / f"{number}.jpg", "JPEG", quality=QUALITY, optimize=True)
        sizes.append(page.size)
        page.close()
    if not sizes:
        raise RefusedError("file_empty")
    return kind, sizes


def _of_pdf(source: Path, most_pages: int) -> tuple[str, Iterator[Image.Image]]:
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as fault:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(fault).lower()
        raise RefusedError("file_encrypted" if locked else "file_broken") from fault
    if len(document) > most_pages:
        raise RefusedError("file_too_many_pages")
    return "application/pdf", (_drawn(document[at]) for at in range(len(document)))


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(SHARPEST, EDGE / max(width, height, 1))
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return drawn.convert("RGB")


def _of_pictures(source: Path) -> tuple[str, Iterator[Image.Image]]:
    pillow_heif.register_heif_opener()
    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is looked at before a picture is decoded
    try:
        picture = Image.open(source, formats=[each for each in (*FORMATS, *MANY) if each in Image.OPEN])
    except UnidentifiedImageError as fault:
        raise RefusedError("file_kind") from fault
    many = picture.format in MANY
    kind = MANY[str(picture.format)] if many else FORMATS[str(picture.format)]
    return kind, (_page(each) for each in (ImageSequence.Iterator(picture) if many else [picture]))


def _page(picture: Image.Image) -> Image.Image:
    """One page: upright, on white, no larger than a page is, without a note of where or with what it was taken."""
    if picture.width * picture.height > MOST_PIXELS:
        raise RefusedError("file_too_heavy")
    picture.draft("RGB", (EDGE, EDGE))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"RGBA", "PA", "LA"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.new("RGB", layer.size, "white")
        upright.paste(layer, mask=layer.getchannel("A"))
    plain = upright.convert("L" if upright.mode in GREY else "RGB")
    plain.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    return clean


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(source: str, folder: str, most_pages: str) -> None:
    """Take one file apart and say what came of it."""
    _limit()
    try:
        kind, sizes = take_apart(Path(source), Path(folder), int(most_pages))
        told: dict[str, object] = {"type": kind, "pages": sizes}
    except RefusedError as refused:
        told = {"refused": str(refused)}
    except MemoryError:
        told = {"refused": "file_too_heavy"}
    except Exception:  # whatever a broken file makes of a reader, it is a broken file
        told = {"refused": "file_broken"}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
