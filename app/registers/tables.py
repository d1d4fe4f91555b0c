"""Writing a table as XLSX or CSV, row by row, so that a long one needs no more memory than a short one."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from app.core.calendar import local
from app.registers.rules.cells import Cell, as_csv, clean, is_risky

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
_MOMENT = "dd/mm/yyyy hh:mm"
_BOLD = Font(bold=True)


class Table(Protocol):
    """A file that is being written."""

    def add(self, row: Sequence[Cell]) -> None:
        """Append a row."""

    def close(self) -> None:
        """Finish the file; nothing is promised of it before."""


def begin(kind: str, path: Path, heads: Sequence[tuple[str, int]], facts: Sequence[tuple[str, Cell]]) -> Table:
    """A new file of this kind with its heads (name, width); `facts` say what it is a table of."""
    return (_Xlsx if kind == "xlsx" else _Csv)(path, heads, facts)


class _Xlsx:
    """A workbook of two sheets: the table, and what it is a table of. Every text is a text, whatever it begins with."""

    def __init__(self, path: Path, heads: Sequence[tuple[str, int]], facts: Sequence[tuple[str, Cell]]) -> None:
        self._path, self._facts = path, facts
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Danh sách")
        self._sheet.freeze_panes = "A2"
        for number, (_, width) in enumerate(heads, start=1):
            self._sheet.column_dimensions[_letters(number)].width = width
        self._sheet.append([self._cell(self._sheet, name, bold=True) for name, _ in heads])

    def add(self, row: Sequence[Cell]) -> None:
        self._sheet.append([self._cell(self._sheet, value) for value in row])

    def close(self) -> None:
        told = self._book.create_sheet("Thông tin")
        told.column_dimensions["A"].width, told.column_dimensions["B"].width = 24, 60
        for name, value in self._facts:
            told.append([self._cell(told, name, bold=True), self._cell(told, value)])
        self._book.save(self._path)

    @staticmethod
    def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
        if value is None:
            return None
        if isinstance(value, datetime):
            cell = WriteOnlyCell(sheet, value=local(value))
            cell.number_format = _MOMENT
        elif isinstance(value, str):
            text = clean(value)
            cell = WriteOnlyCell(sheet, value=text)
            # openpyxl takes what begins with "=" for a formula, and "#N/A" for an error
            cell.data_type = "s"
            cell.number_format = "@"
            if is_risky(text):
                cell.quotePrefix = True
        else:
            cell = WriteOnlyCell(sheet, value=value)
        if bold:
            cell.font = _BOLD
        return cell


class _Csv:
    """UTF-8 with the mark by which spreadsheets know it, every text in quotes, lines as RFC 4180 ends them."""

    def __init__(self, path: Path, heads: Sequence[tuple[str, int]], _facts: Sequence[tuple[str, Cell]]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file, quoting=csv.QUOTE_ALL)
        self.add([name for name, _ in heads])

    def add(self, row: Sequence[Cell]) -> None:
        self._rows.writerow([as_csv(value) for value in row])

    def close(self) -> None:
        self._file.close()


def _letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
