"""The form engine says what tests/shared/forms.json promises; the definition validator names every fault."""

import copy
from datetime import date
from typing import Any

import pytest

from app.forms.rules import evaluate, parties, validate
from tests.shared import cases


@pytest.mark.parametrize("case", cases.load("forms"))
def test_shared_case(case: dict[str, Any]) -> None:
    lists = {name: set(values) for name, values in case.get("lists", {}).items()}
    found: dict[str, Any] = dict(evaluate(case["form"], case["answers"], case["today"], lists))
    found["parties"] = parties(case["form"], found["answers"])
    assert {key: found[key] for key in case["expect"]} == case["expect"]


def test_a_name_of_two_cases_is_used_once() -> None:
    names = [str(case.id) for case in cases.load("forms")]
    assert len(set(names)) == len(names) >= 60


def test_the_day_may_be_given_as_a_date() -> None:
    form: Any = {"sections": [{"key": "s", "fields": [{"key": "d", "type": "date", "past": True}]}]}
    assert evaluate(form, {"d": "2026-11-23"}, date(2026, 11, 22))["errors"][0]["code"] == "date_in_future"


LABEL = {"vi": "Nhãn", "en": "Label"}


def asked(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": LABEL, **more}


def good_form() -> dict[str, Any]:
    own_name = {"is": [{"get": "school"}, {"get": "name"}]}
    person = [
        asked("name", "person_name", required=True, binds="owner.name"),
        asked("born", "date", past=True, partial=True, min="1900"),
        asked("home", "address"),
        asked("kind", "choice", options=[{"value": "x", "label": LABEL}]),
        asked("age", "number", computed={"age": [{"get": "born"}, {"today": True}]}),
        asked("paper", "attachment", paper="birth"),
    ]
    child = [
        asked("child", "person_name", binds="subject.name"),
        asked(
            "school",
            "text",
            visible_if={"filled": {"get": "child"}},
            required={"is": [{"get": "kind"}, "x"]},
            check=[{"if": own_name, "say": LABEL, "warn": True}],
        ),
    ]
    children = {"key": "children", "title": LABEL, "visible_if": {"gt": [{"get": "age"}, 18]}, "fields": child}
    children["repeat"] = {"min": 0, "max": 9, "item": LABEL}
    many = {"id": "c", "fields": ["name", "children"], "if": {"gt": [{"count": "children"}, 5]}, "say": LABEL}
    sections = [{"key": "person", "title": LABEL, "fields": person}, children]
    form = {"title": {"vi": "Tờ khai"}, "template": "Mẫu 01", "sections": sections, "checks": [many]}
    return copy.deepcopy(form)


def faults(form: dict[str, Any]) -> list[str]:
    return validate(form, {"birth"}, {"genders"})


def test_a_well_made_form_has_no_faults() -> None:
    assert faults(good_form()) == []


PERSON = "sections[person].fields"
FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"key": "Tên"}, "must be lower case letters"),
    ({"key": "born"}, "is used twice"),
    ({"type": "colour"}, "is not a type of field"),
    ({"label": None}, ".label: must be a text"),
    ({"label": {"en": "no Vietnamese"}}, ".label: must be a text"),
    ({"label": {"vi": "x", "fr": "y"}}, ".label: must be a text"),
    ({"maxlength": 3}, "'maxlength' is not known here"),
    ({"partial": True}, "'partial' is not known here"),
    ({"soft": "yes"}, ".soft: must be true or false"),
    ({"max_length": 0}, ".max_length: must be a whole number"),
    ({"visible_if": {"filled": {"get": "born"}}}, "'born' is not a field standing earlier"),
    ({"visible_if": {"get": "nobody"}}, "'nobody' is not a field standing earlier"),
    ({"visible_if": {"count": "children"}}, "is not a repeat group that can be seen here"),
    ({"required": {"get": "child"}}, "'child' is not a field that can be seen here"),
    ({"required": {"part": ["born", "province"]}}, "'born' is not an address field"),
    ({"required": {"part": ["home", "street"]}}, "'part' takes an address field and one of"),
    ({"required": {"ist": [1, 1]}}, "'ist' is not an operator"),
    ({"required": {"is": [1]}}, "'is' takes two values, not 1"),
    ({"required": {"is": 1}}, "'is' takes a list"),
    ({"required": {"any": []}}, "'any' takes at least one value"),
    ({"required": {"if": [True]}}, "'if' takes a condition"),
    ({"required": {"in": ["a"]}}, "'in' takes a value and a list"),
    ({"required": {"lt": [{"get": "born"}, "22/11/2026"]}}, "is neither a date nor a number"),
    ({"required": {"not": True, "len": 1}}, "exactly one operator"),
    ({"required": [True]}, "a list stands where one value is expected"),
    ({"required": {"is": [1, 2**53]}}, "is not a number that every engine can hold"),
    ({"required": {"today": 1}}, "'today' takes true"),
    ({"binds": "owner.shoe_size"}, "is not a binding"),
    ({"binds": "owner.phone"}, "phone cannot be taken from a field of type person_name"),
    ({"binds": "owner.2.name"}, "there is one owner"),
    ({"check": [{"if": True}]}, ".check[1].say: must be a text"),
    ({"check": [{"say": {"vi": "x"}}]}, ".check[1].if: is missing"),
    ({"check": {"if": True}}, ".check: must be a list of checks"),
    ({"computed": {"concat": ["x"]}}, "nobody types a computed field"),
    ({"binds": None}, "no field says who the owner is"),
]


