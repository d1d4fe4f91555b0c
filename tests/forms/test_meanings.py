"""What a person said in one form answers the same question in another: by its meaning, of herself, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.counter.before import table_on
from app.forms.rules import meanings
from app.forms.rules.definition import Form, read
from app.forms.rules.meanings import OWNER, SUBJECT, Said

ROOT = Path(__file__).parents[2]
TABLE = table_on(datetime(2026, 11, 30, tzinfo=UTC).date())
BODIES: dict[str, Any] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "catalogue" / "forms").glob("*.yaml"))
}
FORMS: dict[str, Form] = {code: read(body) for code, body in BODIES.items()}
MARRIAGE, MARITAL, BIRTH = "1.000894", "1.004873", "1.001193"
NUMBER, OTHER = "038194001234", "038194009999"

said = st.builds(
    Said,
    means=st.sampled_from(["name", "phone", "address"]),
    value=st.text(min_size=1, max_size=5),
    source=st.sampled_from(["a", "b", "c"]),
    at=st.integers(0, 5).map(lambda days: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)),
)


@given(st.lists(said, unique_by=lambda each: (each.means, each.source)), st.randoms(use_true_random=False))
def test_the_newest_word_counts_in_whatever_order_it_comes(told: list[Said], chance: Any) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    best = meanings.newest(shuffled)
    assert best == meanings.newest(told)
    assert set(best) == {each.means for each in told}
    assert all(best[each.means].at >= each.at for each in told)
    assert all(each in told for each in best.values()), "nothing is made of two words"


@given(st.data(), st.sampled_from(sorted(FORMS)), st.sampled_from(sorted(FORMS)))
def test_what_one_form_says_of_its_owner_is_hers_in_every_other(data: st.DataObject, one: str, other: str) -> None:
    """Of random answers: only the owner's own, nothing sensitive, nothing of a row, and each with the same meaning."""
    keys = sorted(field.key for section in FORMS[one].sections for field in section.fields if not section.repeat)
    answers = data.draw(st.dictionaries(st.sampled_from(keys), st.text(min_size=1, max_size=4)))
    of = {each.field.key: each for each in meanings.meanings(FORMS[one], TABLE)}
    told = meanings.said_by(FORMS[one], answers, NUMBER, TABLE, owns=True)
    for means, value in told.items():
        if means in {"id_number", "has_id"}:
            continue
        sources = [key for key, each in of.items() if each.means == means and answers.get(key) == value]
        assert sources
        assert any(of[key].seat in {OWNER, SUBJECT} for key in sources)
    for place in meanings.places(FORMS[other], OWNER, TABLE):
        assert not place.field.sensitive
        assert place.field.computed is None
        assert place.field.type not in {"attachment", "statement"}


def test_of_another_person_of_the_dossier_nothing_is_hers() -> None:
    answers = {"woman_id_number": NUMBER, "woman_name": "Hoa", "man_id_number": OTHER, "man_name": "Páo"}
    assert meanings.said_by(FORMS[MARRIAGE], answers, NUMBER, TABLE, owns=False)["name"] == "Hoa"
    assert meanings.said_by(FORMS[MARRIAGE], answers, OTHER, TABLE, owns=False)["name"] == "Páo"
    assert meanings.said_by(FORMS[MARRIAGE], answers, "038194000000", TABLE, owns=False) == {}
    child = {"req_id_number": NUMBER, "req_name": "Hoa", "child_name": "Bé", "child_gender": "female"}
    assert "gender" not in meanings.said_by(FORMS[BIRTH], child, NUMBER, TABLE, owns=True)


def test_whoever_asks_for_herself_is_the_subject_and_whoever_asks_for_another_is_not() -> None:
    herself = {"req_id_number": NUMBER, "req_name": "Hoa", "sub_gender": "female", "status": "never_married"}
    told = meanings.said_by(FORMS[MARITAL], herself, NUMBER, TABLE, owns=True)
    assert (told["gender"], told["marital_status"]) == ("female", "never_married")
    for_another = {**herself, "sub_name": "Páo", "sub_id_number": OTHER}
    told = meanings.said_by(FORMS[MARITAL], for_another, NUMBER, TABLE, owns=True)
    assert "marital_status" not in told
    assert "gender" not in told


def test_every_form_with_an_owner_who_types_her_number_knows_what_its_name_and_phone_mean() -> None:
    for code, form in FORMS.items():
        if meanings.seat_of(form, None, TABLE) is None:
            assert code == MARRIAGE, "there two people sit, and the form works out who files"
            continue
        known = {place.means for place in meanings.places(form, OWNER, TABLE) if place.unless is None}
        assert {"name", "id_number", "birth_date", "phone"} <= known, code
    assert meanings.seat_of(FORMS[MARRIAGE], "man_id_number", TABLE) == "subject.2"
    assert meanings.seat_of(FORMS[MARRIAGE], "copies_count", TABLE) is None


def test_what_a_form_marks_as_sensitive_means_nothing() -> None:
    sensitive = {
        (code, field["key"])
        for code, body in BODIES.items()
        for section in body["sections"]
        for field in section["fields"]
        if field.get("sensitive")
    }
    assert len(sensitive) > 20
    known = {(code, each.field.key) for code, form in FORMS.items() for each in meanings.meanings(form, TABLE)}
    assert not sensitive & known


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [("req_dob", "1994", True), ("req_dob", "2090-01-01", False), ("req_paper_number", NUMBER, False)],
)
def test_a_value_is_offered_only_where_the_question_would_take_it(key: str, value: str, fits: bool) -> None:
    [field] = [each for section in FORMS[MARITAL].sections for each in section.fields if each.key == key]
    assert meanings.fits(field, value, "2026-11-30", {}) is fits
