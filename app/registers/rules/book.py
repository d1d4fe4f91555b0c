"""A line of the register (form 07), read from what happened to a dossier. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.calendar import local
from app.dossiers import handed
from app.workflow.table import RUNNING, State

Said = tuple[str, str]
"""One text in Vietnamese and in English."""

TIMINGS: dict[str, Said] = {
    "early": ("Trước hạn", "Early"),
    "on_time": ("Đúng hạn", "On time"),
    "late": ("Quá hạn", "Late"),
    "running": ("Đang trong hạn", "In time so far"),
    "overdue": ("Đang quá hạn", "Overdue"),
    "paused": ("Tạm dừng", "Paused"),
    "none": ("", ""),
}
CHANNELS: dict[str, Said] = {
    "direct": ("Trực tiếp", "At the counter"),
    "prepared": ("Chuẩn bị trước, nộp trực tiếp", "Prepared, filed at the counter"),
    "online": ("Trực tuyến", "Online"),
    "post": ("Bưu chính", "By post"),
}
GROUPS: dict[str, frozenset[State]] = {
    "running": RUNNING,
    "ready": frozenset({State.READY}),
    "returned": frozenset({State.RETURNED}),
    "ended": frozenset({State.STOPPED, State.WITHDRAWN}),
}
"""Where a received dossier stands, as the register's filter names it."""
_METHODS: dict[str, Said] = {
    "counter": ("Trực tiếp", "At the counter"),
    "electronic": ("Điện tử", "Electronic"),
    "post": ("Bưu chính", "By post"),
}


@dataclass(frozen=True)
class Happened:
    """One event of a dossier, as far as the books need it."""

    move: str
    at: datetime
    from_state: str | None
    to_state: str
    by: str
    role: str | None = None
    reason: str = ""
    data: dict[str, Any] | None = None


@dataclass(frozen=True)
class Known:
    """What a dossier says of itself beside its events."""

    official_number: str
    local_code: str
    procedure_code: str
    procedure_name: str
    owner: str
    address: str
    phone: str
    channel: str
    due_at: datetime | None
    outcome: str | None
    wish: str


@dataclass(frozen=True)
class Line:
    """A line of the register; moments are nothing where that has not happened."""

    number: int
    known: Known
    received_at: datetime | None
    handed_over_at: datetime | None
    ready_at: datetime | None
    returned_at: datetime | None
    ended_at: datetime | None
    state: str
    timing: str
    method: Said | None
    receiver: str
    notes: tuple[Said, ...]


def line(number: int, known: Known, events: Sequence[Happened], now: datetime) -> Line:
    """The line of a dossier from its events in order."""
    events = _since_reception(events)
    state = events[-1].to_state if events else State.SUBMITTED.value
    ready, returned = _last(events, State.READY), _last(events, State.RETURNED)
    ended = _last(events, State.STOPPED) or _last(events, State.WITHDRAWN)
    received, taken = _last_move(events, "receive"), _last_move(events, "take_up")
    done = ready or returned or ended
    return Line(
        number=number,
        known=known,
        received_at=received.at if received else None,
        handed_over_at=taken.at if taken else None,
        ready_at=ready.at if ready else None,
        returned_at=returned.at if returned else None,
        ended_at=ended.at if ended else None,
        state=state,
        timing=timing(done.at if done else None, known.due_at, now),
        method=_method(returned, known.wish),
        receiver=_receiver(returned),
        notes=tuple(_notes(events, known)),
    )


def timing(done_at: datetime | None, due_at: datetime | None, now: datetime) -> str:
    """How a moment stands to its due moment: a day before is early, that day is on time, after it is late."""
    if due_at is None:
        return "none" if done_at else "paused"
    if done_at is None:
        return "overdue" if due_at < now else "running"
    if done_at > due_at:
        return "late"
    return "early" if local(done_at).date() < local(due_at).date() else "on_time"


def _since_reception(events: Sequence[Happened]) -> list[Happened]:
    """A dossier that came back with a restore is received anew: what was before it is not of this line."""
    last = max((n for n, each in enumerate(events) if each.move == "receive"), default=None)
    return list(events) if last is None else list(events[last:])


_KEEPS = {State.READY: frozenset({State.READY, State.RETURNED})}
"""Where a dossier goes on to without leaving what it had reached."""


def _last(events: Sequence[Happened], state: State) -> Happened | None:
    """The event by which a state was reached, where it was not left again."""
    reached: Happened | None = None
    for each in events:
        if each.to_state not in _KEEPS.get(state, frozenset({state})):
            reached = None
        elif each.to_state == state and reached is None:
            reached = each
    return reached


def _last_move(events: Sequence[Happened], move: str) -> Happened | None:
    return next((each for each in reversed(events) if each.move == move), None)


def _method(returned: Happened | None, wish: str) -> Said | None:
    if returned is None:
        return None
    return _METHODS[handed.method(returned.move, returned.data, wish)]


def _receiver(returned: Happened | None) -> str:
    if returned is None:
        return ""
    return handed.receiver(returned.data, returned.by)[0]


def _notes(events: Sequence[Happened], known: Known) -> list[Said]:
    notes: list[Said] = []
    asked = sum(1 for each in events if each.move in {"ask_supplement", "allow_supplement"})
    if asked:
        notes.append((f"Yêu cầu bổ sung {asked} lần", f"Asked for more {asked} time(s)"))
    for each in events:
        if each.move == "extend":
            notes.append((f"Xin lỗi, hẹn lại ngày trả ngày {_day(each.at)}", f"Extended on {_day(each.at)}"))
        elif each.to_state == State.STOPPED and each.move == "stop":
            notes.append((f"Dừng giải quyết: {each.reason}", f"Stopped: {each.reason}"))
        elif each.to_state == State.WITHDRAWN and each.move == "withdraw":
            notes.append((f"Rút hồ sơ: {each.reason}", f"Withdrawn: {each.reason}"))
    if known.outcome == "rejected":
        notes.append(("Không đồng ý giải quyết", "Not granted"))
    return notes


def _day(at: datetime) -> str:
    return f"{local(at):%d/%m/%Y}"
