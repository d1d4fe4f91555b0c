"""Pictures of screens: each at two widths, in light and in dark; the best of them small enough for a repository."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PIL import Image
from playwright.sync_api import Page

from tests.bench.record import say

PHONE, WIDE = (360, 740), (1366, 768)
LOOKS = ("light", "dark")
EXACT, ROUGH = 128, 128


@dataclass(frozen=True)
class Album:
    """Where the pictures lie."""

    folder: Path

    def take(self, page: Page, name: str, *, sizes: tuple[tuple[int, int], ...] = (PHONE, WIDE)) -> None:
        """The screen as it stands, in every size and look; afterwards it is as it was."""
        before = page.viewport_size
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            for look in LOOKS:
                page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
                page.wait_for_timeout(120)
                self._keep(page, f"{name}-{width}-{look}")
                if look == "light" and width == PHONE[0]:
                    self._keep(page, f"{name}-{width}-{look}-whole", whole=True)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        if before:
            page.set_viewport_size(before)
        say(name)

    def _keep(self, page: Page, name: str, *, whole: bool = False) -> None:
        shot = page.screenshot(full_page=whole, animations="disabled", caret="hide")
        (self.folder / f"{name}.png").write_bytes(shot)

    def publish(self, chosen: Mapping[str, str], into: Path) -> None:
        """Copy some pictures under other names, with few colours and without what the camera added."""
        into.mkdir(parents=True, exist_ok=True)
        for name, picture in chosen.items():
            (into / f"{name}.png").write_bytes(_small(self.folder / f"{picture}.png"))


def _small(path: Path) -> bytes:
    """The picture with a palette; a wide one at one pixel a point."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    if picture.width > 2000:
        picture = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.quantize(palette=_palette(picture), dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _palette(picture: Image.Image) -> Image.Image:
    """The colours that fill most of it as they are, so that paper stays paper, and some that cover the rest."""
    counted = cast("list[tuple[int, tuple[int, int, int]]]", picture.getcolors(picture.width * picture.height))
    exact = [part for _, colour in sorted(counted, reverse=True)[:EXACT] for part in colour]
    rough = picture.quantize(ROUGH, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*exact, *rough[: 3 * ROUGH]])
    return palette
