"""What people with the usual case answer is right on the phone as it is on the server, form by form."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from app.catalogue.reading import Content, read
from app.config import ROOT
from app.forms.rules import evaluate
from tests.catalogue.answers import RIGHT
from tests.shared.phone import Phone, running

TODAY = "2026-11-24"


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def content() -> Content:
    return read(ROOT / "catalogue")


@pytest.mark.parametrize("code", sorted(RIGHT))
def test_both_engines_take_the_usual_answers(phone: Phone, content: Content, code: str) -> None:
    form, given = content.procedures[code].form, RIGHT[code]()
    lists = {name: [item["value"] for item in body["items"]] for name, body in content.lists.items()}
    asked = {field.get("list") for section in form["sections"] for field in section["fields"]}
    needed = {name: lists[name] for name in lists if name in asked | {"provinces"}}
    ours = evaluate(form, given, TODAY, needed)
    assert ours["errors"] == []
    assert json.loads(json.dumps(ours)) == phone.ask("form", form=form, answers=given, today=TODAY, lists=needed)
