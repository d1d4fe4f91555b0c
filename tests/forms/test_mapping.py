"""Answers to an older form become answers to a newer one, the same on server and phone; nothing is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.forms.rules import evaluate
from app.forms.rules.expr import is_filled
from app.forms.rules.mapping import carry, carry_on, leaves
from app.forms.rules.superseded import lacking
from app.forms.rules.validate_mapping import faults_between, shape_faults
from tests.shared import cases
from tests.shared.phone import Phone, running

Json = dict[str, Any]


@pytest.mark.parametrize("case", cases.load("mappings"))
def test_f45_what_becomes_of_the_answers_to_an_older_form(case: Json) -> None:
    assert carry(case["old"], case["new"], case["rules"], case["answers"]) == case["expect"]


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


def text(key: str) -> Json:
    return {"vi": key}


def ask(key: str, kind: str = "text", **more: Any) -> Json:
    return {"key": key, "type": kind, "label": text(key), **more}


def form(*sections: Json, **more: Any) -> Json:
    return {"title": text("x"), "sections": list(sections), **more}


def section(key: str, *fields: Json) -> Json:
    return {"key": key, "title": text(key), "fields": list(fields)}


def group(key: str, *fields: Json) -> Json:
    return {**section(key, *fields), "repeat": {"max": 9, "item": text(key)}}


KINDS = (
    "text",
    "long_text",
    "person_name",
    "date",
    "phone",
    "number",
    "yes_no",
    "choice",
    "address",
    "attachment",
    "info",
)
fields_of = st.fixed_dictionaries(
    {"type": st.sampled_from(KINDS), "label": st.just(text("x"))},
    optional={"computed": st.just({"get": "a"})},
).map(lambda item: {**item, **({"options": [{"value": "x", "label": text("x")}]} if item["type"] == "choice" else {})})


@st.composite
def forms(draw: st.DrawFn) -> Json:
    """A section and a group over the same few keys, so that two forms have much in common."""
    top = draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1))
    own = draw(st.lists(st.sampled_from("rst"), unique=True, min_size=1))
    where = draw(st.sampled_from(("g", "h")))
    made = [section("s", *({"key": key, **draw(fields_of)} for key in top))]
    return form(*made, group(where, *({"key": key, **draw(fields_of)} for key in own)))


names = st.sampled_from(("a", "b", "c", "d", "e", "f", "g", "h", "s", "g.r", "g.s", "h.r", "h.t", "nobody"))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 9),
    st.sampled_from(("", "x", "Nguyễn Văn An", "a, b, c", " ", "2026-01-01", "0901234567")),
    st.lists(st.sampled_from(("x", "01")), max_size=2),
    st.fixed_dictionaries({}, optional={"old": st.just("Xã Cũ"), "province": st.just("48")}),
)
rules = st.one_of(
    st.fixed_dictionaries(
        {"rename": names, "to": names},
        optional={"values": st.fixed_dictionaries({}, optional={"x": values, "true": values})},
    ),
    st.fixed_dictionaries(
        {"split": names, "into": st.lists(names, max_size=3)},
        optional={"at": st.sampled_from((" ", ", ", "")), "rest": st.sampled_from(("first", "last"))},
    ),
    st.fixed_dictionaries({"join": st.lists(names, max_size=3), "into": names}, optional={"with": st.just("-")}),
    st.fixed_dictionaries({"default": names, "value": values}),
    st.fixed_dictionaries({"drop": names}),
    st.fixed_dictionaries({"ask": names}),
    values,
)
rows = st.one_of(
    values,
    st.fixed_dictionaries({}, optional={"_id": st.sampled_from(("1", "2")), "r": values, "s": values, "q": values}),
)
answers = st.one_of(
    values,
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("a", "b", "c", "d", "e", "f", "other"), values),
            "g": st.one_of(values, st.lists(rows, max_size=3)),
            "h": st.one_of(values, st.lists(rows, max_size=3)),
        },
    ),
)
ANY: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def told(found: Any, asked: Json) -> list[Any]:
    """Every single answer there is, also within the rows of this form's groups, in no order."""
    if not isinstance(found, dict):
        return []
    plain: list[Any] = []
    for key, value in found.items():
        if key in leaves(asked).groups and isinstance(value, list):
            for row in value:
                plain += [each for name, each in row.items() if name != "_id"] if isinstance(row, dict) else [row]
        else:
            plain.append(value)
    return [each for each in plain if is_filled(each)]


