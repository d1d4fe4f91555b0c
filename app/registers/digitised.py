"""The figures of digitising and reuse (index 766, 4.2 and 4.3): a month of the units of an actor, and as a file."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.calendar import aware
from app.digitising.figures import Figures, figures
from app.registers import tables
from app.registers.schemas import DigitisedOut, DigitisedRowOut
from app.units import queries as units

_FIRST_YEAR = 2000
_HEADS = (
    ("Đơn vị", 34),
    ("Hồ sơ tiếp nhận", 16),
    ("Có đủ giấy tờ số hóa", 20),
    ("Tỷ lệ số hóa (%)", 16),
    ("Số hóa tại quầy", 16),
    ("Dùng lại giấy đã có", 18),
    ("Tỷ lệ dùng lại (%)", 16),
)


def month(asked: str, actor: Actor) -> DigitisedOut:
    """The figures of a month, the present one where none is named. Raises Invalid."""
    first, after = _span(asked or f"{clock.today():%Y-%m}")
    since, until = _midnight(first), _midnight(after)
    named = units.names(set(actor.units(Permission.FIGURES)))
    rows = [
        DigitisedRowOut.model_validate(
            {"unit_id": unit_id, "unit_name": named[unit_id], **vars(figures([unit_id], since, until))}
        )
        for unit_id in sorted(named, key=lambda each: named[each])
        if units.get(unit_id).levels
    ]
    total = Figures(**{each.name: sum(getattr(row, each.name) for row in rows) for each in fields(Figures)})
    return DigitisedOut(
        month=f"{first:%Y-%m}",
        running=until > clock.now(),
        rows=rows,
        total=DigitisedRowOut.model_validate({"unit_id": None, "unit_name": "", **vars(total)}),
    )


def file(found: DigitisedOut, kind: str, actor: Actor) -> bytes:
    """The same as a table."""
    facts: list[tuple[str, str | datetime]] = [
        ("Tháng", f"{found.month[5:]}/{found.month[:4]}"),
        ("Căn cứ", "Bộ chỉ số 766, mục 4.2 và 4.3"),
        ("Người xuất", actor.name),
        ("Xuất lúc", clock.now()),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"so-hoa.{kind}"
        table = tables.begin(kind, path, _HEADS, facts)
        for row in [*found.rows, found.total]:
            table.add(
                [
                    row.unit_name or "Tất cả",
                    row.received,
                    row.whole,
                    _share(row.whole, row.received),
                    row.at_counter,
                    row.reused,
                    _share(row.reused, row.received),
                ]
            )
        table.close()
        return path.read_bytes()


def _share(part: int, whole: int) -> str | None:
    """A share in hundredths with one decimal; nothing where there is nothing to share."""
    return f"{part * 100 / whole:.1f}".replace(".", ",") if whole else None


def _span(asked: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        first = date.max
    if not date(_FIRST_YEAR, 1, 1) <= first <= clock.today():
        raise errors.Invalid("month_wrong", errors=[{"path": "month", "code": "month_wrong", "params": {}}])
    return first, (first + timedelta(days=31)).replace(day=1)


def _midnight(day: date) -> datetime:
    return aware(datetime.combine(day, datetime.min.time()))
