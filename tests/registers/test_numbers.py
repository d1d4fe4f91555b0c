"""Numbers that were issued are kept in the form of their shape, and found however they are typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import issued_number, number_key, parse_dossier_number
from app.dossiers.models import Dossier
from tests.dossiers.office import Desk
from tests.registers.conftest import STEPS, Walk

Desks = Callable[[str], Desk]


def found(desk: Desk, typed: str) -> list[str]:
    return [row["dossier_id"] for row in desk.read("/inbox", view="all", q=typed).get_json()["rows"]]


@pytest.mark.parametrize(
    "typed",
    ["H17.50.2-261125-0001", "h17.50.2-261125-0001", "H17502 261125 0001", "h175022611250001", "H17.50.2–261125–0001"],
)
def test_a_dossier_is_found_by_its_number_with_and_without_separators(desks: Desks, walk: Walk, typed: str) -> None:
    dossier: Dossier = walk("receive")
    walk("receive")
    assert found(desks("clerk"), typed) == [str(dossier.id)]


@pytest.mark.parametrize(
    ("given_as", "kept"),
    [
        ("g09.120.03 – 260101 – 091234", "G09.120.03-260101-091234"),
        ("h15.50.05.13-261008-0975", "H15.50.05.13-261008-0975"),
        ("000.00.01.h29-240115-0001", "000.00.01.H29-240115-0001"),
        (" 15/QĐ-UBND ", "15/QĐ-UBND"),
    ],
)
def test_the_number_of_an_issued_paper_is_normalised_and_found(
    desks: Desks, walk: Walk, monkeypatch: pytest.MonkeyPatch, given_as: str, kept: str
) -> None:
    monkeypatch.setitem(STEPS, "sign", ("seal", {"data": {"number": given_as}}))
    dossier = walk("sign")
    clerk = desks("clerk")
    shown = clerk.dossier(dossier.id)["dossier"]["documents"]
    assert [each["number"] for each in shown if each["kind"] == "result"] == [kept]
    for typed in (kept, kept.lower(), "".join(sign for sign in kept if sign.isalnum())):
        assert found(clerk, typed) == [str(dossier.id)], typed


def test_a_letters_number_finds_its_dossier(desks: Desks, walk: Walk) -> None:
    walk("receive")
    second = walk("receive")
    assert found(desks("clerk"), "02/TNHS") == [str(second.id)]


@given(st.text(max_size=60))
def test_a_key_is_the_same_for_a_number_and_for_its_kept_form(text: str) -> None:
    kept = issued_number(text)
    assert issued_number(kept) == kept
    assert parse_dossier_number(kept) == parse_dossier_number(text)
    assert number_key(kept) == number_key(text)
