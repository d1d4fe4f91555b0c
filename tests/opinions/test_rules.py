"""What another office gets to see is what was named, whatever else the dossier holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.opinions.rules import MAX_DAYS, faults, shared_answers, shared_form

ANSWERS: dict[str, Any] = {
    "child_name": "Bảo An",
    "mother_ethnic": "Thái",
    "people": [
        {"_id": "a", "name": "Lan", "born": "1990-01-01"},
        {"_id": "b", "name": "Huệ", "born": "1992-02-02"},
    ],
}
PATHS = ["child_name", "mother_ethnic", *(f"people[{row}].{key}" for row in "ab" for key in ("name", "born"))]
FORM = {
    "title": {"vi": "Tờ khai"},
    "sections": [
        {"key": "child", "title": {"vi": "Bé"}, "fields": [{"key": "child_name"}, {"key": "mother_ethnic"}]},
        {
            "key": "people",
            "title": {"vi": "Người"},
            "repeat": {"item": {"vi": "Người"}},
            "fields": [{"key": "name"}, {"key": "born"}],
        },
    ],
}


def flat(answers: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in answers.items() if key != "people"}
    for row in answers.get("people", []):
        found |= {f"people[{row['_id']}].{key}": value for key, value in row.items() if key != "_id"}
    return found


@given(st.lists(st.sampled_from([*PATHS, "nothing", "people[c].name", "people[a].other"]), unique=True))
def test_exactly_what_is_named_is_shared(paths: list[str]) -> None:
    everything = flat(ANSWERS)
    assert flat(shared_answers(ANSWERS, paths)) == {path: everything[path] for path in paths if path in everything}
    shown = shared_form(FORM, paths)
    fields = {field["key"] for section in shown["sections"] for field in section["fields"]}
    assert fields == {path.rpartition(".")[2] for path in paths} & {"child_name", "mother_ethnic", "name", "born"}


def test_what_the_dossier_does_not_have_cannot_be_shared_and_the_date_is_near() -> None:
    today = date(2026, 11, 25)
    known = (PATHS, ["birth_record"])
    assert faults(["child_name"], ["birth_record"], today, today, known) == []
    wrong = faults(["father"], ["passport"], date(2026, 11, 24), today, known)
    assert [each["path"] for each in wrong] == ["paths[0]", "papers[0]", "respond_by"]
    assert wrong[-1]["params"] == {"max": MAX_DAYS}
