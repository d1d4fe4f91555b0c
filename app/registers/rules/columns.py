"""The columns of the tables that are given out as files and on paper: what each is called and what it holds. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from app.core.calendar import local
from app.registers.rules.book import CHANNELS, TIMINGS, Line
from app.registers.rules.cells import Cell

Row = TypeVar("Row")

STATES = {
    "submitted": "Chờ tiếp nhận",
    "received": "Đã tiếp nhận",
    "appraising": "Đang thẩm định",
    "approving": "Chờ phê duyệt",
    "signing": "Chờ ký, đóng dấu",
    "ready": "Chờ trả kết quả",
    "returned": "Đã trả",
    "refused": "Từ chối tiếp nhận",
    "stopped": "Dừng giải quyết",
    "withdrawn": "Đã rút",
}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its head, how wide it is in signs, and what stands in it."""

    name: str
    width: int
    of: Callable[[Row], Cell]


@dataclass(frozen=True)
class InboxLine:
    """A line of the inbox as a file shows it."""

    official_number: str
    local_code: str
    state: str
    procedure_code: str
    procedure_name: str
    owner: str
    village: str
    channel: str
    submitted_at: datetime
    due_at: datetime | None
    overdue: bool
    holder: str
    helper: str
    files_missing: int
    owes: int


REGISTER: tuple[Column[Line], ...] = (
    Column("TT", 6, lambda each: each.number),
    Column("Mã hồ sơ", 26, lambda each: each.known.official_number),
    Column("Mã tra cứu", 14, lambda each: each.known.local_code),
    Column("Mã thủ tục", 12, lambda each: each.known.procedure_code),
    Column("Tên thủ tục hành chính", 40, lambda each: each.known.procedure_name),
    Column("Số bộ", 7, lambda _: 1),
    Column("Tên cá nhân, tổ chức", 28, lambda each: each.known.owner),
    Column("Địa chỉ", 36, lambda each: each.known.address),
    Column("Số điện thoại", 15, lambda each: each.known.phone),
    Column("Kênh nộp", 18, lambda each: CHANNELS.get(each.known.channel, (each.known.channel, ""))[0]),
    Column("Nhận hồ sơ", 17, lambda each: each.received_at),
    Column("Hẹn trả kết quả", 17, lambda each: each.known.due_at),
    Column("Chuyển giải quyết", 17, lambda each: each.handed_over_at),
    Column("Có kết quả", 17, lambda each: each.ready_at),
    Column("Trả kết quả", 17, lambda each: each.returned_at),
    Column("Tiến độ", 16, lambda each: TIMINGS[each.timing][0]),
    Column("Trạng thái", 18, lambda each: STATES.get(each.state, each.state)),
    Column("Phương thức trả", 14, lambda each: each.method[0] if each.method else ""),
    Column("Người nhận kết quả", 26, lambda each: each.receiver),
    Column("Ghi chú", 40, lambda each: "; ".join(vi for vi, _ in each.notes)),
)

INBOX: tuple[Column[InboxLine], ...] = (
    Column("Mã hồ sơ", 26, lambda each: each.official_number),
    Column("Mã tra cứu", 14, lambda each: each.local_code),
    Column("Trạng thái", 18, lambda each: STATES.get(each.state, each.state)),
    Column("Mã thủ tục", 12, lambda each: each.procedure_code),
    Column("Tên thủ tục hành chính", 40, lambda each: each.procedure_name),
    Column("Chủ hồ sơ", 28, lambda each: each.owner),
    Column("Nơi ở", 24, lambda each: each.village),
    Column("Kênh nộp", 18, lambda each: CHANNELS.get(each.channel, (each.channel, ""))[0]),
    Column("Gửi lúc", 17, lambda each: each.submitted_at),
    Column("Hẹn trả kết quả", 17, lambda each: each.due_at),
    Column("Quá hạn", 9, lambda each: "Có" if each.overdue else ""),
    Column("Người giữ", 24, lambda each: each.holder),
    Column("Người giúp", 24, lambda each: each.helper),
    Column("Tệp còn thiếu", 12, lambda each: each.files_missing),
    Column("Còn phải nộp (đồng)", 16, lambda each: each.owes),
)


def printed(line: Line) -> list[str]:
    """The fourteen cells of a line of the register on paper."""
    known = line.known
    return [
        str(line.number),
        known.official_number,
        known.procedure_name,
        "1",
        known.owner,
        ", ".join(part for part in (known.address, known.phone) if part),
        short(line.received_at),
        short(known.due_at) if known.due_at else TIMINGS["paused"][0] if line.timing == "paused" else "",
        short(line.handed_over_at),
        short(line.ready_at),
        short(line.returned_at),
        line.method[0] if line.method else "",
        line.receiver,
        "; ".join([*(vi for vi, _ in line.notes), *([TIMINGS["late"][0]] if line.timing in _LATE else [])]),
    ]


_LATE = frozenset({"late", "overdue"})


def short(at: datetime | None) -> str:
    """A moment in a narrow column."""
    return f"{local(at):%H:%M %d/%m/%Y}" if at else ""


def heads(columns: Sequence[Column[Row]]) -> list[str]:
    """What the columns are called."""
    return [column.name for column in columns]
