"""Pure rules of intake and of the five steps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import claim_secret, uuid7
from app.dossiers import rules
from app.dossiers.steps import Passed, Standing, current_step, steps
from app.workflow.table import State

NOW = datetime(2026, 11, 24, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_cleaned_json_has_nothing_a_database_chokes_on_and_stays_clean(value: Any) -> None:
    once = rules.cleaned(value)
    assert "\x00" not in repr(once)
    assert rules.cleaned(once) == once


def test_what_the_answers_bind_counts_and_the_phone_fills_the_rest() -> None:
    people = rules.merged_parties(
        {"owner": {"name": "Hoa", "id_number": "1"}, "subjects": [{"name": "Bé"}], "witnesses": []},
        {
            "owner": {"name": "giả", "phone": "0905"},
            "submitter": {"name": ""},
            "subjects": [{"name": "khác"}],
            "helper": {"name": "giả"},
        },
    )
    assert people == {
        "owner": {"name": "Hoa", "id_number": "1", "phone": "0905"},
        "subjects": [{"name": "Bé"}],
        "witnesses": [],
    }


@pytest.mark.parametrize(
    ("person", "known"),
    [
        ({"name": "Hoa", "id_number": "038194001234"}, True),
        ({"name": "Cụ Lả", "birth_date": "1930"}, True),
        ({"name": "Cụ Lả", "address": {"old": "xã Mường Phăng"}}, True),
        ({"name": "Hoa"}, False),
        ({"id_number": "038194001234"}, False),
        ({}, False),
        (None, False),
    ],
)
def test_a_person_is_known_by_a_name_and_something_that_tells_her_apart(person: Any, known: bool) -> None:
    assert rules.is_known(person) is known


@given(st.text("0123456789abcdefABCDEF", min_size=4, max_size=4))
def test_the_factor_fits_its_own_dossier_alone_whatever_the_case(word: str) -> None:
    one, other = uuid7(), uuid7()
    kept = rules.factor_hash(one, word)
    assert rules.factor_fits(one, kept, "word", {}, f" {word.lower()} ")
    assert not rules.factor_fits(other, kept, "word", {}, word)


def test_either_partys_number_follows_but_only_of_the_kind_that_was_chosen() -> None:
    people = {"owner": {"id_number": "038194001234", "phone": "0905123456"}, "submitter": {"id_number": "001090007777"}}
    dossier = uuid7()
    kept = rules.factor_hash(dossier, "1234")
    assert rules.factor_fits(dossier, kept, "id", people, "7777")
    assert not rules.factor_fits(dossier, kept, "id", people, "3456")
    assert not rules.factor_fits(dossier, kept, "id", people, "")
    assert rules.factor_is_theirs("phone", "3456", people)
    assert not rules.factor_is_theirs("phone", "7777", people)


def test_a_claim_secret_is_the_same_however_it_is_typed() -> None:
    secret = claim_secret()
    assert rules.claim_hash(secret) == rules.claim_hash(f" {secret[:8].lower()}-{secret[8:]} ")


def test_a_dossier_is_called_by_its_procedure_and_whom_it_is_for() -> None:
    people = {"owner": {"name": "Hoa"}, "subjects": [{"birth_date": "2026"}, {"name": "Bé An"}]}
    assert rules.title("Khai sinh", people) == "Khai sinh: Bé An"
    assert rules.title("Khai sinh", {"owner": {"name": "Hoa"}}) == "Khai sinh: Hoa"
    assert rules.title("Khai sinh", {}) == "Khai sinh"
    assert len(rules.title("x" * 500, people)) == 400


def test_the_desk_finds_by_name_without_marks_by_number_and_by_code() -> None:
    found = rules.search_text({"owner": {"name": "Đỗ Thị Hường", "id_number": "038"}}, ["4F7K-2M9P-A"])
    assert {"do", "thi", "huong", "038", "4f7k-2m9p-a", "4f7k2m9pa"} <= set(found.split())


def test_a_manifest_names_each_page_once_and_has_what_answers_name() -> None:
    one, two = uuid7(), uuid7()
    fine = [(one, "id_front", 1), (two, "id_front", 2)]
    assert rules.manifest_faults(fine, {"paper_id": [str(one), str(two)]}) == []
    twice = rules.manifest_faults([*fine, (one, "id_back", 1)], {})
    assert twice == [{"path": "manifest[2]", "code": "duplicate", "params": {}}]
    gone = rules.manifest_faults(fine, {"paper_id": [str(uuid7())]})
    assert gone == [{"path": "paper_id", "code": "required", "params": {}}]
    many = [(UUID(int=number), "p", number) for number in range(rules.MAX_PAGES + 1)]
    assert [fault["code"] for fault in rules.manifest_faults(many, {})] == ["too_many_rows"]


@given(st.integers())
def test_no_clock_error_a_phone_reports_breaks_the_sum(offset: int) -> None:
    assert abs((NOW - NOW + rules.corrected(offset)).total_seconds()) <= 10**9


def statuses(state: str, *moves: str) -> list[str]:
    passed = [Passed(move, NOW, "Ánh", "clerk") for move in moves]
    return [step.status for step in steps(Standing(state, NOW, None), passed)]


@pytest.mark.parametrize(
    ("state", "moves", "expected"),
    [
        ("submitted", (), ["here", "next", "next", "next", "next"]),
        ("received", ("receive",), ["done", "here", "next", "next", "next"]),
        ("approving", ("receive", "take_up", "propose"), ["done", "done", "here", "next", "next"]),
        ("appraising", ("receive", "take_up", "propose", "send_back"), ["done", "here", "next", "next", "next"]),
        ("ready", ("receive", "take_up", "propose", "sign"), ["done"] * 4 + ["here"]),
        ("returned", ("receive", "take_up", "propose", "sign", "hand_over"), ["done"] * 5),
        ("refused", (), ["skipped"] * 5),
        ("withdrawn", ("receive",), ["done"] + ["skipped"] * 4),
        ("stopped", ("receive", "take_up"), ["done", "done", "skipped", "skipped", "skipped"]),
    ],
)
def test_the_five_steps_follow_from_state_and_events(state: str, moves: tuple[str, ...], expected: list[str]) -> None:
    assert statuses(state, *moves) == expected


def test_a_finished_step_says_who_and_since_when() -> None:
    first = steps(Standing("received", NOW, "Tùng"), [Passed("receive", NOW, "Ánh", "clerk")])[0]
    assert (first.holder, first.holder_role, first.since) == ("Ánh", "clerk", NOW)


def test_every_state_has_its_steps_and_a_current_one() -> None:
    for state in State:
        assert len(statuses(state.value)) == 5
        assert 0 <= current_step(state.value) <= 6
