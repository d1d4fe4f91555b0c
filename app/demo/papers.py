"""Drawn sample papers: sheets that look like photographed ones, marked MẪU, about nobody."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from app.core import typeset

SIZE = (780, 1080)
_DESK, _SHEET, _INK, _FAINT, _SEAL = "#8a7355", "#fbf8f0", "#22242c", "#6d6f78", "#b3262b"
_MARGIN = 70


def sheet(title: str, lines: Sequence[str], *, page: int = 1) -> bytes:
    """One page of a paper as a phone would have photographed it, as a JPEG."""
    picture = Image.new("RGB", SIZE, _DESK)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, SIZE[0] - 24, SIZE[1] - 24), fill=_SHEET)
    _marked(picture)
    draw.text((SIZE[0] / 2, 90), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _INK, _font(22, bold=True), anchor="mm")
    draw.text((SIZE[0] / 2, 122), "Độc lập - Tự do - Hạnh phúc", _INK, _font(20), anchor="mm")
    draw.line((270, 142, 510, 142), fill=_INK, width=2)
    draw.text((SIZE[0] / 2, 215), title.upper(), _INK, _font(32, bold=True), anchor="mm")
    draw.text((SIZE[0] / 2, 258), f"Giấy mẫu để chạy thử, trang {page}", _FAINT, _font(19), anchor="mm")
    height = 330
    for line in lines:
        draw.text((_MARGIN, height), line, _INK, _font(25))
        draw.line((_MARGIN, height + 38, SIZE[0] - _MARGIN, height + 38), fill="#d8d2c2", width=1)
        height += 56
    _sealed(draw)
    return _jpeg(picture.rotate(_tilt(title, page), resample=Image.Resampling.BILINEAR, fillcolor=_DESK))


def _marked(picture: Image.Image) -> None:
    """The word MẪU across the whole sheet."""
    mark = Image.new("L", (760, 300))
    ImageDraw.Draw(mark).text((380, 150), "MẪU", 42, _font(230, bold=True), anchor="mm")
    turned = mark.rotate(32, expand=True)
    left, top = (SIZE[0] - turned.width) // 2, (SIZE[1] - turned.height) // 2 + 80
    picture.paste(Image.new("RGB", turned.size, _SEAL), (left, top), turned)


def _sealed(draw: ImageDraw.ImageDraw) -> None:
    """A round mark where a stamp would stand, that says it is none."""
    centre = (SIZE[0] - 215, SIZE[1] - 205)
    for radius in (88, 80):
        box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        draw.ellipse(box, outline=_SEAL, width=3)
    draw.multiline_text(centre, "KHÔNG\nCÓ GIÁ TRỊ", _SEAL, _font(23, bold=True), anchor="mm", align="center")


def _tilt(title: str, page: int) -> float:
    """Nobody holds a phone straight; the same sheet is always held alike."""
    return random.Random(f"{title}{page}").uniform(-1.6, 1.6)


def _jpeg(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=72, optimize=True)
    return made.getvalue()


@lru_cache(maxsize=32)
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Tinos, the typeface of the office's papers, which has every Vietnamese letter."""
    folder = next(each for each in typeset.fonts_dirs() if each.name == "tinos")
    name = "700Bold/Tinos_700Bold.ttf" if bold else "400Regular/Tinos_400Regular.ttf"
    return ImageFont.truetype(folder / name, size)
