"""The room of units: what a change brings is shown first, it holds from its day, and whoever was led there still is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.admin import unit_following
from app.core import errors
from app.core.access import Role
from app.db import db
from app.dossiers import succession
from app.dossiers.models import Dossier
from app.groups import operations as groups
from app.identity import queries as people
from app.identity import staff
from app.units import changes, operations, queries
from app.units.changes import Decision
from app.units.models import Unit, UnitChange, UnitSlug
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_dossier, make_office, sit_down

TODAY, LATER = "2026-11-25", "2026-12-01"
PAPER = {"decision": "1661/NQ-UBTVQH15", "decided_on": "2026-11-20"}


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 20, 9, 0)
    made = make_office()
    for name in ("Thôn Bờ Đa", "Thôn Na Lốc"):
        operations.add(kind="village", name=name, parent=made.unit)
    made.hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
    person = staff.add_person(name="Hồ Thị Tỉnh", username="tinh", password_hash=_hash(made))
    assert made.unit.parent_id is not None
    staff.grant(person.id, made.unit.parent_id, Role.ADMIN)
    clock.at(2026, 11, 25, 9, 0)
    return made


def _hash(office: Office) -> str:
    account = people.account_of(office.people["clerk"].id)
    assert account is not None
    assert account.password_hash is not None
    return account.password_hash


@pytest.fixture
def province(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "tinh")


@pytest.fixture
def commune(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "chief")


def look(desk: Desk, **asked: Any) -> Any:
    return desk.post("/admin/units/preview", PAPER | {"day": TODAY} | asked)


def change(desk: Desk, **asked: Any) -> Any:
    looked = look(desk, **asked)
    assert looked.status_code == 200, looked.text
    body = PAPER | {"day": TODAY} | asked | {"seen": looked.get_json()["fingerprint"]}
    answer = desk.post("/admin/units", body)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def lines(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return "\n".join(each["vi"] for each in answer.get_json()["lines"])


def unit(name: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def test_two_communes_become_one_and_everything_goes_along(
    app: Flask, office: Office, province: Desk, clock: HeldClock
) -> None:
    clock.at(2026, 11, 20, 9, 0)
    other = make_office(name="Xã Bên", e_identifier="H17.50.9", prefix="ben-")
    groups.found(other.unit, name="Tổ Bên", decision_number="9/QĐ", decision_date=date(2026, 1, 1))
    clock.at(2026, 11, 25, 9, 0)
    dossier = make_dossier(office)
    slugs = changes.slugs_of([office.unit.id, other.unit.id])
    asked = {"what": "merge", "others": [str(office.unit.id), str(other.unit.id)], "name": "Xã Mới", "day": LATER}
    told = lines(look(province, **asked))
    for said in ("1 hồ sơ", "9 cán bộ", "1 tổ", "Thôn Bờ Đa, Thôn Na Lốc", slugs[0], "Sổ của", "01/12/2026"):
        assert said in told, told
    assert db.session.scalar(select(UnitChange.id)) is None, "looking changes nothing"
    change(province, **asked)
    assert queries.by_slug(office.unit.slug).id == office.unit.id, "until that day all is as it was"
    clock.at(2026, 12, 1, 0, 5)
    unit_following.follow()
    succession.follow()
    new = unit("Xã Mới")
    assert [queries.by_slug(slug).id for slug in slugs] == [new.id] * len(slugs)
    assert db.session.get_one(Dossier, dossier.id).unit_id == new.id
    assert {each.unit_id for each in people.grants_of(office.people["clerk"].id)} == {new.id}
    assert unit("Thôn Bờ Đa").parent_id == new.id
    assert new.levels == ["commune"]
    assert unit_following.follow() == 0, "once is enough"
    shown = sit_down(app.test_client(), "tinh").read(f"/admin/units/{office.unit.id}").get_json()
    assert shown["carries_on"] == "Xã Mới"
    assert [each["say"]["vi"] for each in shown["events"]] == ["Sáp nhập vào Xã Mới"]
    assert shown["events"][0]["decision"] == PAPER["decision"]
    assert shown["history"][0]["by"] == "Hồ Thị Tỉnh"


def test_a_new_name_holds_from_its_day_and_the_old_address_for_ever(
    office: Office, commune: Desk, clock: HeldClock
) -> None:
    village, old = unit("Thôn Bờ Đa"), unit("Thôn Bờ Đa").slug
    asked = {"what": "rename", "unit_id": str(village.id), "name": "Thôn Bờ Đá Mới", "slug": "bo-da-moi", "day": LATER}
    shown = change(commune, **asked)
    assert shown["unit"]["planned"] == 1
    assert village.name == "Thôn Bờ Đa"
    clock.at(2026, 12, 1, 0, 5)
    unit_following.follow()
    assert (village.name, village.slug) == ("Thôn Bờ Đá Mới", "bo-da-moi")
    assert queries.by_slug(old).id == queries.by_slug("bo-da-moi").id == village.id


def test_a_village_is_split_and_what_is_named_goes_to_the_other_part(office: Office, province: Desk) -> None:
    lot = unit("Thôn Na Lốc")
    parts = [{"name": "Xã Mộc Một"}, {"name": "Xã Mộc Hai", "villages": [str(lot.id)]}]
    asked = {"what": "split", "unit_id": str(office.unit.id), "parts": parts}
    told = lines(look(province, **asked))
    assert "Xã Mộc Hai: Thôn Na Lốc" in told
    assert "Xã Mộc Một: Thôn Bờ Đa" in told
    change(province, **asked)
    assert queries.by_slug(office.unit.slug).name == "Xã Mộc Một"
    assert lot.parent_id == unit("Xã Mộc Hai").id
    assert unit("Thôn Bờ Đa").parent_id == unit("Xã Mộc Một").id


def test_reach_is_ones_own_unit_and_below(office: Office, commune: Desk) -> None:
    other = make_office(name="Xã Bên", e_identifier="H17.50.9", prefix="ben-")
    names = {each["name"] for each in commune.read("/admin/units").get_json()["units"]}
    assert names == {"Xã Mộc Giang", "Thôn Bờ Đa", "Thôn Na Lốc"}
    assert commune.read(f"/admin/units/{other.unit.id}").status_code == 404
    mine, theirs, above = str(office.unit.id), str(other.unit.id), str(office.unit.parent_id)
    assert look(commune, what="merge", unit_id=theirs, others=[mine]).status_code == 404
    assert look(commune, what="add", kind="commune", parent_id=above, name="Xã Lạ").status_code == 404
    assert look(commune, what="add", kind="village", parent_id=mine, name="Thôn Mới").status_code == 200


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"what": "merge", "others": ["bo"]}, "unit_merge_needs_two"),
        ({"what": "merge", "unit_id": "bo", "others": ["bo"]}, "unit_bad_succession"),
        ({"what": "split", "unit_id": "bo", "parts": [{"name": "Thôn Một"}]}, "unit_split_needs_two"),
        ({"what": "rename", "unit_id": "bo", "name": "Thôn Bờ Đa"}, "unit_nothing_changes"),
        ({"what": "rename"}, "invalid"),
        ({"what": "add", "kind": "village", "parent_id": "bo", "name": "Thôn Con"}, "unit_wrong_parent"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_saved(
    office: Office, commune: Desk, asked: dict[str, Any], code: str
) -> None:
    bo = str(unit("Thôn Bờ Đa").id)
    filled = {key: bo if value == "bo" else [bo] if value == ["bo"] else value for key, value in asked.items()}
    refused = look(commune, **filled)
    assert (refused.status_code, refused.get_json()["code"]) == (422, code)


def test_what_was_looked_at_is_what_is_saved(office: Office, commune: Desk) -> None:
    bo, lot = unit("Thôn Bờ Đa"), unit("Thôn Na Lốc")
    asked = {"what": "merge", "unit_id": str(lot.id), "others": [str(bo.id)]}
    seen = look(commune, **asked).get_json()["fingerprint"]
    groups.found(bo, name="Tổ Bờ Đa", decision_number="9/QĐ", decision_date=date(2026, 1, 1))
    refused = commune.post("/admin/units", PAPER | {"day": TODAY, "seen": seen} | asked)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "unit_list_changed")


def test_units_cannot_carry_on_for_each_other_in_a_ring(office: Office) -> None:
    bo, lot = unit("Thôn Bờ Đa"), unit("Thôn Na Lốc")
    changes.succeed(bo, lot, "merged", Decision(date(2026, 12, 20), "1/NQ", None, "x"))
    with pytest.raises(errors.Invalid):
        changes.succeed(lot, bo, "merged", Decision(date(2026, 12, 15), "2/NQ", None, "x"))


step = st.tuples(
    st.sampled_from(["rename", "merge", "split", "add"]), st.integers(0, 9), st.integers(0, 9), st.integers(1, 40)
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(step, max_size=8))
def test_after_any_changes_every_address_leads_to_one_living_unit_on_any_day(
    office: Office, steps: list[tuple[str, int, int, int]]
) -> None:
    nested = db.session.begin_nested()
    for n, each in enumerate(steps):
        inner = db.session.begin_nested()
        try:
            _play(office.unit, n, *each)
            inner.commit()
        except errors.AppError:
            inner.rollback()
    for slug in db.session.scalars(select(UnitSlug.slug)).all():
        for day in (date(2026, 11, 19), date(2026, 11, 25), date(2026, 12, 10), date(2026, 12, 25), date(2030, 1, 1)):
            why = changes.why_nobody(slug, day)
            if why:
                assert why == "not_yet", (slug, day, why)
                with pytest.raises(errors.NotFound):
                    queries.by_slug(slug, day)
            else:
                assert queries.is_in_force(queries.by_slug(slug, day), day)
    nested.rollback()


def _play(parent: Unit, n: int, what: str, first: int, second: int, days: int) -> None:
    villages = list(db.session.scalars(select(Unit).where(Unit.kind == "village").order_by(Unit.id)))
    one, other = villages[first % len(villages)], villages[second % len(villages)]
    decision = Decision(date.fromordinal(date(2026, 11, 25).toordinal() + days), f"{n}/NQ", None, "Ai đó")
    if what == "rename":
        changes.rename(one, {"name": f"Thôn {n}", "slug": f"thon-so-{n}"}, decision)
    elif what == "merge":
        changes.succeed(one, other, "merged", decision)
    elif what == "split":
        for part in range(2):
            changes.succeed(one, changes.found("village", f"P{n}.{part}", parent, decision, {}), "split", decision)
    else:
        changes.found("village", f"Thêm {n}", parent, decision, {})


def test_a_village_under_a_unit_that_ended_goes_with_its_heir_once(office: Office, clock: HeldClock) -> None:
    """Also where it was decided to move there on a day after that end."""
    lot = unit("Thôn Na Lốc")
    second, third = (
        operations.add(kind="commune", name=name, parent=queries.province_of(office.unit.id))
        for name in ("Xã Hai", "Xã Ba")
    )
    clock.at(2026, 11, 26, 9, 0)
    changes.move(lot, second, Decision(date(2026, 11, 30), "1/NQ", None, "x"))
    changes.succeed(second, third, "merged", Decision(date(2026, 11, 28), "2/NQ", None, "x"))
    clock.at(2026, 12, 1, 0, 5)
    unit_following.follow()
    assert lot.parent_id == third.id
    assert unit_following.follow() == 0
