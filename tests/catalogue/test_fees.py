"""Fees: the shared cases, and what holds for any answers."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.format import ProcedureFile
from app.catalogue.rules.fees import lines
from tests.shared.phone import Phone, running

CASES = json.loads((Path(__file__).parents[1] / "shared" / "fees.json").read_text())["cases"]
FILES = sorted((Path(__file__).parents[2] / "catalogue" / "procedures").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_shared_cases_hold(case: dict[str, Any]) -> None:
    made = lines(case["rules"], case["answers"], case["channel"], date.fromisoformat(case["on"]), case["exempt"])
    shown = [
        {
            "key": line.key,
            "amount": line.amount,
            "quantity": line.quantity,
            "why": line.why["vi"],
            "exemption": line.exemption,
        }
        for line in made
    ]
    assert shown == case["lines"]


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


def _bodies() -> list[dict[str, Any]]:
    return [ProcedureFile.model_validate(yaml.safe_load(path.read_text())).body() for path in FILES]


BODIES = _bodies()
counts = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 700),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=3),
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "copies_count": counts,
        "list_count": counts,
        "by_list": st.one_of(st.booleans(), st.none()),
        "from_cccd": st.booleans(),
        "child_dob": st.dates(date(2026, 1, 1), date(2027, 3, 1)).map(str),
        "died_date": st.sampled_from(("2026", "2026-11", "2026-11-20", "nope")),
        "documents": st.lists(
            st.one_of(
                st.fixed_dictionaries({}, optional={"_id": st.just("x"), "doc_pages": counts, "doc_copies": counts}),
                counts,
            ),
            max_size=3,
        ),
    },
)
days = st.dates(date(2016, 1, 1), date(2028, 1, 1))
channels = st.sampled_from(("online", "direct", "post", "prepared"))
groups = st.lists(st.sampled_from(("poor", "merit", "disabled", "eid_online", "nobody")), max_size=3)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.sampled_from(BODIES), given_=answers, channel=channels, on=days, exempt=groups)
def test_the_phone_and_the_server_ask_for_the_same(
    phone: Phone, body: dict[str, Any], given_: dict[str, Any], channel: str, on: date, exempt: list[str]
) -> None:
    rules = {"fees": body["fees"], "exemptions": body["exemptions"]}
    ours = [asdict(line) for line in lines(rules, given_, channel, on, exempt)]
    theirs = phone.ask("fees", rules=rules, answers=given_, channel=channel, on=on.isoformat(), exempt=exempt)
    assert theirs == ours


@settings(max_examples=150, deadline=None)
@given(body=st.sampled_from(BODIES), given_=answers, channel=channels, on=days, exempt=groups)
def test_an_exemption_never_makes_anything_dearer(
    body: dict[str, Any], given_: dict[str, Any], channel: str, on: date, exempt: list[str]
) -> None:
    full = {line.key: line.amount for line in lines(body, given_, channel, on)}
    for line in lines(body, given_, channel, on, exempt):
        assert line.quantity > 0
        before = full[line.key]
        if before is not None:
            assert line.amount is not None
            assert 0 <= line.amount <= before


@given(pages=st.integers(1, 600), copies=st.integers(1, 50))
def test_certified_copies_cost_more_with_every_page_until_the_cap(pages: int, copies: int) -> None:
    body = next(body for body in BODIES if body["code"] == "2.000815")

    def cost(of: int) -> int:
        rows = [{"_id": "a", "doc_pages": of, "doc_copies": copies}]
        amount = lines(body, {"documents": rows}, "direct", date(2026, 11, 22))[0].amount
        assert amount is not None
        return amount

    assert cost(pages) <= cost(pages + 1) <= 200_000 * copies
    assert cost(pages) == copies * min(200_000, 2000 * min(pages, 2) + 1000 * max(0, pages - 2))
