"""Whatever a form asks and whatever is answered, the server and the phone say the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.forms.rules import evaluate, parties
from tests.shared.phone import Phone, running

TODAY = "2026-11-22"
LISTS = {"provinces": ["48", "01"], "communes": ["20242"], "genders": ["male", "female"]}
TYPES = (
    "text", "long_text", "person_name", "date", "id_number", "phone", "address", "choice", "multi_choice", "number",
    "money", "yes_no", "statement", "attachment", "info",
)  # fmt: skip
KEYS = ("a", "b", "c", "d", "e", "constructor")
ROW_KEYS = ("r", "s", "t")
DATES = ("2026-11-22", "2026-11", "2026", "1990-02-29", "1992-02-29", "2026-13-01", "0000-01-01", "1940", "2030-01-01")
BINDINGS = ("owner.name", "owner.phone", "subject.2.name", "subject.name", "witness.address", "submitter.birth_date")


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


# Letters assigned long ago: the two languages ship different tables of Unicode, and only new letters differ.
letters = st.characters(max_codepoint=0x2FFF, categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf"))
spellings = (
    "", " ", "Nguye\u0302\u0303n  Va\u0306n A", "\u200b\u00a0Đỗ\tThị\r\n\nB", "male", "x", "48", "ab-12 34",
    "001090012345", "0901 234.567", "+84901234567", "84901234567", "0084 901234567", "C1234567",
    "\U0001f600" * 3, "đ" * 201,
)  # fmt: skip
strings = st.one_of(st.text(letters, max_size=12), st.sampled_from(spellings), st.sampled_from(DATES))
numbers = st.one_of(
    st.integers(-3, 200),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from((0.1, 1e-9, 5e-324, 1.0, -0.0, 2**53, 2**53 - 1, 1 - 2**53, 10**400, 1e300)),
)
scalars = st.one_of(st.none(), st.booleans(), numbers, strings)
addresses = st.dictionaries(
    st.sampled_from(("country", "province", "commune", "line", "old", "extra")),
    st.one_of(st.sampled_from(("VN", "US", "48", "20242", "99")), scalars),
    max_size=4,
)
values = st.one_of(scalars, st.lists(scalars, max_size=3), addresses)

literals = st.one_of(st.none(), st.booleans(), st.integers(-5, 200), st.floats(-5, 5), st.sampled_from(DATES), strings)


def expressions(keys: tuple[str, ...]) -> st.SearchStrategy[Any]:
    gets = st.sampled_from(keys).map(lambda key: {"get": key})
    leaves = st.one_of(
        literals,
        gets,
        gets,
        st.just({"today": True}),
        st.just({"count": "g"}),
        st.sampled_from(keys).map(lambda key: {"part": [key, "province"]}),
        st.sampled_from(keys).map(lambda key: {"part": [key, "country"]}),
    )
    return st.recursive(leaves, _operations, max_leaves=6)


def _operations(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pair = st.lists(inner, min_size=2, max_size=2)
    pairs = ("is", "lt", "le", "gt", "ge", "add", "sub", "mul", "age", "days", "has", "in")
    return st.one_of(
        st.sampled_from(("all", "any", "concat")).flatmap(
            lambda name: st.lists(inner, max_size=3).map(lambda x: {name: x})
        ),
        st.sampled_from(("not", "filled", "len")).flatmap(lambda name: inner.map(lambda x: {name: x})),
        st.sampled_from(pairs).flatmap(lambda name: pair.map(lambda x: {name: x})),
        st.tuples(inner, st.lists(inner, max_size=3)).map(lambda x: {"in": list(x)}),
        st.lists(inner, min_size=2, max_size=3).map(lambda x: {"if": x}),
    )


def fields(key: str, known: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    expr = expressions((*known, "nowhere"))
    flag = st.booleans()
    label = {"vi": "x"}
    options = [{"value": "x", "label": label}, {"value": "male", "label": label}]
    return st.fixed_dictionaries(
        {"key": st.just(key), "type": st.sampled_from(TYPES), "label": st.just(label)},
        optional={
            "required": st.one_of(flag, expr),
            "soft": flag,
            "visible_if": expr,
            "computed": expr,
            "options": st.just(options),
            "list": st.just("genders"),
            "partial": flag,
            "past": flag,
            "future": flag,
            "min": st.sampled_from((0, 1.5, "1950-01-01")),
            "max": st.sampled_from((10, "2026-06")),
            "max_length": st.integers(1, 12),
            "abroad": flag,
            "whole": flag,
            "kinds": st.sampled_from((["cccd"], ["cmnd", "passport"])),
            "binds": st.sampled_from(BINDINGS),
            "check": st.lists(
                st.fixed_dictionaries({"if": expr, "say": st.just(label)}, optional={"warn": flag}), max_size=2
            ),
        },
    )


def sections(key: str, keys: tuple[str, ...], *, repeat: bool) -> st.SearchStrategy[dict[str, Any]]:
    known = (*KEYS, *ROW_KEYS) if repeat else KEYS
    head: dict[str, Any] = {"key": st.just(key), "title": st.just({"vi": "x"})}
    head["fields"] = st.tuples(*(fields(name, known) for name in keys)).map(list)
    if repeat:
        bounds = st.tuples(st.integers(0, 2), st.integers(2, 3))
        head["repeat"] = bounds.map(lambda pair: {"min": pair[0], "max": pair[1], "item": {"vi": "x"}})
    return st.fixed_dictionaries(head, optional={"visible_if": expressions(KEYS)})


forms = st.fixed_dictionaries(
    {
        "title": st.just({"vi": "x"}),
        "sections": st.tuples(
            sections("one", KEYS[:3], repeat=False),
            sections("g", ROW_KEYS, repeat=True),
            sections("two", KEYS[3:], repeat=False),
        ).map(list),
        "checks": st.lists(
            st.fixed_dictionaries(
                {
                    "id": st.sampled_from(("k1", "k2")),
                    "fields": st.lists(st.sampled_from((*KEYS, "g")), max_size=2),
                    "if": expressions(KEYS),
                    "say": st.just({"vi": "x"}),
                },
                optional={"warn": st.booleans()},
            ),
            max_size=2,
        ),
    }
)
rows = st.one_of(
    scalars,
    st.dictionaries(st.sampled_from((*ROW_KEYS, "_id")), values, max_size=4),
    st.fixed_dictionaries({"_id": st.sampled_from(("1", "2", "#1"))}, optional=dict.fromkeys(ROW_KEYS, values)),
)
answers = st.one_of(
    scalars,
    st.fixed_dictionaries(
        {}, optional={**dict.fromkeys(KEYS, values), "g": st.one_of(st.lists(rows, max_size=3), values)}
    ),
)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(form=forms, given_answers=answers, lists=st.sampled_from(({}, LISTS)))
def test_the_phone_judges_every_form_as_the_server_does(
    phone: Phone, form: dict[str, Any], given_answers: Any, lists: dict[str, list[str]]
) -> None:
    ours = evaluate(form, given_answers, TODAY, lists)
    theirs = phone.ask("form", form=form, answers=given_answers, today=TODAY, lists=lists)
    assert json.loads(json.dumps(ours)) == theirs
    assert parties(form, ours["answers"]) == phone.ask("parties", form=form, answers=ours["answers"])


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(form=forms, given_answers=answers)
def test_clean_answers_are_left_as_they_are_when_judged_again(form: dict[str, Any], given_answers: Any) -> None:
    once = evaluate(form, given_answers, TODAY, LISTS)
    assert evaluate(form, once["answers"], TODAY, LISTS)["answers"] == once["answers"]


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(form=forms, given_answers=answers)
def test_what_is_hidden_is_in_no_answer_and_in_no_error(form: dict[str, Any], given_answers: Any) -> None:
    result = evaluate(form, given_answers, TODAY, LISTS)
    visible = set(result["visible"])
    paths = {problem["path"] for problem in [*result["errors"], *result["warnings"]]} - {""}
    assert paths <= visible
    assert set(result["answers"]) <= visible
    assert set(result["required"]) <= visible
    assert set(result["computed"]) <= visible


CATALOGUE = Path(__file__).parents[2] / "catalogue" / "forms"
FORMS = sorted(CATALOGUE.glob("*.yaml"))


def answers_to(form: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Answers that often fit: real options, real dates, so that the conditions of the form come true."""
    top: dict[str, st.SearchStrategy[Any]] = {}
    for section in form["sections"]:
        asked = {field["key"]: fitting(field) for field in section["fields"]}
        row = st.fixed_dictionaries({}, optional=asked)
        top.update({section["key"]: st.lists(row, max_size=2)} if "repeat" in section else asked)
    return st.fixed_dictionaries({}, optional=top)


def fitting(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    options = st.sampled_from([option["value"] for option in field.get("options", [])] or ["male"])
    usual: dict[str, st.SearchStrategy[Any]] = {
        "choice": options,
        "multi_choice": st.lists(options, max_size=3),
        "date": st.sampled_from(DATES),
        "yes_no": st.booleans(),
        "statement": st.booleans(),
        "number": st.integers(0, 20),
        "money": st.integers(0, 10**6),
        "address": addresses,
    }
    return st.one_of(usual.get(field["type"], strings), usual.get(field["type"], strings), values)


@pytest.mark.parametrize("path", FORMS, ids=[path.stem for path in FORMS])
@settings(deadline=None, max_examples=4, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_phone_judges_the_forms_of_the_catalogue_as_the_server_does(
    phone: Phone, path: Path, data: st.DataObject
) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    given_answers = data.draw(answers_to(form))
    ours = evaluate(form, given_answers, TODAY)
    assert json.loads(json.dumps(ours)) == phone.ask("form", form=form, answers=given_answers, today=TODAY)
