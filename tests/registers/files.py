"""What came out of the printer or the file, read by others than those who wrote it."""

from __future__ import annotations

import csv
import subprocess
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of a PDF in one line."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return " ".join(done.stdout.decode().replace("\u00a0", " ").split())


def words_of(pdf: bytes, folder: Path) -> str:
    """The same in the order of setting, so that what stands in a narrow cell stays together."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True)
    return " ".join(done.stdout.decode().replace("\u00a0", " ").split())


def fonts_of(pdf: bytes, folder: Path) -> list[list[str]]:
    """The lines of pdffonts: name, type, encoding, embedded, subset, unicode."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True)
    return [line.split() for line in done.stdout.splitlines()[2:]]


def scanned(pdf: bytes, folder: Path) -> str:
    """What zbarimg reads from the first page."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(path), str(folder / "page")], check=True)
    done = subprocess.run(
        ["zbarimg", "-q", "--raw", str(folder / "page.png")], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def pages(pdf: bytes) -> list[tuple[float, float]]:
    """The width and height of each page."""
    return [(float(page.mediabox.width), float(page.mediabox.height)) for page in PdfReader(BytesIO(pdf)).pages]


def sheet_of(xlsx: bytes) -> list[list[Any]]:
    """The cells of the first sheet of a workbook."""
    return [list(row) for row in load_workbook(BytesIO(xlsx))["Danh sách"].iter_rows()]


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a CSV file, which must begin with the mark of UTF-8."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
