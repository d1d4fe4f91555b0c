"""Reasons of a unit: the catalogue's, with dated words of units laid over."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.reasons import rules
from app.reasons.rules import Reason, Said

PROVINCE, COMMUNE = UUID(int=1), UUID(int=2)
LINE = [PROVINCE, COMMUNE]
DEFAULTS = rules.of_catalogue(
    "refuse",
    [{"value": "a", "label": {"vi": "Lý do A"}, "basis": "Nghị định 1"}, {"value": "b", "label": {"vi": "Lý do B"}}],
)
TODAY = date(2026, 11, 25)


def said(
    value: str, *, unit: UUID = COMMUNE, since: date = TODAY, order: int = 0, ended: bool = False, **words: object
) -> Said:
    return Said(unit, "refuse", value, since, order, words, None, ended)


def labels(found: list[Reason]) -> dict[str, str]:
    return {each.value: each.label["vi"] for each in found}


def test_what_nobody_spoke_of_is_as_the_catalogue_has_it() -> None:
    found = rules.laid(DEFAULTS, [], LINE, TODAY)
    assert labels(found) == {"a": "Lý do A", "b": "Lý do B"}
    assert rules.text(found[0]) == "Lý do A (căn cứ Nghị định 1)"
    assert rules.text(found[1]) == "Lý do B"


def test_the_nearer_unit_has_the_last_word_and_the_later_word_holds() -> None:
    words = [
        said("a", unit=PROVINCE, label={"vi": "Của tỉnh"}),
        said("a", label={"vi": "Của xã"}, order=1),
        said("a", label={"vi": "Của xã, sửa lại"}, order=2),
        said("b", since=date(2026, 12, 1), label={"vi": "Tháng sau"}),
    ]
    assert labels(rules.laid(DEFAULTS, words, LINE, TODAY)) == {"a": "Của xã, sửa lại", "b": "Lý do B"}
    assert labels(rules.laid(DEFAULTS, words, LINE, date(2026, 12, 1)))["b"] == "Tháng sau"
    assert labels(rules.laid(DEFAULTS, words, [PROVINCE], TODAY))["a"] == "Của tỉnh"


def test_an_ended_reason_and_one_of_another_procedure_are_not_offered() -> None:
    words = [said("a", ended=True), said("u-1", label={"vi": "Riêng"}, procedure="1.001193")]
    found = rules.laid(DEFAULTS, words, LINE, TODAY)
    assert [each.value for each in rules.offered(found, "refuse", "1.001193")] == ["b", "u-1"]
    assert [each.value for each in rules.offered(found, "refuse", "9.999999")] == ["b"]
    assert labels(found)["a"] == "Lý do A", "its words stay readable"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(LINE),
            st.sampled_from("abc"),
            st.integers(1, 28),
            st.booleans(),
            st.text(min_size=1, max_size=3),
        ),
        max_size=12,
    )
)
def test_every_reason_stands_once_whatever_was_said_and_later_words_change_no_earlier_day(
    spoken: list[tuple[UUID, str, int, bool, str]],
) -> None:
    words = [
        said(value, unit=unit, since=date(2026, 11, day), order=n, ended=ended, label={"vi": label})
        for n, (unit, value, day, ended, label) in enumerate(spoken)
    ]
    found = rules.laid(DEFAULTS, words, LINE, date(2026, 11, 14))
    assert len({each.value for each in found}) == len(found)
    assert {"a", "b"} <= {each.value for each in found}
    begun = [each for each in words if each.since <= date(2026, 11, 14)]
    assert found == rules.laid(DEFAULTS, begun, LINE, date(2026, 11, 14))
