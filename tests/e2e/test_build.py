"""What the build leaves in static/: complete, packed, and fetching nothing from elsewhere."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import brotli
import pytest

from app.catalogue.packing import pack
from app.catalogue.reading import read
from app.core.canonical import canonical
from tests.bench.catalogue_size import assembled
from tests.e2e.server import ROOT

STATIC = ROOT / "static"


@pytest.fixture(scope="module", name="build")
def build_list() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((STATIC / "build.json").read_text())
    return found


def files(build: dict[str, Any]) -> list[tuple[Path, str]]:
    return [(STATIC / file["url"].lstrip("/"), file["hash"]) for file in chain(build["shell"], build["rooms"])]


def test_every_file_of_the_list_is_there_with_its_bytes(build: dict[str, Any]) -> None:
    wrong = [path.name for path, known in files(build) if hashlib.sha256(path.read_bytes()).hexdigest()[:16] != known]
    assert not wrong


def test_the_shell_has_what_the_first_screen_needs(build: dict[str, Any]) -> None:
    shell = {file["url"] for file in build["shell"]}
    wanted = set(re.findall(r'(?:src|href)="(/[^"]+)"', (STATIC / "index.html").read_text()))
    assert wanted <= shell
    assert {"/index.html", "/manifest.webmanifest"} <= shell


def test_the_offices_rooms_and_the_code_reader_are_not_in_the_shell(build: dict[str, Any]) -> None:
    assert not [file["url"] for file in build["shell"] if file["url"].endswith(".wasm")]
    assert build["rooms"]


def test_packed_copies_hold_the_same_bytes(build: dict[str, Any]) -> None:
    for path, _ in files(build):
        for suffix, unpack in ((".br", brotli.decompress), (".gz", gzip.decompress)):
            packed = path.with_name(path.name + suffix)
            if packed.exists():
                assert unpack(packed.read_bytes()) == path.read_bytes(), packed.name


def test_scripts_and_styles_are_packed(build: dict[str, Any]) -> None:
    worth = [path for path, _ in files(build) if path.suffix in {".js", ".css"} and path.stat().st_size > 1000]
    assert worth
    assert not [path.name for path in worth if not path.with_name(path.name + ".br").exists()]


def test_the_service_worker_is_one_classic_script_that_knows_the_whole_list(build: dict[str, Any]) -> None:
    text = (STATIC / "sw.js").read_text()
    assert not re.search(r"(?:^|[;\s])(?:import|export)[\s{(]", text)
    assert build["version"] in text
    assert all(file["url"] in text for file in chain(build["shell"], build["rooms"]))


# a line of 30 kB a second with 2 s to an answer: three questions after each other (page, scripts, catalogue) leave four
# of ten seconds for bytes
FIRST_VISIT = 4 * 30_000


def test_f80_what_a_first_visit_needs_comes_within_ten_seconds_of_a_bad_line(build: dict[str, Any]) -> None:
    """F80: page, scripts and catalogue, packed; the service worker fetches the rest of the shell afterwards."""
    wanted = [*re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css))"', (STATIC / "index.html").read_text()), "/index.html"]
    shell = sum(smallest(STATIC / url.lstrip("/")) for url in wanted)
    content = assembled(read(ROOT / "catalogue"), 64)
    catalogue = len(pack(content["hash"], canonical(content)).brotli)
    assert shell + catalogue <= FIRST_VISIT


def smallest(path: Path) -> int:
    """A file as it travels."""
    packed = path.with_name(path.name + ".br")
    return (packed if packed.exists() else path).stat().st_size


def test_no_built_script_names_another_host(build: dict[str, Any]) -> None:
    known = re.compile(r"https?://(www\.w3\.org|localhost|127\.0\.0\.1|fastly\.jsdelivr\.net)")
    named = {
        f"{path.name}: {address}"
        for path, _ in files(build)
        if path.suffix in {".js", ".css", ".html"}
        for address in re.findall(r"https?://[\w.-]+", path.read_text())
        if not known.match(address)
    }
    assert not named
