"""A form that changed says how answers to its older versions come over, and is held to both versions at loading."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.catalogue import importer, queries
from app.catalogue.reading import Content
from app.core.canonical import digest
from app.core.sealing import OfficeKey
from app.db import transaction
from app.forms import queries as forms
from tests.catalogue.conftest import Folder

KEY = OfficeKey("A" * 22, "B" * 43, "C" * 43)
BIRTH, ALLOWANCE = "1.001193", "1.010803"
Store = Callable[[Content], importer.LoadReport]


def load(folder: Folder) -> importer.LoadReport:
    with transaction(writes=True):
        return importer.load(folder.path)


@pytest.fixture
def first(app: Flask, folder: Folder) -> str:
    """The hash of the birth form as it was loaded first."""
    assert load(folder).errors == []
    return queries.form_hashes()[BIRTH]


def renamed(form: dict[str, Any], old: str, new: str) -> None:
    """Give a field that no other part of the form refers to another key."""
    for section in form["sections"]:
        for field in section["fields"]:
            if field["key"] == old:
                field["key"] = new


def test_a_changed_form_without_a_way_for_every_field_is_not_loaded(folder: Folder, first: str) -> None:
    def change(form: dict[str, Any]) -> None:
        renamed(form, "req_phone", "req_mobile")
        form["from"] = {first: {"rules": []}}

    folder.change("forms/1.001193.yaml", change)
    said = "rules: 'req_phone' of the old form is not there any more: rename, split, join, drop or ask it"
    assert load(folder).errors == [f"forms/1.001193.yaml: from[{first[:8]}].{said}"]
    assert queries.form_hashes()[BIRTH] == first


def test_a_changed_form_with_its_way_is_loaded_and_answers_find_it(folder: Folder, first: str) -> None:
    def change(form: dict[str, Any]) -> None:
        renamed(form, "req_phone", "req_mobile")
        form["from"] = {first: {"rules": [{"rename": "req_phone", "to": "req_mobile"}]}}

    folder.change("forms/1.001193.yaml", change)
    report = load(folder)
    assert (report.errors, report.unchecked, report.changed) == ([], [], [BIRTH])
    through, ways = forms.way(first, queries.form_hashes()[BIRTH])
    assert [digest(each) for each in through] == [first, queries.form_hashes()[BIRTH]]
    assert ways == [[{"rename": "req_phone", "to": "req_mobile"}]]


def test_ways_are_followed_over_several_versions(folder: Folder, first: str) -> None:
    hashes = [first]
    for old, new in (("req_phone", "req_mobile"), ("req_mobile", "req_call")):

        def change(form: dict[str, Any], old: str = old, new: str = new) -> None:
            renamed(form, old, new)
            form["from"] = {hashes[-1]: {"rules": [{"rename": old, "to": new}]}}

        folder.change("forms/1.001193.yaml", change)
        assert load(folder).errors == []
        hashes.append(queries.form_hashes()[BIRTH])
    through, ways = forms.way(hashes[0], hashes[2])
    assert [digest(each) for each in through] == hashes
    assert [way[0]["to"] for way in ways] == ["req_mobile", "req_call"]


def test_a_way_from_a_form_nobody_had_here_is_said_and_loaded(folder: Folder, first: str) -> None:
    folder.change("forms/1.001193.yaml", lambda form: form.update({"from": {"0" * 64: {"rules": [{"drop": "x"}]}}}))
    report = load(folder)
    assert (report.errors, report.unchecked) == ([], ["forms/1.001193.yaml: from[00000000]"])


def test_a_plain_form_has_its_ways_in_the_procedures_file(folder: Folder, first: str) -> None:
    old = queries.form_hashes()[ALLOWANCE]
    way = {old: {"rules": [{"drop": "nobody"}]}}
    folder.change("procedures/1.010803.yaml", lambda body: body.update({"questions_from": way}))
    assert load(folder).errors == [
        f"procedures/1.010803.yaml: questions_from[{old[:8]}].rules[0]: 'nobody' is not a field of the old form"
    ]


def test_rules_of_no_shape_are_named_by_their_place(folder: Folder, first: str) -> None:
    folder.change("forms/1.001193.yaml", lambda form: form.update({"from": {first: {"rules": [{"move": "a"}]}}}))
    said = "rules[0]: a rule does exactly one of rename, split, join, default, drop, ask"
    assert load(folder).errors == [f"forms/1.001193.yaml: from[{first[:8]}].{said}"]


def test_f46_an_ended_procedure_may_be_named_by_its_successor(folder: Folder, first: str) -> None:
    folder.change("procedures/1.010803.yaml", lambda body: body["aliases"].append(BIRTH))
    assert load(folder).errors == [f"procedures/1.010803.yaml: aliases: {BIRTH} already belongs to {BIRTH}"]
    folder.change("procedures/1.001193.yaml", lambda body: body.update({"valid_to": "2026-07-02"}))
    assert load(folder).errors == []
    codes = [each["code"] for each in json.loads(queries.bundle(KEY).raw)["procedures"]]
    assert ALLOWANCE in codes
    assert BIRTH not in codes
