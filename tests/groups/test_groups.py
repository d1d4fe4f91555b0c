"""Groups: who is a member may help, who no longer is may not."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from app.core import errors
from app.core.access import Role
from app.db import db
from app.groups import operations, queries
from app.groups.models import Group
from app.identity import queries as people
from app.identity.models import Person
from app.units import operations as units
from app.units.models import Unit
from tests.identity.makers import make_commune, make_staff


@pytest.fixture
def commune(app: Flask) -> Unit:
    return make_commune()


@pytest.fixture
def village(commune: Unit) -> Unit:
    return units.add(kind="village", name="Thôn Phú Đa", parent=commune)


@pytest.fixture
def helper(commune: Unit) -> Person:
    return make_staff("thang", name="Lò Văn Thắng", roles=())


def make_group(unit: Unit, name: str = "Tổ công nghệ số thôn Phú Đa") -> Group:
    return operations.found(unit, name=name, decision_number="12/QĐ-UBND", decision_date=date(2026, 3, 2))


def roles(person: Person, unit: Unit) -> set[Role]:
    return {grant.role for grant in people.grants_of(person.id) if grant.unit_id == unit.id}


def test_a_member_of_a_villages_group_may_help_in_the_whole_commune(
    village: Unit, commune: Unit, helper: Person
) -> None:
    group = make_group(village)
    operations.add_member(group, helper.id)
    operations.add_member(group, helper.id)
    assert roles(helper, commune) == {Role.VOLUNTEER}
    assert [member.person_id for member in queries.members_of(group.id)] == [helper.id]
    assert queries.groups_of(helper.id) == [group]


def test_a_lead_is_found_for_the_members_of_her_group(village: Unit, commune: Unit, helper: Person) -> None:
    lead = make_staff("inh", name="Cà Văn Inh", roles=())
    group = make_group(village)
    operations.add_member(group, helper.id)
    operations.add_member(group, lead.id, role="lead")
    assert roles(lead, commune) == {Role.GROUP_LEAD}
    assert queries.leads_for(helper.id) == [lead.id]
    assert queries.members_of(group.id)[0].person_id == lead.id


def test_a_member_who_becomes_lead_has_one_membership(village: Unit, commune: Unit, helper: Person) -> None:
    group = make_group(village)
    operations.add_member(group, helper.id)
    operations.add_member(group, helper.id, role="lead")
    assert [member.role for member in queries.members_of(group.id)] == ["lead"]
    assert roles(helper, commune) == {Role.GROUP_LEAD}


def test_who_leaves_the_last_group_of_a_commune_may_no_longer_help_there(
    village: Unit, commune: Unit, helper: Person
) -> None:
    first, second = make_group(village), make_group(commune, "Tổ của xã")
    operations.add_member(first, helper.id)
    operations.add_member(second, helper.id)
    operations.remove_member(first, helper.id)
    assert roles(helper, commune) == {Role.VOLUNTEER}
    operations.remove_member(second, helper.id)
    assert roles(helper, commune) == set()
    with pytest.raises(errors.NotFound, match="member_not_found"):
        operations.remove_member(second, helper.id)


def test_a_group_belongs_to_a_village_or_a_commune_and_its_name_is_taken_once(village: Unit) -> None:
    make_group(village)
    with pytest.raises(errors.Conflict, match="group_name_taken"):
        make_group(village, " Tổ công nghệ số  thôn Phú Đa ")
    province = units.add(kind="province", name="Tỉnh Sơn La")
    with pytest.raises(errors.Invalid, match="group_wrong_unit"):
        make_group(province)


def test_a_group_and_its_members_are_kept_from_the_command_line(app: Flask, client: FlaskClient, village: Unit) -> None:
    def run(*words: str, ok: bool = True) -> str:
        db.session.commit()
        outcome = FlaskCliRunner(app).invoke(args=list(words))
        assert (outcome.exit_code == 0) is ok, outcome.output
        return outcome.output.strip()

    group = run(
        *("group", "add", "--unit", "thon-phu-da", "--name", "Tổ Phú Đa"),
        *("--decision", "12/QĐ-UBND", "--date", "2026-03-02", "--contact", "ông Inh 0912 345 678"),
    )
    said = run("group", "member", "add", "--group", group, "--username", "thang", "--name", "Thắng", "--generate")
    given = {"username": "thang", "password": said.removeprefix("password: "), "where": "phone"}
    assert client.post("/api/sign-in/password", json=given).get_json()["code"] == "password_must_change"
    assert client.post("/api/sign-in/password", json=given | {"new": "hoa ban nở trắng"}).status_code == 200
    assert "Thắng" in run("group", "member", "list", "--group", group)
    assert "  1  Tổ Phú Đa" in run("group", "list")
    run("group", "member", "remove", "--group", group, "thang")
    assert run("group", "member", "list", "--group", group) == ""
    assert "not in the group" in run("group", "member", "remove", "--group", group, "thang", ok=False)
    assert "No such unit" in run(
        *("group", "add", "--unit", "o-dau", "--name", "x", "--decision", "1", "--date", "2026-03-02"), ok=False
    )
