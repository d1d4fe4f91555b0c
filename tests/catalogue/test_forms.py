"""What the forms of the catalogue ask, hide, derive and refuse, for real cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.catalogue.reading import Content
from app.forms.rules import Evaluation, evaluate, parties
from tests.catalogue import answers
from tests.catalogue.answers import CHILD, HOME, MAN, RIGHT, WOMAN

TODAY = date(2026, 11, 24)
BIRTH, DEATH, MARRIAGE, MARITAL = "1.001193", "1.000656", "1.000894", "1.004873"
PERMANENT, TEMPORARY, BUSINESS = "1.004222", "1.004194", "1.001612"


@pytest.fixture
def judge(read_content: Content) -> Any:
    """Evaluates answers on a form of the real catalogue, with the real lists."""
    lists = {name: frozenset(item["value"] for item in body["items"]) for name, body in read_content.lists.items()}

    def evaluated(code: str, given: dict[str, Any], **more: Any) -> Evaluation:
        return evaluate(read_content.procedures[code].form, {**given, **more}, TODAY, lists)

    return evaluated


def said(result: Evaluation, kind: str = "errors") -> set[tuple[str, str]]:
    problems = result["errors"] if kind == "errors" else result["warnings"]
    return {(problem["path"], str(problem["params"].get("id", problem["code"]))) for problem in problems}


@pytest.mark.parametrize("code", sorted(RIGHT))
def test_the_usual_case_is_accepted_without_a_word(judge: Any, code: str) -> None:
    result = judge(code, RIGHT[code]())
    assert result["errors"] == []
    assert result["warnings"] == []


@pytest.mark.parametrize("code", sorted(RIGHT))
def test_the_owner_can_be_named_and_found_again(judge: Any, read_content: Content, code: str) -> None:
    result = judge(code, RIGHT[code]())
    owner = parties(read_content.procedures[code].form, result["answers"])["owner"]
    assert owner["name"]
    assert owner["birth_date"]
    assert "id_number" in owner or "address" in owner


def test_a_mother_who_files_does_not_type_herself_twice(judge: Any) -> None:
    result = judge(BIRTH, answers.birth())
    assert "mother_name" not in result["visible"]
    assert result["computed"]["mother_name_same"] == "Vi Thị Hòa"
    assert {"mother_ethnic", "mother_nationality"} <= set(result["visible"])


def test_the_newborn_is_the_subject_and_the_requester_the_owner(judge: Any, read_content: Content) -> None:
    result = judge(BIRTH, answers.birth())
    found = parties(read_content.procedures[BIRTH].form, result["answers"])
    assert found["owner"]["id_number"] == WOMAN
    assert found["subjects"] == [{"name": "Vi Văn An", "birth_date": "2026-11-10"}]


def test_without_a_father_nothing_is_asked_about_him(judge: Any) -> None:
    given = {**answers.birth(), "parents_married": False, "father_declared": False}
    result = judge(BIRTH, given)
    assert not [path for path in result["visible"] if path.startswith("father_") and path != "father_declared"]
    assert result["errors"] == []


def test_an_abandoned_child_has_no_parents_and_needs_the_record(judge: Any) -> None:
    given = answers.birth() | {"req_relation": "institution", "birth_case": "abandoned"}
    result = judge(BIRTH, given)
    assert "mother" not in result["sections"]
    assert said(result) == {("paper_abandoned_record", "required")}


def test_after_60_days_the_late_birth_is_only_warned_of(judge: Any) -> None:
    result = judge(BIRTH, answers.birth(), child_dob="2026-09-01")
    assert said(result, "warnings") == {("child_dob", "child_dob#1")}
    assert result["errors"] == []


def test_a_mother_hardly_older_than_the_child_is_warned_of(judge: Any) -> None:
    result = judge(BIRTH, answers.birth(), req_dob="2020-01-01")
    assert "mother_age" in {found for _, found in said(result, "warnings")}


def test_parents_with_one_number_are_refused(judge: Any) -> None:
    given = answers.birth() | {
        "req_relation": "grandparent",
        "statement_agreed": True,
        "mother_name": "Vi Thị Hoa",
        "mother_birth": "1994",
        "mother_has_id": True,
        "mother_id_number": MAN,
    }
    assert ("mother_id_number", "parents_same") in said(judge(BIRTH, given))


def test_a_grandparent_must_have_agreed_with_the_parents(judge: Any) -> None:
    result = judge(BIRTH, answers.birth(), req_relation="grandparent")
    assert ("statement_agreed", "must_agree") in said(result)


def test_somebody_without_papers_gives_birth_date_and_address(judge: Any, read_content: Content) -> None:
    given = answers.birth() | {"req_has_id": False, "req_paper_kind": "none", "req_residence": HOME}
    result = judge(BIRTH, given)
    assert result["errors"] == []
    owner = parties(read_content.procedures[BIRTH].form, result["answers"])["owner"]
    assert owner == {"name": "Vi Thị Hòa", "birth_date": "1994-08-12", "address": HOME, "phone": "0912345678"}


def test_a_death_cannot_lie_before_the_birth_nor_after_today(judge: Any) -> None:
    assert ("died_date", "died_before_birth") in said(judge(DEATH, answers.death(), died_date="1940"))
    assert ("died_date", "date_in_future") in said(judge(DEATH, answers.death(), died_date="2026-11-25"))


def test_a_death_notice_is_not_older_than_the_death(judge: Any) -> None:
    given = answers.death() | {
        "notice_kind": "notice",
        "notice_number": "12",
        "notice_issuer": "Bệnh viện",
        "notice_date": "2026-11-19",
        "paper_death_notice": ["n1"],
    }
    assert said(judge(DEATH, given)) == {("notice_date", "notice_date#1")}


@pytest.mark.parametrize(
    ("field", "born", "wrong"),
    [
        ("woman_dob", "2008-11-24", False),
        ("woman_dob", "2008-11-25", True),
        ("man_dob", "2006-11-24", False),
        ("man_dob", "2006-11-25", True),
    ],
)
def test_the_age_of_marriage_counts_to_the_day(judge: Any, field: str, born: str, wrong: bool) -> None:
    found = said(judge(MARRIAGE, answers.marriage(), **{field: born}))
    assert found == ({(field, f"{field}#1")} if wrong else set())


def test_nobody_marries_himself(judge: Any) -> None:
    result = judge(MARRIAGE, answers.marriage(), woman_id_number=MAN)
    assert said(result) == {("woman_id_number", "couple_same")}


def test_the_couple_are_the_subjects_and_one_of_them_the_owner(judge: Any, read_content: Content) -> None:
    result = judge(MARRIAGE, answers.marriage())
    found = parties(read_content.procedures[MARRIAGE].form, result["answers"])
    assert [subject["id_number"] for subject in found["subjects"]] == [WOMAN, MAN]
    assert found["owner"] == {
        "name": "Lò Văn Bình",
        "birth_date": "1999-01-02",
        "id_number": MAN,
        "phone": "0912345678",
    }


def test_a_marriage_with_a_foreigner_is_warned_of_and_asks_for_portraits(judge: Any) -> None:
    result = judge(MARRIAGE, answers.marriage(), man_nationality="LA")
    assert "foreign" in {found for _, found in said(result, "warnings")}
    assert {"paper_man_photo", "paper_woman_photo"} <= set(result["visible"])


def test_a_married_person_gets_no_paper_to_marry_with(judge: Any) -> None:
    given = answers.marital_status() | {
        "status": "married_to",
        "spouse_name": "Lò Văn Bình",
        "purpose_kind": "marriage",
    }
    assert "married_wants_marriage" in {found for _, found in said(judge(MARITAL, given))}


def test_for_marriage_the_future_spouse_is_asked_for_and_not_the_number_of_papers(judge: Any) -> None:
    result = judge(MARITAL, answers.marital_status(), purpose_kind="marriage")
    assert "cert_count" not in result["visible"]
    assert {"future_spouse_name", "future_spouse_dob", "future_spouse_id"} <= {path for path, _ in said(result)}


def test_a_minor_moves_only_with_a_parents_word(judge: Any) -> None:
    result = judge(PERMANENT, answers.permanent_residence(), dob="2012-01-01")
    assert {("op_parent", "required"), ("parent_name", "required")} <= said(result)


def test_a_child_under_14_does_not_file_alone(judge: Any) -> None:
    given = answers.permanent_residence() | {"dob": "2020-01-01", "op_parent": "later", "parent_name": "Vi Thị Hòa"}
    assert ("filed_by", "filed_by#1") in said(judge(PERMANENT, given), "warnings")


def test_the_head_of_the_household_is_not_the_person_who_joins(judge: Any) -> None:
    result = judge(PERMANENT, answers.permanent_residence(), head_personal_id=MAN)
    assert said(result) == {("personal_id", "head_same")}


def test_a_rented_dwelling_needs_a_certified_lease_for_permanent_residence_only(judge: Any) -> None:
    assert ("paper_lease", "required") in said(judge(PERMANENT, answers.permanent_residence(), dwelling="rented"))
    assert said(judge(TEMPORARY, answers.temporary_residence(), dwelling="rented")) == set()


def test_a_stay_ends_after_it_begins_and_two_years_are_the_most(judge: Any) -> None:
    backwards = judge(TEMPORARY, answers.temporary_residence(), stay_from="2027-12-01")
    assert said(backwards) == {("stay_to", "stay_to#1")}
    long = judge(TEMPORARY, answers.temporary_residence(), stay_to="2029-01-01")
    assert ("stay_to", "stay_to#2") in said(long, "warnings")


def test_the_name_of_the_business_is_made_from_its_proper_name(judge: Any) -> None:
    result = judge(BUSINESS, answers.household_business())
    assert result["computed"]["biz_name"] == "Hộ kinh doanh Hòa Phát"


def test_a_family_business_lists_its_members_and_their_authorisation(judge: Any) -> None:
    result = judge(BUSINESS, answers.household_business(), founder="family")
    assert said(result) == {("members", "too_few_rows"), ("paper_family_authorisation", "required")}


def test_the_owner_of_a_business_is_of_age(judge: Any) -> None:
    assert said(judge(BUSINESS, answers.household_business(), owner_dob="2009-01-01")) == {("owner_dob", "owner_dob#1")}


def test_who_files_for_another_is_another(judge: Any) -> None:
    given = answers.plain() | {"owner_has_id": True, "owner_id_number": MAN}
    assert said(judge("1.014028", given)) == {("submitter_id_number", "submitter_id_number#1")}
    assert said(judge("1.014028", given, submitter_id_number=CHILD)) == set()


def test_ethnic_origin_is_marked_as_sensitive_everywhere(read_content: Content) -> None:
    fields = [
        field
        for procedure in read_content.procedures.values()
        for section in procedure.form["sections"]
        for field in section["fields"]
    ]
    assert all(field.get("sensitive") for field in fields if field.get("list") == "ethnic_groups")
