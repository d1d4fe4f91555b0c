"""Who may fetch a result and what must be said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.dossiers import handed
from app.handover import rules
from app.handover.rules import Given, Receiver

HOA = Receiver("Nguyễn Thị Hoa", "038194001234", "self")
COUNTER = Given("counter", HOA, id_checked=True, signed="glass", strokes=40, carrier="", tracking="")
POST = Given("post", HOA, id_checked=False, signed=None, strokes=0, carrier="Bưu điện", tracking="EE1VN")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (COUNTER, []),
        (replace(COUNTER, strokes=8), ["handover_unsigned"]),
        (replace(COUNTER, signed="paper", strokes=0), []),
        (replace(COUNTER, signed=None), ["handover_unsigned"]),
        (replace(COUNTER, id_checked=False), ["handover_id_unchecked"]),
        (replace(COUNTER, receiver=replace(HOA, id_number="12 3")), ["handover_id_needed"]),
        (replace(COUNTER, receiver=replace(HOA, name="")), ["receiver_needed"]),
        (replace(COUNTER, receiver=replace(HOA, capacity="relative")), ["handover_relation_needed"]),
        (replace(COUNTER, receiver=replace(HOA, capacity="authorised")), ["handover_paper_needed"]),
        (replace(COUNTER, receiver=replace(HOA, capacity="relative", authority="con ruột")), []),
        (POST, []),
        (replace(POST, tracking=""), ["handover_tracking_needed"]),
        (replace(POST, carrier=""), ["handover_carrier_needed"]),
    ],
)
def test_who_how_checked_and_signed_must_all_be_said(given: Given, expected: list[str]) -> None:
    assert [code for _, code in rules.missing(given)] == expected


PEOPLE: dict[str, Any] = {
    "owner": {"name": "Trần An Nhiên"},
    "submitter": {"name": "Nguyễn Thị Hoa", "id_number": "038 194 001 234"},
    "subjects": [{"name": "Lê Văn Tám", "id_number": "038190005678"}],
}


@pytest.mark.parametrize(
    ("receiver", "expected"),
    [
        (HOA, "submitter"),
        (replace(HOA, name="Hoa", id_number="038194001234"), "submitter"),
        (replace(HOA, id_number="038194009999"), None),
        (replace(HOA, name="trần an nhiên", id_number="A12345678"), "owner"),
        (replace(HOA, name="Lê Văn Tám", id_number="038190005678"), "subject"),
        (replace(HOA, capacity="relative"), "relative"),
    ],
)
def test_a_number_on_record_decides_and_a_name_only_where_there_is_none(
    receiver: Receiver, expected: str | None
) -> None:
    assert rules.as_whom(PEOPLE, receiver) == expected


@pytest.mark.parametrize(
    ("capacity", "certified", "others", "expected"),
    [
        ("self", False, "nobody", None),
        ("relative", False, "nobody", "handover_in_person"),
        ("authorised", True, "nobody", "handover_in_person"),
        ("relative", False, "certified", None),
        ("authorised", False, "certified", "handover_not_certified"),
        ("authorised", True, "certified", None),
        ("authorised", False, "anyone", None),
    ],
)
def test_the_procedure_says_whom_else_it_may_be_given(
    capacity: str, certified: bool, others: rules.Others, expected: str | None
) -> None:
    receiver = replace(HOA, capacity=capacity, certified=certified)
    assert rules.hindrance("owner", receiver, others) == expected
    assert rules.hindrance(None, receiver, others) == "handover_not_in_dossier"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Nguyễn Hoa ", "Nguyễn Hoa"),
        ("https://cualang.vn/t/ABCD-EFGH-1#secret", "ABCD-EFGH-1"),
        ("038194001234|201234567|Nguyễn Thị Hoa|01011994|Nữ|Thôn 1|01012022", "038194001234"),
    ],
)
def test_a_slip_an_id_card_and_typed_words_are_all_looked_for(text: str, expected: str) -> None:
    assert rules.code_in(text) == expected


def test_the_books_say_who_has_it_and_how() -> None:
    how = {"method": "counter", "as_whom": "relative", "signed": "thumb", "carrier": "", "tracking": ""}
    vi, _ = handed.receiver({"receiver": "Trần Văn Lực", "handover": how}, "")
    assert vi == "Trần Văn Lực (người thân; điểm chỉ trên phiếu giấy)"
    sent = {**how, "method": "post", "carrier": "Bưu điện", "tracking": "EE1VN"}
    assert handed.receiver({"receiver": "Trần Văn Lực", "handover": sent}, "")[0] == "Trần Văn Lực, Bưu điện, EE1VN"
    assert handed.receiver({"receiver": "Trần Văn Lực"}, "")[0] == "Trần Văn Lực"
    assert handed.method("hand_over", {}, "post") == "post"
    assert handed.method("open_result", {}, "office") == "electronic"


def test_what_is_signed_on_the_other_screen_reads_as_the_app_makes_it() -> None:
    """The same case as pwa/tests/page/handing.test.ts."""
    receiver = replace(HOA, id_number="038 194 001 234")
    text = "hand_over\n0193-a\n0193-b\nNguyễn Thị Hoa\n038194001234"
    assert rules.signed_for(["0193-b", "0193-a"], receiver) == text
