"""Vietnamese text and amounts, on the server and on the phone."""

import json
import random
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import money, text
from tests.shared import cases
from tests.shared.phone import Phone, running

ORDER = json.loads((cases.HERE / "order.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", cases.load("text"))
def test_shared_case_of_text(case: dict[str, Any]) -> None:
    given_text = case["text"]
    found = {
        "nfc": text.nfc(given_text),
        "lines": text.nfc_lines(given_text),
        "fold": text.fold(given_text),
        "is_name": text.looks_like_a_name(given_text),
    }
    for key in found.keys() & case.keys():
        assert found[key] == case[key]


@pytest.mark.parametrize("case", cases.load("money"))
def test_shared_case_of_money(case: dict[str, Any]) -> None:
    assert (money.dong(case["amount"]), money.words(case["amount"])) == (case["dong"], case["words"])


def test_words_and_people_stand_in_the_order_of_the_alphabet() -> None:
    words, names = ORDER[0]["words"], ORDER[1]["names"]
    shuffled = random.Random(1)
    assert sorted(shuffled.sample(words, len(words)), key=text.sort_key) == words
    assert sorted(shuffled.sample(names, len(names)), key=text.name_key) == names


letters = st.text(
    st.characters(max_codepoint=0x2FFF, categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf")), max_size=30
)
latin = st.text(st.sampled_from("aăâbdđeêoôơuưyAĐƠ \u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"), max_size=30)


@given(st.text())
def test_clean_text_is_left_as_it_is(given_text: str) -> None:
    assert text.nfc(text.nfc(given_text)) == text.nfc(given_text)
    assert text.nfc_lines(text.nfc_lines(given_text)) == text.nfc_lines(given_text)
    assert unicodedata.is_normalized("NFC", text.nfc(given_text))
    text.nfc(given_text).encode("utf-8")


@given(st.lists(latin, min_size=2, max_size=5))
def test_the_order_is_one_order(texts: list[str]) -> None:
    ordered = sorted(texts, key=text.sort_key)
    assert all(text.sort_key(one) <= text.sort_key(other) for one, other in pairwise(ordered))


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(one=st.one_of(letters, latin), other=latin)
def test_the_phone_cleans_folds_and_orders_alike(phone: Phone, one: str, other: str) -> None:
    assert phone.ask("text", text=one) == {
        "nfc": text.nfc(one),
        "lines": text.nfc_lines(one),
        "fold": text.fold(one),
        "name": text.looks_like_a_name(one),
    }
    assert phone.ask("order", one=one, other=other) == {
        "texts": _sign(text.sort_key(one), text.sort_key(other)),
        "names": _sign(text.name_key(one), text.name_key(other)),
    }


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(-(10**12), 2**53 - 1))
def test_the_phone_writes_amounts_alike(phone: Phone, amount: int) -> None:
    assert phone.ask("money", amount=amount) == {"dong": money.dong(amount), "words": money.words(amount)}


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)
