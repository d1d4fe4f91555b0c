"""Loading: everything or nothing, and nothing twice; versions are immutable and dated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.catalogue import importer, queries
from app.catalogue.models import CatalogueLoad, ProcedureVersion
from app.catalogue.reading import Content
from app.core import errors
from app.core.canonical import digest
from app.core.sealing import OfficeKey
from app.db import db, transaction
from app.forms.models import FormVersion
from tests.catalogue.conftest import CATALOGUE, Folder
from tests.conftest import HeldClock

BIRTH = "1.001193"
OFFICE = OfficeKey("kid", "x", "y")
Store = Callable[[Content], importer.LoadReport]


def rows(model: type[FormVersion | ProcedureVersion | CatalogueLoad]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_first_load_is_all_new_and_a_second_changes_nothing(store: Store, content: Content) -> None:
    first = store(content)
    assert len(first.new) == 64 + len(content.lists) + len(content.years) + len(content.texts) + len(content.parts)
    before = (rows(FormVersion), rows(ProcedureVersion), rows(CatalogueLoad))
    second = store(content)
    assert (second.new, second.changed) == ([], [])
    assert sorted(second.unchanged) == sorted(first.new)
    assert (rows(FormVersion), rows(ProcedureVersion), rows(CatalogueLoad)) == before


def test_nothing_is_written_when_any_file_is_wrong(app: Flask, folder: Folder) -> None:
    folder.change("procedures/1.010803.yaml", lambda body: body.pop("who"))
    with transaction(writes=True):
        report = importer.load(folder.path)
    assert report.errors == ["procedures/1.010803.yaml: who: is missing"]
    assert rows(ProcedureVersion) == rows(FormVersion) == rows(CatalogueLoad) == 0


def test_a_changed_rule_is_a_new_version_from_today_and_the_old_one_stays(
    loaded: Content, store: Store, clock: HeldClock
) -> None:
    old = queries.current_version(BIRTH)
    loaded.procedures[BIRTH].body["summary"]["vi"] = "Làm giấy khai sinh."
    report = store(loaded)
    assert (report.new, report.changed) == ([], [BIRTH])
    new = queries.current_version(BIRTH)
    assert (old.version, new.version) == (1, 2)
    assert new.valid_from == date(2026, 11, 24)
    assert queries.current_version(BIRTH, date(2026, 11, 23)).id == old.id
    assert queries.version(old.id).body["summary"]["vi"] == "Làm giấy khai sinh cho bé mới sinh."


def test_a_file_that_names_a_later_day_takes_effect_on_that_day(
    loaded: Content, store: Store, clock: HeldClock
) -> None:
    loaded.procedures[BIRTH].body["valid_from"] = "2027-03-01"
    store(loaded)
    assert queries.current_version(BIRTH).version == 1
    assert queries.current_version(BIRTH, date(2027, 2, 28)).version == 1
    assert queries.current_version(BIRTH, date(2027, 3, 1)).version == 2


def test_a_content_that_comes_back_is_a_new_version_too(loaded: Content, store: Store, clock: HeldClock) -> None:
    body = loaded.procedures[BIRTH].body
    first = digest(body)
    said = body["summary"]["vi"]
    body["summary"]["vi"] = "Khác."
    store(loaded)
    body["summary"]["vi"] = said
    store(loaded)
    now = queries.current_version(BIRTH)
    assert (now.version, now.hash) == (3, first)


def test_a_changed_form_leaves_the_procedures_version_alone_and_the_old_form_is_still_served(
    loaded: Content, store: Store
) -> None:
    given = loaded.procedures[BIRTH]
    old_ref = queries.form_ref(BIRTH)
    form = {**given.form, "template": "Mẫu mới"}
    loaded.procedures[BIRTH] = type(given)(given.body, form, digest(form), full=True)
    assert store(loaded).changed == [BIRTH]
    assert queries.form_ref(BIRTH) == f"{BIRTH}@{digest(form)}"
    assert queries.current_version(BIRTH).version == 1
    assert queries.form_body(old_ref.split("@")[1]) == given.form
    assert queries.packed_form(old_ref.split("@")[1]).hash == old_ref.split("@")[1]


def test_a_procedure_is_found_by_a_code_it_had_before(loaded: Content) -> None:
    assert queries.current_version("2.000986").code == "3.000722"


def test_a_procedure_that_ended_is_not_in_force_and_leaves_the_bundle(
    loaded: Content, store: Store, clock: HeldClock
) -> None:
    loaded.procedures[BIRTH].body["valid_to"] = "2026-11-24"
    store(loaded)
    assert queries.current_version(BIRTH).version == 2
    there = queries.bundle(OFFICE).hash
    clock.at(2026, 11, 25)
    with pytest.raises(errors.NotFound):
        queries.current_version(BIRTH)
    assert queries.bundle(OFFICE).hash != there


def test_before_its_first_day_a_procedure_is_not_in_force(loaded: Content) -> None:
    with pytest.raises(errors.NotFound):
        queries.current_version(BIRTH, date(2026, 6, 30))


def test_a_text_that_people_agreed_to_never_changes_under_its_version(loaded: Content, store: Store) -> None:
    shown = queries.current_text("privacy")
    loaded.texts["privacy"]["title"]["vi"] = "Khác"
    report = store(loaded)
    assert report.errors == ["texts/privacy.yaml: version: 2026-11-22 was loaded with other words, give it a new one"]
    loaded.texts["privacy"]["version"] = "2026-12-01"
    assert store(loaded).changed == ["texts/privacy"]
    assert queries.current_text("privacy").version == "2026-12-01"
    assert queries.text("privacy", shown.hash).version == "2026-11-22"


def test_a_year_may_be_published_later_without_touching_the_others(loaded: Content, store: Store) -> None:
    loaded.years[2027]["status"] = "published"
    assert store(loaded).changed == ["calendar/2027"]
    years = queries.calendar()["years"]
    assert years["2027"]["status"] == "published"
    assert years["2028"]["status"] == "estimated"


def test_the_form_engine_gets_the_values_of_every_list(loaded: Content) -> None:
    values = queries.list_values()
    assert "20599" in values["communes"]
    assert values["genders"] == {"male", "female"}
    assert queries.list_labels("genders")["male"]["vi"] == "Nam"


def test_an_empty_server_says_that_it_has_no_catalogue(app: Flask) -> None:
    with pytest.raises(errors.Unavailable) as problem:
        queries.bundle(OFFICE)
    assert problem.value.code == "catalogue_empty"


def test_the_command_says_what_it_did_and_a_second_time_that_nothing_changed(committed_app: Flask) -> None:
    run = committed_app.test_cli_runner()
    first = run.invoke(args=["catalogue", "load", str(CATALOGUE), "--quiet"])
    assert (first.exit_code, first.output.split(",")[1:]) == (0, [" 0 changed", " 0 unchanged\n"])
    second = run.invoke(args=["catalogue", "load", str(CATALOGUE)])
    assert second.output.startswith("0 new, 0 changed")
    review = run.invoke(args=["catalogue", "review"])
    assert "2.002913 low" in review.output


def test_the_command_refuses_a_wrong_folder_in_plain_words(
    committed_app: Flask, folder: Folder, tmp_path: Path
) -> None:
    folder.change("banks.yaml", lambda body: body.pop("source"))
    done = committed_app.test_cli_runner().invoke(args=["catalogue", "load", str(folder.path)])
    assert done.exit_code == 1
    assert "nothing was loaded:\n  banks.yaml: source: is missing" in done.output
