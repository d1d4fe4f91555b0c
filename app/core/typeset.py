"""Turns a Typst template and plain data into an archival PDF; the same input gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import typst

FAMILIES = ("tinos", "be-vietnam-pro")
_PACKAGES = Path(__file__).resolve().parents[2] / "pwa" / "node_modules" / "@expo-google-fonts"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class TypesetError(RuntimeError):
    """The template or its fonts are wrong; the text says where."""


def fonts_dirs() -> tuple[Path, ...]:
    """The folders of the two font families that the printed papers use (Tinos and Be Vietnam Pro)."""
    return tuple(_PACKAGES / family for family in FAMILIES)


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        raise TypesetError(f"font folder not found: {missing[0]}")
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(folders),
    )


def render(
    template: str | Path,
    data: Mapping[str, object],
    *,
    fonts: Sequence[Path] | None = None,
    made_at: datetime = _EPOCH,
) -> bytes:
    """Return a PDF/A-2b of the template (its source text, or the path of a .typ file).

    The template reads its data with `json(bytes(sys.inputs.data))`. Pictures come in the data too:
    an SVG string is drawn with `image(bytes(d.qr), format: "svg")`. Only the given fonts are used.
    `made_at` is the date written into the file; it is fixed unless given, so that bytes repeat.
    """
    source = template.read_bytes() if isinstance(template, Path) else template.encode()
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        compiler = typst.Compiler(
            source,
            root=template.parent if isinstance(template, Path) else None,
            font_paths=_fonts(tuple(fonts) if fonts else fonts_dirs()),
            ignore_system_fonts=True,
            sys_inputs={"data": text},
        )
        made = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=made_at)
    except typst.TypstError as problem:
        raise TypesetError(f"{problem.message} {problem.diagnostic}") from problem
    if not isinstance(made, bytes):
        raise TypesetError("the template made no PDF")
    return made
