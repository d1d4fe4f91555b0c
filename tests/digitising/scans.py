"""Files as scanners and cameras give them, good and bad, and a desk that drops them."""

from __future__ import annotations

import io
import zlib
from typing import Any
from uuid import UUID

import pypdf
from PIL import Image, ImageDraw

from app.core import ids
from tests.attachments import pictures
from tests.dossiers.office import Desk

A4 = (620, 877)


def page(text: str, size: tuple[int, int] = A4) -> Image.Image:
    """A page that says something, with a dark bar along its top: which way is up can be seen."""
    drawn = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 0, size[0], size[1] // 8), fill=(40, 40, 40))
    pen.text((40, size[1] // 2), text, fill="black")
    return drawn


def pdf(pages: int = 3) -> bytes:
    """A PDF as a scanner makes it: one picture a page."""
    out = io.BytesIO()
    first, *rest = [page(f"trang {n}") for n in range(1, pages + 1)]
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=75)
    return out.getvalue()


def tiff(pages: int = 2, compression: str = "group4") -> bytes:
    """A fax-like TIFF, black and white."""
    out = io.BytesIO()
    first, *rest = [page(f"to {n}").convert("1") for n in range(1, pages + 1)]
    first.save(out, "TIFF", save_all=True, append_images=rest, compression=compression)
    return out.getvalue()


def turned_jpeg() -> bytes:
    """A photo that was taken with the phone on its side, and says where."""
    return pictures.jpeg(3, (200, 100), gps=True, orientation=6)


def encrypted_pdf() -> bytes:
    """A PDF that opens with a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(1)))
    writer.encrypt("bí mật", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb_tiff() -> bytes:
    """A picture of 30,000 by 30,000 that is a few kilobytes long."""
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "TIFF", compression="group4")
    return out.getvalue()


def bomb_pdf() -> bytes:
    """A PDF whose one picture unfolds to gigabytes."""
    width = height = 40_000
    packer = zlib.compressobj(9)
    rows = [packer.compress(bytes(1_000_000)) for _ in range(200)]
    packed = b"".join(rows) + packer.flush()
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n" % (width, height, len(packed))
    )
    draw = b"600 0 0 800 0 0 cm /I Do"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        image + packed + b"\nendstream",
        b"<</Length %d>>stream\n" % len(draw) + draw + b"\nendstream",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def drop(desk: Desk, content: bytes, name: str = "quet.pdf", file_id: UUID | None = None) -> Any:
    """Drop a file on the desk."""
    form = {"file_id": str(file_id or ids.uuid7()), "file": (io.BytesIO(content), name)}
    return desk.send_form("/digitised-files", form)


def cut(desk: Desk, source_id: str, *, page_id: UUID | None = None, **how: int) -> Any:
    """Turn and cut a page."""
    whole = {"turns": 0, "left": 0, "top": 0, "right": 1000, "bottom": 1000}
    body = {"page_id": str(page_id or ids.uuid7()), "source_id": source_id, **whole, **how}
    return desk.post("/digitised-pages", body)
