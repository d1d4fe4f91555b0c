"""The frames a phone shows are read by a reader that is not ours, and open at the server as they were made."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.core.sealing import office_key, unseal
from app.counter import opening, rules
from tests.shared.phone import Phone, running
from tests.sync.world import sha256

ANSWERS = {f"cau_{number}": f"Nguyễn Thị Hoà, thôn Bờ Đa, số {number * 7919}" for number in range(60)}


@pytest.fixture(name="engines", scope="module")
def engines_of_the_phone() -> Iterator[Phone]:
    with running() as opened:
        yield opened


def drawn(code: list[str], at: Path) -> Path:
    """A code as a screen shows it: four dots a module and the quiet zone."""
    size = len(code) + 8
    picture = Image.new("1", (size, size), 1)
    for y, row in enumerate(code):
        for x, dark in enumerate(row):
            picture.putpixel((x + 4, y + 4), 0 if dark == "1" else 1)
    picture.resize((size * 4, size * 4)).save(at)
    return at


def test_every_frame_is_read_by_another_reader_and_together_they_are_the_text(engines: Phone, tmp_path: Path) -> None:
    reader = shutil.which("zbarimg")
    if reader is None:
        pytest.skip("needs zbarimg")
    text = json.dumps(ANSWERS, ensure_ascii=False)
    made = engines.ask("frames", key=office_key(tmp_path / "keys").as_json(), text=text)
    assert len(made["texts"]) > 3
    files = [drawn(code, tmp_path / f"{number}.png") for number, code in enumerate(made["codes"])]
    read = subprocess.run([reader, "--quiet", "--raw", *files], check=True, capture_output=True, text=True).stdout
    assert read.split() == made["texts"]
    parts = [re.fullmatch(r"CLQ1:[\w-]{8}:\d+/\d+:[0-9a-f]{8}:([\w-]+)", each) for each in read.split()]
    whole = b"".join(base64.urlsafe_b64decode(part[1] + "=" * (-len(part[1]) % 4)) for part in parts if part)
    assert opening.unfolded(unseal(tmp_path / "keys", whole)).decode() == text
    # whoever films the screen has nothing of it
    assert "Hoà".encode() not in whole


def test_the_receipt_is_the_one_the_phone_finds(engines: Phone) -> None:
    for text in ("", "a", "hồ sơ"):
        found = rules.receipt(sha256(text))
        assert engines.ask("receipt", sha256=sha256(text)) == found
        assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{6}", found)
