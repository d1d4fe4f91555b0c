"""`flask unit`."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskCliRunner

from app.db import db
from app.units import queries


def run(app: Flask, *words: str, ok: bool = True) -> str:
    db.session.commit()
    outcome = FlaskCliRunner(app).invoke(args=list(words))
    assert (outcome.exit_code == 0) is ok, outcome.output
    return outcome.output


def test_a_province_is_seeded_with_its_communes_once(app: Flask) -> None:
    assert "94 communes added" in run(app, "unit", "seed-province", "48")
    assert "0 communes added" in run(app, "unit", "seed-province", "48")
    hai_chau = queries.by_slug("hai-chau")
    assert (hai_chau.official_code, hai_chau.commune_kind) == ("20242", "phuong")
    assert hai_chau.levels == ["commune"]


def test_an_unknown_province_is_refused_in_words(app: Flask) -> None:
    assert "not the code of a province" in run(app, "unit", "seed-province", "99", ok=False)


def test_a_commune_is_added_changed_renamed_and_listed(app: Flask) -> None:
    run(app, "unit", "add", "--kind", "province", "--name", "Thành phố Đà Nẵng")
    run(app, "unit", "add", "--name", "Xã Duy Xuyên", "--parent", "da-nang", "--phone", "0235 3877 777")
    run(app, "unit", "set", "duy-xuyen", "--hours", "mon-sat 07:00-11:30", "--level", "commune", "--receives-online")
    run(app, "unit", "set", "duy-xuyen", "--name", "Phường Duy Xuyên", "--new-slug", "duy-xuyen-moi")
    unit = queries.by_slug("duy-xuyen")
    assert (unit.slug, unit.receives_online) == ("duy-xuyen-moi", True)
    assert unit.hours["sat"] == [["07:00", "11:30"]]
    assert "duy-xuyen-moi" in run(app, "unit", "list")


def test_a_wrong_word_is_answered_in_one_sentence(app: Flask) -> None:
    assert "No such unit" in run(app, "unit", "add", "--name", "Xã A", "--parent", "nowhere", ok=False)
    run(app, "unit", "add", "--kind", "province", "--name", "Tỉnh A")
    assert "not a span" in run(app, "unit", "set", "a", "--hours", "mon 7-11", ok=False)
