"""Lines of the register, stays on a control slip and cells of a table, from plain facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import DEFAULT_HOURS, local
from app.registers.rules import book, cells
from app.registers.rules.book import Happened, Known
from app.registers.rules.slip import Terms, slip
from app.workflow.deadline import Extension
from app.workflow.table import ENDS, MOVES, STEP_AT, State

START = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
CALENDAR: dict[str, Any] = {"years": {"2026": {"status": "published"}}, "days": {}}


def known(**more: Any) -> Known:
    told: dict[str, Any] = {
        "official_number": "H17.50.2-261125-0001",
        "local_code": "3MW9-C4HD-A",
        "procedure_code": "1.001193",
        "procedure_name": "Đăng ký khai sinh",
        "owner": "Nguyễn Thị Hoa",
        "address": "Thôn Bờ Đa",
        "phone": "0905123456",
        "channel": "prepared",
        "due_at": START + timedelta(days=5),
        "outcome": None,
        "wish": "office",
    }
    return Known(**(told | more))


def told(*moves: tuple[str, float], owner: str = "Hoa") -> list[Happened]:
    """Events by name, each some hours after the start; their states follow from the table."""
    state = "draft"
    found: list[Happened] = []
    for name, hours in moves:
        move = next(each for each in MOVES if each.name == name and each.start == state)
        by = owner if name in {"submit", "open_result"} else f"do {name}"
        data = {"receiver": "Lực"} if name == "hand_over" else {}
        at = START + timedelta(hours=hours)
        found.append(Happened(name, at, state if found else None, move.to.value, by, None, f"vì {name}", data))
        state = move.to.value
    return found


def terms(**more: Any) -> Terms:
    plain: dict[str, Any] = {
        "rule": {"value": 5, "unit": "working_day"},
        "received_at": START + timedelta(hours=1),
        "receive_before": START + timedelta(hours=8),
        "hours": DEFAULT_HOURS,
        "calendar": CALENDAR,
        "pauses": [],
        "extensions": [],
    }
    return Terms(**(plain | more))


WHOLE = (("submit", 0), ("receive", 1), ("take_up", 2), ("propose", 3), ("decide", 25), ("sign", 26), ("hand_over", 50))


def test_a_line_names_each_moment_of_the_way() -> None:
    line = book.line(7, known(), told(*WHOLE), START + timedelta(days=9))
    hours = [line.received_at, line.handed_over_at, line.ready_at, line.returned_at]
    assert [(at - START) / timedelta(hours=1) for at in hours if at] == [1, 2, 26, 50]
    assert (line.number, line.state, line.timing) == (7, "returned", "early")
    assert (line.method, line.receiver, line.notes) == (("Trực tiếp", "At the counter"), "Lực", ())


def test_what_was_sent_back_is_not_ready_and_what_was_opened_on_the_phone_was_returned_there() -> None:
    back = (*WHOLE[:5], ("send_back", 26))
    assert book.line(1, known(), told(*back), START).ready_at is None
    opened = book.line(1, known(), told(*WHOLE[:6], ("open_result", 30)), START)
    assert (opened.method, opened.receiver) == (("Điện tử", "Electronic"), "Hoa")


@pytest.mark.parametrize(
    ("done", "due", "now", "said"),
    [
        (START, START, START, "on_time"),
        (START, START + timedelta(days=1), START, "early"),
        (START + timedelta(seconds=1), START, START, "late"),
        (None, START, START, "running"),
        (None, START, START + timedelta(seconds=1), "overdue"),
        (None, None, START, "paused"),
        (START, None, START, "none"),
    ],
)
def test_how_a_moment_stands_to_its_due_moment(
    done: datetime | None, due: datetime | None, now: datetime, said: str
) -> None:
    assert book.timing(done, due, now) == said


def test_notes_say_what_was_asked_extended_stopped_and_not_granted() -> None:
    events = told(("submit", 0), ("receive", 1), ("take_up", 2), ("ask_supplement", 3), ("extend", 4), ("stop", 5))
    line = book.line(1, known(outcome="rejected"), events, START)
    assert [vi for vi, _ in line.notes] == [
        "Yêu cầu bổ sung 1 lần",
        "Xin lỗi, hẹn lại ngày trả ngày 25/11/2026",
        "Dừng giải quyết: vì stop",
        "Không đồng ý giải quyết",
    ]
    assert line.ended_at == START + timedelta(hours=5)


def test_a_dossier_received_anew_after_a_restore_has_the_line_of_its_second_reception() -> None:
    first, again = told(*WHOLE[:3]), told(*WHOLE[:2])
    later = [
        Happened(e.move, e.at + timedelta(days=2), "submitted", e.to_state, e.by) for e in again if e.move == "receive"
    ]
    line = book.line(1, known(), [*first, *later], START)
    assert line.received_at == START + timedelta(days=2, hours=1)
    assert line.handed_over_at is None


def ending(events: list[Happened], **dues: float) -> list[Happened]:
    """The same events, those named saying that a step ended and until when it was to be, in hours after the start."""
    found = []
    for each in events:
        until = dues.get(each.move)
        step = {"key": each.move, "name": {"vi": f"Bước {each.move}", "en": f"Step {each.move}"}, "due_at": None}
        if until is not None:
            step["due_at"] = (START + timedelta(hours=until)).isoformat()
        said = {**(each.data or {}), "step": step} if each.move in dues else each.data
        found.append(replace(each, data=said))
    return found


def test_a_slip_says_who_gave_to_whom_and_how_each_step_stood_to_its_own_due_moment() -> None:
    events = ending(told(*WHOLE), propose=20, decide=24, sign=30)
    rows = slip(events, terms(), START + timedelta(days=3))
    assert [(row.step, row.given_by, row.taken_by) for row in rows] == [
        (1, "Hoa", "do receive"),
        (2, "do receive", "do take_up"),
        (3, "do propose", "do decide"),
        (4, "do decide", "do sign"),
        (5, "do sign", "do hand_over"),
    ]
    own = [START + timedelta(hours=hours) for hours in (8, 20, 24, 30)]
    assert [row.due_at for row in rows] == [*own, None]
    assert [row.timing for row in rows] == ["on_time", "early", "late", "on_time", "none"]
    assert rows[4].notes == (("Người nhận kết quả: Lực", "Received by Lực"),)


def test_of_a_stay_with_several_steps_each_is_told() -> None:
    events = ending(told(*WHOLE[:4]), take_up=1.5, propose=20)
    row = slip(events, terms(), START + timedelta(days=3))[1]
    assert row.due_at == START + timedelta(hours=20)
    assert [vi for vi, _ in row.notes] == [
        "Bước take_up: hạn 25/11 10:30, xong 25/11 11:00 (chậm)",
        "Bước propose: hạn 26/11 05:00, xong 25/11 12:00",
    ]


def test_an_open_step_has_its_own_due_moment_and_events_of_long_ago_that_of_the_whole() -> None:
    own = START + timedelta(hours=9)
    assert slip(told(*WHOLE[:3]), terms(here_due=own), START + timedelta(hours=10))[1].timing == "overdue"
    old = slip(told(*WHOLE), terms(), START + timedelta(days=3))
    assert {f"{local(row.due_at):%d/%m %H:%M}" for row in old[1:4] if row.due_at} == {"02/12 17:00"}


def test_an_extension_granted_later_does_not_make_a_late_step_punctual() -> None:
    granted = [Extension(START + timedelta(days=6, hours=3), START + timedelta(days=20))]
    moves = (*WHOLE[:3], ("propose", 24 * 6 + 2), ("extend", 24 * 6 + 3), ("decide", 24 * 6 + 4))
    events = ending(told(*moves), propose=24 * 6)
    rows = slip(events, terms(extensions=granted), START + timedelta(days=8))
    assert [row.timing for row in rows[1:3]] == ["late", "early"]
    assert rows[2].notes[0][0].startswith("Xin lỗi, hẹn lại ngày trả 01/12")


def test_while_the_owner_is_asked_the_step_is_paused_and_its_time_goes_on_behind_it() -> None:
    events = told(*WHOLE[:3], ("ask_supplement", 4))
    open_ = terms(pauses=[(START + timedelta(hours=4), None)])
    assert slip(events, open_, START + timedelta(days=30))[1].timing == "paused"
    closed = terms(pauses=[(START + timedelta(hours=4), START + timedelta(days=14))])
    later = slip([*events], closed, START + timedelta(days=14))[1]
    assert later.due_at is not None
    assert later.due_at > START + timedelta(days=14)


def _walks() -> st.SearchStrategy[list[tuple[str, float]]]:
    """Any legal way through the table, up to twenty moves."""

    @st.composite
    def way(draw: st.DrawFn) -> list[tuple[str, float]]:
        state, hours, found = State.DRAFT, 0.0, []
        for _ in range(draw(st.integers(1, 20))):
            open_ = sorted({each.name for each in MOVES if each.start is state})
            if not open_ or state in ENDS:
                break
            name = draw(st.sampled_from(open_))
            move = next(each for each in MOVES if each.name == name and each.start is state)
            found.append((name, hours))
            state, hours = move.to, hours + draw(st.floats(0, 40))
        return found

    return way()


@given(_walks())
def test_whatever_happened_a_slip_has_no_gap_and_ends_where_the_dossier_is(moves: list[tuple[str, float]]) -> None:
    events = told(*moves)
    rows = slip(events, terms(), START + timedelta(days=60))
    assert rows
    for before, after in pairwise(rows):
        assert before.done_at == after.given_at
        assert before.step != after.step
    changes = [e for e in events if e.from_state != e.to_state]
    assert rows[0].given_at == changes[0].at
    last = State(events[-1].to_state)
    assert (rows[-1].done_at is None) == (last not in ENDS)
    if last not in ENDS:
        assert rows[-1].step == STEP_AT[last]
    assert all(row.timing == "none" for row in rows if row.step == 5)


RISKY = [
    "=1+1",
    "+84905",
    "-2",
    "@sum",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    " =1",
    "\u200b=1",
    "\u00a0=1",
    "|calc",
    "%1",
    "−1",
]


@pytest.mark.parametrize("text", RISKY)
def test_a_text_that_could_be_a_formula_is_written_behind_an_apostrophe(text: str) -> None:
    assert cells.is_risky(text)
    assert cells.as_csv(text).startswith("'")


@pytest.mark.parametrize("text", ["", "Nguyễn Văn A", "0905123456", "12/QĐ-UBND", "a=b", "1+1", "H17.50.2-261125-0001"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cells.as_csv(text) == text


@given(st.text())
def test_no_text_reaches_a_table_with_a_formula_in_front(text: str) -> None:
    written = cells.as_csv(text)
    assert written.lstrip("\u200b\ufeff \u00a0")[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    assert "\x00" not in written
