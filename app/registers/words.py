"""How the books say what was chosen and what happened, in the words that are printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.core import clock
from app.dossiers.models import Dossier
from app.letters.book_rules import Slip, SlipRow
from app.registers.queries import Controlled
from app.registers.rules.book import CHANNELS, TIMINGS
from app.registers.rules.columns import short
from app.registers.rules.slip import Handing
from app.registers.schemas import RegisterChosen
from app.workflow.table import STEPS

GROUP_NAMES = {
    "running": "đang giải quyết",
    "ready": "chờ trả kết quả",
    "returned": "đã trả kết quả",
    "ended": "dừng hoặc rút",
}
VIEW_NAMES = {
    "mine": "Việc của tôi",
    "all": "Tất cả đang mở",
    "late": "Quá hạn",
    "soon": "Sắp đến hạn",
    "new": "Mới gửi",
    "awaiting_files": "Chờ tệp",
    "awaiting_supplement": "Chờ bổ sung",
    "answered": "Vừa bổ sung",
    "awaiting_payment": "Chờ nộp tiền",
    "ready": "Chờ trả",
    "came_back": "Vừa trở lại",
    "done": "Đã xong",
}
ROLES = {
    "clerk": "cán bộ một cửa",
    "appraiser": "cán bộ thẩm định",
    "approver": "lãnh đạo",
    "seal_clerk": "văn thư",
    "owner": "người nộp",
    "helper": "người giúp",
}


def period(chosen: RegisterChosen) -> str:
    """The days of a register in words."""
    return f"Từ ngày {_day(chosen.since)} đến ngày {_day(chosen.until)}"


def chosen(given: RegisterChosen, procedures: Mapping[str, str]) -> list[str]:
    """What a register was narrowed to."""
    said = []
    if given.procedure:
        said.append(f"Thủ tục: {procedures.get(given.procedure, given.procedure)}")
    if given.channel:
        said.append(f"Kênh nộp: {CHANNELS[given.channel][0].lower()}")
    if given.state:
        said.append(f"Trạng thái: {GROUP_NAMES[given.state]}")
    return said


def file_name(what: str, chosen: Mapping[str, Any], now: datetime, kind: str) -> str:
    """A name that says what is in a file, in letters that every computer takes."""
    if what == "register":
        return f"so-theo-doi-{chosen['since']}-den-{chosen['until']}.{kind}"
    return f"danh-sach-ho-so-{now.astimezone(clock.VN):%Y-%m-%d-%H%M}.{kind}"


def slip(found: Controlled, dossier: Dossier, now: datetime, link: str, signer: str) -> Slip:
    """A control slip as it is printed."""
    return Slip(
        rows=[_row(each) for each in found.rows],
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        whole=TIMINGS[found.timing][0],
        as_of=now,
        link=link,
        signer=signer,
    )


def _row(each: Handing) -> SlipRow:
    return SlipRow(
        step=STEPS[each.step - 1][0],
        given=_who(each.given_by, each.given_role),
        given_at=short(each.given_at),
        taken=_who(each.taken_by, each.taken_role),
        taken_at=short(each.taken_at),
        done_at=short(each.done_at),
        due=short(each.due_at),
        result=TIMINGS[each.timing][0],
        note="; ".join(vi for vi, _ in each.notes),
    )


def _who(name: str, role: str | None) -> str:
    known = ROLES.get(role or "")
    return f"{name} ({known})" if name and known else name


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
