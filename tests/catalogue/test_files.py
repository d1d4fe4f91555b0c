"""The real files are right, and wrong ones are refused by file and field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.catalogue.reading import BadCatalogueError, Content, read
from app.core.text import nfc
from app.forms.rules import evaluate
from tests.catalogue.conftest import CATALOGUE, Folder
from tests.catalogue.further_answers import FURTHER
from tests.conftest import HeldClock

FULL_FORMS = {
    *("1.001193", "1.000656", "1.000894", "1.004873"),
    *("2.000815", "1.004222", "1.004194", "1.001612"),
    *FURTHER,
}


def test_all_64_procedures_are_there_and_every_known_form_is_a_form_of_its_own(read_content: Content) -> None:
    assert len(read_content.procedures) == 64
    assert {code for code, procedure in read_content.procedures.items() if procedure.full} == FULL_FORMS
    assert len(FULL_FORMS) == 34


def test_the_units_of_the_land_are_as_many_as_the_law_says(read_content: Content) -> None:
    provinces = Counter(item["kind"] for item in read_content.lists["provinces"]["items"])
    communes = Counter(item["kind"] for item in read_content.lists["communes"]["items"])
    assert sum(provinces.values()) == 34
    assert provinces == {"thanh_pho": 9, "tinh": 25}
    assert sum(communes.values()) == 3321
    assert communes == {"xa": 2599, "phuong": 709, "dac_khu": 13}


def test_every_commune_lies_in_a_province_and_knows_what_it_was_made_of(read_content: Content) -> None:
    provinces = {item["value"] for item in read_content.lists["provinces"]["items"]}
    communes = read_content.lists["communes"]["items"]
    assert {item["parent"] for item in communes} == provinces
    old = {item["value"]: item["label"]["vi"] for item in read_content.lists["old_communes"]["items"]}
    assert old.keys() == {item["value"] for item in communes}
    assert "Huyện Duy Xuyên, Quảng Nam" in old["20599"]


def test_the_changes_of_2026_have_reached_the_names(read_content: Content) -> None:
    provinces = {item["value"]: item["label"]["vi"] for item in read_content.lists["provinces"]["items"]}
    assert provinces["75"] == "Thành phố Đồng Nai"
    assert provinces["22"] == "Thành phố Quảng Ninh"
    in_dong_nai = {item["label"]["vi"] for item in read_content.lists["communes"]["items"] if item["parent"] == "75"}
    assert {"Phường Long Thành", "Phường Trảng Bom", "Phường Nhơn Trạch"} <= in_dong_nai


def test_a_change_of_units_waits_for_its_day(clock: HeldClock) -> None:
    clock.at(2026, 7, 12)
    on_that_day = read(CATALOGUE).lists
    assert Counter(item["kind"] for item in on_that_day["provinces"]["items"]) == {"thanh_pho": 7, "tinh": 27}
    communes = Counter(item["kind"] for item in on_that_day["communes"]["items"])
    assert communes == {"xa": 2611, "phuong": 697, "dac_khu": 13}


def test_there_are_54_ethnic_groups_and_one_line_for_foreigners(read_content: Content) -> None:
    assert len(read_content.lists["ethnic_groups"]["items"]) == 55


def test_every_text_is_composed_and_has_no_double_space(read_content: Content) -> None:
    def texts(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [text for part in parts for text in texts(part)]

    for code, procedure in read_content.procedures.items():
        for text in texts(procedure.body) + texts(procedure.form):
            assert nfc(text) in {text, text.rstrip()}, f"{code}: {text!r}"


def test_people_are_told_in_vietnamese_and_in_english(read_content: Content) -> None:
    for code, procedure in read_content.procedures.items():
        body = procedure.body
        said = [body["name"], body["summary"], body["who"], *(paper["name"] for paper in body["papers"])]
        said += [field["label"] for section in procedure.form["sections"] for field in section["fields"]]
        assert all(text.get("vi") and text.get("en") for text in said), code
        assert len(body["summary"]["vi"]) <= 110, code
        assert len(body["words"]) >= 3, code


def test_what_is_not_certain_is_marked(read_content: Content) -> None:
    for code, procedure in read_content.procedures.items():
        body = procedure.body
        assert body["confidence"] == "high" or body["check"], code
        assert (
            all(time["value"] is not None for time in body["times"])
            or "times" in body["check"]
            or any(time.get("note") for time in body["times"])
        ), code


def test_every_form_says_whose_dossier_it_is(read_content: Content) -> None:
    for code, procedure in read_content.procedures.items():
        bound = {
            field["binds"] for section in procedure.form["sections"] for field in section["fields"] if "binds" in field
        }
        assert {"owner.name", "owner.id_number", "owner.birth_date"} <= bound, code


def test_a_section_asks_no_more_than_a_phone_can_hold(read_content: Content) -> None:
    """With every question that one person can see at once; the identity block shows one of its two sides."""
    for code in FULL_FORMS:
        for section in read_content.procedures[code].form["sections"]:
            always = [field for field in section["fields"] if "visible_if" not in field]
            assert len(always) <= 8, (code, section["key"])


def test_an_empty_answer_never_breaks_a_form(read_content: Content) -> None:
    for code, procedure in read_content.procedures.items():
        result = evaluate(procedure.form, {}, date(2026, 11, 22))
        assert result["errors"], code
        assert {problem["code"] for problem in result["errors"]} <= {"required", "must_agree", "too_few_rows"}, code


def test_holidays_of_2026_are_the_published_ones(read_content: Content) -> None:
    days = {day["date"]: day["kind"] for day in read_content.years[2026]["days"]}
    assert [days[f"2026-02-{day}"] for day in range(16, 21)] == ["holiday"] * 5
    assert days["2026-08-22"] == "swap_work"
    assert days["2026-08-31"] == "swap_off"
    assert days["2026-04-27"] == "compensation"
    assert days["2026-11-24"] == "holiday"
    assert read_content.years[2026]["status"] == "published"
    assert read_content.years[2027]["status"] == "estimated"


def _set(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(body: dict[str, Any]) -> None:
        body[key] = value

    return change


BIRTH = "procedures/1.001193.yaml"
PLAIN = "procedures/1.010803.yaml"
FORM = "forms/1.001193.yaml"
SPOILT = [
    (BIRTH, _set("valid_from", 2026), "procedures/1.001193.yaml: valid_from: must be text"),
    (BIRTH, _set("nmae", {"vi": "x"}), "procedures/1.001193.yaml: nmae: is not a known field"),
    (BIRTH, lambda body: body.pop("summary"), "procedures/1.001193.yaml: summary: is missing"),
    (BIRTH, _set("field", "magic"), "procedures/1.001193.yaml: field: 'magic' is not in fields.yaml"),
    (BIRTH, _set("life_events", ["party"]), "procedures/1.001193.yaml: life_events: 'party' is not in"),
    (BIRTH, _set("code", "1.001194"), "procedures/1.001193.yaml: code: must be the file's name"),
    (BIRTH, _set("aliases", ["1.010803"]), "aliases: 1.010803 already belongs to 1.010803"),
    (
        BIRTH,
        lambda body: body["fees"][2].update(quantity_from="copies"),
        "procedures/1.001193.yaml: fees[2].quantity_from: 'copies' is not a number that the form asks for",
    ),
    (
        BIRTH,
        lambda body: body["fees"][0].update(when={"is": [{"get": "nobody"}, 1]}),
        "procedures/1.001193.yaml: fees[0].when: 'nobody'",
    ),
    (
        BIRTH,
        lambda body: body["exemptions"][0].update(fees=["toll"]),
        "procedures/1.001193.yaml: exemptions: no fee has the key ['toll']",
    ),
    (
        BIRTH,
        lambda body: body["papers"][2].pop("condition"),
        "procedures/1.001193.yaml: papers[2]: a paper with need 'if' must say its condition",
    ),
    (BIRTH, _set("times", []), "procedures/1.001193.yaml: times: must have at least one entry"),
    (PLAIN, _set("questions", [{"key": "x", "type": "magic"}]), "procedures/1.010803.yaml: sections[asked]"),
    (
        FORM,
        lambda body: body["sections"][0]["fields"][0].update(type="magic"),
        "forms/1.001193.yaml: sections[requester].fields[req_name].type: 'magic' is not a type of field",
    ),
    (
        FORM,
        lambda body: body["sections"][0]["fields"][0].update(visible_if={"get": "statement_true"}),
        "forms/1.001193.yaml: sections[requester].fields[req_name].visible_if: 'statement_true'",
    ),
    ("calendar/2026.yaml", _set("year", 2027), "calendar/2026.yaml: days: 2026-01-01 is not in 2027"),
    ("lists/genders.yaml", _set("items", []), "lists/genders.yaml: items: must have at least one entry"),
    ("texts/privacy.yaml", _set("version", "mới"), "texts/privacy.yaml: version: "),
    ("banks.yaml", _set("banks", [{"bin": "12", "name": "x"}]), "banks.yaml: banks[0].bin: "),
]


@pytest.mark.parametrize(("name", "change", "said"), SPOILT, ids=[case[2][:60] for case in SPOILT])
def test_a_wrong_file_is_named_with_its_field(
    folder: Folder, name: str, change: Callable[[Any], None], said: str
) -> None:
    folder.change(name, change)
    with pytest.raises(BadCatalogueError) as bad:
        read(folder.path)
    assert any(error.startswith(said) or said in error for error in bad.value.errors), bad.value.errors


def test_all_faults_are_said_at_once(folder: Folder) -> None:
    folder.change(BIRTH, lambda body: body.pop("summary"))
    folder.change("banks.yaml", lambda body: body.pop("source"))
    with pytest.raises(BadCatalogueError) as bad:
        read(folder.path)
    assert len(bad.value.errors) == 2


def test_a_key_that_stands_twice_is_refused(folder: Folder) -> None:
    file = folder.path / BIRTH
    file.write_text(file.read_text() + "\nlevel: commune\n")
    with pytest.raises(BadCatalogueError, match=re.escape("procedures/1.001193.yaml: ['level'] stands twice")):
        read(folder.path)


def test_a_form_without_a_procedure_is_refused(folder: Folder) -> None:
    (folder.path / BIRTH).unlink()
    with pytest.raises(BadCatalogueError, match=re.escape("forms/1.001193.yaml: there is no procedure")):
        read(folder.path)


def test_a_missing_file_is_named(folder: Folder) -> None:
    (folder.path / "texts" / "privacy.yaml").unlink()
    with pytest.raises(BadCatalogueError, match=re.escape("texts/privacy.yaml: the file is missing")):
        read(folder.path)