@settings(**ANY)
@given(old=forms(), new=forms(), way=st.lists(rules, max_size=4), given_answers=answers)
def test_f45_every_old_answer_is_in_the_new_answers_or_in_history(
    old: Json, new: Json, way: list[Any], given_answers: Any
) -> None:
    carried = carry(old, new, way, given_answers)
    left = told(carried["answers"], new) + [each["value"] for each in carried["history"]]
    for value in told(given_answers, old):
        assert value in left
        left.remove(value)


@settings(**ANY)
@given(old=forms(), new=forms(), way=st.lists(rules, max_size=4), given_answers=answers)
def test_carrying_once_more_changes_nothing_and_sets_nothing_aside(
    old: Json, new: Json, way: list[Any], given_answers: Any
) -> None:
    once = carry(old, new, way, given_answers)
    again = carry(new, new, [], once["answers"])
    assert again["answers"] == once["answers"]
    assert again["history"] == []
    assert again["asked"] == []


@settings(**ANY)
@given(
    one=forms(),
    two=forms(),
    three=forms(),
    ways=st.tuples(st.lists(rules, max_size=3), st.lists(rules, max_size=3)),
    given_answers=answers,
)
def test_f45_through_two_versions_nothing_is_lost_and_new_is_what_the_first_did_not_ask(
    one: Json, two: Json, three: Json, ways: tuple[list[Any], list[Any]], given_answers: Any
) -> None:
    carried = carry_on([one, two, three], ways, given_answers)
    first = carry(one, two, ways[0], given_answers)
    second = carry(two, three, ways[1], first["answers"])
    assert carried["answers"] == second["answers"]
    assert carried["history"] == first["history"] + second["history"]
    assert set(second["asked"]) <= set(carried["asked"]) <= set(leaves(three).fields)
    left = told(carried["answers"], three) + [each["value"] for each in carried["history"]]
    assert all(value in left for value in told(given_answers, one))


@settings(**ANY)
@given(
    one=forms(),
    two=forms(),
    three=forms(),
    ways=st.tuples(st.lists(rules, max_size=3), st.lists(rules, max_size=3)),
    given_answers=answers,
)
def test_the_phone_carries_over_as_the_server_does(
    phone: Phone, one: Json, two: Json, three: Json, ways: tuple[list[Any], list[Any]], given_answers: Any
) -> None:
    ours = carry_on([one, two, three], ways, given_answers)
    theirs = phone.ask("carry", forms=[one, two, three], rules=list(ways), answers=given_answers)
    assert json.loads(json.dumps(ours)) == theirs


# -- what the importer refuses ---------------------------------------------------------------------------------------

OLD = form(
    section(
        "s",
        ask("full", "person_name"),
        ask("sex", "choice", options=[{"value": "m", "label": text("m")}, {"value": "f", "label": text("f")}]),
    ),
    group("kids", ask("name"), ask("born", "date")),
)


