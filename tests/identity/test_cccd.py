"""ID-card QRs: the shared cases; numbers only ever warn; any text is read or is no card."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.identity.cccd import IdFacts, facts, parse, warnings
from tests.shared import cases
from tests.shared.phone import Phone, running


@pytest.mark.parametrize("case", cases.load("cccd"))
def test_shared_case(case: dict[str, Any]) -> None:
    card = parse(case["text"])
    assert (asdict(card) if card else None) == case["expect"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("001090012345", IdFacts("001", "male", 1990)),
        ("048183000000", IdFacts("048", "female", 1983)),
        ("034200000000", IdFacts("034", "male", 2000)),
        ("034326000000", IdFacts("034", "female", 2026)),
        ("840401000000", IdFacts("840", "male", 2101)),
    ],
)
def test_a_number_says_place_gender_and_year(number: str, said: IdFacts) -> None:
    assert facts(number) == said


@pytest.mark.parametrize("number", ["", "012345678", "0010900123456", "00109001234x", "٠٠١٠٩٠٠١٢٣٤٥"])
def test_what_is_no_number_says_nothing_and_warns_of_nothing(number: str) -> None:
    assert facts(number) is None
    assert warnings(number, "male", "1990-01-01") == []


def test_a_partial_date_of_birth_is_compared_by_its_year() -> None:
    assert warnings("001090012345", "", "1990") == []
    assert warnings("001090012345", "", "1991") == ["birth_year_differs"]


@given(st.one_of(st.text(), st.lists(st.text(max_size=8), max_size=9).map("|".join).map("001090012345|".__add__)))
def test_any_text_is_read_or_is_no_card(text: str) -> None:
    card = parse(text)
    assert card is None or len(card.id_number) == 12


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


PARTS = st.one_of(
    st.text(st.characters(max_codepoint=0x17FF, categories=("L", "M", "N", "P", "S", "Z", "Cc")), max_size=8),
    st.sampled_from(("", "012345678", "05021990", "05/02/1990", "00001940", "1940", "31022000", "Nam", "NỮ", "female")),
)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    head=st.sampled_from(("001090012345", "]Q1048305000123", "Số CCCD: 001190012345 ", "0010900123456")),
    rest=st.lists(PARTS, max_size=9),
    bar=st.sampled_from("|@"),
)
def test_the_phone_reads_cards_alike(phone: Phone, head: str, rest: list[str], bar: str) -> None:
    text = bar.join([head, *rest])
    card = parse(text)
    assert phone.ask("card", text=text) == (asdict(card) if card else None)
