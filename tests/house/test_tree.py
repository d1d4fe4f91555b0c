"""What may not stand in the tree: addresses of other people's machines, unfinished things, secrets, deletions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house import source

TEXT = {".py", ".ts", ".tsx", ".js", ".css", ".html", ".md", ".toml", ".json", ".yaml", ".yml", ".sh", ".txt", ".typ"}
TEXT |= {".conf", ".service", ".env", ".svg", ".webmanifest", ""}
LOCKS = {"package-lock.json"}


def texts() -> list[tuple[Path, str]]:
    return [
        (path, path.read_text(errors="replace"))
        for path in source.kept()
        if path.suffix in TEXT and path != Path(__file__)
    ]


def where(pattern: str, *, among: str = "") -> list[str]:
    """The places, as file and line, at which a pattern stands."""
    sought = re.compile(pattern)
    return [
        f"{source.name(path)}:{number}: {line.strip()[:120]}"
        for path, text in texts()
        if source.name(path).startswith(among) and path.name not in LOCKS
        for number, line in enumerate(text.splitlines(), 1)
        if sought.search(line)
    ]


def test_nothing_names_a_package_registry() -> None:
    """A lock holds versions and hashes; where they come from is the business of the machine that installs."""
    assert not where(r"--index-url|--extra-index-url")
    for name in LOCKS:
        for lock in source.ROOT.rglob(name):
            if "node_modules" not in lock.parts and ".venv" not in lock.parts:
                assert not re.search(r'"resolved": "https?://|--index-url', lock.read_text()), name


def test_nothing_names_a_path_of_one_machine() -> None:
    assert not where(r"(?<![\w.])/(home|root|Users|work)/[\w.-]+")


def test_the_app_fetches_nothing_from_elsewhere() -> None:
    """No CDN, no font of a stranger, no map: phones without data would wait for it, and it would tell who they are."""
    allowed = r"(www\.w3\.org|localhost|127\.0\.0\.1|example\.(com|org|gov\.vn|test))"
    assert not [hit for hit in where(r"https?://", among="pwa/src") if not re.search(r"https?://" + allowed, hit)]
    assert not where(r"https?://", among="pwa/index.html")


def test_nothing_is_left_for_later() -> None:
    assert not where(r"\b(TODO|FIXME|XXX|HACK)\b")


@pytest.mark.parametrize("pattern", [r"-----BEGIN [A-Z ]*PRIVATE KEY-----", r"\bAKIA[0-9A-Z]{16}\b"])
def test_no_secret_is_in_the_tree(pattern: str) -> None:
    assert not where(pattern)


def test_no_code_path_drops_the_store_of_a_phone() -> None:
    """A store that this code cannot open is never reset; only a person's typed confirmation deletes unsent work."""
    assert not where(r"\b(deleteDatabase|deleteDB|deleteObjectStore)\s*\(", among="pwa/src/core")
    assert not where(r"\b(deleteDatabase|deleteDB)\s*\(", among="pwa/src/sw")


def test_markup_has_no_inline_script_or_style() -> None:
    """The content security policy would refuse it."""
    text = (source.ROOT / "pwa" / "index.html").read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text)


def test_components_set_no_inline_style_text() -> None:
    assert not where(r'\sstyle="', among="pwa/src")
