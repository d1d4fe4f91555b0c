"""A spreadsheet of staff: read with care, and an empty one to fill in. What it says is judged in `taking_in`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from app.core import errors
from app.core.text import nfc

MOST_BYTES = 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS = 200
COLUMNS = ("Họ và tên", "Tên đăng nhập", "Điện thoại", "Đơn vị", "Vai trò")
EXAMPLES = (
    ("Lò Thị Mẫu", "thi.mau", "0912345678", "Xã Nậm Sương", "Cán bộ một cửa"),
    ("Cầm Văn Ví", "van.vi", "", "Xã Nậm Sương", "Cán bộ thẩm định"),
)
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = "f"


@dataclass(frozen=True)
class SheetRow:
    """A row with its number in the sheet, one text a column; `formulas` names the columns that hold one."""

    number: int
    texts: tuple[str, ...]
    formulas: tuple[str, ...]


def read(content: bytes) -> list[SheetRow]:
    """The rows of the first sheet under its headings, empty ones left out.

    Raises TooLarge, WrongType for what is no spreadsheet, and Invalid for other headings.
    """
    if len(content) > MOST_BYTES:
        raise errors.TooLarge("sheet_too_large")
    lines = _lines(content)
    if not lines or tuple(_text(cell) for cell in lines[0][: len(COLUMNS)]) != COLUMNS:
        raise errors.Invalid("sheet_wrong_headings", columns=", ".join(COLUMNS))
    rows = [_row(number, line) for number, line in enumerate(lines[1:], 2)]
    found = [row for row in rows if any(row.texts) or row.formulas]
    if not found:
        raise errors.Invalid("sheet_empty")
    if len(found) > MOST_ROWS:
        raise errors.TooLarge("sheet_too_many_rows", most=MOST_ROWS)
    return found


def example(units: Sequence[str], roles: Sequence[str]) -> bytes:
    """A sheet to fill in, with two invented people and the units and roles that may stand in it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Cán bộ"
    rows: list[Sequence[str]] = [COLUMNS, *EXAMPLES]
    for number, row in enumerate(rows):
        unit = units[0] if units else row[3]
        sheet.append([*row[:3], unit, row[4]] if number else list(row))
    lists = book.create_sheet("Được ghi gì")
    lists.append(["Đơn vị", "Vai trò"])
    for n in range(max(len(units), len(roles))):
        lists.append([units[n] if n < len(units) else None, roles[n] if n < len(roles) else None])
    for each in (sheet, lists):
        for cell in each[1]:
            cell.font = Font(bold=True)
        for column in "ABCDE":
            each.column_dimensions[column].width = 26
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _lines(content: bytes) -> list[tuple[Any, ...]]:
    """The cells of the first sheet; nothing is unpacked before its size is known."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise errors.TooLarge("sheet_too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        lines = list(sheet.iter_rows(max_col=len(COLUMNS), max_row=MOST_ROWS * 5))
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError) as fault:
        raise errors.WrongType("sheet_unreadable") from fault
    return lines


def _row(number: int, line: Sequence[Any]) -> SheetRow:
    texts = tuple(_text(cell) for cell in line) + ("",) * (len(COLUMNS) - len(line))
    formulas = tuple(COLUMNS[n] for n, cell in enumerate(line) if _is_formula(cell))
    return SheetRow(number, texts, formulas)


def _is_formula(cell: Any) -> bool:
    return getattr(cell, "data_type", None) == _FORMULA or str(cell.value or "").lstrip().startswith("=")


def _text(cell: Any) -> str:
    """What a cell says; a number that lost its leading zero in the spreadsheet is told as it is."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return nfc(str(value))
