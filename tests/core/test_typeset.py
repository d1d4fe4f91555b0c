"""What the typesetting helper promises."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from app.core.typeset import TypesetError, render

TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title)
#set text(font: "Tinos", fallback: false, lang: "vi")
#d.title
#text(font: "Be Vietnam Pro", weight: "bold")[#d.body]
"""
DATA = {"title": "Giấy tiếp nhận hồ sơ", "body": "Ủy ban nhân dân xã Mộc Giang, 16.000 đ"}


def _text(pdf: bytes, folder: Path) -> str:
    path = folder / "out.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True)
    return done.stdout.decode()


def test_vietnamese_text_can_be_read_back_exactly(tmp_path: Path) -> None:
    text = _text(render(TEMPLATE, DATA), tmp_path)
    assert DATA["title"] in text
    assert DATA["body"] in text


def test_the_same_input_gives_the_same_bytes() -> None:
    assert render(TEMPLATE, DATA) == render(TEMPLATE, DATA)


def test_the_file_declares_itself_archival() -> None:
    pdf = render(TEMPLATE, DATA)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid:part" in pdf


def test_a_template_on_disk_is_read_with_its_folder_as_root(tmp_path: Path) -> None:
    (tmp_path / "part.typ").write_text("#let word = [Thôn Giếng Cả]\n")
    main = tmp_path / "main.typ"
    main.write_text('#import "part.typ": word\n#set text(font: "Tinos", fallback: false)\n#word\n')
    assert "Thôn Giếng Cả" in _text(render(main, {}), tmp_path)


def test_a_wrong_template_says_what_is_wrong() -> None:
    with pytest.raises(TypesetError, match="nothing_here"):
        render("#nothing_here()", {})


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    with pytest.raises(TypesetError, match="khong-co"):
        render("x", {}, fonts=[tmp_path / "khong-co"])
