"""Slugs, opening hours and heirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.units import rules


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Phường Hải Châu", "hai-chau"),
        ("Xã Đắk Pék", "dak-pek"),
        ("Đặc khu Hoàng Sa", "hoang-sa"),
        ("Thành phố Đà Nẵng", "da-nang"),
        ("Phường 1", "phuong-1"),
        ("Công an xã Thu Bồn", "cong-an-xa-thu-bon"),
        ("!!!", "don-vi"),
    ],
)
def test_a_slug_is_the_folded_name_without_its_kind(name: str, slug: str) -> None:
    assert rules.slug_of(name) == slug


@given(st.text(max_size=300), st.sets(st.text(alphabet="abc-2", max_size=6)))
def test_a_free_slug_is_a_slug_and_free(name: str, taken: set[str]) -> None:
    found = rules.free_slug(name, taken.__contains__, "cha")
    assert rules.is_slug(found)
    assert found not in taken


def test_hours_are_read_as_people_type_them() -> None:
    hours = rules.parse_hours("mon-fri 07:00-11:30,13:30-17:00; sat 07:30-11:00")
    assert hours["fri"] == [["07:00", "11:30"], ["13:30", "17:00"]]
    assert hours["sat"] == [["07:30", "11:00"]]
    assert hours["sun"] == []


@pytest.mark.parametrize(
    "text",
    ["mon 7:00-11:30", "mon 11:30-07:00", "mon 07:00-11:30,11:00-12:00", "xyz 07:00-08:00", "fri-mon 07:00-08:00"],
)
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(rules.BadHours):
        rules.parse_hours(text)


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=3)), st.sets(st.integers(0, 8)))
def test_an_heir_is_alive_and_reached_by_the_chain_also_where_it_runs_in_a_circle(
    successors: dict[int, list[int]], alive: set[int]
) -> None:
    found = rules.heir(0, successors, alive)
    reached, waiting = {0}, [0]
    while waiting:
        for unit in successors.get(waiting.pop(), []):
            if unit not in reached:
                reached.add(unit)
                waiting.append(unit)
    assert (found in alive and found in reached) if found is not None else not (reached & alive)