@pytest.mark.parametrize(
    ("new", "way", "says"),
    [
        (OLD, [], []),
        (form(section("s", ask("full", "person_name"))), [{"drop": "sex"}, {"drop": "kids"}], []),
        (
            form(section("s", ask("full", "person_name"))),
            [{"drop": "kids"}],
            ["rules: 'sex' of the old form is not there any more: rename, split, join, drop or ask it"],
        ),
        (OLD, [{"drop": "nobody"}], ["rules[0]: 'nobody' is not a field of the old form"]),
        (OLD, [{"rename": "full", "to": "nobody"}], ["rules[0]: 'nobody' is not a field of this form"]),
        (OLD, [{"drop": "sex"}, {"drop": "sex"}], ["rules[1]: 'sex' is taken by rules[0] already"]),
        (
            OLD,
            [{"rename": "kids.born", "to": "full"}],
            ["rules[0]: answers of type date do not fit 'full' of type person_name"],
        ),
        (OLD, [{"default": "sex", "value": "x"}], ["rules[0]: 'x' is not an answer to 'sex'"]),
        (
            OLD,
            [{"split": "kids.born", "into": ["full", "kids.name"]}],
            ["rules[0]: 'born' is not text, so it cannot be taken apart or put together"],
        ),
        (
            form(
                section(
                    "s", ask("full", "person_name"), ask("sex", "choice", options=[{"value": "m", "label": text("m")}])
                ),
                OLD["sections"][1],
            ),
            [],
            ["rules: 'f' of 'sex' is no answer any more: name it in values, or ask anew"],
        ),
        (
            form(section("s", ask("full", "person_name"), ask("sex", "date")), OLD["sections"][1]),
            [],
            ["rules: 'sex' of the old form is of another type: rename, split, join, drop or ask it"],
        ),
        (
            form(section("s", ask("sex", "text")), group("kids", ask("name"), ask("born", "date"), ask("full"))),
            [{"rename": "full", "to": "kids.full"}, {"drop": "sex"}],
            ["rules: rows of 'kids' would come from 2 places"],
        ),
    ],
)
def test_rules_are_held_to_both_forms(new: Json, way: list[Any], says: list[str]) -> None:
    assert faults_between(OLD, new, way) == says


@pytest.mark.parametrize(
    ("ways", "says"),
    [
        (None, []),
        ({"0" * 64: {"rules": [{"drop": "a"}], "say": text("x")}}, []),
        ([], ["from: must name older forms by their hash"]),
        ({"v1": {"rules": []}}, ["from[v1]: 'v1' is not the hash of a form (flask catalogue forms prints them)"]),
        ({"0" * 64: {"rule": []}}, ["from[00000000]: must hold rules, and say where there is something to say"]),
        (
            {"0" * 64: {"rules": [{"rename": "a", "to": "b", "drop": "c"}]}},
            ["from[00000000].rules[0]: a rule does exactly one of rename, split, join, default, drop, ask"],
        ),
        (
            {"0" * 64: {"rules": [{"rename": "a", "into": "b"}]}},
            ["from[00000000].rules[0]: 'into' is not known here", "from[00000000].rules[0]: rename must say where to"],
        ),
        (
            {"0" * 64: {"rules": [{"ask": "a", "required_from": "soon"}]}},
            ["from[00000000].rules[0]: required_from must be an ISO date"],
        ),
    ],
)
def test_the_shape_of_rules_is_said_by_place(ways: Any, says: list[str]) -> None:
    assert shape_faults(ways) == says


# -- what the law asks -----------------------------------------------------------------------------------------------

LAW: Any = [
    {"ask": "pin", "required_from": "2026-12-01", "basis": "NĐ 1/2026"},
    {"ask": "kids.pin", "required_from": "2026-12-01"},
]
NEWER = form(section("s", ask("full"), ask("pin")), group("kids", ask("name"), ask("pin")))
OLDER = form(section("s", ask("full")), group("kids", ask("name")))


def test_before_its_day_the_law_asks_nothing_and_from_it_on_what_is_shown_and_missing() -> None:
    given_answers: Any = {"full": "An", "kids": [{"_id": "1", "name": "Bé"}]}
    assert lacking([OLDER, NEWER], [LAW], given_answers, "2026-11-30", {}) == []
    assert lacking([OLDER, NEWER], [LAW], given_answers, "2026-12-01", {}) == [
        {"path": "pin", "code": "required", "params": {"basis": "NĐ 1/2026"}},
        {"path": "kids[1].pin", "code": "required", "params": {}},
    ]


def test_the_law_does_not_ask_what_is_hidden_from_this_person() -> None:
    hidden = form(
        section("s", ask("full"), ask("pin", visible_if={"is": [{"get": "full"}, "Bình"]})), NEWER["sections"][1]
    )
    assert lacking([OLDER, hidden], [LAW], {"full": "An"}, "2026-12-01", {}) == []
    assert evaluate(hidden, {"full": "An"}, "2026-12-01")["visible"] == ["full", "kids"]
