"""Cutting a page and the time of a paper, as rules: no file, no clock."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from app.config import ROOT
from app.digitising import rules
from app.digitising.rules import Cut, Validity

CASES = json.loads((ROOT / "tests/shared/cutting.json").read_text())["cases"]
BOXES = [case for case in CASES if case["do"] == "box"]


@pytest.mark.parametrize("case", BOXES, ids=lambda case: str(case["name"]))
def test_the_pixels_that_are_kept_are_those_the_screen_shows(case: dict[str, Any]) -> None:
    shape = Cut(**case["cut"])
    assert rules.is_sound(shape)
    assert list(rules.box(shape, *case["size"])) == case["box"]


@pytest.mark.parametrize(
    "shape",
    [
        Cut(turns=4),
        Cut(turns=-1),
        Cut(left=-1),
        Cut(right=1001),
        Cut(left=500, right=540),
        Cut(top=700, bottom=300),
    ],
)
def test_a_cut_outside_the_page_or_too_small_is_not_sound(shape: Cut) -> None:
    assert not rules.is_sound(shape)


@pytest.mark.parametrize(
    ("compared", "months", "until"),
    [
        (date(2026, 5, 31), 6, date(2026, 11, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 12, 1), None, None),
    ],
)
def test_months_count_from_the_day_it_was_compared(compared: date, months: int | None, until: date | None) -> None:
    assert rules.valid_until(Validity("x", months), compared) == until


def test_a_paper_fits_as_the_same_document_up_to_its_last_day_by_the_rule_of_the_one_that_is_asked() -> None:
    six, endless, other = Validity("residence", 6), Validity("residence", None), Validity("dwelling", None)
    day = date(2026, 5, 30)
    assert rules.fits(six, endless, day, date(2026, 11, 30))
    assert not rules.fits(six, endless, day, date(2026, 12, 1))
    assert rules.fits(endless, six, day, date(2036, 1, 1))
    assert not rules.fits(other, six, day, day)
    assert not rules.fits(None, six, day, day)
    assert not rules.fits(six, None, day, day)
    assert not rules.fits(endless, endless, date(2026, 6, 1), day)


def test_a_paper_that_says_nothing_may_not_be_used_again() -> None:
    assert rules.validity({"key": "identity"}) is None
    assert rules.validity({"reuse": {"as": "residence", "months": 6}}) == Validity("residence", 6)
    assert rules.validity({"reuse": {"as": "residence"}}) == Validity("residence", None)
