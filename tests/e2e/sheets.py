"""What stands before a camera or lies on a desk in the journeys: photographed papers, a poster's code, a result."""

from __future__ import annotations

import io
import random
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageFont

from app.core import typeset

_FRAME = (640, 480)
_FRAMES = 10


def photo(title: str, *, size: tuple[int, int] = (1200, 1600)) -> bytes:
    """A sharp, bright photo of a sheet of paper, as a JPEG; another title is another picture."""
    width, height = size
    picture = Image.new("RGB", size, "#8a7355")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width * 0.04, height * 0.04, width * 0.96, height * 0.96), fill="#fbf8f0")
    draw.text((width / 2, height * 0.1), title, "#22242c", _font(width // 24), anchor="mm")
    drawn = random.Random(title)
    for line in range(28):
        top = height * (0.16 + line * 0.026)
        draw.text((width * 0.1, top), _words(drawn), "#22242c", _font(width // 44))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _words(drawn: random.Random) -> str:
    return " ".join("".join(drawn.choices("abcdeghiklmnopqrstuvxy", k=drawn.randint(2, 7))) for _ in range(10))


def _font(size: int) -> ImageFont.FreeTypeFont:
    folder = next(each for each in typeset.fonts_dirs() if each.name == "tinos")
    return ImageFont.truetype(folder / "400Regular/Tinos_400Regular.ttf", size)


def pdf(title: str) -> bytes:
    """A result of one page as another program would have made it."""
    page = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(page).text((620, 220), title, "black", _font(52), anchor="mm")
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150, title=title)
    return out.getvalue()


def film(text: str, into: Path) -> Path:
    """What a camera sees that is held before a printed QR code, as Chromium's fake camera wants it (.mjpeg)."""
    code = qrcode.QRCode(border=4, box_size=6)
    code.add_data(text)
    code.make(fit=True)
    printed = code.make_image().get_image().convert("RGB")
    with into.open("wb") as out:
        for number in range(_FRAMES):
            frame = Image.new("RGB", _FRAME, "#d9cfb8")
            frame.paste(printed, ((_FRAME[0] - printed.width) // 2 + number, (_FRAME[1] - printed.height) // 2))
            frame.save(out, "JPEG", quality=90)
    return into


def camera(film_at: Path) -> list[str]:
    """The arguments of a browser whose camera shows a film."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film_at}",
    ]
