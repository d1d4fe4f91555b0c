"""Bytes that can be counted without running anything: the kept shell, the catalogue."""

from __future__ import annotations

import json

from app.catalogue.packing import pack
from app.catalogue.reading import read
from app.core.canonical import canonical
from tests.bench.catalogue_size import ROOT, assembled
from tests.bench.record import emit

COUNTS = (64, 300)


def measure() -> None:
    """The precache as it lies on the phone, and the bundle at 64 and 300 procedures."""
    build = json.loads((ROOT / "static" / "build.json").read_text())
    emit("precache_raw", sum(file["size"] for file in build["shell"]), "bytes")
    emit("rooms_raw", sum(file["size"] for file in build["rooms"]), "bytes")
    content = read(ROOT / "catalogue")
    for count in COUNTS:
        made = assembled(content, count)
        packed = pack(made["hash"], canonical(made))
        emit(f"catalogue_{count}_brotli", len(packed.brotli), "bytes")
        emit(f"catalogue_{count}_gzip", len(packed.gzip), "bytes")
        emit(f"catalogue_{count}_raw", len(packed.raw), "bytes")