@pytest.mark.parametrize(("change", "words"), FIELDS, ids=[words for _, words in FIELDS])
def test_a_fault_of_a_field_is_named_with_its_place(change: dict[str, Any], words: str) -> None:
    form = good_form()
    form["sections"][0]["fields"][0].update(change)
    found = faults(form)
    assert any(words in fault and fault.startswith("sections") for fault in found), found


OTHERS: list[tuple[tuple[Any, ...], Any, str]] = [
    (("title",), None, "title: must be a text"),
    (("colour",), 1, "form: 'colour' is not known here"),
    (("sections",), [], "sections: must be a list"),
    (("sections", 0, "fields"), [], "sections[person].fields: must be a list"),
    (("sections", 1, "key"), "name", "sections[name]: the key 'name' is used twice"),
    (("sections", 1, "visible_if"), {"get": "school"}, "sections[children].visible_if: 'school' is not a field"),
    (("sections", 1, "repeat"), {"max": 0, "item": {"vi": "x"}}, "sections[children].repeat.max: must be"),
    (("sections", 1, "repeat"), {"max": 5}, "sections[children].repeat.item: must be a text"),
    (("sections", 1, "repeat", "min"), 10, "sections[children].repeat.max: must be"),
    (("sections", 1, "fields", 0, "binds"), "owner.name", "there is one owner: no number, and not in a repeat group"),
    (("sections", 1, "fields", 0, "binds"), "subject.2.name", "rows number themselves"),
    (("sections", 0, "fields", 1, "min"), 5, f"{PERSON}[born].min: must be an ISO date"),
    (("sections", 0, "fields", 1, "future"), True, "cannot be held both"),
    (("sections", 0, "fields", 1, "binds"), "witness.birth_date", "witness is bound without a name"),
    (("sections", 0, "fields", 3, "list"), "genders", f"{PERSON}[kind]: a choice has either options or a list"),
    (("sections", 0, "fields", 3, "options"), [], f"{PERSON}[kind].options: must be a list"),
    (("sections", 0, "fields", 3, "options"), [{"value": 1, "label": {"vi": "x"}}], "1 must be a text"),
    (("sections", 0, "fields", 3, "options"), [{"value": "a", "label": {"vi": "x"}}] * 2, "'a' stands twice"),
    (("sections", 0, "fields", 3, "options"), None, f"{PERSON}[kind]: a choice has either options or a list"),
    (("sections", 0, "fields", 4, "min"), "1", f"{PERSON}[age].min: must be a number"),
    (("sections", 0, "fields", 5, "paper"), "death", f"{PERSON}[paper].paper: 'death' is not a paper"),
    (("sections", 0, "fields", 5, "computed"), True, "a field of type attachment cannot be computed"),
    (("checks", 0, "id"), "a#b", "checks[a#b].id: must be a text of its own"),
    (("checks", 0, "fields"), ["child"], "checks[c].fields: 'child' is not a field of the top level"),
    (("checks", 0, "if"), {"get": "child"}, "checks[c].if: 'child' is not a field"),
]


@pytest.mark.parametrize(("path", "value", "words"), OTHERS, ids=[words for _, _, words in OTHERS])
def test_a_fault_of_the_form_is_named_with_its_place(path: tuple[Any, ...], value: Any, words: str) -> None:
    form = good_form()
    target: Any = form
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    found = faults(form)
    assert any(words in fault for fault in found), found


def test_an_unknown_list_is_named() -> None:
    form = good_form()
    kind = form["sections"][0]["fields"][3]
    del kind["options"]
    kind["list"] = "colours"
    assert faults(form) == [f"{PERSON}[kind].list: 'colours' is not a code list"]


def test_an_expression_nested_without_end_is_refused() -> None:
    form = good_form()
    deep: Any = True
    for _ in range(30):
        deep = {"not": deep}
    form["sections"][0]["fields"][1]["required"] = deep
    assert faults(form) == [f"{PERSON}[born].required: is nested too deeply"]


def test_validating_changes_nothing() -> None:
    form = good_form()
    before = copy.deepcopy(form)
    faults(form)
    assert form == before
